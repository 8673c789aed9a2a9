package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.McpConnection;
import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.McpSettings;
import dev.sallyport.mcp.MessageSink;
import dev.sallyport.mcp.ResponseKind;
import dev.sallyport.mcp.ToolCatalog;
import dev.sallyport.testing.Canary;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** A client of revision 2026-07-28 that talks to the dispatcher in this process. */
final class Client {
    private static final JsonObject META =
            (JsonObject)
                    Json.parse(
                            """
                            {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                             "io.modelcontextprotocol/clientInfo": {"name": "test", "version": "1"},
                             "io.modelcontextprotocol/clientCapabilities": {}}
                            """);

    private final BlockingQueue<JsonValue> responses = new LinkedBlockingQueue<>();
    private final AtomicLong ids = new AtomicLong();
    private final McpConnection connection;

    Client(ToolCatalog catalog) {
        connection =
                new McpDispatcher(catalog, McpSettings.of("sallyport", "0"))
                        .connect(
                                Caller.LOCAL,
                                new MessageSink() {
                                    @Override
                                    public void respond(JsonValue response, ResponseKind kind) {
                                        responses.add(response);
                                    }

                                    @Override
                                    public void withdraw() {}

                                    @Override
                                    public void send(JsonValue message) {}
                                });
    }

    /** The whole response to a request. */
    JsonObject request(String method, JsonObject params) throws InterruptedException {
        connection.receive(
                JsonObject.builder()
                        .put("jsonrpc", "2.0")
                        .put("id", ids.incrementAndGet())
                        .put("method", method)
                        .put("params", params.with("_meta", META))
                        .build());
        JsonValue response = responses.poll(60, TimeUnit.SECONDS);
        assertThat(response).isNotNull();
        return (JsonObject) Json.parse(Json.utf8(response));
    }

    /** The result of a call of a tool. */
    JsonObject call(String tool, String arguments) throws InterruptedException {
        return request(
                        "tools/call",
                        JsonObject.builder()
                                .put("name", tool)
                                .put("arguments", withCanary(Json.parse(arguments)))
                                .build())
                .object("result")
                .orElseThrow();
    }

    private static JsonValue withCanary(JsonValue arguments) {
        return arguments instanceof JsonObject object && object.string("sql").isPresent()
                ? object.with("sql", new JsonString(Canary.in(object.string("sql").orElseThrow())))
                : arguments;
    }
}
