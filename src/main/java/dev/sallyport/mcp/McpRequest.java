package dev.sallyport.mcp;

import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.util.Optional;

/**
 * A request in good form.
 *
 * @param id a string, or an integer that fits a {@code long}
 * @param params empty where the request has none
 * @param version the revision that the request is served by
 * @param clientCapabilities what the client declares, here or when it initialized
 * @param logLevel least severe log message that the client wants; empty where it wants none
 * @param progressToken what the client wants progress reported under
 */
record McpRequest(
        JsonValue id,
        String method,
        JsonObject params,
        ProtocolVersion version,
        JsonObject clientCapabilities,
        Optional<LogLevel> logLevel,
        Optional<JsonValue> progressToken) {

    /** A string parameter that must be there. */
    String requiredString(String name) {
        return params.string(name)
                .orElseThrow(() ->
                        RequestProblem.malformed(
                                RequestProblem.INVALID_PARAMS,
                                "params." + name + " must be a string"));
    }

    /** An object parameter, empty where it is missing. */
    JsonObject optionalObject(String name) {
        return optionalObject(params, "params.", name);
    }

    static JsonObject optionalObject(JsonObject in, String path, String name) {
        Optional<JsonValue> member = in.member(name);
        if (member.isEmpty()) {
            return JsonObject.EMPTY;
        }
        if (member.get() instanceof JsonObject object) {
            return object;
        }
        throw RequestProblem.malformed(
                RequestProblem.INVALID_PARAMS, path + name + " must be an object");
    }

    /** A string, or an integer that fits a {@code long}; empty for anything else. */
    static Optional<JsonValue> idOf(JsonValue value) {
        return switch (value) {
            case JsonString string -> Optional.of(string);
            case JsonNumber number -> {
                var integer = number.asLong();
                yield integer.isPresent()
                        ? Optional.of(JsonNumber.of(integer.getAsLong()))
                        : Optional.empty();
            }
            case JsonObject ignored -> Optional.empty();
            case dev.sallyport.json.JsonArray ignored -> Optional.empty();
            case dev.sallyport.json.JsonBoolean ignored -> Optional.empty();
            case dev.sallyport.json.JsonNull ignored -> Optional.empty();
            case dev.sallyport.json.JsonEncoded ignored -> Optional.empty();
        };
    }
}
