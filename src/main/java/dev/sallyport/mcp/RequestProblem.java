package dev.sallyport.mcp;

import dev.sallyport.json.JsonObject;
import java.io.Serial;
import java.util.Optional;

/**
 * A request that ends in a JSON-RPC error; thrown and caught inside this package, so it has no
 * stack trace. Its message goes to the client and quotes no argument values.
 */
final class RequestProblem extends RuntimeException {
    static final int PARSE_ERROR = -32700;
    static final int INVALID_REQUEST = -32600;
    static final int METHOD_NOT_FOUND = -32601;
    static final int INVALID_PARAMS = -32602;
    static final int INTERNAL_ERROR = -32603;
    static final int MISSING_CLIENT_CAPABILITY = -32021;
    static final int UNSUPPORTED_PROTOCOL_VERSION = -32022;

    /** Revisions up to 2025-11-25 only; from 2026-07-28 it is {@link #INVALID_PARAMS}. */
    static final int RESOURCE_NOT_FOUND = -32002;

    /** Ours, and so outside the range that JSON-RPC keeps for itself. */
    static final int TOO_MANY_REQUESTS = 429;

    @Serial private static final long serialVersionUID = 1L;

    private final int code;
    private final ResponseKind kind;
    private final transient Optional<JsonObject> data;

    RequestProblem(int code, ResponseKind kind, String message, Optional<JsonObject> data) {
        super(message, null, false, false);
        this.code = code;
        this.kind = kind;
        this.data = data;
    }

    /** The request was not understood, and nothing of it was done. */
    static RequestProblem malformed(int code, String message) {
        return new RequestProblem(code, ResponseKind.MALFORMED, message, Optional.empty());
    }

    static RequestProblem malformed(int code, String message, JsonObject data) {
        return new RequestProblem(code, ResponseKind.MALFORMED, message, Optional.of(data));
    }

    static RequestProblem methodNotFound(String method) {
        return new RequestProblem(
                METHOD_NOT_FOUND,
                ResponseKind.UNKNOWN_METHOD,
                "Method not found: " + Wording.quoted(method),
                Optional.empty());
    }

    /** The request was understood, but its parameters do not fit. */
    static RequestProblem invalidParams(String message) {
        return failed(INVALID_PARAMS, message);
    }

    static RequestProblem failed(int code, String message) {
        return new RequestProblem(code, ResponseKind.FAILED, message, Optional.empty());
    }

    ResponseKind kind() {
        return kind;
    }

    int code() {
        return code;
    }

    /** The {@code error} member of the response. */
    JsonObject error() {
        return JsonObject.builder()
                .put("code", code)
                .put("message", String.valueOf(getMessage()))
                .putIfPresent("data", data)
                .build();
    }
}
