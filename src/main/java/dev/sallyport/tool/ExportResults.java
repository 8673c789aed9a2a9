package dev.sallyport.tool;

import dev.sallyport.export.ColumnSummary;
import dev.sallyport.export.ExportSummary;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.CallToolResult;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Files that were written, as the protocol's results. */
final class ExportResults {
    /** Schema of an answer with a file, or of a refusal. */
    static final JsonObject SCHEMA =
            JsonObject.builder()
                    .put("type", "object")
                    .put(
                            "properties",
                            JsonObject.builder()
                                    .put("uri", Schemas.type("string"))
                                    .put("file", Schemas.type("string"))
                                    .put("format", Schemas.type("string"))
                                    .put("bytes", Schemas.type("integer"))
                                    .put("row_count", Schemas.type("integer"))
                                    .put("columns", Schemas.arrayOf(Schemas.type("object")))
                                    .put("truncated", Schemas.type("boolean"))
                                    .put("code", Schemas.type("string"))
                                    .put("reason", Schemas.type("string"))
                                    .put("hint", Schemas.type("string"))
                                    .build())
                    .put(
                            "anyOf",
                            JsonArray.of(
                                    required("uri", "row_count", "columns", "truncated"),
                                    required("code", "reason", "hint")))
                    .build();

    private ExportResults() {}

    /** A summary as text, and a link to the file. */
    static CallToolResult of(ExportSummary summary) {
        JsonObject content = content(summary);
        JsonObject text =
                JsonObject.builder().put("type", "text").put("text", Json.text(content)).build();
        JsonObject link =
                JsonObject.builder()
                        .put("type", "resource_link")
                        .put("uri", summary.uri())
                        .put("name", summary.name())
                        .put("mimeType", summary.format().mimeType())
                        .put("size", JsonNumber.of(summary.bytes()))
                        .build();
        return new CallToolResult(List.of(text, link), Optional.of(content), false);
    }

    private static JsonObject content(ExportSummary summary) {
        JsonObject.Builder content =
                JsonObject.builder()
                        .put("uri", summary.uri())
                        .put("file", summary.name())
                        .put("format", summary.format().wireName())
                        .put("bytes", JsonNumber.of(summary.bytes()))
                        .put("row_count", JsonNumber.of(summary.rows()))
                        .put(
                                "columns",
                                new JsonArray(
                                        summary.columns().stream()
                                                .map(ColumnSummary::json)
                                                .<JsonValue>map(one -> one)
                                                .toList()))
                        .put("truncated", summary.truncation().isPresent());
        summary.truncation()
                .ifPresent(truncation ->
                        content.put(
                                        "truncated_by",
                                        new JsonString(truncation.name().toLowerCase(Locale.ROOT)))
                                .put(
                                        "hint",
                                        "The file has the first rows only: the limit of an export"
                                                + " was reached."));
        if (summary.escapedFormulas() > 0) {
            content.put("escaped_formulas", JsonNumber.of(summary.escapedFormulas()));
        }
        return content.build();
    }

    private static JsonObject required(String... members) {
        return JsonObject.builder().put("required", JsonArray.ofStrings(List.of(members))).build();
    }
}
