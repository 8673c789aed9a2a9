package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.ConfigProblem;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.Peer;
import dev.sallyport.testing.Golden;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Prompts and completions, through the dispatcher, over H2. */
class PromptsTest {
    private static final String YAML =
            """
            sources:
              shop:
                url: jdbc:h2:mem:prompts
                user: sa
                writes: ${writes}
                denied-tables: [SECRETS, 'HIDDEN.*']
                denied-columns: [CUSTOMERS.SALARY]
            tools:
              find_customers:
                description: Customers of a state.
                parameters:
                  state: {trim: true, map: {California: CA, Nevada: NV}}
                  kind: {enum: [old, new]}
                sql: SELECT id FROM public.customers WHERE city = :state AND city = :kind
            entities:
              buyers: {table: PUBLIC.CUSTOMERS, description: Who buys.}
              hidden_things: {table: PUBLIC.CUSTOMERS, description: Shown as well.}
            prompts:
              weekly-report:
                title: Weekly report
                description: What happened in a week.
                arguments:
                  week: {description: such as 2026-W12}
                  kind: {enum: [short, long]}
                  state: {completes: find_customers.state, required: false}
                  column: {completes: column, required: false}
                text: |
                  Write a {{kind}} report on week {{ week }}.
                  [[Only the state {{state}}.]] Keep [[this]].[[ By {{column}}.]]
            """;

    @TempDir Path state;

    private Connection past;

    @BeforeEach
    void fill() throws SQLException {
        past = DriverManager.getConnection("jdbc:h2:mem:prompts", "sa", "");
        try (Statement statement = past.createStatement()) {
            statement.execute(
                    "CREATE TABLE customers (id INT PRIMARY KEY, city VARCHAR(9), salary INT)");
            statement.execute("CREATE TABLE secrets (id INT PRIMARY KEY, secret_word INT)");
            statement.execute("CREATE SCHEMA hidden");
            statement.execute("CREATE TABLE hidden.payroll (pay INT)");
            statement.execute("CREATE SCHEMA sales");
            statement.execute("CREATE TABLE sales.orders (order_no INT)");
        }
    }

    @AfterEach
    void drop() throws SQLException {
        past.close();
    }

    private static String yaml(boolean writes) {
        return YAML.replace("${writes}", String.valueOf(writes));
    }

    private ServedYaml open(boolean writes) {
        return ServedYaml.open(state, yaml(writes));
    }

    @Test
    void listOfPromptsIsAsReviewed() {
        try (ServedYaml server = open(true)) {
            Golden.assertJson(
                    "prompts-list.json",
                    server.result("prompts/list", "{}").member("prompts").orElseThrow());
        }
    }

    @Test
    void builtInPromptsAreAsReviewed() {
        try (ServedYaml server = open(true)) {
            StringBuilder all = new StringBuilder();
            for (String call :
                    List.of(
                            "{\"name\":\"explore-database\"}",
                            "{\"name\":\"explore-database\",\"arguments\":{\"topic\":\"sales\",\"source\":\"shop\",\"schema\":\"SALES\",\"table\":\"ORDERS\"}}",
                            "{\"name\":\"explain-query\",\"arguments\":{\"sql\":\"SELECT {{source}} [[ {{sql}} ]] $1\"}}",
                            "{\"name\":\"safe-change\",\"arguments\":{\"change\":\"Ada moves to Reno\"}}")) {
                all.append("=== ")
                        .append(call)
                        .append('\n')
                        .append(prompt(server, call))
                        .append('\n');
            }
            Golden.assertText("prompts.txt", all.toString());
        }
    }

    @Test
    void aChangeIsNotPromisedWhereNoneCanBeMade() {
        try (ServedYaml server = open(false)) {
            assertThat(
                            prompt(
                                    server,
                                    "{\"name\":\"safe-change\",\"arguments\":{\"change\":\"x\"}}"))
                    .contains("No source here takes changes")
                    .doesNotContain("execute");
        }
    }

