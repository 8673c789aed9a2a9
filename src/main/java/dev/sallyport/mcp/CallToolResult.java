package dev.sallyport.mcp;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.util.List;
import java.util.Optional;

/**
 * The answer of a tool.
 *
 * @param content blocks as the protocol has them, usually one of text
 * @param structuredContent the same, for machines
 * @param isError whether the call failed or was refused
 */
public record CallToolResult(
        List<JsonObject> content, Optional<JsonValue> structuredContent, boolean isError)
        implements ToolCallAnswer {
    public CallToolResult {
        content = List.copyOf(content);
    }

    /** A result of one text block. */
    public static CallToolResult ofText(String text, JsonValue structuredContent, boolean isError) {
        return ofText(new JsonString(text), structuredContent, isError);
    }

    /** A result that is no error and says the same as compact JSON text and structured. */
    public static CallToolResult ofJson(JsonObject content) {
        return ofText(Json.writer(content).quoted(), content, false);
    }

    private static CallToolResult ofText(
            JsonValue text, JsonValue structuredContent, boolean isError) {
        JsonObject block = JsonObject.builder().put("type", "text").put("text", text).build();
        return new CallToolResult(List.of(block), Optional.of(structuredContent), isError);
    }
}
