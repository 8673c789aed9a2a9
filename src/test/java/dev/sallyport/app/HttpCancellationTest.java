package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.auth.LoopbackAuthenticator;
import dev.sallyport.config.Environment;
import dev.sallyport.mcp.Peer;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.testing.Eventually;
import dev.sallyport.transport.HttpSettings;
import dev.sallyport.transport.HttpTransport;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A statement that nobody waits for any more is gone from the list of a real server's processes.
 */
class HttpCancellationTest {
    /**
     * The product's bound is two seconds; the rest is for a busy machine. The statement takes 120.
     */
    private static final Duration AT_MOST = Duration.ofSeconds(10);

    private static final String MODERN =
            "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: tools/call\r\nMcp-Name: query\r\n";

    @TempDir Path state;

    private ServedYaml served;
    private HttpTransport transport;
    private String database;

    @BeforeEach
    void start() throws Exception {
        database =
                TestPostgres.newDatabase(
                        "CREATE VIEW slow AS SELECT pg_sleep(120)::text AS slept",
                        "CREATE TABLE one AS SELECT 1 AS x");
        served =
                ServedYaml.open(
                        """
                        sources:
                          shop:
                            url: %s
                            user: postgres
                            password: ${env:WORD}
                            limits: {timeout: 5m, concurrent-calls: 1}
                        """
                                .formatted(TestPostgres.url(database)),
                        Environment.of(Map.of("SALLYPORT_STATE", state.toString(), "WORD", "x")));
        transport =
                new HttpTransport(
                        served.gate().dispatcher(),
                        new LoopbackAuthenticator(),
                        new HttpSettings("127.0.0.1", 0, Set.of(), Set.of(), 1 << 20, 300));
        transport.start();
    }

    @AfterEach
    void stop() {
        transport.close();
        served.close();
    }

    @Test
    void disconnectInTheStatelessRevisionEndsTheStatement() throws Exception {
        try (Socket socket = sent(Peer.modern(1, "tools/call", call("")), MODERN)) {
            Eventually.is(true, this::isRunning);
            socket.setSoLinger(true, 0);
        }
        isGoneSoon("disconnect");
        endedWith("SP-404");
    }

    @Test
    void disconnectInASessionEndsTheStatement() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            try (Socket ignored =
                    sent(Peer.request(7, "tools/call", call("")), former(session(http)))) {
                Eventually.is(true, this::isRunning);
            }
            isGoneSoon("disconnect in a session");
        }
        endedWith("SP-404");
    }

    @Test
    void cancellationInASessionEndsTheStatement() throws Exception {
        try (HttpClient http = HttpClient.newHttpClient()) {
            String session = session(http);
            try (Socket ignored = sent(Peer.request(7, "tools/call", call("")), former(session))) {
                Eventually.is(true, this::isRunning);
                post(
                        http,
                        session,
                        Peer.notification("notifications/cancelled", "{\"requestId\":7}"));
                isGoneSoon("cancellation");
            }
        }
        endedWith("SP-404");
    }

    @Test
    void timeoutEndsTheStatement() throws Exception {
        String body = Peer.modern(1, "tools/call", call(",\"timeout_seconds\":2"));
        try (Socket socket = sent(body, MODERN)) {
            Eventually.is(true, this::isRunning);
            // Signs of life come first; the answer says that the time is over.
            awaitText(socket, "SP-403");
            isGoneSoon("timeout");
        }
        endedWith("SP-403");
    }

    /** What runs has half a second to finish before it is cancelled. */
    @Test
    void shutdownEndsTheStatementThatDoesNotFinish() throws Exception {
        try (Socket ignored = sent(Peer.modern(1, "tools/call", call("")), MODERN)) {
            Eventually.is(true, this::isRunning);
            transport.close();
            isGoneSoon("shutdown");
        }
        endedWith("SP-404");
    }

    private static String call(String more) {
        return "{\"name\":\"query\",\"arguments\":{\"sql\":\"SELECT slept FROM slow\""
                + more
                + "}}";
    }

    private String session(HttpClient http) throws IOException, InterruptedException {
        String session =
                post(http, "", Peer.initialize("2025-11-25"))
                        .headers()
                        .firstValue("Mcp-Session-Id")
                        .orElseThrow();
        post(http, session, Peer.notification("notifications/initialized", "{}"));
        return session;
    }

    private static String former(String session) {
        return "MCP-Protocol-Version: 2025-11-25\r\nMcp-Session-Id: " + session + "\r\n";
    }

    private HttpResponse<String> post(HttpClient http, String session, String body)
            throws IOException, InterruptedException {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(transport.endpoint())
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        if (!session.isEmpty()) {
            request.header("Mcp-Session-Id", session).header("MCP-Protocol-Version", "2025-11-25");
        }
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private Socket sent(String body, String headers) throws IOException {
        URI endpoint = transport.endpoint();
        Socket socket = new Socket("127.0.0.1", endpoint.getPort());
        String request =
                "POST %s HTTP/1.1\r\nHost: 127.0.0.1:%d\r\nContent-Type: application/json\r\n"
                                .formatted(endpoint.getPath(), endpoint.getPort())
                        + "Accept: application/json, text/event-stream\r\n"
                        + headers
                        + "Content-Length: "
                        + body.getBytes(StandardCharsets.UTF_8).length
                        + "\r\n\r\n"
                        + body;
        socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
        socket.getOutputStream().flush();
        return socket;
    }

    private static void awaitText(Socket socket, String text) throws IOException {
        socket.setSoTimeout(30_000);
        StringBuilder seen = new StringBuilder();
        while (seen.indexOf(text) < 0) {
            int next = socket.getInputStream().read();
            assertThat(next).isNotNegative();
            seen.append((char) next);
        }
    }

    private void isGoneSoon(String after) throws Exception {
        long began = System.nanoTime();
        Eventually.is(false, this::isRunning);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("gone %d ms after %s%n", took.toMillis(), after);
        assertThat(took).isLessThan(AT_MOST);
    }

    /** How the call was recorded, and that the source's only connection can be had again. */
    private void endedWith(String code) throws IOException {
        assertThat(served.text("query", "{\"sql\":\"SELECT x FROM one\"}")).contains("[[1]]");
        assertThat(Files.readString(state.resolve("audit.jsonl"))).contains(code);
    }

    private boolean isRunning() throws SQLException {
        return TestPostgres.sessions(database, "wait_event = 'PgSleep'") > 0;
    }
}
