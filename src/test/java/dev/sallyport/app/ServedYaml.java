package dev.sallyport.app;

import dev.sallyport.call.Caller;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.Peer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Everything that a configuration asks for, in this process, and a client of it. */
final class ServedYaml implements AutoCloseable {
    private final GateConfig config;
    private final Gate gate;
    private Peer peer;
    private int requests;

    private ServedYaml(GateConfig config) {
        this.config = config;
        this.gate = Gate.open(config);
        this.peer = new Peer(gate.dispatcher(), config.caller());
    }

    static ServedYaml open(Path state, String yaml) {
        return open(yaml, Environment.of(Map.of("SALLYPORT_STATE", state.toString())));
    }

    static ServedYaml open(String yaml, Environment environment) {
        return new ServedYaml(
                GateConfig.read(Configuration.read("test.yaml", yaml, environment), environment));
    }

    GateConfig config() {
        return config;
    }

    Gate gate() {
        return gate;
    }

    /** The same, asked by somebody else from now on. */
    ServedYaml as(Caller caller) {
        peer = new Peer(gate.dispatcher(), caller);
        return this;
    }

    /** Another client, which nothing was said to yet. */
    Peer newPeer() {
        return new Peer(gate.dispatcher());
    }

    /** The client of another caller. */
    Peer newPeer(Caller caller) {
        return new Peer(gate.dispatcher(), caller);
    }

    /** The whole answer to a request of the stateless revision. */
    JsonObject request(String method, String params) {
        requests++;
        return peer.ask(Peer.modern(requests, method, params));
    }

    /** The result of a request that goes well. */
    JsonObject result(String method, String params) {
        JsonObject answer = request(method, params);
        return answer.object("result").orElseThrow(() -> new AssertionError(Json.text(answer)));
    }

    JsonObject call(String tool, String arguments) {
        return result("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":" + arguments + "}");
    }

    /** The text of a tool's answer. */
    String text(String tool, String arguments) {
        return call(tool, arguments).member("content").orElseThrow()
                                instanceof JsonArray(List<JsonValue> blocks)
                        && blocks.getFirst() instanceof JsonObject block
                ? block.string("text").orElse("")
                : "";
    }

    @Override
    public void close() {
        gate.close();
    }
}
