package dev.sallyport.tool;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.result.ResultRows;
import java.util.Optional;

/** What a client gets of rows: the text of each format, and the structured content as sent. */
public record RenderedAnswer(String json, String csv, String structured) {
    public static RenderedAnswer of(ResultRows rows) {
        CallToolResult json = result(rows, TextFormat.JSON);
        CallToolResult csv = result(rows, TextFormat.CSV);
        JsonValue structured = json.structuredContent().orElseThrow();
        return new RenderedAnswer(text(json), text(csv), Json.text(structured));
    }

    private static CallToolResult result(ResultRows rows, TextFormat format) {
        return ToolResults.of(new ToolOutcome.Rows(rows, format, Optional.empty()));
    }

    private static String text(CallToolResult result) {
        String block = Json.text(result.content().getFirst());
        return ((JsonObject) Json.parse(block)).string("text").orElseThrow();
    }
}
