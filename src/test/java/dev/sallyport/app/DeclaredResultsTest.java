package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What declared tools answer with, where a statement gives more or less than the shape has room.
 */
class DeclaredResultsTest {
    private static final String ROWS = "(VALUES (1, 'x'), (2, 'y'), (3, NULL)) AS t (id, name)";

    @TempDir Path state;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    result: value | SELECT name FROM $ WHERE id = 1                  | {"value":"x"}
                    result: value | SELECT name FROM $ WHERE id = 3                  | {"value":null}
                    result: value | SELECT name FROM $ WHERE id = 9                  | {"value":null}
                    result: value | SELECT name FROM $ ORDER BY id                   | {"value":"x","truncated":true,"hint":"There are more rows."}
                    result: row   | SELECT name FROM $ WHERE id = 9                  | {"columns":[…],"row":null}
                    result: row   | SELECT id, name FROM $ WHERE id = 3              | {"columns":[…],"row":{"ID":3,"NAME":null}}
                    result: row   | SELECT id, name FROM $ ORDER BY id               | {"columns":[…],"row":{"ID":1,"NAME":"x"},"truncated":true,"hint":"There are more rows."}
                    result: row   | SELECT id AS a, name AS a FROM $ WHERE id = 1    | {"columns":[…],"row":{"A":1,"A_2":"x"}}
                    result: row   | SELECT id AS a, name AS a, 7 AS a_2 FROM $ WHERE id = 1 | {"columns":[…],"row":{"A":1,"A_3":"x","A_2":7}}
                    max-rows: 2   | SELECT id FROM $ ORDER BY id                     | {"columns":[…],"rows":[[1],[2]],"row_count":2,"truncated":true,"truncated_by":"rows","hint":"There are more rows than the limit. Aggregate, or narrow the WHERE clause."}
                    max-rows: 3   | SELECT id FROM $ ORDER BY id                     | {"columns":[…],"rows":[[1],[2],[3]],"row_count":3,"truncated":false}
                    legacy: {rows: r, row: o, value: v, count: c, truncated: t} | SELECT id AS a, name AS a, 7 AS a_2 FROM $ WHERE id = 1 | {"r":[{"A":1,"A_3":"x","A_2":7}],"o":{"A":1,"A_3":"x","A_2":7},"v":1,"c":1,"t":false}
                    """)
    void answers(String keys, String sql, String text) {
        try (ServedYaml server = open(keys, sql.replace("$", ROWS))) {
            assertThat(
                            server.text("t", "{}")
                                    .replaceAll("\"columns\":\\[.*?}\\]", "\"columns\":[…]"))
                    .isEqualTo(text);
        }
    }

    /** No answer, or none that fits: who asks must be able to tell one from the other. */
    @ParameterizedTest
    @ValueSource(strings = {"value", "row"})
    void aRowThatIsTooLargeIsNotTakenForNone(String result) {
        String yaml =
                """
                sources:
                  shop: {url: 'jdbc:h2:mem:declared_results', user: sa, limits: {max-bytes: 1KiB}}
                tools:
                  t:
                    description: T.
                    result: %s
                    sql: SELECT REPEAT('x', 2000) AS n FROM (VALUES (1)) AS t (id)
                """
                        .formatted(result);
        try (ServedYaml server = ServedYaml.open(state, yaml)) {
            assertThat(server.text("t", "{}"))
                    .contains("null,\"truncated\":true,\"hint\":\"There is a row, which exceeds");
        }
    }

    /** A client that cannot read a pattern may refuse the tool, or all of them. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ^[A-Z]{2}$            | true
                    '^(?:\\d+|[a-z_]*?)$' | true
                    ^(?!x).*[.+*]$        | true
                    (?i)^ada$             | false
                    ^\\p{Lu}              | false
                    ^a++$                 | false
                    ^(?>a)$               | false
                    ^[a-z&&[^b]]$         | false
                    \\A[a-z]\\z           | false
                    \\Qa.b\\E             | false
                    """)
    void aPatternOfJavaAloneIsHeldAndNotShown(String pattern, boolean shown) {
        String keys = "parameters: {p: {pattern: '" + pattern + "'}}";
        try (ServedYaml server = open(keys, "SELECT :p AS p FROM " + ROWS)) {
            String list = Json.text(server.result("tools/list", "{}"));
            assertThat(list.contains("\"pattern\"")).isEqualTo(shown);
            assertThat(server.text("t", "{\"p\":\"#\"}"))
                    .startsWith("SP-101")
                    .contains("must match");
        }
    }

    @Test
    void theSchemaOfAValueKnowsThatThereIsMore() {
        try (ServedYaml server = open("result: value", "SELECT 1 AS n")) {
            assertThat(Json.text(server.result("tools/list", "{}")))
                    .contains(
                            "\"outputSchema\":{\"type\":\"object\",\"properties\":{\"truncated\"");
        }
    }

    private ServedYaml open(String keys, String sql) {
        return ServedYaml.open(
                state,
                """
                sources: {shop: {url: 'jdbc:h2:mem:declared_results', user: sa}}
                tools:
                  t:
                    description: T.
                    %s
                    sql: |
                      %s
                """
                        .formatted(keys, sql));
    }
}