    @ParameterizedTest
    @CsvSource({"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void promptsAndCompletionsAnswerInTheRevisionsWithSessions(String version) {
        try (ServedYaml server = open(false)) {
            Peer peer = server.newPeer();
            String initialized = Json.text(peer.ask(Peer.initialize(version)));
            assertThat(initialized).contains("\"prompts\":{}", "\"completions\":{}");
            peer.send(Peer.notification("notifications/initialized", "{}"));
            assertThat(Json.text(peer.ask(Peer.request(1, "prompts/list", "{}"))))
                    .contains("explore-database", "explain-query", "safe-change", "weekly-report");
            assertThat(
                            Json.text(
                                    peer.ask(
                                            Peer.request(
                                                    2,
                                                    "prompts/get",
                                                    "{\"name\":\"explore-database\"}"))))
                    .contains("\"role\":\"user\"", "Find out what the database holds.");
            assertThat(
                            Json.text(
                                    peer.ask(
                                            Peer.request(
                                                    3,
                                                    "completion/complete",
                                                    complete(
                                                            "ref/prompt\",\"name\":\"explore-database",
                                                            "table",
                                                            "o")))))
                    .contains("\"values\":[\"CUSTOMERS\",\"SALES.ORDERS\"]");
        }
    }

    @Test
    void declaredPromptsAreFilledIn() {
        try (ServedYaml server = open(false)) {
            assertThat(
                            prompt(
                                    server,
                                    "{\"name\":\"weekly-report\",\"arguments\":{\"week\":\"12 {{kind}}\",\"kind\":\"short\"}}"))
                    .isEqualTo("Write a short report on week 12 {{kind}}.\n Keep [[this]].");
            assertThat(
                            prompt(
                                    server,
                                    "{\"name\":\"weekly-report\",\"arguments\":{\"week\":\"12\",\"kind\":\"long\",\"state\":\"CA\",\"column\":\"CITY\"}}"))
                    .isEqualTo(
                            "Write a long report on week 12.\nOnly the state CA. Keep [[this]]. By CITY.");
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {"name": "nothing"}                                                          | Unknown prompt
                    {"name": "weekly-report", "arguments": {"week": "1"}}                        | Missing arguments of the prompt: kind
                    {"name": "weekly-report", "arguments": {"week": "1", "kind": "medium"}}      | kind must be one of short, long
                    {"name": "weekly-report", "arguments": {"week": " ", "kind": "long"}}        | week is blank
                    {"name": "weekly-report", "arguments": {"week": 1, "kind": "long"}}          | week
                    """)
    void whatDoesNotFitAPromptIsRefused(String call, String message) {
        try (ServedYaml server = open(false)) {
            assertThat(
                            server.request("prompts/get", call)
                                    .object("error")
                                    .orElseThrow()
                                    .string("message"))
                    .hasValueSatisfying(text -> assertThat(text).contains(message));
        }
    }

    @ParameterizedTest(name = "{0} {1}={2} -> {3}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ref/prompt","name":"explore-database | source  |         | ["shop"]
                    ref/prompt","name":"explore-database | schema  |         | ["PUBLIC","SALES"]
                    ref/prompt","name":"explore-database | schema  | hid     | []
                    ref/prompt","name":"explore-database | table   |         | ["CUSTOMERS","SALES.ORDERS"]
                    ref/prompt","name":"explore-database | table   | cust    | ["CUSTOMERS"]
                    ref/prompt","name":"explore-database | table   | secret  | []
                    ref/prompt","name":"explore-database | topic   | BUY     | ["buyers"]
                    ref/prompt","name":"explore-database | none    |         | []
                    ref/prompt","name":"nothing          | table   |         | []
                    ref/prompt","name":"weekly-report    | kind    | l       | ["long"]
                    ref/prompt","name":"weekly-report    | state   |         | ["CA","NV"]
                    ref/prompt","name":"weekly-report    | week    |         | []
                    ref/prompt","name":"weekly-report    | column  |         | ["CITY","ID","ORDER_NO"]
                    ref/prompt","name":"weekly-report    | column  | sal     | []
                    ref/resource","uri":"schema://schema/{table} | table    | ord | ["SALES.ORDERS"]
                    ref/resource","uri":"schema://domain/{entity} | entity  | hid | ["hidden_things"]
                    ref/resource","uri":"schema://{database}     | database |     | ["PROMPTS"]
                    ref/resource","uri":"schema://{x}            | x        |     | []
                    """)
    void suggestionsAreOfWhatMayBeSeen(
            String reference, String argument, String value, String values) {
        try (ServedYaml server = open(false)) {
            assertThat(values(server, complete(reference, argument, value == null ? "" : value)))
                    .isEqualTo(values);
        }
    }

    @Test
    void whatHasAValueNarrowsTheRest() {
        try (ServedYaml server = open(false)) {
            String of = complete("ref/prompt\",\"name\":\"weekly-report", "column", "");
            assertThat(values(server, with(of, "{\"table\":\"sales.orders\"}")))
                    .isEqualTo("[\"ORDER_NO\"]");
            assertThat(values(server, with(of, "{\"schema\":\"public\"}")))
                    .isEqualTo("[\"CITY\",\"ID\"]");
            assertThat(values(server, with(of, "{\"source\":\"other\"}"))).isEqualTo("[]");
        }
    }

    @Test
    void aHundredValuesAreSentAtMost() throws SQLException {
        try (Statement statement = past.createStatement()) {
            for (int i = 0; i < 130; i++) {
                statement.execute("CREATE TABLE sales.t" + i + " (id INT)");
            }
        }
        try (ServedYaml server = open(false)) {
            JsonObject completion =
                    server.result(
                                    "completion/complete",
                                    complete(
                                            "ref/prompt\",\"name\":\"explore-database",
                                            "table",
                                            "sales.t"))
                            .object("completion")
                            .orElseThrow();
            assertThat(Json.text(completion)).contains("\"total\":130", "\"hasMore\":true");
            assertThat(Json.text(completion.member("values").orElseThrow()).split(","))
                    .hasSize(100);
        }
    }

    @Test
    void builtInPromptsCanBeLeftOut() {
        String yaml = yaml(false) + "built-in-prompts: false\n";
        try (ServedYaml server = ServedYaml.open(state, yaml)) {
            assertThat(Json.text(server.result("prompts/list", "{}")))
                    .contains("weekly-report")
                    .doesNotContain("explore-database");
        }
        String none =
                yaml.substring(0, yaml.indexOf("prompts:\n  weekly")) + "built-in-prompts: false\n";
        try (ServedYaml server = ServedYaml.open(state, none)) {
            assertThat(Json.text(server.request("prompts/list", "{}"))).contains("-32601");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    safe-change: {text: x}                                            | a built-in prompt has this name
                    a b: {text: x}                                                    | a prompt's name has
                    one: {description: x}                                             | text: is missing
                    one: {text: 'x {{y}}'}                                            | {{y}} is not declared
                    one: {text: x, arguments: {y: {}}}                                | declared and not used
                    one: {text: '{{y}}', arguments: {y: {required: false}}}           | inside a block
                    one: {text: '{{y}}', arguments: {y: {completes: nothing}}}        | source, database, schema, table, column, entity
                    one: {text: '{{y}}', arguments: {y: {completes: find_customers.x}}} | tool.parameter
                    one: {text: '{{y}}', arguments: {y: {typ: x}}}                    | unknown key
                    """)
    void whatIsWrongWithAPromptIsAProblemOfTheConfiguration(String prompt, String problem) {
        String yaml =
                yaml(false).substring(0, yaml(false).indexOf("prompts:\n  weekly"))
                        + "prompts:\n  "
                        + prompt
                        + "\n";
        assertThat(
                        catchThrowableOfType(
                                        ConfigException.class, () -> ServedYaml.open(state, yaml))
                                .problems())
                .extracting(ConfigProblem::toString)
                .singleElement()
                .asString()
                .contains(problem);
    }

    private static String complete(String reference, String argument, String value) {
        return "{\"ref\":{\"type\":\""
                + reference
                + "\"},\"argument\":{\"name\":\""
                + argument
                + "\",\"value\":\""
                + value
                + "\"}}";
    }

    private static String with(String request, String arguments) {
        return request.substring(0, request.length() - 1)
                + ",\"context\":{\"arguments\":"
                + arguments
                + "}}";
    }

    private static String values(ServedYaml server, String request) {
        return Json.text(
                server.result("completion/complete", request)
                        .object("completion")
                        .orElseThrow()
                        .member("values")
                        .orElseThrow());
    }

    private static String prompt(ServedYaml server, String call) {
        JsonObject result = server.result("prompts/get", call);
        return ((JsonObject)
                        ((dev.sallyport.json.JsonArray) result.member("messages").orElseThrow())
                                .elements()
                                .getFirst())
                .object("content")
                .orElseThrow()
                .string("text")
                .orElseThrow();
    }
}
