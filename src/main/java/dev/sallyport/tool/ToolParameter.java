package dev.sallyport.tool;

import dev.sallyport.call.Caller;
import dev.sallyport.config.ConfigSection;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.sql.SqlParameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A parameter of a declared tool.
 *
 * @param required whether a call must give it
 * @param defaultValue what holds where a call does not give it
 * @param maxItems elements of an array at most; 0 for a single value
 * @param limitsRows whether it is no part of the statement, but the rows that a call asks for
 * @param fromCaller which attribute of the caller it is; such a parameter is no part of a call
 */
record ToolParameter(
        String name,
        ParameterType type,
        String description,
        boolean required,
        Optional<JsonValue> defaultValue,
        ParameterRule rule,
        ParameterMap map,
        int maxItems,
        boolean limitsRows,
        Optional<String> fromCaller) {
    private static final String PROTOTYPE = "__proto__";
    private static final int MAX_NAME_LENGTH = 64;
    private static final int MAX_ITEMS = 1_000;
    private static final int DEFAULT_ITEMS = 100;

    static ToolParameter read(
            String name, ConfigSection in, Map<String, Map<String, String>> maps) {
        if (name.equals(PROTOTYPE)) {
            in.problem("clients in JavaScript lose an argument of this name");
        } else if (!isName(name)) {
            in.problem("a parameter's name has letters, digits and _, and begins with no digit");
        }
        ParameterType type =
                ParameterType.named(
                        in.oneOf("type", ParameterType.STRING.configName(), ParameterType.names()));
        String description = in.text("description", "");
        boolean required = in.flag("required", true);
        Optional<JsonValue> standard =
                in.optionalText("default")
                        .flatMap(text -> ParameterRule.value(in, "default", text, type));
        ParameterRule rule = ParameterRule.read(in, type);
        ParameterMap map = ParameterMap.read(in, type, maps);
        boolean array = in.flag("array", false);
        int maxItems = in.intBetween("max-items", 1, MAX_ITEMS, DEFAULT_ITEMS);
        boolean limitsRows = in.flag("limits-rows", false);
        Optional<String> fromCaller = fromCaller(in);
        if (array && standard.isPresent()) {
            in.problem("default", "an array has none");
        }
        rule.allowed().stream()
                .filter(value -> value instanceof JsonString(String text) && !map.reaches(text))
                .findFirst()
                .ifPresent(_ ->
                        in.problem(
                                "enum",
                                "holds for what is bound: no text becomes each of these by map"));
        if (limitsRows && (type != ParameterType.INTEGER || array)) {
            in.problem("limits-rows", "is for a single integer");
        }
        ToolParameter parameter =
                new ToolParameter(
                        name,
                        type,
                        description,
                        required,
                        standard,
                        rule,
                        map,
                        array ? maxItems : 0,
                        limitsRows,
                        fromCaller);
        standard.ifPresent(value ->
                parameter
                        .violation(value)
                        .ifPresent(violation -> in.problem("default", violation)));
        return parameter;
    }

    /** Which attribute of the caller it is; what would let a call do without one is a problem. */
    private static Optional<String> fromCaller(ConfigSection in) {
        Optional<String> attribute = in.optionalText("from-caller");
        if (attribute.isPresent()) {
            if (!attribute.get().equals("name") && attribute.get().isBlank()) {
                in.problem("from-caller", "names an attribute of the caller, or is 'name'");
            }
            for (String key : List.of("required", "default", "array", "max-items", "limits-rows")) {
                if (in.has(key)) {
                    in.problem(key, "is not for what comes from the caller: it is always there");
                }
            }
        }
        return attribute;
    }

    /** Whether a call may do without the parameter, and no value stands in for it. */
    boolean mayBeAbsent() {
        return !required && defaultValue.isEmpty();
    }

    /** The values that its owner named, as a person writes them: few or none. */
    List<String> knownValues() {
        List<String> values = new ArrayList<>(map.names());
        if (values.isEmpty()) {
            values.addAll(Completions.texts(rule.allowed()));
        }
        if (values.isEmpty() && type == ParameterType.BOOLEAN) {
            values.addAll(List.of("true", "false"));
        }
        return values;
    }

    boolean isArray() {
        return maxItems > 0;
    }

    JsonObject schema() {
        JsonObject.Builder schema = JsonObject.builder();
        if (isArray()) {
            JsonObject.Builder items = JsonObject.builder();
            putValueSchema(items);
            schema.put("type", "array")
                    .put("items", items.build())
                    .put("minItems", 1)
                    .put("maxItems", maxItems);
            putDescription(schema);
        } else {
            type.putSchema(schema);
            putDescription(schema);
            putRule(schema);
            if (limitsRows && rule.min().isEmpty()) {
                schema.put("minimum", 1);
            }
        }
        schema.putIfPresent("default", defaultValue);
        return schema.build();
    }

    /**
     * The values that a call binds, one for each placeholder: its own, or the default; empty where
     * it gives none. What is wrong with it is noted.
     */
    Optional<List<SqlParameter>> bind(Arguments in) {
        Optional<JsonValue> value = in.value(name).filter(given -> !isLeftOut(given));
        if (value.isEmpty() && defaultValue.isPresent()) {
            value = defaultValue;
        }
        if (value.isEmpty()) {
            if (required) {
                in.problem(name + " is missing");
            }
            return Optional.empty();
        }
        List<SqlParameter> bound = new ArrayList<>();
        for (JsonValue element : elements(value.get(), in)) {
            Optional<String> violation = violation(element);
            if (violation.isPresent()) {
                in.problem(name + " " + violation.get());
                return Optional.empty();
            }
            type.bind(map.applied(element)).ifPresent(bound::add);
        }
        return bound.isEmpty() ? Optional.empty() : Optional.of(List.copyOf(bound));
    }

    /**
     * The value that the caller has for it, to be bound; empty where there is none, or none that
     * the parameter may have.
     */
    Optional<List<SqlParameter>> bind(Caller caller) {
        return fromCaller
                .flatMap(caller::attribute)
                .flatMap(type::parse)
                .filter(value -> violation(value).isEmpty())
                .flatMap(value -> type.bind(map.applied(value)))
                .map(List::of);
    }

    /** A blank text is the same as none, where blanks do not count and the call may do without. */
    private boolean isLeftOut(JsonValue value) {
        return map.trim()
                && (!required || defaultValue.isPresent())
                && value instanceof JsonString(String text)
                && text.isBlank();
    }

    private List<JsonValue> elements(JsonValue value, Arguments in) {
        if (!isArray()) {
            return List.of(value);
        }
        if (!(value instanceof JsonArray(List<JsonValue> elements))
                || elements.isEmpty()
                || elements.size() > maxItems) {
            in.problem(name + " must be an array of 1 to " + maxItems + " elements");
            return List.of();
        }
        return elements;
    }

    private Optional<String> violation(JsonValue value) {
        return map.violation(value)
                .or(() -> rule.violation(type, map.applied(value)))
                .or(() -> rowsViolation(value));
    }

    private Optional<String> rowsViolation(JsonValue value) {
        return limitsRows && value instanceof JsonNumber(BigDecimal rows) && rows.signum() <= 0
                ? Optional.of("must be at least 1")
                : Optional.empty();
    }

    private void putDescription(JsonObject.Builder schema) {
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
    }

    private void putValueSchema(JsonObject.Builder schema) {
        type.putSchema(schema);
        putRule(schema);
    }

    /** The schema speaks of what the agent writes, the rule of what becomes of it. */
    private void putRule(JsonObject.Builder schema) {
        if (map.changesNothing()) {
            rule.putSchema(schema);
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME_LENGTH
                && SqlTemplate.startsName(name.charAt(0))
                && name.chars().allMatch(c -> SqlTemplate.isNamePart((char) c));
    }
}
