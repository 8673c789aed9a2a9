package dev.sallyport.mcp;

import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.util.Optional;

/** Finds out what a message is, and by which revision it is to be served. */
final class RequestReader {
    static final String META_PREFIX = "io.modelcontextprotocol/";
    private static final String PROTOCOL_VERSION = META_PREFIX + "protocolVersion";
    private static final String CLIENT_CAPABILITIES = META_PREFIX + "clientCapabilities";
    private static final String LOG_LEVEL = META_PREFIX + "logLevel";

    private final Session session;

    RequestReader(Session session) {
        this.session = session;
    }

    /** What a message turned out to be. */
    sealed interface Read {
        /** Wants exactly one response. */
        record Request(McpRequest request) implements Read {}

        /** Gets no response. */
        record Notification(String method, JsonObject params) implements Read {}

        /** Belongs to a request of ours. */
        record Response() implements Read {}
    }

    /**
     * Reads one message.
     *
     * @throws RequestProblem if it is no message of JSON-RPC 2.0, or its version or its metadata
     *     are not as its revision wants them
     */
    Read read(JsonObject message) {
        if (!message.string("jsonrpc").equals(Optional.of("2.0"))) {
            throw invalid("jsonrpc must be \"2.0\"");
        }
        Optional<JsonValue> method = message.member("method");
        if (method.isEmpty()) {
            if (message.member("result").isPresent() || message.member("error").isPresent()) {
                return new Read.Response();
            }
            throw invalid("there is no method");
        }
        if (!(method.get() instanceof JsonString(String name))) {
            throw invalid("method must be a string");
        }
        Optional<JsonValue> id = message.member("id");
        if (id.isEmpty()) {
            return new Read.Notification(name, message.object("params").orElse(JsonObject.EMPTY));
        }
        JsonValue usableId =
                id.flatMap(McpRequest::idOf)
                        .orElseThrow(() ->
                                invalid("id must be a string or an integer of at most 64 bits"));
        JsonObject params = McpRequest.optionalObject(message, "", "params");
        return new Read.Request(request(usableId, name, params));
    }

    private McpRequest request(JsonValue id, String method, JsonObject params) {
        JsonObject meta = McpRequest.optionalObject(params, "params.", "_meta");
        Optional<JsonValue> token = progressToken(meta);
        if (isStateless(method, meta)) {
            return new McpRequest(
                    id,
                    method,
                    params,
                    declaredVersion(meta),
                    declaredCapabilities(meta),
                    declaredLogLevel(meta),
                    token);
        }
        ProtocolVersion version = sessionVersion(method);
        return new McpRequest(
                id,
                method,
                params,
                version,
                session.clientCapabilities(),
                session.logLevel(),
                token);
    }

    private boolean isStateless(String method, JsonObject meta) {
        return meta.member(PROTOCOL_VERSION).isPresent()
                || meta.member(CLIENT_CAPABILITIES).isPresent()
                || method.equals("server/discover")
                || session.version().filter(ProtocolVersion::stateless).isPresent();
    }

    private ProtocolVersion sessionVersion(String method) {
        if (method.equals("initialize")) {
            return ProtocolVersion.LATEST_WITH_SESSION;
        }
        if (session.version().isEmpty() && method.equals("ping")) {
            return ProtocolVersion.LATEST_WITH_SESSION;
        }
        return session.version()
                .orElseThrow(() ->
                        RequestProblem.malformed(
                                RequestProblem.INVALID_PARAMS,
                                "Declare the protocol version: either in params._meta['"
                                        + PROTOCOL_VERSION
                                        + "'] of each request, or by an initialize request"
                                        + " first",
                                supported(false)));
    }

    private static ProtocolVersion declaredVersion(JsonObject meta) {
        String name =
                meta.string(PROTOCOL_VERSION)
                        .orElseThrow(() -> missing(PROTOCOL_VERSION, "a string"));
        Optional<ProtocolVersion> known = ProtocolVersion.named(name);
        if (known.filter(ProtocolVersion::stateless).isPresent()) {
            return known.get();
        }
        String message =
                known.isPresent()
                        ? "Unsupported protocol version: " + name + " begins with initialize"
                        : "Unsupported protocol version";
        throw RequestProblem.malformed(
                RequestProblem.UNSUPPORTED_PROTOCOL_VERSION,
                message,
                supported(known.isPresent()).with("requested", new JsonString(name)));
    }

    /** Only those that a request may declare, where it declared one that needs a session. */
    static JsonObject supported(boolean statelessOnly) {
        return JsonObject.builder().put("supported", ProtocolVersion.names(statelessOnly)).build();
    }

    private static JsonObject declaredCapabilities(JsonObject meta) {
        return meta.object(CLIENT_CAPABILITIES)
                .orElseThrow(() -> missing(CLIENT_CAPABILITIES, "an object"));
    }

    private static Optional<LogLevel> declaredLogLevel(JsonObject meta) {
        if (meta.member(LOG_LEVEL).isEmpty()) {
            return Optional.empty();
        }
        Optional<LogLevel> level = meta.string(LOG_LEVEL).flatMap(LogLevel::named);
        if (level.isEmpty()) {
            throw missing(
                    LOG_LEVEL,
                    "one of debug, info, notice, warning, error, critical, alert, emergency");
        }
        return level;
    }

    private static Optional<JsonValue> progressToken(JsonObject meta) {
        Optional<JsonValue> token = meta.member("progressToken");
        if (token.isPresent() && token.flatMap(McpRequest::idOf).isEmpty()) {
            throw RequestProblem.malformed(
                    RequestProblem.INVALID_PARAMS,
                    "params._meta.progressToken must be a string or an integer");
        }
        return token.flatMap(McpRequest::idOf);
    }

    private static RequestProblem missing(String key, String what) {
        return RequestProblem.malformed(
                RequestProblem.INVALID_PARAMS, "params._meta['" + key + "'] must be " + what);
    }

    private static RequestProblem invalid(String what) {
        return RequestProblem.malformed(RequestProblem.INVALID_REQUEST, "Invalid request: " + what);
    }
}
