package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.call.Caller;
import dev.sallyport.config.ConfigException;
import dev.sallyport.config.Environment;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.Peer;
import dev.sallyport.source.TestDrivers;
import dev.sallyport.source.TestDuckDb;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tool that writes results to files, through the dispatcher, over real engines. */
class ExportsTest {
    private static final AtomicInteger NUMBER = new AtomicInteger();

    /** Of each test another: a pool that was closed may keep it for a moment. */
    private final String h2 = "jdbc:h2:mem:exports" + NUMBER.incrementAndGet();

    @TempDir Path state;

    private Connection past;
    private Path folder;

    @BeforeEach
    void fill() throws SQLException {
        folder = state.resolve("exported");
        past = DriverManager.getConnection(h2, "sa", "");
        try (Statement statement = past.createStatement()) {
            statement.execute(
                    """
                    CREATE TABLE things (id BIGINT, price DECIMAL(12, 2), born DATE, at TIMESTAMP(6),
                      bytes VARBINARY(9), name VARCHAR(90), ok BOOLEAN, ratio DOUBLE, small REAL,
                      off TIMESTAMP WITH TIME ZONE, wide DECIMAL(60, 2), tags INT ARRAY, clock TIME(6))
                    """);
            statement.execute(
                    """
                    INSERT INTO things VALUES
                      (9223372036854775807, 1.10, DATE '2024-02-29', TIMESTAMP '2024-02-29 23:59:59.123456',
                       X'00FF', 'a"b, c' || CHAR(13) || CHAR(10) || 'd', TRUE, 0.0, 0.1,
                       TIMESTAMP WITH TIME ZONE '2024-02-29 12:00:00+05:30', 1234567890123456789012345678901234567890.12,
                       ARRAY[1, 2], TIME '23:59:59.5'),
                      (-1, NULL, NULL, NULL, NULL, '', FALSE, CAST('NaN' AS DOUBLE), NULL, NULL, NULL, NULL, NULL),
                      (0, 2.50, DATE '0044-03-15', TIMESTAMP '1582-10-10 00:00:00', X'', '=1+1', NULL, 1e300, 3.4028235E38,
                       NULL, 1.00, NULL, TIME '00:00:00')
                    """);
        }
    }

    @AfterEach
    void drop() throws SQLException {
        past.close();
    }

    private String yaml(String export) {
        return """
        export:
          folder: %s
          driver-path: %s
        %s
        sources:
          shop: {url: %s, user: sa, export: true}
        """
                .formatted(
                        folder,
                        TestDrivers.jarOf("org.duckdb.DuckDBDriver"),
                        export.indent(2).stripTrailing(),
                        h2);
    }

    private ServedYaml open(String... export) {
        return ServedYaml.open(state.resolve("state"), yaml(String.join("\n", export)));
    }

    private ServedYaml openPostgres(String database, String... export) {
        String yaml =
                yaml(String.join("\n", export))
                        .replace(h2, TestPostgres.url(database))
                        .replace("user: sa", "user: postgres, password: '${env:WORD}'");
        return ServedYaml.open(
                yaml,
                Environment.of(
                        Map.of("SALLYPORT_STATE", state.resolve("state").toString(), "WORD", "x")));
    }

    private static JsonObject content(JsonObject result) {
        return (JsonObject) Json.parse(Json.utf8(result.member("structuredContent").orElseThrow()));
    }

    private static JsonObject export(ServedYaml served, String sql, String more) {
        return content(served.call("export", arguments(sql, more)));
    }

    private static String arguments(String sql, String more) {
        return "{\"sql\":" + Json.text(new JsonString(sql)) + more + "}";
    }

    private static String code(JsonObject content) {
        assertThat(content.string("hint").orElse("")).isNotBlank();
        return content.string("code").orElseThrow();
    }

    private static long number(JsonObject content, String name) {
        return ((JsonNumber) content.member(name).orElseThrow()).asLong().orElseThrow();
    }

