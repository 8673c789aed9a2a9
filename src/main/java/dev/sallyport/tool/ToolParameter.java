package dev.sallyport.tool;

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
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A parameter of a declared tool.
 *
 * @param required whether a call must give it
 * @param defaultValue what holds where a call does not give it
 * @param allowed the values that it may have; empty where any
 * @param min smallest number
 * @param max largest number
 * @param pattern what a string must contain a match of
 */
record ToolParameter(
        String name,
        ParameterType type,
        String description,
        boolean required,
        Optional<JsonValue> defaultValue,
        List<JsonValue> allowed,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        Optional<Pattern> pattern) {
    private static final int MAX_NAME_LENGTH = 64;

    static ToolParameter read(String name, ConfigSection in) {
        if (!isName(name)) {
            in.problem("a parameter's name has letters, digits and _, and begins with no digit");
        }
        ParameterType type =
                ParameterType.named(
                        in.oneOf("type", ParameterType.STRING.configName(), ParameterType.names()));
        ToolParameter parameter =
                new ToolParameter(
                        name,
                        type,
                        in.text("description", ""),
                        in.flag("required", true),
                        in.optionalText("default")
                                .flatMap(text -> value(in, "default", text, type)),
                        allowed(in, type),
                        bound(in, "min", type),
                        bound(in, "max", type),
                        pattern(in, type));
        parameter.defaultValue.ifPresent(value ->
                parameter
                        .violation(value)
                        .ifPresent(violation -> in.problem("default", violation)));
        return parameter;
    }

    /** Whether a call may do without the parameter, and no value stands in for it. */
    boolean mayBeAbsent() {
        return !required && defaultValue.isEmpty();
    }

    JsonObject schema() {
        JsonObject.Builder schema = JsonObject.builder().put("type", type.schemaType());
        if (!description.isEmpty()) {
            schema.put("description", description);
        }
        if (!allowed.isEmpty()) {
            schema.put("enum", new JsonArray(allowed));
        }
        schema.putIfPresent("minimum", min.map(JsonNumber::new));
        schema.putIfPresent("maximum", max.map(JsonNumber::new));
        schema.putIfPresent("pattern", pattern.map(Pattern::pattern).map(JsonString::new));
        schema.putIfPresent("default", defaultValue);
        return schema.build();
    }

    /** The value that a call binds: its own, or the default; what is wrong with it is noted. */
    Optional<SqlParameter> bind(Arguments in) {
        Optional<JsonValue> value = in.value(name).or(() -> defaultValue);
        if (value.isEmpty()) {
            if (required) {
                in.problem(name + " is missing");
            }
            return Optional.empty();
        }
        Optional<String> violation = violation(value.get());
        if (violation.isPresent()) {
            in.problem(name + " " + violation.get());
            return Optional.empty();
        }
        return type.bind(value.get());
    }

    private Optional<String> violation(JsonValue value) {
        Optional<SqlParameter> bound = type.bind(value);
        if (bound.isEmpty()) {
            return Optional.of("must be " + type.article());
        }
        if (!allowed.isEmpty() && allowed.stream().noneMatch(one -> type.bind(one).equals(bound))) {
            return Optional.of("must be one of the values that its schema lists");
        }
        return switch (bound.get()) {
            case SqlParameter.Numeric(BigDecimal number) -> violation(number);
            case SqlParameter.Text(String text) ->
                    pattern.filter(wanted -> !wanted.matcher(text).find())
                            .map(wanted -> "must match " + wanted.pattern());
            case SqlParameter.Flag ignored -> Optional.empty();
            case SqlParameter.Date ignored -> Optional.empty();
            case SqlParameter.Timestamp ignored -> Optional.empty();
            case SqlParameter.Null ignored -> Optional.empty();
        };
    }

    private Optional<String> violation(BigDecimal number) {
        if (min.isPresent() && number.compareTo(min.get()) < 0) {
            return Optional.of("must be at least " + min.get().toPlainString());
        }
        if (max.isPresent() && number.compareTo(max.get()) > 0) {
            return Optional.of("must be at most " + max.get().toPlainString());
        }
        return Optional.empty();
    }

    private static Optional<JsonValue> value(
            ConfigSection in, String key, String text, ParameterType type) {
        Optional<JsonValue> value = type.parse(text);
        if (value.isEmpty()) {
            in.problem(key, "must be " + type.article());
        }
        return value;
    }

    private static List<JsonValue> allowed(ConfigSection in, ParameterType type) {
        List<JsonValue> values = new ArrayList<>();
        Optional<List<String>> texts = in.texts("enum");
        texts.ifPresent(
                all -> all.forEach(text -> value(in, "enum", text, type).ifPresent(values::add)));
        if (texts.isPresent() && values.isEmpty()) {
            in.problem("enum", "must list at least one value");
        }
        return List.copyOf(values);
    }

    private static Optional<BigDecimal> bound(ConfigSection in, String key, ParameterType type) {
        Optional<String> text = in.optionalText(key);
        if (text.isPresent() && !type.isNumber()) {
            in.problem(key, "is for the types integer and decimal");
            return Optional.empty();
        }
        return text.flatMap(given -> value(in, key, given, type))
                .flatMap(value ->
                        value instanceof JsonNumber(BigDecimal number)
                                ? Optional.of(number)
                                : Optional.empty());
    }

    private static Optional<Pattern> pattern(ConfigSection in, ParameterType type) {
        Optional<String> text = in.optionalText("pattern");
        if (text.isPresent() && type != ParameterType.STRING) {
            in.problem("pattern", "is for the type string");
            return Optional.empty();
        }
        try {
            return text.map(Pattern::compile);
        } catch (PatternSyntaxException e) {
            in.problem("pattern", "is not a regular expression: " + e.getDescription());
            return Optional.empty();
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME_LENGTH
                && SqlTemplate.startsName(name.charAt(0))
                && name.chars().allMatch(c -> SqlTemplate.isNamePart((char) c));
    }
}
