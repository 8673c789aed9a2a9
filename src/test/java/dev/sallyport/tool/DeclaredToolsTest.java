package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.ConfigProblem;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.testing.Golden;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DeclaredToolsTest {
    private static final String FIND_CUSTOMERS =
            """
            tools:
              find_customers:
                source: shop
                description: Customers of a state, optionally of one city.
                parameters:
                  state: {type: string, description: two-letter code, pattern: '^[A-Z]{2}$'}
                  city: {type: string, required: false}
                  limit: {type: integer, default: 10, min: 1, max: 50}
                sql: |
                  SELECT id, name, city FROM customers -- :not a parameter
                  WHERE state = :state [[ AND city = :city ]] AND id <= :limit ORDER BY name
            """;

    @TempDir Path folder;

    private final TestSources sources = TestSources.open("shop", "fleet");

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void declaredToolAnswers() throws Exception {
        try (TestServer server = TestServer.open(folder, sources, read(FIND_CUSTOMERS))) {
            Client client = server.client();

            assertThat(rows(client, "{\"state\": \"CA\"}"))
                    .isEqualTo("[[1,\"Ada\",\"San Diego\"],[2,\"Bob\",\"Fresno\"]]");
            assertThat(rows(client, "{\"state\": \"CA\", \"city\": \"Fresno\"}"))
                    .isEqualTo("[[2,\"Bob\",\"Fresno\"]]");
            assertThat(rows(client, "{\"state\": \"CA\", \"limit\": 1}"))
                    .isEqualTo("[[1,\"Ada\",\"San Diego\"]]");
            assertThat(server.lastAuditLine().string("tool")).contains("find_customers");
            assertThat(server.verification().problems()).isEmpty();
        }
    }

    @Test
    void valueIsNeverPartOfTheStatement() throws Exception {
        try (TestServer server = TestServer.open(folder, sources, read(FIND_CUSTOMERS))) {
            assertThat(rows(server.client(), "{\"state\": \"CA\", \"city\": \"' OR 1=1 --\"}"))
                    .isEqualTo("[]");
        }
    }

    @Test
    void badArgumentsAreNamedAtOnce() {
        assertThat(plan(FIND_CUSTOMERS, "{\"state\": \"California\", \"city\": 1, \"limit\": 51}"))
                .isEqualTo(
                        new ToolAction.Refuse(
                                Problem.ofArguments(
                                        List.of(
                                                "state must match ^[A-Z]{2}$",
                                                "city must be a string",
                                                "limit must be at most 50"))));
        assertThat(plan(FIND_CUSTOMERS, "{}"))
                .isEqualTo(new ToolAction.Refuse(Problem.ofArguments(List.of("state is missing"))));
    }

    @Test
    void schemaIsAsReviewed() {
        String yaml =
                """
                tools:
                  totals:
                    source: shop
                    title: Totals
                    description: Orders between two totals.
                    parameters:
                      low: {type: decimal, min: 0, description: smallest total}
                      high: {type: decimal, max: 99999.99, required: false}
                      kind: {type: string, enum: [all, paid], default: all}
                      exact: {type: boolean, default: false}
                      customer: {type: integer, required: false}
                    max-rows: 5
                    sql: |
                      SELECT id, total FROM orders WHERE total >= :low [[ AND total <= :high ]]
                      AND (:kind = 'all' OR :exact) [[ AND customer_id = :customer ]]
                """;
        Tool tool = read(yaml).tools().getFirst();

        Golden.assertJson("declared-tool-schema.json", tool.description().inputSchema());
        assertThat(tool.description().title()).contains("Totals");
        assertThat(statement(yaml, "{\"low\": 1}").limits().maxRows()).isEqualTo(5);
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    string  | "a"                     | Text a
                    string  | ""                      | Text
                    string  | 1                       | must be a string
                    string  | true                    | must be a string
                    integer | 1                       | Numeric 1
                    integer | -9223372036854775809    | Numeric -9223372036854775809
                    integer | 2.0                     | Numeric 2
                    integer | 1e3                     | Numeric 1000
                    integer | 1.5                     | must be a whole number
                    integer | 1e999999999             | must have at most 200 digits
                    integer | "1"                     | must be a whole number
                    decimal | 0.1                     | Numeric 0.1
                    decimal | 1.10                    | Numeric 1.10
                    decimal | 12345678901234567890.12 | Numeric 12345678901234567890.12
                    decimal | 1e-999999999            | must have at most 200 digits
                    decimal | "0.1"                   | must be a number
                    boolean | true                    | Flag true
                    boolean | "true"                  | must be true or false
                    boolean | 1                       | must be true or false
                    """)
    void valuesAreConvertedExactly(String type, String value, String expected) {
        String yaml =
                """
                tools:
                  one:
                    source: shop
                    description: One.
                    parameters:
                      p: {type: %s}
                    sql: SELECT id FROM customers WHERE id = :p
                """
                        .formatted(type);

        assertThat(bound(plan(yaml, "{\"p\": " + value + "}"))).isEqualTo(expected);
    }

    @Test
    void nullIsTheSameAsAbsent() {
        ToolAction.RunStatement statement =
                statement(FIND_CUSTOMERS, "{\"state\": \"CA\", \"city\": null}");

        assertThat(statement.request().sql()).doesNotContain("AND city");
        assertThat(statement.parameters())
                .containsExactly(
                        new SqlParameter.Text("CA"), new SqlParameter.Numeric(BigDecimal.TEN));
    }

    @Test
    void oneSourceNeedsNoName() {
        try (TestSources one = TestSources.open("shop")) {
            String yaml = "tools: {all: {description: All., sql: SELECT id FROM customers}}";

            assertThat(read(yaml, one).tools()).hasSize(1);
        }
    }

    @Test
    void everyProblemIsReportedWithItsLine() {
        String yaml =
                """
                tools:
                  query: {source: shop, description: Taken., sql: SELECT id FROM customers}
                  bad name: {source: shop, description: Odd., sql: SELECT id FROM customers}
                  nowhere: {source: attic, description: Lost., sql: SELECT id FROM customers}
                  untold: {source: shop, sql: SELECT id FROM customers}
                  empty: {source: shop, description: Nothing.}
                  writes: {source: shop, description: Writes., sql: DELETE FROM customers}
                  two: {source: shop, description: Two., sql: SELECT id FROM customers; SELECT 1}
                  parameters:
                    source: shop
                    description: Parameters.
                    parameters:
                      unused: {type: string}
                      absent: {required: false}
                      kind: {type: text}
                      low: {type: integer, default: many}
                      size: {type: string, min: 1}
                      2nd: {type: string}
                      code: {pattern: '['}
                      colour: {enum: []}
                      odd: {typ: string}
                    max-rows: 100000
                    sql: SELECT id FROM customers WHERE name = :undeclared AND city = :absent
                  blocks:
                    source: shop
                    description: Blocks.
                    parameters:
                      a: {}
                    sql: SELECT id FROM customers WHERE name = :a [[ AND city = 'x' ]]
                  open: {source: shop, description: Open., sql: "SELECT 1 [[ AND 2"}
                  closed: {source: shop, description: Closed., sql: "SELECT 1 ]] AND 2"}
                  nested: {source: shop, description: Nested., sql: "SELECT 1 [[ + [[ 2 ]] ]]"}
                  marks: {source: shop, description: Marks., sql: SELECT id FROM customers WHERE id = ?}
                  literal: {source: shop, description: Literal., sql: SELECT 'it}
                """;

        Golden.assertText("declared-tool-problems.txt", String.join("\n", problems(yaml)));
    }

    @Test
    void problemOfOneVariantIsFound() {
        String yaml =
                """
                tools:
                  one:
                    source: shop
                    description: One.
                    parameters:
                      a: {required: false}
                      b: {required: false}
                    sql: SELECT id FROM customers WHERE 1 = 1 [[ AND name = :a ]] [[ ; DELETE FROM orders WHERE id = :b ]]
                """;

        assertThat(problems(yaml)).singleElement().asString().contains("SP-203");
    }

    @Test
    void tooManyBlocksAreAProblem() {
        StringBuilder sql = new StringBuilder("SELECT id FROM customers WHERE 1 = 1");
        StringBuilder parameters = new StringBuilder();
        for (int i = 0; i <= DeclaredTools.MAX_BLOCKS; i++) {
            sql.append(" [[ AND id <> :p").append(i).append(" ]]");
            parameters.append("      p").append(i).append(": {type: integer, required: false}\n");
        }
        String yaml =
                "tools:\n  one:\n    source: shop\n    description: One.\n    parameters:\n"
                        + parameters
                        + "    sql: "
                        + sql
                        + "\n";

        assertThat(problems(yaml)).singleElement().asString().contains("more than 6 blocks");
    }

    @Test
    void exampleOfThePageIsValid() throws Exception {
        String page = Files.readString(Path.of("docs", "tools.md"));
        String yaml =
                page.substring(
                        page.indexOf("```yaml") + 7,
                        page.indexOf("```", page.indexOf("```yaml") + 7));

        try (TestServer server = TestServer.open(folder, sources, read(yaml))) {
            assertThat(rows(server.client(), "{\"state\": \"CA\", \"city\": \"Fresno\"}"))
                    .isEqualTo("[[2,\"Bob\",\"Fresno\"]]");
        }
    }

    private DeclaredTools read(String yaml) {
        return read(yaml, sources);
    }

    private static DeclaredTools read(String yaml, TestSources sources) {
        Configuration configuration =
                Configuration.read("test.yaml", yaml, Environment.of(Map.of()));
        DeclaredTools tools = DeclaredTools.read(configuration.root(), sources.governed());
        tools.inspect();
        configuration.finish();
        return tools;
    }

    private List<String> problems(String yaml) {
        return catchThrowableOfType(ConfigException.class, () -> read(yaml)).problems().stream()
                .map(ConfigProblem::toString)
                .toList();
    }

    private ToolAction plan(String yaml, String arguments) {
        return read(yaml).tools().getFirst().plan((JsonObject) Json.parse(arguments));
    }

    private ToolAction.RunStatement statement(String yaml, String arguments) {
        return (ToolAction.RunStatement) plan(yaml, arguments);
    }

    private static String rows(Client client, String arguments) throws InterruptedException {
        JsonObject result = client.call("find_customers", arguments);
        return Json.text(
                result.object("structuredContent").orElseThrow().member("rows").orElseThrow());
    }

    private static String bound(ToolAction action) {
        return switch (action) {
            case ToolAction.RunStatement statement ->
                    switch (statement.parameters().getFirst()) {
                        case SqlParameter.Text(String text) -> ("Text " + text).strip();
                        case SqlParameter.Numeric(BigDecimal number) ->
                                "Numeric " + number.toPlainString();
                        case SqlParameter.Flag(boolean flag) -> "Flag " + flag;
                        case SqlParameter.Date(LocalDate date) -> "Date " + date;
                        case SqlParameter.Timestamp(LocalDateTime moment) -> "Timestamp " + moment;
                        case SqlParameter.Null ignored -> "Null";
                    };
            case ToolAction.Refuse(Problem problem) ->
                    problem.reason().substring(problem.reason().indexOf(": p ") + 4);
            case ToolAction.Reply ignored -> "Reply";
            case ToolAction.SearchCatalog ignored -> "SearchCatalog";
            case ToolAction.ListDatabases ignored -> "ListDatabases";
            case ToolAction.CallProcedure ignored -> "CallProcedure";
        };
    }
}
