package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.auth.LoopbackAuthenticator;
import dev.sallyport.call.Caller;
import dev.sallyport.config.ConfigException;
import dev.sallyport.config.Environment;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.Peer;
import dev.sallyport.transport.HttpSettings;
import dev.sallyport.transport.HttpTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a caller sees of tools, prompts, resources and completions, by role and by endpoint. */
class ToolsetsTest {
    private static final String TOOLS =
            """
            sources:
              shop: {url: 'jdbc:h2:mem:%s', user: sa}
            tools:
              north: {description: North., sql: SELECT 1 AS n}
              south:
                description: South.
                parameters: {kind: {enum: [warm, hot]}}
                sql: SELECT UPPER(:kind) AS k
            entities:
              people: {table: PEOPLE, description: Who is there.}
            built-in-tools: {describe_server: {enabled: true}}
            toolsets:
              reading: [query, search_schema, describe_entities, describe_server]
              one: [north, describe_server]
              two: [south]
            prompts:
              everywhere: {text: Hello}
              southern:
                text: 'Go {{kind}}'
                arguments: {kind: {completes: south.kind}}
                toolsets: [two]
              either: {text: Hello, toolsets: [one, two]}
            """;

    private static final String ROLES =
            """
            roles:
              reader: [reading]
              northerner: [one]
              clerk: [reading, one, two]
            """;

    @TempDir Path state;

    private ServedYaml open(String yaml) {
        return ServedYaml.open(yaml, Environment.of(Map.of("SALLYPORT_STATE", state.toString())));
    }

