package dev.sallyport.tool;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonParseException;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A call that an owner wrote beside a tool, and what it has to come to.
 *
 * @param rows the rows that it has to give, in their order
 * @param rowCount how many rows it has to give
 * @param code the code that it has to be refused with
 */
record ToolExample(
        String name,
        JsonObject arguments,
        Optional<JsonValue> rows,
        Optional<Long> rowCount,
        Optional<String> code) {
    static ToolExample read(String name, ConfigSection in, List<ToolParameter> parameters) {
        Map<String, JsonValue> arguments = new LinkedHashMap<>();
        in.textsByName("arguments")
                .forEach((key, text) ->
                        argument(key, text, parameters, in)
                                .ifPresent(value -> arguments.put(key, value)));
        Optional<JsonValue> rows = in.optionalText("rows").flatMap(text -> json(text, "rows", in));
        Optional<Long> count = in.optionalText("row-count").flatMap(text -> count(text, in));
        Optional<String> code = in.optionalText("code");
        if (rows.isPresent() && !(rows.get() instanceof JsonArray)) {
            in.problem("rows", "must be an array of rows, as '[[1, \"Ada\"]]'");
        }
        if (rows.isEmpty() && count.isEmpty() && code.isEmpty()) {
            in.problem("an example says what it expects: rows, row-count or code");
        }
        return new ToolExample(name, new JsonObject(arguments), rows, count, code);
    }

    /** By the type of its parameter; one that does not fit is sent as text, to be refused. */
    private static Optional<JsonValue> argument(
            String key, String text, List<ToolParameter> parameters, ConfigSection in) {
        Optional<ToolParameter> parameter =
                parameters.stream().filter(one -> one.name().equals(key)).findFirst();
        if (parameter.isPresent() && parameter.get().isArray()) {
            return json(text, "arguments", in);
        }
        return parameter
                .flatMap(one -> one.type().parse(text))
                .or(() -> Optional.of(new JsonString(text)));
    }

    private static Optional<JsonValue> json(String text, String key, ConfigSection in) {
        try {
            return Optional.of(Json.parse(text));
        } catch (JsonParseException e) {
            in.problem(key, "must be JSON, in quotes");
            return Optional.empty();
        }
    }

    private static Optional<Long> count(String text, ConfigSection in) {
        try {
            return Optional.of((long) Integer.parseUnsignedInt(text));
        } catch (NumberFormatException e) {
            in.problem("row-count", "must be a whole number from 0");
            return Optional.empty();
        }
    }
}
