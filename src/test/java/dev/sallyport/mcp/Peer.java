package dev.sallyport.mcp;

import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** The client's end of a connection without a transport. */
public final class Peer implements MessageSink {
    /** Long enough for any machine; reached only by a test that fails. */
    private static final int PATIENCE_SECONDS = 30;

    private final BlockingQueue<JsonValue> messages = new LinkedBlockingQueue<>();
    private final McpConnection connection;

    public Peer(McpDispatcher dispatcher) {
        this(dispatcher, Caller.LOCAL);
    }

    /** The same for another caller. */
    public Peer(McpDispatcher dispatcher, Caller caller) {
        this(sink -> dispatcher.connect(caller, sink));
    }

    /** A peer whose connection is made in another way. */
    Peer(Function<MessageSink, McpConnection> connect) {
        connection = connect.apply(this);
    }

    /** A request of the stateless revision, with the metadata that it wants. */
    public static String modern(int id, String method, String params) {
        return modern(id, method, params, "{}");
    }

    public static String modern(int id, String method, String params, String capabilities) {
        JsonObject meta =
                (JsonObject)
                        Json.parse(
                                """
                                {"io.modelcontextprotocol/protocolVersion":"2026-07-28",
                                 "io.modelcontextprotocol/clientCapabilities":%s}
                                """
                                        .formatted(capabilities));
        JsonObject all = (JsonObject) Json.parse(params);
        JsonObject merged =
                JsonObject.builder()
                        .putAll(meta)
                        .putAll(all.object("_meta").orElse(JsonObject.EMPTY))
                        .build();
        return request(id, method, Json.text(all.with("_meta", merged)));
    }

    /** A request as the revisions with a session have it. */
    public static String request(int id, String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":%d,\"method\":\"%s\",\"params\":%s}"
                .formatted(id, method, params);
    }

    public static String notification(String method, String params) {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"%s\",\"params\":%s}".formatted(method, params);
    }

    public static String initialize(String version) {
        return request(
                0,
                "initialize",
                """
                {"protocolVersion":"%s","capabilities":{"elicitation":{},"sampling":{}},
                 "clientInfo":{"name":"test","version":"1"}}
                """
                        .formatted(version)
                        .replace("\n", ""));
    }

    public Peer initialized(String version) {
        JsonObject answer = ask(initialize(version));
        if (answer.object("result").isEmpty()) {
            throw new AssertionError(answer);
        }
        send(notification("notifications/initialized", "{}"));
        return this;
    }

    public McpConnection connection() {
        return connection;
    }

    public void send(String message) {
        connection.receive(message.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends, and takes the next message that comes. */
    public JsonObject ask(String message) {
        send(message);
        return (JsonObject) next();
    }

    public JsonValue next() {
        return next(PATIENCE_SECONDS);
    }

    /** The next message, waited for as long as this. */
    public JsonValue next(long seconds) {
        try {
            JsonValue message = messages.poll(seconds, TimeUnit.SECONDS);
            if (message == null) {
                throw new AssertionError("no message came");
            }
            return message;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** Whether nothing has come that was not taken. */
    public boolean isSilent() {
        return messages.isEmpty();
    }

    /** The id of a message as text; empty where it has none. */
    public static String id(JsonValue message) {
        return switch (((JsonObject) message).member("id").orElse(new JsonString(""))) {
            case JsonNumber number -> number.value().toPlainString();
            case JsonString(String text) -> text;
            default -> throw new AssertionError(message);
        };
    }

    /** The code of an error, or the text of a tool's result. */
    public static String summary(JsonValue message) {
        JsonObject object = (JsonObject) message;
        if (object.object("error").isPresent()) {
            return ((JsonNumber) object.object("error").get().member("code").orElseThrow())
                    .value()
                    .toPlainString();
        }
        return text(object);
    }

    public static String text(JsonObject message) {
        var content =
                (dev.sallyport.json.JsonArray)
                        message.object("result").orElseThrow().member("content").orElseThrow();
        return ((JsonObject) content.elements().getFirst()).string("text").orElseThrow();
    }

    @Override
    public void respond(JsonValue response, ResponseKind kind) {
        // As a client gets it, who sees no more than bytes.
        messages.add(Json.parse(Json.utf8(response)));
    }

    @Override
    public void withdraw() {}

    @Override
    public void send(JsonValue message) {
        messages.add(message);
    }
}
