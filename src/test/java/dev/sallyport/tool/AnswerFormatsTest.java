package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.DataSize;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.guard.AllowList;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.policy.RateLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AnswerFormatsTest {
    @TempDir Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server =
                TestServer.open(
                        folder,
                        AllowList.ANY,
                        new ExecutionLimits(
                                20,
                                new DataSize(100_000),
                                Duration.ofSeconds(30),
                                new DataSize(20)),
                        RateLimit.STANDARD);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    NULL                       | ~~             | ~~
                    CAST('' AS VARCHAR)        | ""             | ""
                    'plain'                    | plain          | plain
                    'two words'                | two words      | two words
                    'a,b'                      | a,b            | "a,b"
                    'say "x"'                  | say "x"        | "say {Q}{Q}x{Q}{Q}{Q}
                    '"x'                       | "\\"x"         | {Q}{Q}{Q}x{Q}
                    ' x'                       | " x"           | " x"
                    CONCAT('x', CHAR(10), 'y')    | "x\\ny"        | "x{LF}y"
                    CONCAT('x', CHAR(13))       | "x\\r"         | "x{CR}"
                    CONCAT('x', CHAR(124), 'y')    | "x\\u007cy"    | x{BAR}y
                    1                          | 1              | 1
                    CAST(1.10 AS DECIMAL(9,2)) | 1.10           | 1.10
                    9007199254740993           | 9007199254740993 | 9007199254740993
                    TRUE                       | true           | true
                    ARRAY[1, NULL]             | [1,null]       | "[1,null]"
                    DATE '2024-02-29'          | 2024-02-29     | 2024-02-29
                    'é漢😀'                     | é漢😀           | é漢😀
                    """)
    void valueIsWrittenSoThatItCanBeReadBack(String sql, String table, String csv)
            throws Exception {
        assertThat(text("SELECT " + sql + " AS v, 7 AS w", "table", 0).split("\n", 2)[1])
                .isEqualTo(table + "|7\n");
        assertThat(text("SELECT " + sql + " AS v, 7 AS w", "csv", 0).split("\r\n", 2)[1])
                .isEqualTo(
                        csv.replace("{Q}", "\"")
                                        .replace("{LF}", "\n")
                                        .replace("{CR}", "\r")
                                        .replace("{BAR}", "|")
                                + ",7\r\n");
    }

    @Test
    void tableTellsTypesAndCsvNames() throws Exception {
        String sql =
                "SELECT id, name AS \"a,b\", total AS \"x|y\" FROM (SELECT 1 AS id, CAST('A'"
                        + " AS VARCHAR(40)) AS name, CAST(2 AS DECIMAL(12, 2)) AS total) t";
        assertThat(text(sql, "table", 0))
                .isEqualTo(
                        "ID INTEGER|a,b CHARACTER VARYING(40)|\"x\\u007cy\""
                                + " DECIMAL(12,2)\n1|A|2.00\n");
        assertThat(text(sql, "csv", 0)).isEqualTo("ID,\"a,b\",x|y\r\n1,A,2.00\r\n");
    }

    @Test
    void tableTellsWhichColumnsAreNeverNull() throws Exception {
        assertThat(text("SELECT id, state FROM customers WHERE id = 1", "table", 0))
                .isEqualTo("ID INTEGER NOT NULL|STATE CHARACTER(2)\n1|CA\n");
    }

    @Test
    void structuredContentIsTheSameInEveryFormat() throws Exception {
        JsonObject first = call("SELECT id, name FROM customers ORDER BY id", "json");
        for (String format : List.of("table", "csv")) {
            assertThat(
                            call("SELECT id, name FROM customers ORDER BY id", format)
                                    .member("structuredContent"))
                    .isEqualTo(first.member("structuredContent"));
        }
        assertThat(Json.parse(block(first, 0)))
                .isEqualTo(first.member("structuredContent").orElseThrow());
    }

    @Test
    void cutCellIsSaidWithItsPlaceAndLength() throws Exception {
        JsonObject result =
                call("SELECT 1 AS a, REPEAT('x', 50) AS b UNION ALL SELECT 2, 'y'", "csv");
        assertThat(block(result, 0)).isEqualTo("A,B\r\n1," + "x".repeat(20) + "\r\n2,y\r\n");
        JsonObject remarks = (JsonObject) Json.parse(block(result, 1));
        assertThat(Json.text(remarks.member("cut_row_column_length").orElseThrow()))
                .isEqualTo("[[1,2,50]]");
    }

    @Test
    void rowsThatAreMissingAreSaid() throws Exception {
        JsonObject result = call("SELECT id FROM orders ORDER BY id", "table");
        assertThat(block(result, 0).lines()).hasSize(21);
        JsonObject remarks = (JsonObject) Json.parse(block(result, 1));
        assertThat(remarks.string("truncated_by")).contains("rows");
        assertThat(remarks.string("next_cursor")).isPresent();
        assertThat(remarks.string("hint")).isPresent();
    }

    @Test
    void columnsOfTheSameNameAreToldApart() throws Exception {
        String sql =
                "SELECT c.id, o.id, 7 AS n, 8 AS n FROM customers c JOIN orders o ON o.customer_id ="
                        + " c.id WHERE o.id = 3";
        JsonObject content = call(sql, "json").object("structuredContent").orElseThrow();
        assertThat(Json.text(content.member("columns").orElseThrow()))
                .contains("\"name\":\"ID\"")
                .contains("\"table\":\"CUSTOMERS\"", "\"table\":\"ORDERS\"");
        assertThat(Json.text(content.object("first_row").orElseThrow()))
                .isEqualTo("{\"CUSTOMERS.ID\":4,\"ORDERS.ID\":3,\"N\":7,\"N_2\":8}");
        assertThat(text(sql, "csv", 0)).isEqualTo("CUSTOMERS.ID,ORDERS.ID,N,N_2\r\n4,3,7,8\r\n");
        assertThat(text(sql, "table", 0)).startsWith("CUSTOMERS.ID INTEGER NOT NULL|ORDERS.ID ");
    }

    @Test
    void columnsOfOneTableDoNotRepeatIt() throws Exception {
        JsonObject content =
                call("SELECT id, name FROM customers", "json")
                        .object("structuredContent")
                        .orElseThrow();
        assertThat(Json.text(content.member("columns").orElseThrow())).doesNotContain("table");
        assertThat(content.member("first_row")).isEmpty();
    }

    @Test
    void unknownFormatIsRefused() throws Exception {
        JsonObject result = call("SELECT 1", "xml");
        assertThat(result.object("structuredContent").orElseThrow().string("code"))
                .contains("SP-101");
    }

    /** As many rows as a page of a lookup, beside an object a row with indentation. */
    @Test
    void formatsHaveFewerBytesThanObjectsWithIndentation() throws Exception {
        String sql =
                "SELECT c.id, c.name AS full_name, 'customer7@example.com' AS email, 'DE' AS country,"
                        + " o.id + 100000 AS order_id, DATEADD(DAY, o.id, DATE '2024-01-01') AS"
                        + " order_date, 'delivered' AS status, o.total FROM customers c JOIN orders"
                        + " o ON o.id <= 100 WHERE c.id = 1 ORDER BY o.id DESC";
        JsonObject json = hundred(sql, "json");
        JsonObject content = json.object("structuredContent").orElseThrow();
        List<JsonValue> columns = ((JsonArray) content.member("columns").orElseThrow()).elements();
        StringBuilder pretty = new StringBuilder("{\n  \"data\": {\n    \"rows\": [");
        String betweenRows = "";
        for (JsonValue row : ((JsonArray) content.member("rows").orElseThrow()).elements()) {
            pretty.append(betweenRows).append("\n      {");
            betweenRows = ",";
            for (int i = 0; i < columns.size(); i++) {
                pretty.append(i == 0 ? "" : ",")
                        .append("\n        \"")
                        .append(((JsonObject) columns.get(i)).string("name").orElseThrow())
                        .append("\": ")
                        .append(Json.text(((JsonArray) row).elements().get(i)));
            }
            pretty.append("\n      }");
        }
        pretty.append("\n    ]\n  }\n}");
        int asJson = block(json, 0).length();
        int asTable = block(hundred(sql, "table"), 0).length();
        int asCsv = block(hundred(sql, "csv"), 0).length();
        System.out.printf(
                "bytes of 100 rows: objects %d, json %d, table %d, csv %d%n",
                pretty.length(), asJson, asTable, asCsv);
        assertThat(asJson).isLessThan(pretty.length() / 2);
        assertThat(asTable).isLessThan(asJson * 9 / 10);
        assertThat(asCsv).isLessThan(asJson * 9 / 10);
    }

    private JsonObject hundred(String sql, String format) throws Exception {
        try (TestServer other = TestServer.open(folder.resolve("other"), "shop")) {
            return other.client()
                    .call(
                            "query",
                            Json.text(
                                    JsonObject.builder()
                                            .put("sql", sql)
                                            .put("format", format)
                                            .build()));
        }
    }

    private String text(String sql, String format, int block) throws Exception {
        return block(call(sql, format), block);
    }

    private JsonObject call(String sql, String format) throws Exception {
        return server.client()
                .call(
                        "query",
                        Json.text(
                                JsonObject.builder()
                                        .put("sql", new JsonString(sql))
                                        .put("format", format)
                                        .build()));
    }

    private static String block(JsonObject result, int index) {
        JsonArray content = (JsonArray) result.member("content").orElseThrow();
        return ((JsonObject) content.elements().get(index)).string("text").orElseThrow();
    }
}
