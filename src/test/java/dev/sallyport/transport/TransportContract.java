package dev.sallyport.transport;

import static dev.sallyport.mcp.Peer.modern;
import static dev.sallyport.mcp.Peer.notification;
import static dev.sallyport.mcp.Peer.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.McpSettings;
import dev.sallyport.mcp.Peer;
import dev.sallyport.mcp.ScriptedCatalog;
import dev.sallyport.testing.Eventually;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every transport does with the messages of a client. */
abstract class TransportContract {
    /** Bodies and lines that are longer are refused in these tests. */
    static final int MAX_BYTES = 100_000;

    static final String ECHO = "{\"name\":\"echo\",\"arguments\":{\"text\":\"hi\"}}";
    static final String WAIT = "{\"name\":\"wait\"}";

    /** Long enough for any machine; reached only by a test that fails. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    final ScriptedCatalog catalog = new ScriptedCatalog();
    final McpDispatcher dispatcher =
            new McpDispatcher(catalog, McpSettings.of("sallyport", "1.2.3"));

    /** A client of a server that has been started for it. */
    interface Client {
        void send(String message);

        /** The next message that the server sent, in whatever order they came. */
        JsonValue next();

        /** Ends the server in order, and returns when it has ended. */
        void end() throws Exception;
    }

    /** Starts a server and a client. */
    abstract Client start() throws Exception;

    @AfterEach
    final void letEverythingGo() {
        catalog.gate.countDown();
    }

    static JsonObject ask(Client client, String message) {
        client.send(message);
        return (JsonObject) client.next();
    }

    static Client initialized(Client client, String version) {
        assertThat(ask(client, Peer.initialize(version)).object("result")).isPresent();
        client.send(notification("notifications/initialized", "{}"));
        return client;
    }

    @ParameterizedTest
    @ValueSource(strings = {"2025-11-25", "2025-06-18", "2025-03-26", "2024-11-05"})
    void servesTheRevisionsWithASession(String version) throws Exception {
        Client client = initialized(start(), version);

        assertThat(ask(client, request(1, "tools/list", "{}")).object("result")).isPresent();
        assertThat(Peer.summary(ask(client, request(2, "tools/call", ECHO)))).isEqualTo("hi");
        client.end();
    }

    @Test
    void servesTheStatelessRevision() throws Exception {
        Client client = start();

        assertThat(ask(client, modern(1, "server/discover", "{}")).object("result")).isPresent();
        assertThat(Peer.summary(ask(client, modern(2, "tools/call", ECHO)))).isEqualTo("hi");
        client.end();
    }

    @Test
    void answersEveryPipelinedRequestOnce() throws Exception {
        Client client = start();
        Set<String> expected = new HashSet<>();
        for (int id = 1; id <= 200; id++) {
            client.send(modern(id, "tools/call", ECHO));
            expected.add(Integer.toString(id));
        }
        Set<String> answered = new HashSet<>();
        for (int id = 1; id <= 200; id++) {
            answered.add(Peer.id(client.next()));
        }

        assertThat(answered).isEqualTo(expected);
        client.end();
    }

    @Test
    void isNotHeldUpByASlowCall() throws Exception {
        Client client = start();
        client.send(modern(1, "tools/call", WAIT));
        Eventually.is(1, catalog.waiting::get);

        assertThat(Peer.summary(ask(client, modern(2, "tools/call", ECHO)))).isEqualTo("hi");
        catalog.gate.countDown();
        assertThat(Peer.summary(client.next())).isEqualTo("done");
        client.end();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "nonsense",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\",\"method\":\"ping\"}",
                "{} {}"
            })
    void answersBadJsonAndLivesOn(String message) throws Exception {
        Client client = start();

        assertThat(Peer.summary(ask(client, message))).isEqualTo("-32700");
        assertThat(Peer.summary(ask(client, modern(2, "tools/call", ECHO)))).isEqualTo("hi");
        client.end();
    }

    @Test
    void answersDeepNestingAndLivesOn() throws Exception {
        Client client = start();

        assertThat(Peer.summary(ask(client, "[".repeat(50_000)))).isEqualTo("-32700");
        assertThat(Peer.summary(ask(client, modern(2, "tools/call", ECHO)))).isEqualTo("hi");
        client.end();
    }

    @ParameterizedTest
    @ValueSource(ints = {MAX_BYTES + 1, MAX_BYTES + 2, 3 * MAX_BYTES})
    void refusesAMessageThatIsTooLongAndLivesOn(int length) throws Exception {
        Client client = start();
        String message = "{\"x\":\"" + "y".repeat(length - 8) + "\"}";
        assertThat(message).hasSize(length);

        assertThat(Peer.summary(ask(client, message))).isEqualTo("-32600");
        assertThat(Peer.summary(ask(client, modern(2, "tools/call", ECHO)))).isEqualTo("hi");
        client.end();
    }

    @Test
    void takesAMessageThatIsAsLongAsAllowed() throws Exception {
        Client client = start();
        String message = modern(2, "tools/call", ECHO);

        assertThat(Peer.summary(ask(client, message + " ".repeat(MAX_BYTES - message.length()))))
                .isEqualTo("hi");
        client.end();
    }

    @Test
    void cancelsACallWhenItsClientSaysSo() throws Exception {
        Client client = initialized(start(), "2025-11-25");
        client.send(request(1, "tools/call", WAIT));
        Eventually.is(1, catalog.waiting::get);
        client.send(notification("notifications/cancelled", "{\"requestId\":1}"));

        Eventually.is(1, catalog.cancelled::get);
        assertThat(Peer.summary(ask(client, request(2, "tools/call", ECHO)))).isEqualTo("hi");
        client.end();
    }

    @Test
    void deliversAnswersThatComeWhileItEnds() throws Exception {
        Client client = start();
        for (int id = 1; id <= 20; id++) {
            client.send(modern(id, "tools/call", WAIT));
        }
        Eventually.is(20, catalog.waiting::get);
        Thread.ofVirtual()
                .start(() -> {
                    sleep(200);
                    catalog.gate.countDown();
                });
        client.end();

        for (int id = 1; id <= 20; id++) {
            assertThat(Peer.summary(client.next())).isEqualTo("done");
        }
    }

    @Test
    void cancelsWhatRunsOnWhenItEndsAndDeliversTheAnswer() throws Exception {
        Client client = start();
        client.send(modern(1, "tools/call", WAIT));
        Eventually.is(1, catalog.waiting::get);
        client.end();

        assertThat(Peer.summary(client.next())).isEqualTo("cancelled");
    }

    static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
