package dev.sallyport.transport;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;

/**
 * Compares the arguments that a tool's schema marks with {@code x-mcp-header} with the headers that
 * repeat them (2026-07-28, streamable HTTP, custom headers from tool parameters).
 */
final class ParameterHeaders {
    private static final String MARK = "x-mcp-header";
    private static final String PREFIX = "Mcp-Param-";
    private static final int MAX_DEPTH = 16;

    private ParameterHeaders() {}

    /** What does not match; empty where all is well, or nothing is marked. */
    static Optional<String> mismatch(HttpFields headers, JsonObject schema, JsonObject arguments) {
        return mismatch(headers, schema, arguments, 0);
    }

    private static Optional<String> mismatch(
            HttpFields headers, JsonObject schema, JsonObject arguments, int depth) {
        JsonObject properties = schema.object("properties").orElse(JsonObject.EMPTY);
        for (Map.Entry<String, JsonValue> entry : properties.members().entrySet()) {
            if (!(entry.getValue() instanceof JsonObject property)) {
                continue;
            }
            Optional<JsonValue> value = arguments.member(entry.getKey());
            Optional<String> problem =
                    property.string(MARK).flatMap(name -> compare(headers, PREFIX + name, value));
            if (problem.isEmpty() && depth < MAX_DEPTH) {
                JsonObject inner = arguments.object(entry.getKey()).orElse(JsonObject.EMPTY);
                problem = mismatch(headers, property, inner, depth + 1);
            }
            if (problem.isPresent()) {
                return problem;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> compare(
            HttpFields headers, String header, Optional<JsonValue> value) {
        List<String> sent = headers.getValuesList(header);
        boolean expected = value.isPresent() && value.get() != JsonNull.NULL;
        boolean matches =
                expected
                        ? sent.size() == 1
                                && HeaderCheck.decoded(sent.getFirst())
                                        .filter(text -> says(text, value.get()))
                                        .isPresent()
                        : sent.isEmpty();
        return matches
                ? Optional.empty()
                : Optional.of("Header mismatch: " + header + " does not say what the body says");
    }

    private static boolean says(String header, JsonValue value) {
        return switch (value) {
            case JsonString(String text) -> text.equals(header);
            case JsonBoolean(boolean bool) -> Boolean.toString(bool).equals(header);
            case JsonNumber(BigDecimal number) -> isSameNumber(header, number);
            case JsonArray ignored -> false;
            case JsonEncoded ignored -> false;
            case JsonNull ignored -> false;
            case JsonObject ignored -> false;
        };
    }

    private static boolean isSameNumber(String header, BigDecimal number) {
        try {
            return header.length() <= 40 && new BigDecimal(header).compareTo(number) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }
}
