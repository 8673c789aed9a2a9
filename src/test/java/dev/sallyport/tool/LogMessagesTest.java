package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.LoopbackAuthenticator;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.McpSettings;
import dev.sallyport.mcp.Peer;
import dev.sallyport.testing.Canary;
import dev.sallyport.transport.HttpSettings;
import dev.sallyport.transport.HttpTransport;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a client hears of its calls that asked for log messages. */
class LogMessagesTest {
    private static final String QUERY =
            call("SELECT name, '" + Canary.WORD + "' AS bird FROM customers");
    private static final String REFUSED = call("DROP TABLE customers");
    private static final String FAILING = call("SELECT 1 / (id - 1) FROM customers");

    @TempDir Path folder;

    private TestServer server;
    private McpDispatcher dispatcher;
    private Peer peer;

    private static String call(String sql) {
        return """
        {"name":"query","arguments":{"source":"shop","sql":"%s"},"_meta":{}}\
        """
                .formatted(sql);
    }

    @BeforeEach
    void start() throws IOException {
        server = TestServer.open(folder, "shop", "fleet");
        dispatcher = new McpDispatcher(server.tools(), McpSettings.of("sallyport", "0"));
        peer = new Peer(dispatcher);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private static JsonObject message(JsonObject notification) {
        assertThat(notification.string("method")).contains("notifications/message");
        return notification.object("params").orElseThrow();
    }

    @Test
    void sessionThatAskedForNothingHearsNothing() {
        JsonObject capabilities =
                peer.ask(Peer.initialize("2025-11-25"))
                        .object("result")
                        .flatMap(result -> result.object("capabilities"))
                        .orElseThrow();

        assertThat(capabilities.object("logging")).isPresent();
        assertThat(Peer.id(peer.ask(Peer.request(1, "tools/call", QUERY)))).isEqualTo("1");
        assertThat(peer.isSilent()).isTrue();
    }

    @Test
    void sessionHearsTheLinesOfItsCallsBeforeTheirAnswers() {
        peer.initialized("2025-11-25");
        assertThat(peer.ask(Peer.request(1, "logging/setLevel", "{\"level\":\"info\"}")))
                .isEqualTo(Json.parse("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}"));

        JsonObject answered = message(peer.ask(Peer.request(2, "tools/call", QUERY)));
        assertThat(Peer.id(peer.next())).isEqualTo("2");
        JsonObject refused = message(peer.ask(Peer.request(3, "tools/call", REFUSED)));
        assertThat(Peer.id(peer.next())).isEqualTo("3");
        JsonObject failed = message(peer.ask(Peer.request(4, "tools/call", FAILING)));
        assertThat(Peer.id(peer.next())).isEqualTo("4");

        assertThat(answered.string("level")).contains("info");
        assertThat(answered.string("logger")).contains("dev.sallyport.calls");
        assertThat(answered.string("data").orElseThrow())
                .matches("Query OK fp=[0-9a-f]{12} rows=4");
        assertThat(refused.string("level")).contains("info");
        assertThat(refused.string("data").orElseThrow())
                .matches("Query REFUSED code=SP-2\\d\\d fp=[0-9a-f]{12}");
        assertThat(failed.string("level")).contains("warning");
        assertThat(failed.string("data").orElseThrow())
                .matches("Query FAILED code=SP-4\\d\\d fp=[0-9a-f]{12}");
        assertThat(Json.text(answered)).doesNotContain(Canary.WORD);
    }

    @Test
    void sessionHearsOnlyOfFailuresWhereItAskedForWarnings() {
        peer.initialized("2025-06-18");
        peer.ask(Peer.request(1, "logging/setLevel", "{\"level\":\"warning\"}"));

        assertThat(Peer.id(peer.ask(Peer.request(2, "tools/call", QUERY)))).isEqualTo("2");
        assertThat(message(peer.ask(Peer.request(3, "tools/call", FAILING))).string("level"))
                .contains("warning");
    }

    @Test
    void requestOfTheStatelessRevisionHearsWhatItAsksForItself() {
        String asking =
                QUERY.replace(
                        "\"_meta\":{}",
                        "\"_meta\":{\"io.modelcontextprotocol/logLevel\":\"debug\"}");

        assertThat(Peer.id(peer.ask(Peer.modern(1, "tools/call", QUERY)))).isEqualTo("1");
        assertThat(message(peer.ask(Peer.modern(2, "tools/call", asking))).string("data"))
                .get()
                .asString()
                .startsWith("Query OK");
        assertThat(Peer.id(peer.next())).isEqualTo("2");
        assertThat(Peer.id(peer.ask(Peer.modern(3, "tools/call", QUERY)))).isEqualTo("3");
    }

    @Test
    void levelOfAnHttpSessionHoldsForItsLaterRequestsAndForNoOther() throws Exception {
        HttpSettings settings = new HttpSettings("127.0.0.1", 0, Set.of(), Set.of(), 100_000, 10);
        try (HttpTransport transport =
                        new HttpTransport(dispatcher, new LoopbackAuthenticator(), settings);
                HttpClient http = HttpClient.newHttpClient()) {
            transport.start();
            URI uri = transport.endpoint();
            String asking = session(http, uri);
            String other = session(http, uri);

            post(http, uri, asking, Peer.request(1, "logging/setLevel", "{\"level\":\"info\"}"));

            String call = Peer.request(2, "tools/call", QUERY);
            List<String> events =
                    post(http, uri, asking, call)
                            .body()
                            .lines()
                            .filter(line -> line.startsWith("data: "))
                            .toList();
            assertThat(events).hasSize(2);
            assertThat(events.getFirst()).contains("Query OK fp=");
            assertThat(events.getLast()).contains("\"id\":2");
            assertThat(post(http, uri, other, call).headers().firstValue("Content-Type"))
                    .contains("application/json");
        }
    }

    private static String session(HttpClient http, URI uri) throws Exception {
        return post(http, uri, "", Peer.initialize("2025-11-25"))
                .headers()
                .firstValue("Mcp-Session-Id")
                .orElseThrow();
    }

    private static HttpResponse<String> post(
            HttpClient http, URI uri, String session, String message) throws Exception {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(message));
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session);
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }
}
