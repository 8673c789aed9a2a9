package dev.sallyport.export;

import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.result.Column;
import java.util.Optional;

/**
 * What an exported column holds.
 *
 * @param fileName its name in the file, where that had to be another
 * @param fileType its type in a file with types
 * @param nulls how many values are NULL
 * @param min the smallest value, where there is an order; the beginning of a long text
 */
public record ColumnSummary(
        Column column,
        Optional<String> fileName,
        Optional<String> fileType,
        long nulls,
        Optional<JsonValue> min,
        Optional<JsonValue> max) {
    /** What is known of it, and nothing else. */
    public JsonObject json() {
        JsonObject.Builder json = JsonObject.builder().putAll(column.json());
        fileName.ifPresent(name -> json.put("file_name", name));
        fileType.ifPresent(type -> json.put("file_type", type));
        json.put("nulls", nulls);
        min.ifPresent(value -> json.put("min", value));
        max.ifPresent(value -> json.put("max", value));
        return json.build();
    }
}
