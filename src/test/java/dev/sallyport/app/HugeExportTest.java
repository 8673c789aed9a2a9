package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Environment;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.mcp.Peer;
import dev.sallyport.source.TestDrivers;
import dev.sallyport.source.TestDuckDb;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.testing.Memory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Exports of four times the heap, in a process that has 256 MiB of it and ends where they do not
 * suffice.
 */
@Tag("full")
@Timeout(300)
class HugeExportTest {
    private static final int ROWS = 1_200_000;
    private static final int CHARACTERS = 1_000;

    /** The heap, code, and the 512 MB that DuckDB may take beside: less than the rows. */
    private static final long MAX_RESIDENT = 1L << 30;

    private static final long MAX_SECONDS = 200;

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"csv", "parquet"})
    void rowsOfPostgresPassThroughASmallHeap(String format) throws Exception {
        JsonObject summary =
                export(
                        TestPostgres.url(TestPostgres.newDatabase()),
                        "postgres",
                        "SELECT n, rpad(n::text, "
                                + CHARACTERS
                                + ", 'x') AS filler FROM generate_series(1, "
                                + ROWS
                                + ") AS n",
                        format);
        assertWhole(summary, format);
    }

    @Test
    void rowsOfH2PassThroughASmallHeap() throws Exception {
        JsonObject summary =
                export(
                        "jdbc:h2:mem:huge",
                        "sa",
                        "SELECT x AS n, RPAD(CAST(x AS VARCHAR), "
                                + CHARACTERS
                                + ", 'x') AS filler FROM SYSTEM_RANGE(1, "
                                + ROWS
                                + ")",
                        "csv");
        assertWhole(summary, "csv");
    }

    private void assertWhole(JsonObject summary, String format) throws SQLException, IOException {
        assertThat(number(summary, "row_count")).as(summary.toString()).isEqualTo(ROWS);
        Path exported = folder.resolve("exported").resolve("all." + format);
        if (format.equals("csv")) {
            assertThat(Files.size(exported)).isGreaterThan((long) ROWS * CHARACTERS);
        }
        try (Stream<Path> files = Files.list(folder.resolve("exported"))) {
            assertThat(files).containsExactly(exported);
        }
        TestDuckDb.run(folder.resolve("check.duckdb"), List.of("CREATE TABLE t (n INTEGER)"));
        try (Connection connection =
                        DriverManager.getConnection(
                                TestDuckDb.url(folder.resolve("check.duckdb")));
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(DISTINCT n), sum(length(filler)) FROM '"
                                        + exported
                                        + "'")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getLong(1)).isEqualTo(ROWS);
            assertThat(rows.getLong(2)).isEqualTo((long) ROWS * CHARACTERS);
        }
    }

    private JsonObject export(String url, String user, String sql, String format)
            throws IOException, InterruptedException {
        Path yaml = folder.resolve("test.yaml");
        Files.writeString(
                yaml,
                """
                export:
                  folder: %s
                  driver-path: %s
                  limits: {max-rows: 2000000, max-bytes: 2GiB, timeout: 5m}
                sources:
                  shop: {url: '%s', user: %s, password: '${env:WORD}', export: true}
                """
                        .formatted(
                                folder.resolve("exported"),
                                TestDrivers.jarOf("org.duckdb.DuckDBDriver"),
                                url,
                                user));
        Path errors = folder.resolve("errors.txt");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:MaxDirectMemorySize=64m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HugeExportTest.class.getName(),
                                yaml.toString(),
                                folder.resolve("state").toString(),
                                sql,
                                format)
                        .redirectError(errors.toFile())
                        .start();
        List<String> out =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                        .lines()
                        .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(Files.readString(errors)).isZero();
        assertThat(Long.parseLong(out.get(1))).isLessThan(MAX_RESIDENT);
        return (JsonObject) Json.parse(out.get(0));
    }

    private static long number(JsonObject content, String name) {
        return ((JsonNumber) content.member(name).orElseThrow()).asLong().orElseThrow();
    }

    /** The process of the product. */
    public static void main(String[] given) throws IOException {
        Map<String, String> environment = Map.of("SALLYPORT_STATE", given[1], "WORD", "");
        try (ServedYaml served =
                ServedYaml.open(Files.readString(Path.of(given[0])), Environment.of(environment))) {
            Peer peer = served.newPeer();
            String arguments =
                    "{\"sql\": %s, \"format\": \"%s\", \"file\": \"all\"}"
                            .formatted(Json.text(new JsonString(given[2])), given[3]);
            peer.send(
                    Peer.modern(
                            1,
                            "tools/call",
                            "{\"name\": \"export\", \"arguments\": " + arguments + "}"));
            JsonObject answer = (JsonObject) peer.next(MAX_SECONDS);
            System.out.println(
                    Json.text(
                            answer.object("result")
                                    .orElseThrow()
                                    .member("structuredContent")
                                    .orElseThrow()));
        }
        System.out.println(Memory.residentBytes());
    }
}
