package dev.sallyport.mcp;

import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import java.util.Optional;

/** The envelopes of JSON-RPC 2.0. */
final class JsonRpc {
    private JsonRpc() {}

    static JsonObject result(JsonValue id, JsonObject result) {
        return envelope().put("id", id).put("result", result).build();
    }

    /** An error; without an id where that could not be read, as the protocol's schema has it. */
    static JsonObject error(Optional<JsonValue> id, RequestProblem problem) {
        return envelope().putIfPresent("id", id).put("error", problem.error()).build();
    }

    static JsonObject notification(String method, JsonObject params) {
        return envelope().put("method", method).put("params", params).build();
    }

    static JsonObject request(JsonValue id, String method, JsonObject params) {
        return envelope().put("id", id).put("method", method).put("params", params).build();
    }

    private static JsonObject.Builder envelope() {
        return JsonObject.builder().put("jsonrpc", "2.0");
    }
}
