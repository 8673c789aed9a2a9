package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.AuditSettings;
import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.catalog.DatabaseCatalog;
import dev.sallyport.config.ConfigException;
import dev.sallyport.config.ConfigProblem;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.execution.StatementExecutor;
import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.NameRules;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.policy.AccessPolicy;
import dev.sallyport.policy.RateLimit;
import dev.sallyport.policy.RateLimiter;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Declared tools in their wider forms, built-in tools by other names, toolsets and entities. */
class ToolSettingsTest {
    private static final String YAML =
            """
            maps:
              states: {California: CA, New York: NY}
            tools:
              in_states:
                source: shop
                description: Customers of states.
                parameters:
                  states: {array: true, max-items: 3, trim: true, map-of: states, map-unknown: refuse}
                  max_rows: {type: integer, default: 3, min: 1, limits-rows: true}
                legacy: {rows: results, count: count, truncated: truncated, echo: [states]}
                max-rows: 3
                sql: SELECT id, name FROM customers WHERE state IN (:states) ORDER BY id
                examples:
                  all: {arguments: {states: '["CA", "new york"]', max_rows: 2}, rows: '[[1,"Ada"],[2,"Bob"]]'}
                  none: {arguments: {states: '["Atlantis"]'}, code: SP-101}
                  wrong: {arguments: {states: '["NY"]'}, row-count: 7}
              one:
                source: shop
                description: One customer.
                parameters:
                  name: {trim: true, map: {Adelaide: Ada}, min-length: 2, max-length: 5}
                result: row
                annotations: {idempotent: false, open-world: true}
                sql: SELECT id AS a, name, id AS a FROM customers WHERE name = :name
              total:
                source: shop
                description: The sum.
                parameters:
                  day: {type: date, default: '2026-01-31'}
                  moment: {type: timestamp, required: false}
                result: value
                sql: |
                  SELECT SUM(total) FROM orders WHERE :day < DATE '2027-01-01'
                    [[ AND :moment < TIMESTAMP '2026-01-01 00:00:00' ]]
            toolsets:
              people: [in_states, one, ask]
              money: [total]
            built-in-tools:
              query: {name: ask, statement: statement, legacy: {rows: results}}
              search_schema: {name: look}
              describe_server: {enabled: true}
            default-source: shop
            entities:
              buyers:
                source: shop
                aliases: [clients]
                table: customers
                key: id
                description: Who buys.
                columns: {id: number}
              crew: {source: fleet, table: customers, description: Who drives.}
            """;

    @TempDir Path folder;

    private final TestSources sources = TestSources.open("shop", "fleet");

