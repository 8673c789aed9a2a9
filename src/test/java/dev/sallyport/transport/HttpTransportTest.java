package dev.sallyport.transport;

import static dev.sallyport.mcp.Peer.modern;
import static dev.sallyport.mcp.Peer.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.auth.Authentication;
import dev.sallyport.auth.Authenticator;
import dev.sallyport.auth.LoopbackAuthenticator;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.Peer;
import dev.sallyport.testing.Eventually;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpTransportTest extends TransportContract {
    private final HttpClient http = HttpClient.newHttpClient();
    private Optional<HttpTransport> started = Optional.empty();

    @AfterEach
    void stop() {
        catalog.gate.countDown();
        started.ifPresent(HttpTransport::close);
        http.close();
    }

    private HttpTransport started() throws IOException {
        return started(new LoopbackAuthenticator());
    }

    private HttpTransport started(Authenticator authenticator) throws IOException {
        HttpSettings settings =
                new HttpSettings("127.0.0.1", 0, Set.of(), Set.of(), MAX_BYTES, 300);
        HttpTransport transport = new HttpTransport(dispatcher, authenticator, settings);
        transport.start();
        started = Optional.of(transport);
        return transport;
    }

    @Override
    Client start() throws IOException {
        return new HttpPeer(started());
    }

    /** A client that makes an HTTP request of each message, as the protocol wants it. */
    private final class HttpPeer implements Client {
        private final HttpTransport transport;
        private final BlockingQueue<JsonValue> received = new LinkedBlockingQueue<>();
        private final Map<String, String> session = new LinkedHashMap<>();

        HttpPeer(HttpTransport transport) {
            this.transport = transport;
        }

        @Override
        public void send(String message) {
            HttpRequest.Builder post = post(transport.endpoint(), message, headers(message));
            session.forEach(post::header);
            var response = http.sendAsync(post.build(), HttpResponse.BodyHandlers.ofString());
            if (message.contains("\"initialize\"")) {
                received(response.join());
            } else {
                // Those that fail bring no message, and next() says so.
                var unused = response.thenAccept(this::received);
            }
        }

        private void received(HttpResponse<String> response) {
            response.headers()
                    .firstValue("Mcp-Session-Id")
                    .ifPresent(id -> session.put("Mcp-Session-Id", id));
            messages(response).forEach(received::add);
        }

        @Override
        public JsonValue next() {
            try {
                JsonValue message = received.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                if (message == null) {
                    throw new AssertionError("no message came");
                }
                return message;
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void end() {
            transport.close();
        }
    }

    private static List<JsonValue> messages(HttpResponse<String> response) {
        if (!response.headers().firstValue("Content-Type").orElse("").equals("text/event-stream")) {
            return response.body().isEmpty() ? List.of() : List.of(Json.parse(response.body()));
        }
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> Json.parse(line.substring(6)))
                .toList();
    }

    /** The headers that the stateless revision wants, made of the body. */
    private static Map<String, String> headers(String message) {
        Map<String, String> headers = new LinkedHashMap<>();
        if (!message.contains("io.modelcontextprotocol/protocolVersion")) {
            return headers;
        }
        JsonObject body = (JsonObject) Json.parse(message);
        headers.put("MCP-Protocol-Version", "2026-07-28");
        headers.put("Mcp-Method", body.string("method").orElseThrow());
        body.object("params")
                .flatMap(params -> params.string("name"))
                .ifPresent(name -> headers.put("Mcp-Name", name));
        return headers;
    }

    private static HttpRequest.Builder post(URI uri, String body, Map<String, String> headers) {
        HttpRequest.Builder request =
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .POST(HttpRequest.BodyPublishers.ofString(body));
        headers.forEach(request::header);
        return request;
    }

    private HttpResponse<String> exchange(HttpRequest.Builder request) throws Exception {
        return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static String code(HttpResponse<String> response) {
        return Peer.summary(Json.parse(response.body()));
    }

    @ParameterizedTest(name = "{0} {1} {2} -> {3} {4}")
    @CsvSource(
            nullValues = "-",
            value = {
                "2026-07-28, tools/call, echo,                  200, hi",
                "2026-07-28, tools/call, =?base64?ZWNobw==?=,   200, hi",
                "2026-07-28, tools/call, =?base64?ZWNobw?=,     400, -32020",
                "2026-07-28, tools/call, =?base64?,             400, -32020",
                "2026-07-28, tools/call, Echo,                  400, -32020",
                "2026-07-28, tools/call, -,                     400, -32020",
                "2026-07-28, tools/list, echo,                  400, -32020",
                "2026-07-28, -,          echo,                  400, -32020",
                "2025-11-25, tools/call, echo,                  400, -32020",
                "2031-01-01, tools/call, echo,                  400, -32020",
                "-,          tools/call, echo,                  400, -32020"
            })
    void comparesHeadersWithTheBody(
            String version, String method, String name, int status, String code) throws Exception {
        Map<String, String> headers = new LinkedHashMap<>();
        put(headers, "MCP-Protocol-Version", version);
        put(headers, "Mcp-Method", method);
        put(headers, "Mcp-Name", name);
        HttpResponse<String> response =
                exchange(post(started().endpoint(), modern(1, "tools/call", ECHO), headers));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(code(response)).isEqualTo(code);
    }

    private static void put(Map<String, String> headers, String name, String value) {
        if (value != null) {
            headers.put(name, value);
        }
    }

    @Test
    void refusesAHeaderThatIsThereTwice() throws Exception {
        HttpRequest.Builder request =
                post(
                        started().endpoint(),
                        modern(1, "tools/call", ECHO),
                        headers(modern(1, "tools/call", ECHO)));

        assertThat(code(exchange(request.header("Mcp-Name", "echo")))).isEqualTo("-32020");
    }

    @Test
    void answersAVersionThatItDoesNotServe() throws Exception {
        String body = modern(1, "tools/list", "{}").replace("2026-07-28", "2031-01-01");
        HttpResponse<String> response =
                exchange(
                        post(
                                started().endpoint(),
                                body,
                                Map.of("MCP-Protocol-Version", "2031-01-01")));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(code(response)).isEqualTo("-32022");
    }

    @Test
    void refusesAVersionHeaderThatItDoesNotKnowWithoutMetadata() throws Exception {
        HttpResponse<String> response =
                exchange(
                        post(
                                started().endpoint(),
                                request(1, "tools/list", "{}"),
                                Map.of("MCP-Protocol-Version", "2031-01-01")));

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void answersAnUnknownMethodAsItsRevisionWantsIt() throws Exception {
        URI endpoint = started().endpoint();
        String stateless = modern(1, "nope", "{}");

        HttpResponse<String> response = exchange(post(endpoint, stateless, headers(stateless)));
        assertThat(response.statusCode()).isEqualTo(404);
        assertThat(code(response)).isEqualTo("-32601");
        response = exchange(post(endpoint, request(1, "nope", "{}"), Map.of()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(code(response)).isEqualTo("-32601");
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource({
        "Origin,       http://localhost:3000,   200",
        "Origin,       https://evil.example.com,403",
        "Origin,       null,                    403",
        "Accept,       text/html,               406",
        "Accept,       */*,                     200",
        "Accept,       application/*,           200",
        "Content-Type, text/plain,              415",
        "Content-Type, application/json; charset=utf-8, 200",
        "Mcp-Session-Id, made-up,               404",
        "Mcp-Session-Id, 2026-07-28.e.0123456789012345678901, 404"
    })
    void checksHeaders(String name, String value, int status) throws Exception {
        HttpRequest.Builder request =
                post(started().endpoint(), request(1, "ping", "{}"), Map.of())
                        .setHeader(name, value);

        assertThat(exchange(request).statusCode()).isEqualTo(status);
    }

    @ParameterizedTest
    @CsvSource({"evil.example.com,403", "localhost,200", "'127.0.0.1:1',200", "'',400"})
    void checksTheHost(String host, int status) throws Exception {
        assertThat(raw(host, request(1, "ping", "{}"))).startsWith("HTTP/1.1 " + status);
    }

    @Test
    void answersABodyThatDoesNotArriveInFull() throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), started().port())) {
            socket.getOutputStream()
                    .write(
                            ("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                            + "Content-Length: 100\r\n\r\n{")
                                    .getBytes(StandardCharsets.UTF_8));
            socket.shutdownOutput();
            assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .startsWith("HTTP/1.1 408");
        }
    }

    @Test
    @Timeout(25)
    void doesNotWaitForBodiesThatNeverCome() throws Exception {
        HttpTransport transport = started();
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < 290; i++) {
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), transport.port());
                sockets.add(socket);
                socket.getOutputStream()
                        .write(
                                ("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                                                + " application/json\r\n"
                                                + "Content-Length: 100\r\n\r\n{")
                                        .getBytes(StandardCharsets.UTF_8));
            }
            String echo = modern(0, "tools/call", ECHO);
            assertThat(code(exchange(post(transport.endpoint(), echo, headers(echo)))))
                    .isEqualTo("hi");

            transport.close();

            for (Socket socket : sockets) {
                // Less than the 30 s that a body may take to arrive.
                socket.setSoTimeout(10_000);
                socket.getInputStream().readAllBytes();
            }
        } finally {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }

    private String raw(String host, String body) throws Exception {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), started().port())) {
            socket.getOutputStream()
                    .write(
                            ("POST /mcp HTTP/1.1\r\nHost: %s\r\nContent-Type: application/json\r\n"
                                            + "Content-Length: %d\r\nConnection: close\r\n\r\n%s")
                                    .formatted(host, body.length(), body)
                                    .getBytes(StandardCharsets.UTF_8));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @CsvSource({"GET,405", "DELETE,405", "PUT,405", "OPTIONS,405", "TRACE,405"})
    void takesMessagesByPostOnly(String method, int status) throws Exception {
        HttpResponse<String> response =
                exchange(
                        HttpRequest.newBuilder(started().endpoint())
                                .method(method, HttpRequest.BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.headers().firstValue("Allow")).contains("POST");
    }

    @ParameterizedTest
    @CsvSource({"/,404", "/mcp/,404", "/mcp2,404", "/mcp/../x,404", "/mcp?x=1,200"})
    void hasOneEndpoint(String path, int status) throws Exception {
        URI uri = started().endpoint().resolve(path);

        assertThat(exchange(post(uri, request(1, "ping", "{}"), Map.of())).statusCode())
                .isEqualTo(status);
    }

    @Test
    void acceptsNotificationsWithoutABody() throws Exception {
        HttpResponse<String> response =
                exchange(
                        post(
                                started().endpoint(),
                                Peer.notification("notifications/initialized", "{}"),
                                Map.of()));

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void answersABatchOfTheRevisionThatHasThem() throws Exception {
        HttpResponse<String> response =
                exchange(
                        post(
                                started().endpoint(),
                                "["
                                        + request(1, "ping", "{}")
                                        + ","
                                        + request(2, "ping", "{}")
                                        + "]",
                                Map.of("MCP-Protocol-Version", "2025-03-26")));

        assertThat(response.body()).startsWith("[").contains("\"id\":1").contains("\"id\":2");
    }

    @Test
    void refusesABatchThatHidesStatelessRequestsFromTheHeaderCheck() throws Exception {
        HttpResponse<String> response =
                exchange(
                        post(
                                started().endpoint(),
                                "[" + modern(1, "tools/list", "{}") + "]",
                                Map.of("MCP-Protocol-Version", "2025-03-26")));

        assertThat(response.statusCode()).isEqualTo(400);
    }

    @Test
    void cancelsTheCallOfAClientThatGoes() throws Exception {
        HttpTransport transport = started();
        String body = request(1, "tools/call", WAIT);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), transport.port())) {
            socket.getOutputStream()
                    .write(
                            ("POST /mcp HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                                            + "Content-Length: %d\r\n\r\n%s")
                                    .formatted(body.length(), body)
                                    .getBytes(StandardCharsets.UTF_8));
            Eventually.is(1, catalog.waiting::get);
        }

        Eventually.is(1, catalog.cancelled::get);
    }

    @Test
    void turnsAnAnswerThatTakesItsTimeIntoAStream() throws Exception {
        HttpTransport transport = started();
        HttpRequest request =
                post(
                                transport.endpoint(),
                                modern(1, "tools/call", WAIT),
                                headers(modern(1, "tools/call", WAIT)))
                        .build();
        HttpResponse<InputStream> response =
                http.send(request, HttpResponse.BodyHandlers.ofInputStream());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/event-stream");
        assertThat(response.headers().firstValue("X-Accel-Buffering")).contains("no");
        catalog.gate.countDown();

        String events = new String(response.body().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(events).startsWith(":").contains("event: message\ndata: {").contains("done");
    }

    @Test
    void keepsMoreStreamsOpenThanItHasThreadsAndEndsThemInOrder() throws Exception {
        HttpTransport transport = started();
        List<CompletableFuture<HttpResponse<InputStream>>> answers = new ArrayList<>();
        for (int id = 1; id <= 100; id++) {
            String listen =
                    modern(
                            id,
                            "subscriptions/listen",
                            "{\"notifications\":{\"toolsListChanged\":true}}");
            answers.add(
                    http.sendAsync(
                            post(transport.endpoint(), listen, headers(listen)).build(),
                            HttpResponse.BodyHandlers.ofInputStream()));
        }
        List<HttpResponse<InputStream>> streams =
                answers.stream().map(CompletableFuture::join).toList();
        String echo = modern(0, "tools/call", ECHO);
        assertThat(code(exchange(post(transport.endpoint(), echo, headers(echo))))).isEqualTo("hi");

        transport.close();
        for (HttpResponse<InputStream> stream : streams) {
            assertThat(new String(stream.body().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("notifications/subscriptions/acknowledged")
                    .contains("\"resultType\":\"complete\"");
        }
    }

    @Test
    void answersWithPlainJsonWhereTheClientTakesNothingElse() throws Exception {
        HttpRequest.Builder request =
                post(started().endpoint(), request(1, "tools/call", ECHO), Map.of())
                        .setHeader("Accept", "application/json");

        assertThat(code(exchange(request))).isEqualTo("hi");
    }

    @Test
    void letsInWhoAuthenticationKnows() throws Exception {
        Authenticator authenticator =
                request ->
                        request.authorization().equals(Optional.of("Bearer good"))
                                ? new Authentication.Authenticated(dev.sallyport.call.Caller.LOCAL)
                                : new Authentication.Rejected(
                                        401, "Who are you?", Optional.of("Bearer"));
        URI endpoint = started(authenticator).endpoint();
        HttpResponse<String> rejected =
                exchange(post(endpoint, request(1, "ping", "{}"), Map.of()));

        assertThat(rejected.statusCode()).isEqualTo(401);
        assertThat(rejected.headers().firstValue("WWW-Authenticate")).contains("Bearer");
        assertThat(
                        exchange(
                                        post(
                                                endpoint,
                                                request(1, "ping", "{}"),
                                                Map.of("Authorization", "Bearer good")))
                                .statusCode())
                .isEqualTo(200);
        assertThat(
                        exchange(
                                        post(
                                                        endpoint,
                                                        request(1, "ping", "{}"),
                                                        Map.of("Authorization", "Bearer good"))
                                                .header("Authorization", "Bearer bad"))
                                .statusCode())
                .isEqualTo(400);
    }

    @Test
    void saysWhenItsPortIsInUse() throws Exception {
        int port = started().port();
        HttpTransport second =
                new HttpTransport(
                        dispatcher, new LoopbackAuthenticator(), HttpSettings.loopback(port));

        assertThatThrownBy(second::start)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("127.0.0.1:" + port)
                .hasMessageContaining("in use");
        second.close();
    }

    @Test
    void keepsACallOfOneClientFromTheCancellationOfAnother() throws Exception {
        HttpTransport transport = started();
        HttpPeer one = new HttpPeer(transport);
        HttpPeer other = new HttpPeer(transport);
        initialized(one, "2025-11-25");
        initialized(other, "2025-11-25");
        one.send(request(1, "tools/call", WAIT));
        Eventually.is(1, catalog.waiting::get);
        exchange(
                post(
                        transport.endpoint(),
                        Peer.notification("notifications/cancelled", "{\"requestId\":1}"),
                        other.session));
        catalog.gate.countDown();

        assertThat(Peer.summary(one.next())).isEqualTo("done");
    }
}
