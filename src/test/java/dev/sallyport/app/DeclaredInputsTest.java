package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What models write into the parameters of declared tools gets a code and a hint, and the next call
 * an answer: there is one connection only, which every bad call must leave usable.
 */
class DeclaredInputsTest {
    private static final String TOOLS =
            """
            tools:
              many:
                description: Rows of some ids.
                parameters: {ids: {type: integer, array: true, max-items: 1000}}
                sql: SELECT id FROM t WHERE id IN (:ids) OR id + 100 IN (:ids) ORDER BY id
              more:
                description: Rows of some ids, said six times.
                parameters: {ids: {type: integer, array: true, max-items: 1000}}
                sql: |
                  SELECT id FROM t WHERE id IN (:ids) OR id IN (:ids) OR id IN (:ids) OR id IN (:ids)
                    OR id IN (:ids) OR id IN (:ids)
              values:
                description: What was sent.
                parameters:
                  i: {type: integer, required: false}
                  d: {type: decimal, required: false}
                  s: {required: false}
                  b: {type: boolean, required: false}
                  day: {type: date, required: false}
                  moment: {type: timestamp, required: false}
                sql: |
                  SELECT 1 AS one [[ , CAST(:i AS DECIMAL(60)) AS i ]] [[ , CAST(:d AS DECIMAL(90, 30)) AS d ]]
                    [[ , CAST(:s AS VARCHAR) AS s ]] [[ , CAST(:b AS BOOLEAN) AS b ]]
                    [[ , CAST(:day AS DATE) AS on_day ]] [[ , CAST(:moment AS TIMESTAMP) AS moment ]]
              pattern:
                description: A costly pattern.
                parameters: {p: {pattern: '^(a|b)*$'}}
                sql: "SELECT id FROM t WHERE name = :p"
              trimmed:
                description: A costly pattern of what is bound.
                parameters: {p: {trim: true, default: x, pattern: '^((.*a){25}!?|x)$'}}
                sql: "SELECT id FROM t WHERE name = :p"
              rows:
                description: So many rows.
                parameters: {n: {type: integer, limits-rows: true}}
                sql: SELECT id FROM t ORDER BY id
              narrow:
                description: A small number.
                parameters: {n: {type: integer}}
                result: value
                sql: SELECT CAST(:n AS SMALLINT) AS n
            """;

    @TempDir Path state;

    private ServedYaml server;

    @BeforeEach
    void start() throws Exception {
        server =
                ServedYaml.open(
                        state,
                        "sources:\n  shop: {"
                                + login()
                                + ", limits: {concurrent-calls: 1}}\n"
                                + TOOLS);
    }

    /** A database with {@code t (id, name)}: rows 1 'x' and 2 'y'. */
    String login() throws Exception {
        String url = "jdbc:h2:mem:declared_inputs;DB_CLOSE_DELAY=-1";
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("DROP ALL OBJECTS");
            statement.execute("CREATE TABLE t (id INT, name VARCHAR(100))");
            statement.execute("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
        }
        return "url: '" + url + "', user: sa";
    }

    @AfterEach
    void stop() {
        server.close();
    }