    @AfterEach
    void close() {
        sources.close();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    in_states | {"states": ["california", " NY "]}       | {"states":["california"," NY "],"results":[{"ID":1,"NAME":"Ada"},{"ID":2,"NAME":"Bob"},{"ID":3,"NAME":"Cyd"}],"count":3,"truncated":true}
                    in_states | {"states": ["NY"], "max_rows": 1}        | {"states":["NY"],"results":[{"ID":3,"NAME":"Cyd"}],"count":1,"truncated":true}
                    in_states | {"states": ["NY"], "max_rows": 99999999} | {"states":["NY"],"results":[{"ID":3,"NAME":"Cyd"},{"ID":4,"NAME":null}],"count":2,"truncated":false}
                    in_states | {"states": ["Atlantis"]}                 | SP-101: the arguments are not valid: states must be one of CA, NY. Correct all of these and call the tool again.
                    in_states | {"states": []}                           | SP-101: the arguments are not valid: states must be an array of 1 to 3 elements. Correct all of these and call the tool again.
                    one       | {"name": " ADELAIDE "}                   | {"columns":[…],"row":{"A":1,"NAME":"Ada","A_2":1}}
                    one       | {"name": "Zoe"}                          | {"columns":[…],"row":null}
                    one       | {"name": "x"}                            | SP-101: the arguments are not valid: name must have at least 2 characters. Correct all of these and call the tool again.
                    one       | {"name": "toolong"}                      | SP-101: the arguments are not valid: name must have at most 5 characters. Correct all of these and call the tool again.
                    total     | {}                                       | {"value":12525.00}
                    total     | {"day": "2028-02-29"}                    | {"value":null}
                    total     | {"moment": "2025-12-31 23:59:59.5"}      | {"value":12525.00}
                    total     | {"day": "2026-02-30"}                    | SP-101: the arguments are not valid: day must be a date written as 2026-01-31. Correct all of these and call the tool again.
                    total     | {"moment": "2026-01-01T00:00:00Z"}       | SP-101: the arguments are not valid: moment must be a date and time written as 2026-01-31 23:59:59. Correct all of these and call the tool again.
                    ask       | {"statement": "SELECT 1 AS x"}           | {"results":[{"X":1}]}
                    """)
    void answers(String tool, String arguments, String text) throws Exception {
        try (Server server = open(YAML)) {
            assertThat(
                            server.text(tool, arguments)
                                    .replaceAll("\"columns\":\\[.*?}\\]", "\"columns\":[…]"))
                    .isEqualTo(text);
        }
    }

    @Test
    void structuredContentHasTheRowsAndTheLegacyMembers() throws Exception {
        try (Server server = open(YAML)) {
            JsonObject content =
                    server.tools
                            .call("in_states", object("{\"states\": [\"CA\"]}"), Server.context())
                            .structuredContent()
                            .map(JsonObject.class::cast)
                            .orElseThrow();
            assertThat(content.members().keySet())
                    .containsExactly(
                            "columns",
                            "rows",
                            "row_count",
                            "truncated",
                            "states",
                            "results",
                            "count");
        }
    }

    @Test
    void refusalOfAToolWithLegacyMembersHasAnError() throws Exception {
        try (Server server = open(YAML)) {
            JsonObject content =
                    server.tools
                            .call(
                                    "ask",
                                    object("{\"statement\": \"DROP TABLE x\"}"),
                                    Server.context())
                            .structuredContent()
                            .map(JsonObject.class::cast)
                            .orElseThrow();
            assertThat(content.string("error").orElseThrow()).startsWith("SP-204");
            assertThat(content.string("code")).contains("SP-204");
        }
    }

    @Test
    void namesAndSetsDecideWhichToolsAppear() throws Exception {
        try (Server server = open(YAML)) {
            assertThat(names(server.tools.tools(Caller.LOCAL)))
                    .containsExactly(
                            "ask",
                            "look",
                            "in_states",
                            "one",
                            "total",
                            "describe_entities",
                            "count_entities",
                            "describe_server");
        }
        try (Server server = open(YAML + "expose: [people]\n")) {
            assertThat(names(server.tools.tools(Caller.LOCAL)))
                    .containsExactly("ask", "in_states", "one");
            assertThat(server.text("total", "{}")).startsWith("SP-102");
        }
    }

    @Test
    void schemaSaysWhatTheAgentMayWrite() throws Exception {
        try (Server server = open(YAML)) {
            ToolDescription tool =
                    server.tools.tools(Caller.LOCAL).stream()
                            .filter(one -> one.name().equals("in_states"))
                            .findFirst()
                            .orElseThrow();
            assertThat(Json.text(tool.inputSchema()))
                    .isEqualTo(
                            "{\"type\":\"object\",\"properties\":{\"states\":{\"type\":\"array\",\"items\":"
                                    + "{\"type\":\"string\"},\"minItems\":1,\"maxItems\":3},\"max_rows\":"
                                    + "{\"type\":\"integer\",\"minimum\":1,\"default\":3}},\"required\":"
                                    + "[\"states\"],\"additionalProperties\":false}");
        }
    }

    @Test
    void examplesAreRunAndStatementsPrepared() throws Exception {
        try (Server server = open(YAML)) {
            assertThat(server.tools.check(server.settings, server.executor, Caller.LOCAL))
                    .extracting(check -> check.name() + " " + check.problem().orElse("ok"))
                    .containsExactly(
                            "in_states ok",
                            "in_states / all ok",
                            "in_states / none ok",
                            "in_states / wrong it gave 2 rows, not 7",
                            "one ok",
                            "total ok");
        }
    }

    @Test
    void aTypoThatTheGuardCannotSeeIsFoundWhenTheStatementIsPrepared() throws Exception {
        String yaml =
                "tools: {typo: {source: shop, description: Typo., sql: SELECT nam FROM customers}}";
        try (Server server = open(yaml)) {
            assertThat(server.tools.check(server.settings, server.executor, Caller.LOCAL))
                    .singleElement()
                    .satisfies(check ->
                            assertThat(check.problem().orElseThrow())
                                    .startsWith("SP-405")
                                    .contains("NAM"));
        }
    }

    @Test
    void entitiesAreCountedAndFoundByAnyOfTheirNames() throws Exception {
        try (Server server = open(YAML)) {
            assertThat(server.text("count_entities", "{\"entity\": \"CLIENTS\"}"))
                    .isEqualTo("{\"entity\":\"CLIENTS\",\"table\":\"customers\",\"total\":4}");
            assertThat(server.text("count_entities", "{\"entity\": \"crew\"}")).contains("4");
            assertThat(server.text("count_entities", "{\"entity\": \"ghosts\"}"))
                    .startsWith("SP-106")
                    .contains("buyers, crew");
            assertThat(server.text("look", "{\"words\": \"client\"}")).contains("CUSTOMERS");
            assertThat(server.text("look", "{\"words\": \"crew\"}")).doesNotContain("CUSTOMERS");
            assertThat(server.text("describe_entities", "{\"entity\": \"clients\"}"))
                    .contains("\"buyers\"")
                    .doesNotContain("crew");
        }
    }

    @Test
    void entityOfATableThatMayNotBeReadIsAProblemAndNotShown() throws Exception {
        AllowList orders =
                new AllowList(
                        NameRules.ANY,
                        NameRules.ANY,
                        new NameRules(Optional.of(List.of("ORDERS")), List.of()),
                        NameRules.ANY);
        List<GovernedSource> governed = sources.governed(orders, TestSources.LIMITS);
        String yaml =
                "entities: {buyers: {source: shop, table: customers, description: Who buys.}}";
        Configuration configuration =
                Configuration.read("test.yaml", yaml, Environment.of(Map.of()));
        ToolSettings settings = ToolSettings.read(configuration.root(), governed);
        Tool describe =
                settings.tools(governed).stream()
                        .filter(tool -> tool.name().equals("describe_entities"))
                        .findFirst()
                        .orElseThrow();
        assertThat(describe.plan(JsonObject.EMPTY))
                .isEqualTo(new ToolAction.Reply(object("{\"entities\": []}")));
        settings.inspect(governed);
        assertThat(catchThrowableOfType(ConfigException.class, configuration::finish).problems())
                .singleElement()
                .asString()
                .contains("entities.buyers.table: SP-24");
    }

    @Test
    void everyProblemIsReported() {
        String yaml =
                """
                tools:
                  ask: {source: shop, description: Taken., sql: SELECT 1}
                  rows:
                    source: shop
                    description: Rows.
                    parameters:
                      n: {limits-rows: true}
                      s: {type: integer, trim: true, map-of: nowhere, min-length: x}
                      d: {type: date, default: someday, max-length: 3}
                    result: table
                    sql: SELECT id FROM customers WHERE id = :s AND id < :n AND :d IS NULL
                    examples:
                      empty: {}
                      json: {rows: '[['}
                toolsets: {a: [nothing]}
                expose: [b]
                built-in-tools: {query: {name: ask}, search_schema: {name: 'no name'}}
                default-source: attic
                entities:
                  one: {source: shop, table: customers, description: One., aliases: [two]}
                  two: {source: attic, table: customers, description: Two.}
                """;
        assertThat(
                        catchThrowableOfType(ConfigException.class, () -> read(yaml))
                                .problems()
                                .stream()
                                .map(ConfigProblem::toString))
                .anySatisfy(text -> assertThat(text).contains("tools.ask: a built-in tool has"))
                .anySatisfy(text -> assertThat(text).contains("n.limits-rows: is for a single"))
                .anySatisfy(text -> assertThat(text).contains("map-of: there is no such map"))
                .anySatisfy(text -> assertThat(text).contains("trim, map and map-of are for"))
                .anySatisfy(text -> assertThat(text).contains("min-length: is for the type string"))
                .anySatisfy(text -> assertThat(text).contains("d.default: must be a date"))
                .anySatisfy(text -> assertThat(text).contains("result: 'table' is not allowed"))
                .anySatisfy(text -> assertThat(text).contains("limits the rows, so it is no part"))
                .anySatisfy(text -> assertThat(text).contains("examples.empty: an example says"))
                .anySatisfy(text -> assertThat(text).contains("examples.json.rows: must be JSON"))
                .anySatisfy(
                        text -> assertThat(text).contains("toolsets.a: there is no tool nothing"))
                .anySatisfy(text -> assertThat(text).contains("expose: there is no toolset b"))
                .anySatisfy(text -> assertThat(text).contains("search_schema.name: a tool's name"))
                .anySatisfy(text -> assertThat(text).contains("default-source: there is no such"))
                .anySatisfy(text -> assertThat(text).contains("'two' is a name of the entity one"))
                .anySatisfy(text -> assertThat(text).contains("entities.two.source: there is no"));
    }

    private ToolSettings read(String yaml) {
        Configuration configuration =
                Configuration.read("test.yaml", yaml, Environment.of(Map.of()));
        ToolSettings settings = ToolSettings.read(configuration.root(), sources.governed());
        settings.inspect(sources.governed());
        configuration.finish();
        return settings;
    }

    private Server open(String yaml) throws IOException {
        ToolSettings settings = read(yaml);
        StatementExecutor executor = new StatementExecutor();
        AuditLog audit =
                AuditLog.open(new AuditSettings(folder, Optional.empty(), Optional.empty(), false));
        return new Server(
                settings,
                new SallyportTools(
                        sources.governed(),
                        settings,
                        new RateLimiter(RateLimit.STANDARD),
                        new AccessPolicy(List.of()),
                        executor,
                        new DatabaseCatalog(settings.entities()),
                        audit),
                executor,
                audit);
    }

    private record Server(
            ToolSettings settings, SallyportTools tools, StatementExecutor executor, AuditLog audit)
            implements AutoCloseable {
        String text(String tool, String arguments) {
            JsonObject block = tools.call(tool, object(arguments), context()).content().getFirst();
            // As a client reads it.
            return object(Json.text(block)).string("text").orElseThrow();
        }

        static CallContext context() {
            return new CallContext(
                    Caller.LOCAL, Deadline.after(Duration.ofSeconds(30)), new Cancellation());
        }

        @Override
        public void close() throws IOException {
            executor.close();
            audit.close();
        }
    }

    private static JsonObject object(String json) {
        return (JsonObject) Json.parse(json);
    }

    private static List<String> names(List<ToolDescription> tools) {
        return tools.stream().map(ToolDescription::name).toList();
    }
}
