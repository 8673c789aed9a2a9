package dev.sallyport.transport;

import static dev.sallyport.mcp.Peer.modern;
import static dev.sallyport.mcp.Peer.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.McpSettings;
import dev.sallyport.mcp.Peer;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolCatalog;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.testing.Eventually;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StdioTransportTest extends TransportContract {
    @Override
    Client start() throws IOException {
        return new Pipe();
    }

    /** Both ends of the server's standard streams, without a process. */
    private final class Pipe implements Client {
        private final PipedOutputStream toServer = new PipedOutputStream();
        private final BlockingQueue<JsonValue> received = new LinkedBlockingQueue<>();
        private final StdioTransport transport;
        private final Thread server;
        private final Thread reader;

        Pipe() throws IOException {
            this(dispatcher);
        }

        Pipe(McpDispatcher dispatcher) throws IOException {
            PipedInputStream in = new PipedInputStream(toServer, 1 << 16);
            PipedInputStream fromServer = new PipedInputStream(1 << 16);
            PipedOutputStream out = new PipedOutputStream(fromServer);
            transport = new StdioTransport(dispatcher, in, out, MAX_BYTES);
            server =
                    Thread.ofPlatform()
                            .start(() -> {
                                transport.run();
                                closeQuietly(out);
                            });
            reader = Thread.ofPlatform().start(() -> readLines(fromServer));
        }

        private void readLines(PipedInputStream fromServer) {
            try (var lines =
                    new BufferedReader(new InputStreamReader(fromServer, StandardCharsets.UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                    received.add(Json.parse(line));
                }
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void send(String message) {
            send((message + "\n").getBytes(StandardCharsets.UTF_8));
        }

        void send(byte[] bytes) {
            try {
                toServer.write(bytes);
                toServer.flush();
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
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
        public void end() throws Exception {
            toServer.close();
            joined();
        }

        void joined() throws InterruptedException {
            server.join(PATIENCE);
            reader.join(PATIENCE);
            assertThat(server.isAlive() || reader.isAlive()).isFalse();
        }
    }

    private static void closeQuietly(OutputStream out) {
        try {
            out.close();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private String serve(String input) {
        return serve(input.getBytes(StandardCharsets.UTF_8));
    }

    private String serve(byte[] input) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new StdioTransport(dispatcher, new ByteArrayInputStream(input), out, MAX_BYTES).run();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void answersTheLastLineThoughItHasNoEnd() {
        assertThat(serve(request(1, "ping", "{}")))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}\n");
    }

    @Test
    void takesLineEndsOfWindowsAndIgnoresEmptyLines() {
        String ping = request(1, "ping", "{}");

        assertThat(serve("\r\n\n  \n" + ping + "\r\n\r\n").lines()).hasSize(1);
    }

    @Test
    void writesNothingForAnEmptyInput() {
        assertThat(serve("")).isEmpty();
    }

    @Test
    void writesOneLineAMessageWhateverItsText() {
        String text = "line\\nbreak \\u2028 \\r \\u0000 \\ud800 é 😀";
        String answer =
                serve(
                        modern(
                                1,
                                "tools/call",
                                "{\"name\":\"echo\",\"arguments\":{\"text\":\"" + text + "\"}}"));

        assertThat(answer.lines()).hasSize(1);
        assertThat(Peer.text((JsonObject) Json.parse(answer)))
                .isEqualTo("line\nbreak \u2028 \r \0 \ud800 é 😀");
    }

    @Test
    void refusesTextThatIsNoUtf8AndLivesOn() {
        byte[] bad = {'{', '"', (byte) 0xc3, (byte) 0x28, '"', ':', '1', '}', '\n'};
        byte[] good = request(1, "ping", "{}").getBytes(StandardCharsets.UTF_8);
        byte[] both = Arrays.copyOf(bad, bad.length + good.length);
        System.arraycopy(good, 0, both, bad.length, good.length);
        List<String> lines = serve(both).lines().toList();

        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).contains("-32700");
        assertThat(lines.get(1)).contains("\"id\":1");
    }

    @Test
    void answersEveryCallOfAnInputThatEndsAtOnce() {
        StringBuilder input = new StringBuilder();
        for (int id = 1; id <= 300; id++) {
            input.append(modern(id, "tools/call", ECHO)).append('\n');
        }

        assertThat(serve(input.toString()).lines()).hasSize(300);
    }

    @Test
    void refusesALongLastLine() {
        assertThat(serve("x".repeat(MAX_BYTES + 1))).contains("-32600");
    }

    @Test
    void runsAsManyCallsAsAllowedWhicheverThreadReads() throws Exception {
        McpDispatcher two =
                new McpDispatcher(catalog, McpSettings.of("s", "1").withLimits(2, 100, 100));
        Pipe pipe = new Pipe(two);
        for (int id = 1; id <= 5; id++) {
            pipe.send(modern(id, "tools/call", WAIT));
            sleep(20);
        }
        Eventually.is(2, catalog.waiting::get);
        catalog.gate.countDown();
        for (int id = 1; id <= 5; id++) {
            assertThat(Peer.summary(pipe.next())).isEqualTo("done");
        }

        assertThat(catalog.mostWaiting).hasValue(2);
        pipe.end();
    }

    @Test
    void answersEachCallOnceWhicheverThreadReads() throws Exception {
        Random random = new Random(25);
        Pipe pipe = new Pipe(new McpDispatcher(new Pausing(), McpSettings.of("s", "1")));
        List<String> sent = new ArrayList<>();
        for (int id = 1; id <= 600; id++) {
            String millis = Integer.toString(random.nextInt(12));
            pipe.send(
                    modern(
                            id,
                            "tools/call",
                            "{\"name\":\""
                                    + PAUSE
                                    + "\",\"arguments\":{\"millis\":"
                                    + millis
                                    + "}}"));
            sent.add(id + " " + millis);
            // Calls come while others run, at the moment that they end, and after it.
            sleep(random.nextInt(8));
        }
        List<String> answered = new ArrayList<>();
        for (int id = 1; id <= 600; id++) {
            JsonObject answer = (JsonObject) pipe.next();
            answered.add(Peer.id(answer) + " " + Peer.text(answer));
        }

        assertThat(answered).containsExactlyInAnyOrderElementsOf(sent);
        pipe.end();
    }

    private static final String PAUSE = "pause";

    /** A tool that takes as long as it is asked to. */
    private static final class Pausing implements ToolCatalog {
        @Override
        public List<ToolDescription> tools(Caller caller) {
            return List.of(
                    new ToolDescription(
                            PAUSE,
                            Optional.empty(),
                            "Takes its time.",
                            (JsonObject) Json.parse("{\"type\":\"object\"}"),
                            Optional.empty(),
                            ToolAnnotations.READ_ONLY));
        }

        @Override
        public CallToolResult call(String tool, JsonObject arguments, CallContext context) {
            long millis =
                    ((JsonNumber) arguments.member("millis").orElseThrow()).asLong().orElseThrow();
            sleep(millis);
            String text = Long.toString(millis);
            return CallToolResult.ofText(
                    text, JsonObject.builder().put("text", text).build(), false);
        }
    }

    @Test
    void endsWhenItIsStopped() throws Exception {
        Pipe pipe = new Pipe();
        pipe.send(modern(1, "tools/call", WAIT));
        Eventually.is(1, catalog.waiting::get);
        Thread.ofVirtual()
                .start(() -> {
                    sleep(100);
                    catalog.gate.countDown();
                });
        pipe.transport.stop();
        pipe.joined();

        assertThat(Peer.summary(pipe.next())).isEqualTo("done");
    }

    @Test
    void letsACallFinishAfterTheEndOfInput() throws Exception {
        Pipe pipe = new Pipe();
        pipe.send(modern(1, "tools/call", WAIT));
        Eventually.is(1, catalog.waiting::get);
        pipe.toServer.close();
        // Longer than a signal leaves it.
        sleep(1_500);
        catalog.gate.countDown();
        pipe.joined();

        assertThat(Peer.summary(pipe.next())).isEqualTo("done");
    }

    @Test
    void cancelsACallThatGoesOnAfterASignal() throws Exception {
        Pipe pipe = new Pipe();
        pipe.send(modern(1, "tools/call", WAIT));
        Eventually.is(1, catalog.waiting::get);
        pipe.transport.stop();
        pipe.joined();

        assertThat(Peer.summary(pipe.next())).isEqualTo("cancelled");
    }

    @Test
    void waitsAfterASignalForNoCallThatGoesOnWhateverItIsTold() throws Exception {
        Pipe pipe = new Pipe();
        pipe.send(modern(1, "tools/call", "{\"name\":\"stubborn\"}"));
        pipe.send(modern(2, "tools/call", ECHO));
        assertThat(Peer.summary(pipe.next())).isEqualTo("hi");
        pipe.transport.stop();
        pipe.joined();

        assertThat(Peer.summary(pipe.next())).isEqualTo("-32603");
    }

    @Test
    void cancelsCallsWhenNobodyReadsTheirAnswers() throws Exception {
        PipedOutputStream toServer = new PipedOutputStream();
        PipedInputStream in = new PipedInputStream(toServer, 1 << 16);
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("the pipe is broken");
                    }
                };
        StdioTransport transport = new StdioTransport(dispatcher, in, broken, MAX_BYTES);
        Thread server = Thread.ofPlatform().start(transport::run);
        toServer.write((modern(1, "tools/call", WAIT) + "\n").getBytes(StandardCharsets.UTF_8));
        Eventually.is(1, catalog.waiting::get);
        toServer.write((modern(2, "tools/call", ECHO) + "\n").getBytes(StandardCharsets.UTF_8));

        Eventually.is(1, catalog.cancelled::get);
        server.join(PATIENCE);
        assertThat(server.isAlive()).isFalse();
    }

    @Test
    void givesUpAHostThatReadsNothingInTheTimeThatItPromises() throws Exception {
        OutputStream stuck =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        try {
                            Thread.sleep(PATIENCE.toMillis());
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                };
        StringBuilder input = new StringBuilder();
        for (int id = 1; id <= 40; id++) {
            input.append(modern(id, "tools/call", ECHO)).append('\n');
        }
        // One call runs on, so that the whole time to finish goes by.
        input.append(modern(401, "tools/call", WAIT)).append('\n');
        StdioTransport transport =
                new StdioTransport(
                        dispatcher,
                        new ByteArrayInputStream(input.toString().getBytes(StandardCharsets.UTF_8)),
                        stuck,
                        MAX_BYTES);
        Thread server = Thread.ofPlatform().start(transport::run);

        // 5 s, and what a busy machine may add.
        server.join(5_400);
        assertThat(server.isAlive()).isFalse();
    }
}
