package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.call.Caller;
import dev.sallyport.config.ConfigException;
import dev.sallyport.config.Environment;
import dev.sallyport.json.Json;
import dev.sallyport.testing.Canary;
import dev.sallyport.tool.ToolChecks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameters that come from the caller, and never from the model. */
class DeclaredCallerTest {
    private static final String ORDERS =
            """
            sources:
              shop: {url: 'jdbc:h2:mem:%s', user: sa, writes: true}
            caller:
              name: ada
              attributes: {tenant: '${env:TENANT}', level: '2', ships: 'Later'}
            tools:
              orders:
                description: Orders of a tenant.
                parameters:
                  tenant: {from-caller: tenant}
                  least: {type: integer, from-caller: level, min: 1, max: 3}
                  most: {type: integer, required: false}
                sql: |
                  SELECT id FROM (VALUES (1, 'canary7f3a', 1), (2, 'canary7f3a', 2), (3, 'south', 3), (4, 'canary7f3a', 4)) AS orders (id, tenant, size)
                  WHERE tenant = :tenant AND size >= :least [[ AND size <= :most ]] ORDER BY id
                legacy: {rows: results, echo: [tenant]}
                examples:
                  all: {arguments: {}, rows: '[[2], [4]]'}
                  other: {arguments: {tenant: south}, code: SP-101}
              whoami:
                description: The caller.
                parameters: {who: {from-caller: name, enum: [ada, bob]}}
                result: value
                sql: "SELECT UPPER(:who) AS who"
              number:
                description: What is no number.
                parameters: {tenant: {from-caller: tenant}}
                result: value
                sql: "SELECT CAST(:tenant AS INTEGER) AS n"
              mapped:
                description: A name that becomes a code.
                parameters: {ships: {from-caller: ships, map: {later: 'L'}, map-unknown: refuse}}
                result: value
                sql: "SELECT UPPER(:ships) AS code"
              prefix:
                description: A number that a pattern takes.
                parameters: {tenant: {from-caller: tenant, pattern: '^[0-9]+$'}}
                sql: "SELECT UPPER(:tenant) AS t"
            """;

    @TempDir Path state;

    private ServedYaml open(String name) {
        return ServedYaml.open(
                ORDERS.formatted(name),
                Environment.of(Map.of("SALLYPORT_STATE", state.toString(), "TENANT", Canary.WORD)));
    }

    @Test
    void theModelNeitherSeesNorSetsThem() {
        try (ServedYaml server = open("sees")) {
            String list = Json.text(server.result("tools/list", "{}"));
            assertThat(list)
                    .contains("\"properties\":{\"most\":{\"type\":\"integer\"}}")
                    .doesNotContain("tenant\":{", "\"least\"", "\"who\"", Canary.WORD);
            assertThat(server.text("orders", "{}")).contains("\"results\":[{\"ID\":2},{\"ID\":4}]");
            assertThat(server.text("orders", "{\"most\":3}")).contains("[{\"ID\":2}]");
            for (String sent : new String[] {"\"south\"", "null", "[\"south\"]", "{}"}) {
                assertThat(server.text("orders", "{\"tenant\":" + sent + "}"))
                        .startsWith("SP-101")
                        .contains("tenant is unknown");
            }
            assertThat(server.text("whoami", "{}")).contains("ADA");
            assertThat(server.text("mapped", "{}")).contains("\"L\"");
        }
    }

    @Test
    void aCallerWithoutThemIsRefusedBeforeAnythingRuns() {
        try (ServedYaml server = open("without")) {
            server.as(new Caller("bob"));
            assertThat(server.text("orders", "{}")).startsWith("SP-113").contains("'tenant'");
            assertThat(server.text("orders", "{\"tenant\":\"south\"}")).startsWith("SP-101");
            assertThat(server.text("whoami", "{}")).contains("BOB");
            server.as(new Caller("bob", Map.of("tenant", "south", "level", "3")));
            assertThat(server.text("orders", "{}")).contains("[{\"ID\":3}]");
            // What the parameter does not take is none.
            for (String level : new String[] {"0", "4", "two", "", "1.5"}) {
                server.as(new Caller("bob", Map.of("tenant", "south", "level", level)));
                assertThat(server.text("orders", "{}")).startsWith("SP-113").contains("'level'");
            }
            server.as(new Caller("eve", Map.of("ships", "never")));
            assertThat(server.text("whoami", "{}")).startsWith("SP-113").contains("'name'");
            assertThat(server.text("mapped", "{}")).startsWith("SP-113").doesNotContain("never");
        }
    }

