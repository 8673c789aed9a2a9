package dev.sallyport.tool;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.json.SchemaPattern;
import dev.sallyport.sql.SqlParameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
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
        Optional<SchemaPattern> pattern) {
    /** Of the regular expressions of Java, what those of clients of any kind read as it does. */
    private static final Pattern PORTABLE =
            Pattern.compile(
                    "(?:[^\\\\(\\[*+?}&]|\\\\[dDwWsSbBtnrf^$\\\\.*+?()\\[\\]{}|/-]"
                            + "|\\((?!\\?)|\\(\\?[:=!]|[*+?}](?!\\+)|\\[(?!\\[)|&(?!&))*+");

    static ParameterRule read(ConfigSection in, ParameterType type) {
        ParameterRule rule =
                new ParameterRule(
                        allowed(in, type),
                        bound(in, "min", type),
                        bound(in, "max", type),
                        length(in, "min-length", type),
                        length(in, "max-length", type),
                        pattern(in, type));
        rule.check(in, type);
        return rule;
    }

    /** Notes what no value could pass, and values that never could. */
    private void check(ConfigSection in, ParameterType type) {
        if (min.isPresent() && max.isPresent() && min.get().compareTo(max.get()) > 0) {
            in.problem("max", "is less than min, so that no value can pass");
        }
        if (minLength.isPresent()
                && maxLength.isPresent()
                && minLength.getAsInt() > maxLength.getAsInt()) {
            in.problem("max-length", "is less than min-length, so that no value can pass");
        }
        Set<SqlParameter> different = new HashSet<>();
        for (JsonValue value : allowed) {
            violation(type, value)
                    .ifPresent(violation -> in.problem("enum", "each value " + violation));
            type.bind(value)
                    .filter(bound -> !different.add(bound))
                    .ifPresent(_ -> in.problem("enum", "lists a value twice"));
        }
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
        // An expression that a client cannot read may cost it the tool, or all of them.
        schema.putIfPresent(
                "pattern",
                pattern.map(SchemaPattern::text)
                        .filter(text -> PORTABLE.matcher(text).matches())
                        .map(JsonString::new));
    }

    /** What is wrong with a value, to follow the parameter's name; empty if nothing is. */
    Optional<String> violation(ParameterType type, JsonValue value) {
        Optional<SqlParameter> bound = type.bind(value);
        if (value instanceof JsonNumber(BigDecimal number) && !Arguments.isWritable(number)) {
            return Optional.of("must have at most " + Arguments.MAX_DIGITS + " digits");
        }
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
        return pattern.flatMap(wanted ->
                switch (wanted.in(text)) {
                    case FOUND -> Optional.empty();
                    case NOT_FOUND -> Optional.of("must match " + wanted.text());
                    case TOO_COSTLY ->
                            Optional.of("takes too long to be held against " + wanted.text());
                });
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

    private static Optional<SchemaPattern> pattern(ConfigSection in, ParameterType type) {
        Optional<String> text = in.optionalText("pattern");
        if (text.isPresent() && type != ParameterType.STRING) {
            in.problem("pattern", "is for the type string");
            return Optional.empty();
        }
        try {
            return text.map(SchemaPattern::of);
        } catch (PatternSyntaxException e) {
            in.problem("pattern", "is not a regular expression: " + e.getDescription());
            return Optional.empty();
        }
    }
}
