package dev.sallyport.tool;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import java.util.List;

/** Pieces of JSON Schema (2020-12). */
final class Schemas {
    private Schemas() {}

    static JsonObject type(String type) {
        return JsonObject.builder().put("type", type).build();
    }

    static JsonObject type(String type, String description) {
        return JsonObject.builder().put("type", type).put("description", description).build();
    }

    static JsonObject arrayOf(JsonObject items) {
        return JsonObject.builder().put("type", "array").put("items", items).build();
    }

    /** Values for the placeholders of a statement. */
    static JsonObject values() {
        return JsonObject.builder()
                .put("type", "array")
                .put(
                        "items",
                        JsonObject.builder()
                                .put(
                                        "type",
                                        JsonArray.ofStrings(
                                                List.of("string", "number", "boolean", "null")))
                                .build())
                .build();
    }

    /** An object with these properties and no others. */
    static JsonObject object(JsonObject properties, List<String> required) {
        JsonObject.Builder schema =
                JsonObject.builder().put("type", "object").put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", JsonArray.ofStrings(required));
        }
        return schema.put("additionalProperties", false).build();
    }
}