    @Test
    void theValueIsInNoAnswerLogOrRecord() throws IOException {
        try (ServedYaml server = open("value")) {
            assertThat(server.text("number", "{}"))
                    .startsWith("SP-405")
                    .contains("kept back")
                    .doesNotContain(Canary.WORD);
            assertThat(server.text("prefix", "{}"))
                    .startsWith("SP-113")
                    .doesNotContain(Canary.WORD);
            assertThat(server.text("orders", "{\"tenant\":1}")).doesNotContain(Canary.WORD);
            assertThat(server.text("orders", "{}")).doesNotContain(Canary.WORD);
            for (ToolChecks.Check check : server.gate().toolChecks(server.config().tools())) {
                assertThat(check.toString()).doesNotContain(Canary.WORD);
            }
            assertThat(server.config().caller().toString()).isEqualTo("Caller[ada]");
        }
        String audit = Files.readString(state.resolve("audit.jsonl"));
        assertThat(audit).contains("\"caller\":\"ada\"").doesNotContain(Canary.WORD);
    }

    @Test
    void examplesAreCallsOfTheConfiguredCaller() {
        try (ServedYaml server = open("examples")) {
            assertThat(server.gate().toolChecks(server.config().tools()))
                    .extracting(ToolChecks.Check::name, check -> check.problem().isPresent())
                    .contains(
                            org.assertj.core.groups.Tuple.tuple("orders / all", false),
                            org.assertj.core.groups.Tuple.tuple("orders / other", false));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "required: false",
                "required: true",
                "default: north",
                "array: true",
                "max-items: 3",
                "limits-rows: false"
            })
    void nothingStandsInForThem(String key) {
        assertThat(problems("parameters: {t: {from-caller: tenant, " + key + "}}", ""))
                .contains("is not for what comes from the caller");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "caller: {name: ' '} | must have 1 to 200 characters",
                "caller: {attributes: {name: x}} | set caller.name",
                "caller: {attributes: {'a b': x}} | an attribute's name",
                "caller: {attributes: {tenant: ''}} | must have 1 to 1000 characters",
                "caller: {attributes: {tenant: '${env:NOWHERE}'}} | NOWHERE is not set",
                "caller: {colour: red} | unknown key; allowed: name, attributes",
            })
    void aWrongCallerStopsTheStart(String yaml, String problem) {
        assertThat(problems("parameters: {t: {from-caller: tenant}}", yaml)).contains(problem);
    }

    /** Else whoever leaves the argument out would see what others have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT n FROM (VALUES (1, 'a')) AS v (n, t) WHERE 1 = 1 [[ AND t = :t AND n = :n ]]",
                "SELECT n FROM (VALUES (1, 'a')) AS v (n, t) [[ WHERE t = :t AND n = :n ]]",
                "SELECT n FROM (VALUES (1, 'a')) AS v (n, t) WHERE n > 0 [[ AND t = :t AND n = :n ]] [[ OR n = :n AND t = :t ]]",
            })
    void theyDoNotDropOut(String sql) {
        assertThat(
                        problems(
                                "parameters: {t: {from-caller: tenant}, n: {type: integer, required: false}}",
                                "",
                                sql))
                .contains("the parameter :t comes from the caller: write it outside of blocks");
    }

    private static String problems(String parameters, String more) {
        return problems(parameters, more, "SELECT UPPER(:t) AS t");
    }

    private static String problems(String parameters, String more, String sql) {
        String yaml =
                """
                sources:
                  shop: {url: 'jdbc:h2:mem:problems', user: sa}
                tools:
                  one:
                    description: One.
                    sql: %s
                    %s
                %s
                """
                        .formatted(sql, parameters, more);
        return String.valueOf(
                catchThrowableOfType(
                                ConfigException.class,
                                () -> ServedYaml.open(yaml, Environment.of(Map.of())).close())
                        .getMessage());
    }
}