    private List<String> files() throws IOException {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void writesCsvWithTheValuesOfAnswers() throws IOException {
        try (ServedYaml served = open()) {
            JsonObject content =
                    export(
                            served,
                            "SELECT id, price, born, at, bytes, name, ok, ratio, small, off, wide, tags"
                                    + " FROM things ORDER BY name",
                            ",\"file\":\"things\"");
            assertThat(content.string("code")).isEmpty();
            assertThat(Files.readString(folder.resolve("things.csv")))
                    .isEqualTo(
                            String.join(
                                    "\r\n",
                                    "ID,PRICE,BORN,AT,BYTES,NAME,OK,RATIO,SMALL,OFF,WIDE,TAGS",
                                    "-1,,,,,\"\",false,NaN,,,,",
                                    "0,2.50,0044-03-15,1582-10-10 00:00:00,\"\",=1+1,,1.0E300,"
                                            + "3.4028235E38,,1.00,",
                                    "9223372036854775807,1.10,2024-02-29,"
                                            + "2024-02-29 23:59:59.123456,AP8=,\"a\"\"b, c\r\nd\",true,"
                                            + "0.0,0.1,2024-02-29 12:00:00+05:30,"
                                            + "1234567890123456789012345678901234567890.12,\"[1,2]\"",
                                    ""));
            assertThat(number(content, "row_count")).isEqualTo(3);
            assertThat(number(content, "bytes"))
                    .isEqualTo(Files.size(folder.resolve("things.csv")));
            assertThat(Files.getPosixFilePermissions(folder.resolve("things.csv")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(Files.getPosixFilePermissions(folder))
                    .isEqualTo(PosixFilePermissions.fromString("rwx------"));
            assertThat(files()).containsExactly("things.csv");
        }
    }

    @Test
    void summaryHasTypesNullsAndExtremes() {
        try (ServedYaml served = open()) {
            JsonObject content =
                    export(served, "SELECT id, price, born, name, bytes FROM things", "");
            assertThat(Json.text(content.member("columns").orElseThrow()))
                    .isEqualTo(
                            """
                            [{"name":"ID","type":"BIGINT","nullable":true,"note":"numbers that JSON readers round are strings","nulls":0,"min":-1,"max":"9223372036854775807"},\
                            {"name":"PRICE","type":"DECIMAL","nullable":true,"precision":12,"scale":2,"nulls":1,"min":1.10,"max":2.50},\
                            {"name":"BORN","type":"DATE","nullable":true,"nulls":1,"min":"0044-03-15","max":"2024-02-29"},\
                            {"name":"NAME","type":"CHARACTER VARYING","nullable":true,"precision":90,"nulls":0,"min":"","max":"a\\"b, c\\r\\nd"},\
                            {"name":"BYTES","type":"BINARY VARYING","nullable":true,"note":"base64","nulls":1}]\
                            """);
        }
    }

    @Test
    void linkIsForClientsThatKnowLinks() {
        try (ServedYaml served = open()) {
            JsonObject result =
                    served.call("export", arguments("SELECT 1 AS one", ",\"file\":\"one.csv\""));
            JsonValue link = ((JsonArray) result.member("content").orElseThrow()).elements().get(1);
            assertThat(Json.text(link))
                    .isEqualTo(
                            """
                            {"type":"resource_link","uri":"export://one.csv","name":"one.csv","mimeType":"text/csv","size":8}\
                            """);
            for (String version : List.of("2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25")) {
                Peer peer = served.newPeer().initialized(version);
                JsonObject answer =
                        peer.ask(
                                Peer.request(
                                        7,
                                        "tools/call",
                                        "{\"name\":\"export\",\"arguments\":{\"sql\":\"SELECT 1\"}}"));
                assertThat(Json.text(answer).contains("resource_link"))
                        .as(version)
                        .isEqualTo(version.compareTo("2025-06-18") >= 0);
                assertThat(Json.text(answer)).contains("export://export-");
            }
        }
    }

    @Test
    void callIsRecordedLikeAnyOther() throws IOException {
        try (ServedYaml served = open()) {
            export(served, "SELECT id FROM things", ",\"file\":\"canary-name\"");
            String line =
                    Files.readAllLines(state.resolve("state").resolve("audit.jsonl")).getLast();
            assertThat(line)
                    .contains("\"tool\":\"export\"", "\"decision\":\"allowed\"", "\"rows\":3")
                    .doesNotContain("canary-name");
        }
    }

    @Test
    void guardHoldsAsForQueries() throws IOException {
        try (ServedYaml served = open()) {
            assertThat(code(export(served, "DELETE FROM things", ""))).isEqualTo("SP-204");
            assertThat(code(export(served, "SELECT FILE_READ('/etc/passwd')", "")))
                    .isEqualTo("SP-220");
            assertThat(code(export(served, "SELECT id FROM things WHERE id = ?", "")))
                    .isEqualTo("SP-105");
            assertThat(code(export(served, "SELECT no_column FROM things", "")))
                    .isEqualTo("SP-405");
            assertThat(files()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "../x", "..", ".", "/etc/x", "a/b", "a\\\\b", "C:x", "x:y", ".hidden", "a..b", "a.",
                "con", "CON.csv", "nul.2024", "lpt1", "~x", "x y", "x\\u0000", "x\\ny", "é", "",
                        "x.parquet",
                "file:x", "%2e%2e%2fx", "-rf", "CONIN$", "a.csv.csv.", "$HOME", "`x`", "*"
            })
    void nameThatIsNoPlainFileNameIsRefused(String name) throws IOException {
        try (ServedYaml served = open()) {
            assertThat(code(export(served, "SELECT 1", ",\"file\":\"" + name + "\"")))
                    .isEqualTo("SP-101");
            assertThat(files()).isEmpty();
            assertThat(code(export(served, "SELECT 1", ",\"file\":\"" + "x".repeat(101) + "\"")))
                    .isEqualTo("SP-101");
        }
    }

    @Test
    void nothingThatIsThereIsReplaced() throws IOException {
        Files.createDirectory(folder);
        Path outside = state.resolve("outside.csv");
        Files.createSymbolicLink(folder.resolve("link.csv"), outside);
        Files.writeString(folder.resolve("Report.csv"), "old");
        Files.createDirectory(folder.resolve("dir.csv"));
        try (ServedYaml served = open()) {
            for (String name : List.of("link", "report", "Report.csv", "REPORT", "dir")) {
                assertThat(code(export(served, "SELECT 1", ",\"file\":\"" + name + "\"")))
                        .isEqualTo("SP-440");
            }
            assertThat(files()).containsExactly("Report.csv", "dir.csv", "link.csv");
            assertThat(Files.readString(folder.resolve("Report.csv"))).isEqualTo("old");
            assertThat(Files.exists(outside, LinkOption.NOFOLLOW_LINKS)).isFalse();
        }
    }

    @Test
    void folderOfEverybodyIsRefused() throws IOException {
        Files.createDirectory(folder);
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        try (ServedYaml served = open()) {
            assertThat(code(export(served, "SELECT 1", ""))).isEqualTo("SP-441");
        }
        Files.delete(folder);
        Files.writeString(folder, "a file");
        try (ServedYaml served = open()) {
            assertThat(code(export(served, "SELECT 1", ""))).isEqualTo("SP-441");
        }
    }

    @Test
    void folderHasLimitsOfFilesAndBytes() throws IOException {
        try (ServedYaml served = open("max-files: 2", "max-total-bytes: 2KiB")) {
            assertThat(export(served, "SELECT 1", "").string("code")).isEmpty();
            String large = "SELECT REPEAT('x', 1500) AS v";
            assertThat(export(served, large, "").string("code")).isEmpty();
            assertThat(code(export(served, "SELECT 1", ""))).isEqualTo("SP-442");
            Files.delete(folder.resolve(files().getFirst()));
            Files.deleteIfExists(folder.resolve(files().getFirst()));
            assertThat(code(export(served, "SELECT REPEAT('x', 3000) AS v", "")))
                    .isEqualTo("SP-442");
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void filesExpireWhereTheOwnerWantsThat() throws IOException {
        Files.createDirectory(folder);
        FileTime old = FileTime.from(Instant.now().minus(Duration.ofHours(3)));
        for (String name : List.of("old.csv", "old.txt", "new.csv")) {
            Files.writeString(folder.resolve(name), "x");
            if (name.startsWith("old")) {
                Files.setLastModifiedTime(folder.resolve(name), old);
            }
        }
        try (ServedYaml served = open()) {
            export(served, "SELECT 1", ",\"file\":\"a\"");
            assertThat(files()).containsExactly("a.csv", "new.csv", "old.csv", "old.txt");
        }
        try (ServedYaml served = open("expire-after: 1h")) {
            export(served, "SELECT 1", ",\"file\":\"b\"");
            assertThat(files()).containsExactly("a.csv", "b.csv", "new.csv", "old.txt");
        }
    }

    @Test
    void limitsOfRowsAndBytesAreSaid() throws IOException {
        String many = "SELECT x FROM SYSTEM_RANGE(1, 5000) AS r(x)";
        try (ServedYaml served = open("limits: {max-rows: 1000, max-bytes: 2KiB}")) {
            JsonObject rows = export(served, many, ",\"max_rows\":10,\"file\":\"rows\"");
            assertThat(rows.string("truncated_by")).contains("rows");
            assertThat(Files.readAllLines(folder.resolve("rows.csv"))).hasSize(11);
            JsonObject bytes = export(served, many, ",\"max_rows\":100000,\"file\":\"bytes\"");
            assertThat(bytes.string("truncated_by")).contains("bytes");
            assertThat(Files.size(folder.resolve("bytes.csv"))).isLessThanOrEqualTo(2_048);
            assertThat(number(bytes, "row_count"))
                    .isEqualTo(Files.readAllLines(folder.resolve("bytes.csv")).size() - 1);
        }
    }

    @Test
    void valueThatDoesNotFitInFullFailsTheExport() throws IOException {
        try (ServedYaml served = open("limits: {max-cell-bytes: 16B}")) {
            String sql =
                    "SELECT x, CASE WHEN x = 3 THEN REPEAT('y', 17) ELSE 'y' END AS v"
                            + " FROM SYSTEM_RANGE(1, 9) AS r(x)";
            JsonObject content = export(served, sql, "");
            assertThat(code(content)).isEqualTo("SP-443");
            assertThat(content.string("hint").orElseThrow()).contains("Row 3, column V");
            assertThat(code(export(served, "SELECT CHAR(55357) AS v", ""))).isEqualTo("SP-443");
            assertThat(files()).isEmpty();
            assertThat(export(served, "SELECT 1", "").string("code")).isEmpty();
        }
    }

    @Test
    void formulasAreEscapedOnlyWhereTheOwnerWantsThat() throws IOException {
        try (ServedYaml served = open("csv-formulas: escape")) {
            JsonObject content =
                    export(
                            served,
                            "SELECT -1 AS n, '=1+1' AS a, '-2' AS b, 'x=' AS c",
                            ",\"file\":\"f\"");
            assertThat(Files.readAllLines(folder.resolve("f.csv")).get(1))
                    .isEqualTo("-1,'=1+1,'-2,x=");
            assertThat(number(content, "escaped_formulas")).isEqualTo(2);
        }
    }

    @Test
    void fileIsReadByItsCallerAndWithinALimit() throws IOException {
        try (ServedYaml served = open("max-read-bytes: 1KiB")) {
            export(served, "SELECT 1 AS one", ",\"file\":\"small\"");
            export(served, "SELECT REPEAT('x', 2000) AS v", ",\"file\":\"large\"");
            JsonObject read = served.result("resources/read", "{\"uri\":\"export://small.csv\"}");
            assertThat(Json.text(read)).contains("\"text\":\"ONE\\r\\n1\\r\\n\"");
            assertThat(
                            Json.text(
                                    served.request(
                                            "resources/read", "{\"uri\":\"export://large.csv\"}")))
                    .contains("SP-114");
            assertThat(Json.text(served.result("resources/list", "{}")))
                    .contains("export://small.csv", "export://large.csv");
            Peer other = served.newPeer(new Caller("somebody-else"));
            int id = 0;
            for (String uri :
                    List.of("export://small.csv", "export://../small.csv", "file:///etc/passwd")) {
                assertThat(
                                Json.text(
                                        other.ask(
                                                Peer.modern(
                                                        ++id,
                                                        "resources/read",
                                                        "{\"uri\":\"" + uri + "\"}"))))
                        .contains("Resource not found");
            }
            Files.delete(folder.resolve("small.csv"));
            Files.createSymbolicLink(folder.resolve("small.csv"), Path.of("/etc/hostname"));
            assertThat(
                            Json.text(
                                    served.request(
                                            "resources/read", "{\"uri\":\"export://small.csv\"}")))
                    .contains("Resource not found");
        }
    }

    @Test
    void toolIsThereOnlyWhereItIsConfigured() {
        String without = "sources:\n  shop: {url: " + h2 + ", user: sa}\n";
        for (String yaml : List.of(without, "export: {folder: " + folder + "}\n" + without)) {
            try (ServedYaml served = ServedYaml.open(state.resolve("state"), yaml)) {
                assertThat(Json.text(served.result("tools/list", "{}")))
                        .doesNotContain("\"export\"");
            }
        }
        ConfigException problems =
                catchThrowableOfType(
                        ConfigException.class,
                        () ->
                                ServedYaml.open(
                                        state.resolve("state"),
                                        "sources:\n  shop: {url: " + h2 + ", export: true}\n"));
        assertThat(problems.problems().toString()).contains("export.folder");
    }

    @Test
    void missingDriverIsNamedBeforeAnythingIsRead() throws IOException {
        String yaml = yaml("").replaceAll("  driver-path: .*\n", "");
        try (ServedYaml served = ServedYaml.open(state.resolve("state"), yaml)) {
            JsonObject content = export(served, "SELECT 1", ",\"format\":\"parquet\"");
            assertThat(code(content)).isEqualTo("SP-420");
            assertThat(content.string("hint").orElseThrow())
                    .contains("sallyport driver add duckdb");
            assertThat(files()).isEmpty();
        }
    }

    /** Name, type and values of each column of a file, as DuckDB reads them. */
    private static List<String> parquet(Path file) throws SQLException {
        List<String> columns = new ArrayList<>();
        String from = " FROM read_parquet('" + file + "')";
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement();
                Statement values = duck.createStatement()) {
            try (ResultSet described = statement.executeQuery("DESCRIBE SELECT *" + from)) {
                while (described.next()) {
                    String name = described.getString(1);
                    StringBuilder column =
                            new StringBuilder(name + " " + described.getString(2) + ":");
                    try (ResultSet rows =
                            values.executeQuery("SELECT \"" + name + "\"::VARCHAR" + from)) {
                        while (rows.next()) {
                            String value = rows.getString(1);
                            column.append(value == null ? " NULL" : " [" + value + "]");
                        }
                    }
                    columns.add(column.toString());
                }
            }
        }
        return columns;
    }

    @Test
    void parquetOfH2HasExactTypesWhereTheyFit() throws Exception {
        try (ServedYaml served = open()) {
            JsonObject content =
                    export(
                            served,
                            "SELECT things.*, 1 AS \"ID\", 2 AS \"id\" FROM things ORDER BY name",
                            ",\"format\":\"parquet\",\"file\":\"things\"");
            assertThat(content.string("code")).as("%s", content.string("hint")).isEmpty();
            assertThat(parquet(folder.resolve("things.parquet")))
                    .containsExactly(
                            "ID BIGINT: [-1] [0] [9223372036854775807]",
                            "PRICE DECIMAL(12,2): NULL [2.50] [1.10]",
                            "BORN DATE: NULL [0044-03-15] [2024-02-29]",
                            "AT TIMESTAMP: NULL [1582-10-10 00:00:00] [2024-02-29 23:59:59.123456]",
                            "BYTES BLOB: NULL [] [\\x00\\xFF]",
                            "NAME VARCHAR: [] [=1+1] [a\"b, c\r\nd]",
                            "OK BOOLEAN: [false] NULL [true]",
                            "RATIO DOUBLE: [nan] [1e+300] [0.0]",
                            "SMALL FLOAT: NULL [3.4028235e+38] [0.1]",
                            // Parquet has no offsets.
                            "OFF VARCHAR: NULL NULL [2024-02-29 12:00:00+05:30]",
                            "WIDE VARCHAR: NULL [1.00]"
                                    + " [1234567890123456789012345678901234567890.12]",
                            "TAGS VARCHAR: NULL NULL [[1,2]]",
                            "CLOCK TIME: NULL [00:00:00] [23:59:59.5]",
                            "ID_2 BIGINT: [1] [1] [1]",
                            "id_3 BIGINT: [2] [2] [2]");
            assertThat(Json.text(content)).contains("\"file_name\":\"ID_2\"");
            assertThat(Files.getPosixFilePermissions(folder.resolve("things.parquet")))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
            assertThat(files()).containsExactly("things.parquet");
        }
    }

    @Test
    void parquetOfPostgresHasExactTypesWhereTheyFit() throws Exception {
        String database =
                TestPostgres.newDatabase(
                        """
                        CREATE TABLE t (i bigint, d numeric(38, 8), n numeric, day date, far date, at timestamp,
                          tz timestamptz, b bytea, t text, ok boolean, f4 real, f8 double precision, cl time, u uuid,
                          a int[], j jsonb, m money, bit1 bit(1))
                        """,
                        """
                        INSERT INTO t VALUES (-9223372036854775808, 123456789012345678901234567890.12345678, 1.5,
                          '2024-02-29', 'infinity', '0001-01-01 00:00:00.000001', '2024-02-29 18:29:59+00', '\\x00ff',
                          E'x\\ny', true, 'NaN', '-Infinity', '23:59:59.123456', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11',
                          '{1,NULL}', '{"a": 1}', 12.50, B'1'),
                          (NULL, NULL, 0.000000001, NULL, '2024-01-01', NULL, NULL, NULL, '', NULL, NULL, '-0', NULL, NULL,
                          NULL, NULL, NULL, NULL)
                        """);
        try (ServedYaml served = openPostgres(database)) {
            JsonObject content =
                    export(served, "SELECT * FROM t", ",\"format\":\"parquet\",\"file\":\"t\"");
            assertThat(content.string("code")).as("%s", content.string("hint")).isEmpty();
            assertThat(parquet(folder.resolve("t.parquet")))
                    .containsExactly(
                            "i BIGINT: [-9223372036854775808] NULL",
                            "d DECIMAL(38,8): [123456789012345678901234567890.12345678] NULL",
                            "n DECIMAL(10,9): [1.500000000] [0.000000001]",
                            "day DATE: [2024-02-29] NULL",
                            "far VARCHAR: [infinity] [2024-01-01]",
                            "at TIMESTAMP: [0001-01-01 00:00:00.000001] NULL",
                            "tz TIMESTAMP WITH TIME ZONE: [2024-02-29 18:29:59+00] NULL",
                            "b BLOB: [\\x00\\xFF] NULL",
                            "t VARCHAR: [x\ny] []",
                            "ok BOOLEAN: [true] NULL",
                            "f4 FLOAT: [nan] NULL",
                            "f8 DOUBLE: [-inf] [-0.0]",
                            "cl TIME: [23:59:59.123456] NULL",
                            "u VARCHAR: [a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11] NULL",
                            "a VARCHAR: [[1,null]] NULL",
                            "j VARCHAR: [{\"a\": 1}] NULL",
                            "m VARCHAR: [$12.50] NULL",
                            "bit1 VARCHAR: [1] NULL");
        }
    }

    @Test
    void parquetOfDuckDbEqualsItsTable() throws Exception {
        Path file = state.resolve("t.duckdb");
        TestDuckDb.run(
                file,
                List.of(
                        "CREATE TABLE t AS SELECT range AS i, (range / 7)::DECIMAL(18, 6) AS d,"
                                + " DATE '2000-01-01' + range::INT AS day, 'x' || range AS v,"
                                + " range::HUGEINT * 100000000000000000000 AS h,"
                                + " from_base64('AAEC') AS b, (range / 3)::DOUBLE AS f,"
                                + " TIMESTAMP '2000-01-01' + INTERVAL (range) SECOND AS moment"
                                + " FROM range(50000)"));
        String yaml =
                // The driver unpacks its library first, which takes its time on a busy machine.
                yaml("limits: {queue-wait: 2m}")
                        .replace(
                                "{url: " + h2 + ", user: sa",
                                "{url: '"
                                        + TestDuckDb.url(file)
                                        + "', driver-path: "
                                        + TestDrivers.jarOf("org.duckdb.DuckDBDriver"));
        try (ServedYaml served = ServedYaml.open(state.resolve("state"), yaml)) {
            JsonObject content =
                    export(
                            served,
                            "SELECT i, d, day, v, b, f, moment FROM t",
                            ",\"format\":\"parquet\",\"file\":\"t\"");
            assertThat(content.string("code")).as("%s", content.string("hint")).isEmpty();
            assertThat(number(content, "row_count")).isEqualTo(50_000);
        }
        try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duck.createStatement()) {
            statement.execute("ATTACH '" + file + "' AS s (READ_ONLY)");
            String exported = "SELECT * FROM read_parquet('" + folder.resolve("t.parquet") + "')";
            String original = "SELECT i, d, day, v, b, f, moment FROM s.t";
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT count(*) FROM (("
                                    + original
                                    + " EXCEPT ALL "
                                    + exported
                                    + ") UNION ALL ("
                                    + exported
                                    + " EXCEPT ALL "
                                    + original
                                    + "))")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getLong(1)).isZero();
            }
            try (ResultSet types =
                    statement.executeQuery(
                            "SELECT string_agg(column_type, ' ') FROM (DESCRIBE "
                                    + exported
                                    + ")")) {
                assertThat(types.next()).isTrue();
                assertThat(types.getString(1))
                        .isEqualTo("BIGINT DECIMAL(18,6) DATE VARCHAR BLOB DOUBLE TIMESTAMP");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "parquet"})
    void cancelledExportLeavesNothing(String format) throws Exception {
        String database =
                TestPostgres.newDatabase("CREATE TABLE t AS SELECT generate_series(1, 1000) AS x");
        try (ServedYaml served =
                openPostgres(
                        database,
                        "limits: {max-rows: 100000000, max-bytes: 100GiB}",
                        "max-total-bytes: 100GiB")) {
            String sql = "SELECT a.x, b.x AS y FROM t a, t b, t c";
            Peer peer = served.newPeer();
            peer.send(
                    Peer.modern(
                            5,
                            "tools/call",
                            "{\"name\":\"export\",\"arguments\":"
                                    + arguments(sql, ",\"format\":\"" + format + "\"")
                                    + ",\"_meta\":{\"progressToken\":\"p\"}}"));
            JsonValue progress = peer.next();
            assertThat(Json.text(progress)).contains("notifications/progress", " rows");
            peer.send(Peer.notification("notifications/cancelled", "{\"requestId\":5}"));
            Path audit = state.resolve("state").resolve("audit.jsonl");
            // The call is recorded when it has ended.
            Eventually.isTrue(() -> Files.size(audit) > 0);
            assertThat(Files.readString(audit)).contains("SP-404");
            assertThat(files()).isEmpty();
        }
    }

    @Test
    void timeLimitLeavesNothing() throws IOException {
        try (ServedYaml served = open("limits: {max-rows: 100000000, timeout: 500ms}")) {
            String sql =
                    "SELECT a.x, b.x AS y FROM SYSTEM_RANGE(1, 100000) AS a(x), SYSTEM_RANGE(1, 1000) AS b(x)";
            assertThat(code(export(served, sql, ""))).isEqualTo("SP-403");
            assertThat(files()).isEmpty();
        }
    }
}
