package dev.sallyport.transport;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.MessageSink;
import dev.sallyport.mcp.ResponseKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Response;

/**
 * The answer of one HTTP request: messages come in from any thread, and are written by the one that
 * serves the request.
 *
 * <p>It stays undecided between JSON and a stream of events as long as it can. While a call takes
 * its time a comment is sent now and then: only writing finds out that a client has gone.
 */
final class HttpExchange implements MessageSink {
    /** Messages that wait to be written; whoever has one more waits too. */
    private static final int QUEUE = 256;

    private static final byte[] HEARTBEAT = ":\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] EVENT =
            "event: message\ndata: ".getBytes(StandardCharsets.US_ASCII);

    private final Response response;
    private final boolean stateless;
    private final boolean mayStream;
    private final Duration heartbeat;
    private final BlockingQueue<Outgoing> outgoing = new LinkedBlockingQueue<>(QUEUE);
    private volatile boolean over;
    private boolean streaming;

    /**
     * The answer to a message.
     *
     * @param stateless whether the status follows the revision 2026-07-28
     * @param mayStream whether the client takes a stream of events
     * @param heartbeat time between two signs of life
     */
    HttpExchange(Response response, boolean stateless, boolean mayStream, Duration heartbeat) {
        this.response = response;
        this.stateless = stateless;
        this.mayStream = mayStream;
        this.heartbeat = heartbeat;
    }

    private sealed interface Outgoing {
        record Message(JsonEvent event) implements Outgoing {}

        record Final(JsonEvent event, int status) implements Outgoing {}

        record Nothing() implements Outgoing {}
    }

    /** Encoded by whoever sends it, so that a value that cannot be is its sender's problem. */
    private static final class JsonEvent {
        private final byte[] json;

        JsonEvent(JsonValue value) {
            json = Json.utf8(value);
        }

        byte[] json() {
            return json;
        }

        byte[] event() {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(json.length + 32);
            bytes.writeBytes(EVENT);
            bytes.writeBytes(json);
            bytes.write('\n');
            bytes.write('\n');
            return bytes.toByteArray();
        }
    }

    @Override
    public void respond(JsonValue message, ResponseKind kind) {
        enqueue(new Outgoing.Final(new JsonEvent(message), status(message, kind)));
    }

    @Override
    public void withdraw() {
        enqueue(new Outgoing.Nothing());
    }

    @Override
    public void send(JsonValue message) {
        if (mayStream) {
            enqueue(new Outgoing.Message(new JsonEvent(message)));
        }
    }

    /** Clients of the older revisions look for an error of JSON-RPC only in a 200. */
    private int status(JsonValue message, ResponseKind kind) {
        boolean hasId = message instanceof JsonObject object && object.member("id").isPresent();
        return switch (kind) {
            case RESULT, FAILED -> 200;
            case MALFORMED -> stateless || !hasId ? 400 : 200;
            case UNKNOWN_METHOD -> stateless ? 404 : 200;
        };
    }

    private void enqueue(Outgoing message) {
        try {
            boolean queued = false;
            while (!queued && !over) {
                queued = outgoing.offer(message, 1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Writes until the answer is complete.
     *
     * @throws IOException if the client has gone
     */
    void write() throws IOException, InterruptedException {
        try {
            boolean complete = false;
            while (!complete) {
                Outgoing next = outgoing.poll(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
                if (next == null) {
                    if (mayStream) {
                        stream(HEARTBEAT, false);
                    }
                } else {
                    complete = write(next);
                }
            }
        } finally {
            over = true;
        }
    }

    private boolean write(Outgoing next) throws IOException {
        switch (next) {
            case Outgoing.Message(JsonEvent event) -> {
                stream(event.event(), false);
                return false;
            }
            case Outgoing.Final(JsonEvent event, int status) -> {
                if (streaming) {
                    stream(event.event(), true);
                } else {
                    whole(status, event.json());
                }
                return true;
            }
            case Outgoing.Nothing() -> {
                if (!streaming) {
                    response.setStatus(202);
                }
                Content.Sink.write(response, true, ByteBuffer.allocate(0));
                return true;
            }
        }
    }

    private void whole(int status, byte[] body) throws IOException {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        Content.Sink.write(response, true, ByteBuffer.wrap(body));
    }

    private void stream(byte[] bytes, boolean last) throws IOException {
        if (!streaming) {
            streaming = true;
            response.setStatus(200);
            response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/event-stream");
            response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
            // Asks proxies to pass events on as they come.
            response.getHeaders().put("X-Accel-Buffering", "no");
        }
        Content.Sink.write(response, last, ByteBuffer.wrap(bytes));
    }
}
