package dev.sallyport.transport;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import java.util.Optional;

/** The errors that HTTP itself finds in a request. */
final class JsonRpcErrors {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;

    /** The headers do not say what the body says (2026-07-28, streamable HTTP). */
    static final int HEADER_MISMATCH = -32020;

    private JsonRpcErrors() {}

    static JsonObject error(Optional<JsonValue> id, int code, String message) {
        return JsonObject.builder()
                .put("jsonrpc", "2.0")
                .putIfPresent("id", id)
                .put(
                        "error",
                        JsonObject.builder().put("code", code).put("message", message).build())
                .build();
    }

    static byte[] body(int code, String message) {
        return Json.utf8(error(Optional.empty(), code, message));
    }
}