    static Stream<Arguments> calls() {
        return Stream.of(
                // Arrays.
                call("many", "{\"ids\":[2,2,1,2]}", "\"rows\":[[1],[2]]"),
                call("many", ids(1_000), "\"rows\":[[1],[2]]"),
                call("many", "{\"ids\":[1,123456789012345678901234567890]}", "\"rows\":[[1]]"),
                call("many", ids(1_001), "SP-101", "at most 1000 elements"),
                call("many", ids(100_000), "SP-101", "at most 1000 elements"),
                call("many", "{\"ids\":[]}", "SP-101", "at least 1 element"),
                call("many", "{\"ids\":[null]}", "SP-101", "ids[0]", "not null"),
                call("many", "{\"ids\":null}", "SP-101", "not null"),
                call("many", "{\"ids\":[[1]]}", "SP-101", "ids[0]", "not an array"),
                call("many", "{\"ids\":[1,\"2\"]}", "SP-101", "ids[1]", "not a string"),
                call("many", "{\"ids\":2}", "SP-101", "must be an array"),
                call("many", "{\"ids\":\"[2]\"}", "SP-101", "must be an array"),
                call("more", ids(800), "\"rows\":[[1],[2]]"),
                call("more", ids(1_000), "SP-209", "too many values"),
                // Numbers.
                call("values", "{\"i\":9007199254740993}", "\"9007199254740993\""),
                call("values", "{\"i\":12345678901234567890123}", "\"12345678901234567890123\""),
                call("values", "{\"i\":2.0}", "\"rows\":[[1,2]]"),
                call("values", "{\"i\":\"9007199254740993\"}", "SP-101", "must be an integer"),
                call("values", "{\"i\":1e400}", "SP-101", "at most 200 digits"),
                call("values", "{\"i\":1e999999999}", "SP-101", "at most 200 digits"),
                call("values", "{\"i\":1e190}", "SP-405"),
                call("narrow", "{\"n\":99999999999}", "SP-4"),
                call(
                        "values",
                        "{\"d\":123456789012345678901234567890.123456789012345678901234567891}",
                        "\"123456789012345678901234567890.123456789012345678901234567891\""),
                call("values", "{\"d\":1e-400}", "SP-101", "at most 200 digits"),
                call("values", "{\"d\":\"NaN\"}", "SP-101", "must be a number"),
                // Booleans, dates and moments.
                call("values", "{\"b\":\"true\"}", "SP-101", "must be a boolean"),
                call("values", "{\"b\":1}", "SP-101", "must be a boolean"),
                call("values", "{\"day\":\"9999-12-31\"}", "9999-12-31"),
                call("values", "{\"day\":\"0001-01-01\"}", "0001-01-01"),
                call("values", "{\"day\":\"0000-00-00\"}", "SP-101", "must be a date"),
                call("values", "{\"day\":\"0000-01-01\"}", "SP-101", "must be a date"),
                call("values", "{\"day\":\"-0044-03-15\"}", "SP-101", "must be a date"),
                call("values", "{\"day\":\"+10000-01-01\"}", "SP-101", "must be a date"),
                // PostgreSQL's driver would bind this as infinity.
                call("values", "{\"day\":\"+999999999-12-31\"}", "SP-101", "must be a date"),
                call("values", "{\"moment\":\"-999999999-01-01T00:00\"}", "SP-101"),
                call("values", "{\"moment\":\"9999-12-31T23:59:60\"}", "SP-101"),
                call("values", "{\"moment\":\"2026-01-31T12:00:00+02:00\"}", "SP-101"),
                call("values", "{\"moment\":\"2026-01-31T24:00:00\"}", "SP-101"),
                call("values", "{\"moment\":\"2026-01-31T12:30\"}", "2026-01-31 12:30:00"),
                // Texts.
                call("values", "{\"s\":\"a\\u0000b\"}", "SP-410"),
                call("values", "{\"s\":\"a\\ud800b\"}", "SP-410"),
                call("values", "{\"s\":\"\\ud83d\\ude00\"}", "😀"),
                call("values", "{\"s\":\"" + "ü".repeat(400_000) + "\"}", "\"one\""),
                call("pattern", "{\"p\":\"abab\"}", "\"rows\":[]"),
                call(
                        "pattern",
                        "{\"p\":\"" + "ab".repeat(400_000) + "\"}",
                        "SP-101",
                        "takes too long"),
                call(
                        "trimmed",
                        "{\"p\":\" " + "a".repeat(300) + "b \"}",
                        "SP-101",
                        "takes too long"),
                call("trimmed", "{\"p\":\"  \"}", "\"rows\":[[1]]"),
                // What is not there, and what is not known.
                call("values", "{\"s\":null,\"i\":null}", "\"rows\":[[1]]"),
                call("trimmed", "{\"p\":null}", "\"rows\":[[1]]"),
                call("values", "{\"S\":\"x\"}", "SP-101", "S is unknown"),
                call("values", "{\"__proto__\":{\"s\":1}}", "SP-101", "__proto__ is unknown"),
                call("values", "{\"x\":null}", "SP-101", "x is unknown"),
                call("rows", "{\"n\":1}", "\"rows\":[[1]]", "\"truncated\":true"),
                call("rows", "{\"n\":1e30}", "\"rows\":[[1],[2]]", "\"truncated\":false"),
                call("rows", "{\"n\":0}", "SP-101", "at least 1"),
                call("rows", "{\"n\":-1}", "SP-101", "at least 1"));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("calls")
    void getsACodeOrAnAnswerAndTheNextCallToo(
            String tool, String shown, String arguments, String[] holds) throws Exception {
        String answer = server.text(tool, arguments);
        if (holds[0].startsWith("SP-")) {
            assertThat(answer).startsWith(holds[0]);
        } else {
            assertThat(answer).startsWith("{");
        }
        assertThat(answer.replace("\"ONE\"", "\"one\"")).contains(holds);
        assertThat(server.text("many", "{\"ids\":[1]}")).contains("\"rows\":[[1]]");
        // Whatever it is, it is recorded.
        assertThat(Files.readAllLines(state.resolve("audit.jsonl")))
                .anyMatch(line -> line.contains("\"tool\":\"" + tool + "\""));
    }

    @Test
    void theSchemaSaysThatNoRowsCannotBeAskedFor() {
        assertThat(Json.text(server.result("tools/list", "{}")))
                .contains("\"n\":{\"type\":\"integer\",\"minimum\":1}");
    }

    private static Arguments call(String tool, String arguments, String... holds) {
        String shown = arguments.length() > 80 ? arguments.substring(0, 80) + "…" : arguments;
        return Arguments.of(tool, shown, arguments, holds);
    }

    private static String ids(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",", "{\"ids\":[", "]}"));
    }
}