    /** Roles and endpoint of a caller, and what there is for that. */
    @ParameterizedTest(name = "{0} at {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "reader     | -       | query search_schema describe_entities describe_server | explore-database explain-query safe-change everywhere | tables entities",
                "northerner | -       | north describe_server | everywhere either | -",
                "northerner | one     | north describe_server | everywhere either | -",
                "northerner | two     | - | everywhere either | -",
                "northerner | reading | describe_server | everywhere | -",
                "clerk      | two     | south | everywhere southern either | -",
                "clerk      | none    | - | everywhere | -",
                "-          | -       | - | everywhere | -",
                "-          | one     | - | everywhere | -",
                "stranger   | -       | - | everywhere | -",
            })
    void callersSeeWhatTheirRolesAndTheirEndpointHave(
            String role, String endpoint, String tools, String prompts, String resources) {
        Caller caller = new Caller("ada", Map.of(), role == null ? Set.of() : Set.of(role));
        try (ServedYaml server = open(TOOLS.formatted("roles") + ROLES)) {
            server.as(endpoint == null ? caller : caller.limitedTo(endpoint));
            assertThat(names(server.result("tools/list", "{}"))).isEqualTo(words(tools));
            assertThat(names(server.result("prompts/list", "{}"))).isEqualTo(words(prompts));
            List<String> seen = words(resources);
            String listed =
                    Json.text(server.result("resources/list", "{}"))
                            + Json.text(server.result("resources/templates/list", "{}"));
            assertThat(isThere(server, "schema://schema")).isEqualTo(seen.contains("tables"));
            assertThat(listed.contains("schema://schema\"")).isEqualTo(seen.contains("tables"));
            for (String uri :
                    List.of("semantic://entities", "domain://datasets", "schema://domain/people")) {
                assertThat(isThere(server, uri)).isEqualTo(seen.contains("entities"));
                assertThat(listed.contains(uri)).isEqualTo(seen.contains("entities"));
            }
            assertThat(listed.contains("schema://schema/{table}"))
                    .isEqualTo(seen.contains("tables"));
            assertThat(listed.contains("schema://domain/{entity}"))
                    .isEqualTo(seen.contains("entities"));
        }
    }

    @Test
    void aToolOutsideIsUnknownAndNeverRuns() throws Exception {
        try (ServedYaml server = open(TOOLS.formatted("unknown") + ROLES)) {
            server.as(new Caller("ada", Map.of(), Set.of("northerner")));
            String call = "{\"name\":\"south\",\"arguments\":{\"kind\":\"hot\"}}";
            assertThat(Json.text(server.request("tools/call", call)))
                    .contains("Unknown tool: 'south'; there are north, describe_server")
                    .doesNotContain("query");
            assertThat(server.text("describe_server", "{}"))
                    .contains("\"available_capabilities\":[\"north\",\"describe_server\"]");
            assertThat(server.text("north", "{}")).contains("[[1]]");
        }
        assertThat(Files.readString(state.resolve("audit.jsonl")))
                .contains("SP-102")
                .doesNotContain("\"tool\":\"south\"");
    }

    @Test
    void completionsKeepToIt() {
        String kind =
                "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"southern\"},"
                        + "\"argument\":{\"name\":\"kind\",\"value\":\"\"}}";
        String table =
                "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"schema://schema/{table}\"},"
                        + "\"argument\":{\"name\":\"table\",\"value\":\"\"}}";
        String entity =
                "{\"ref\":{\"type\":\"ref/resource\",\"uri\":\"schema://domain/{entity}\"},"
                        + "\"argument\":{\"name\":\"entity\",\"value\":\"\"}}";
        String yaml =
                TOOLS.formatted("completions").replace("people: {", "people: {source: shop, ");
        try (ServedYaml server = open(yaml + ROLES)) {
            server.as(new Caller("ada", Map.of(), Set.of("clerk")));
            assertThat(completed(server, kind)).contains("\"hot\",\"warm\"");
            assertThat(completed(server, entity)).contains("people");
            server.as(new Caller("ada", Map.of(), Set.of("northerner")));
            for (String request : List.of(kind, table, entity)) {
                assertThat(completed(server, request)).contains("\"values\":[]");
            }
        }
    }

    @Test
    void withoutRolesEverybodySeesEverything() {
        try (ServedYaml server = open(TOOLS.formatted("everybody"))) {
            assertThat(names(server.result("tools/list", "{}"))).hasSize(7);
            assertThat(isThere(server, "semantic://entities")).isTrue();
        }
    }

    @Test
    void whatIsNotExposedHasNoEndpointAndNoResources() {
        try (ServedYaml server = open(TOOLS.formatted("exposed") + "expose: [one]\n")) {
            assertThat(server.config().tools().toolsets()).containsExactly("one");
            assertThat(names(server.result("tools/list", "{}")))
                    .containsExactly("north", "describe_server");
            assertThat(Json.text(server.result("server/discover", "{}")))
                    .doesNotContain("resources");
            server.as(Caller.LOCAL.limitedTo("two"));
            assertThat(names(server.result("tools/list", "{}"))).isEmpty();
        }
    }

    @Test
    void eachToolsetHasAnEndpoint() throws Exception {
        try (ServedYaml server = open(TOOLS.formatted("endpoint"));
                HttpTransport transport =
                        new HttpTransport(
                                server.gate().dispatcher(),
                                new LoopbackAuthenticator(server.config().caller()),
                                HttpSettings.loopback(0),
                                server.config().tools().toolsets())) {
            transport.start();
            assertThat(names(post(transport, "", "tools/list"))).hasSize(7);
            assertThat(names(post(transport, "/one", "tools/list")))
                    .containsExactly("north", "describe_server");
            assertThat(names(post(transport, "/two", "tools/list"))).containsExactly("south");
            for (String path : List.of("/none", "/one/", "/ONE", "/", "/one%2F", "//one")) {
                assertThat(status(transport, path, "tools/list")).isIn(400, 404);
            }
            // The revisions with a session keep to it as well.
            String old = Peer.request(1, "tools/list", "{}");
            assertThat(names((JsonObject) Json.parse(send(transport, "/two", old).body())))
                    .containsExactly("south");
        }
    }

    @Test
    void aProcessServesOneToolset() throws Exception {
        Files.writeString(state.resolve("sallyport.yaml"), TOOLS.formatted("process"));
        Files.writeString(state.resolve(".env"), "SALLYPORT_STATE=" + state.resolve("state"));
        String request = Peer.modern(1, "tools/list", "{}") + "\n";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(stdio(request, out, "--toolset", "two")).isZero();
        assertThat(names((JsonObject) Json.parse(out.toString(StandardCharsets.UTF_8))))
                .containsExactly("south");
        ByteArrayOutputStream wrong = new ByteArrayOutputStream();
        assertThat(stdio(request, wrong, "--toolset", "three"))
                .isEqualTo(CommandLineInterface.FAILED);
        assertThat(wrong.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "roles: {clerk: [three]} | roles.clerk: there is no toolset three",
                "roles: {} | roles: there are 1 to 100 roles",
                "'roles: {clerk: [one]}\ncaller: {roles: [boss]}' | caller.roles: there is no role boss; roles: clerk",
                "caller: {roles: [boss]} | there is no role boss",
            })
    void whatIsNotThereStopsTheStart(String yaml, String problem) {
        assertThat(problems(TOOLS.formatted("wrong") + yaml.replace("\\n", "\n") + "\n"))
                .contains(problem);
    }

    @Test
    void namesHaveToFit() {
        assertThat(problems(TOOLS.formatted("names").replace("  two:", "  'a/b':")))
                .contains("a toolset's name has", "prompts.southern: there is no toolset two");
    }

    private static String problems(String yaml) {
        return String.valueOf(
                catchThrowableOfType(
                                ConfigException.class,
                                () -> ServedYaml.open(yaml, Environment.of(Map.of())).close())
                        .getMessage());
    }

    private int stdio(String request, ByteArrayOutputStream out, String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "stdio";
        System.arraycopy(options, 0, arguments, 1, options.length);
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8));
        return CommandLineInterface.run(arguments, terminal, state);
    }

    private static boolean isThere(ServedYaml server, String uri) {
        JsonObject answer = server.request("resources/read", "{\"uri\":\"" + uri + "\"}");
        if (answer.object("result").isEmpty()) {
            assertThat(Json.text(answer)).contains("not found");
        }
        return answer.object("result").isPresent();
    }

    private static String completed(ServedYaml server, String request) {
        return Json.text(server.result("completion/complete", request));
    }

    private static JsonObject post(HttpTransport transport, String path, String method)
            throws Exception {
        return (JsonObject) Json.parse(send(transport, path, Peer.modern(1, method, "{}")).body());
    }

    private static int status(HttpTransport transport, String path, String method)
            throws Exception {
        return send(transport, path, Peer.modern(1, method, "{}")).statusCode();
    }

    private static HttpResponse<String> send(HttpTransport transport, String path, String message)
            throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(URI.create(transport.endpoint() + path))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(message));
        if (message.contains("protocolVersion")) {
            request.header("MCP-Protocol-Version", "2026-07-28").header("Mcp-Method", "tools/list");
        } else {
            request.header("MCP-Protocol-Version", "2025-11-25");
        }
        try (HttpClient client = HttpClient.newHttpClient()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    /** Of the one list in a result, or in an answer with one. */
    private static List<String> names(JsonObject answer) {
        JsonObject result = answer.object("result").orElse(answer);
        List<String> names = new ArrayList<>();
        for (String list : List.of("tools", "prompts")) {
            if (result.member(list).orElse(JsonArray.EMPTY)
                    instanceof JsonArray(List<JsonValue> all)) {
                all.forEach(one -> names.add(((JsonObject) one).string("name").orElseThrow()));
            }
        }
        return names;
    }

    private static List<String> words(String text) {
        return text == null ? List.of() : List.of(text.strip().split(" +"));
    }
}
