package dev.sallyport.config;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The nodes of a configuration as JSON: texts, arrays and objects, without their lines.
 *
 * <p>The configurations that come with the product are read at each start of a chat, and a process
 * that has just started takes ten times as long to read YAML.
 */
final class CompiledNodes {
    private CompiledNodes() {}

    static String write(ConfigNode.Entries root) {
        return Json.text(json(root));
    }

    /** What {@link #write} wrote. */
    static ConfigNode.Entries read(String json) {
        if (node(Json.parse(json)) instanceof ConfigNode.Entries root) {
            return root;
        }
        throw new IllegalArgumentException("a configuration is an object");
    }

    private static JsonValue json(ConfigNode node) {
        return switch (node) {
            case ConfigNode.Text text -> new JsonString(text.value());
            case ConfigNode.Items items ->
                    new JsonArray(items.elements().stream().map(CompiledNodes::json).toList());
            case ConfigNode.Entries entries -> {
                JsonObject.Builder object = JsonObject.builder();
                entries.entries().forEach((key, value) -> object.put(key, json(value)));
                yield object.build();
            }
        };
    }

    private static ConfigNode node(JsonValue value) {
        if (value instanceof JsonString text) {
            return new ConfigNode.Text(text.value(), 0);
        }
        if (value instanceof JsonArray array) {
            return new ConfigNode.Items(
                    array.elements().stream().map(CompiledNodes::node).toList(), 0);
        }
        if (value instanceof JsonObject object) {
            Map<String, ConfigNode> entries = new LinkedHashMap<>();
            object.members().forEach((key, member) -> entries.put(key, node(member)));
            return new ConfigNode.Entries(entries, 0);
        }
        throw new IllegalArgumentException("a configuration holds texts, arrays and objects");
    }
}
