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
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Which values of its type a parameter may have.
 *
 * @param allowed the values that it may have; empty where any
 * @param min smallest number
 * @param max largest number
 * @param minLength fewest characters of a string
 * @param maxLength most characters of a string
 * @param pattern what a string must contain a match of
 */
record ParameterRule(
        List<JsonValue> allowed,
        Optional<BigDecimal> min,
        Optional<BigDecimal> max,
        OptionalInt minLength,
        OptionalInt maxLength,
        Optional<Pattern> pattern) {
    static ParameterRule read(ConfigSection in, ParameterType type) {
        return new ParameterRule(
                allowed(in, type),
                bound(in, "min", type),
                bound(in, "max", type),
                length(in, "min-length", type),
                length(in, "max-length", type),
                pattern(in, type));
    }

    /** Puts what holds of a value as the agent writes it. */
    void putSchema(JsonObject.Builder schema) {
        if (!allowed.isEmpty()) {
            schema.put("enum", new JsonArray(allowed));
        }
        schema.putIfPresent("minimum", min.map(JsonNumber::new));
        schema.putIfPresent("maximum", max.map(JsonNumber::new));
        minLength.ifPresent(length -> schema.put("minLength", length));
        maxLength.ifPresent(length -> schema.put("maxLength", length));
        schema.putIfPresent("pattern", pattern.map(Pattern::pattern).map(JsonString::new));
    }

    /** What is wrong with a value, to follow the parameter's name; empty if nothing is. */
    Optional<String> violation(ParameterType type, JsonValue value) {
        Optional<SqlParameter> bound = type.bind(value);
        if (bound.isEmpty()) {
            return Optional.of("must be " + type.article());
        }
        if (!allowed.isEmpty() && allowed.stream().noneMatch(one -> type.bind(one).equals(bound))) {
            return Optional.of("must be one of the values that its schema lists");
        }
        return switch (bound.get()) {
            case SqlParameter.Numeric(BigDecimal number) -> violation(number);
            case SqlParameter.Text(String text) -> violation(text);
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

    private Optional<String> violation(String text) {
        int length = text.codePointCount(0, text.length());
        if (minLength.isPresent() && length < minLength.getAsInt()) {
            return Optional.of("must have at least " + minLength.getAsInt() + " characters");
        }
        if (maxLength.isPresent() && length > maxLength.getAsInt()) {
            return Optional.of("must have at most " + maxLength.getAsInt() + " characters");
        }
        return pattern.filter(wanted -> !wanted.matcher(text).find())
                .map(wanted -> "must match " + wanted.pattern());
    }

    /** A value of the configuration, by the parameter's type; what is wrong with it is noted. */
    static Optional<JsonValue> value(
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

    private static OptionalInt length(ConfigSection in, String key, ParameterType type) {
        Optional<String> text = in.optionalText(key);
        if (text.isEmpty()) {
            return OptionalInt.empty();
        }
        if (type != ParameterType.STRING) {
            in.problem(key, "is for the type string");
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseUnsignedInt(text.get()));
        } catch (NumberFormatException e) {
            in.problem(key, "must be a whole number from 0");
            return OptionalInt.empty();
        }
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
}
