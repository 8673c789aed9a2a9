package dev.sallyport.mcp;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.json.SchemaPattern;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Checks a value against a schema in the part of JSON Schema 2020-12 that tools here describe their
 * arguments with: {@code type}, {@code enum}, {@code const}, the limits of numbers, strings and
 * arrays, {@code pattern}, {@code properties}, {@code required}, {@code additionalProperties},
 * {@code items}, {@code anyOf}, {@code oneOf}, {@code allOf}, {@code not}, {@code if}, and {@code
 * $ref} within the schema. Annotations such as {@code default} are no constraints.
 *
 * <p>Keywords outside this part are not checked here; what a tool declares with them it must check
 * itself. A {@code $ref} to another document is never followed, and no value fits it.
 */
final class SchemaValidator {
    /** More violations than this help nobody. */
    static final int MAX_VIOLATIONS = 20;

    private static final int MAX_DEPTH = 64;
    private static final String UNKNOWN_REFERENCE =
            "cannot be checked: its schema refers to something that is not there";

    private final JsonObject root;
    private final List<String> violations = new ArrayList<>();

    private SchemaValidator(JsonObject root) {
        this.root = root;
    }

    /** Everything that is wrong with the value, each with its place; empty where it is valid. */
    static List<String> violations(JsonObject schema, JsonValue value) {
        SchemaValidator validator = new SchemaValidator(schema);
        validator.check(schema, value, "", 0);
        return validator.violations;
    }

    /**
     * The members of an object without those that say null where the schema knows them, can do
     * without them and allows no null: that is how many clients write that they give none.
     */
    static JsonObject withoutNulls(JsonObject schema, JsonObject value) {
        if (!value.members().containsValue(JsonNull.NULL)) {
            return value;
        }
        JsonObject properties = schema.object("properties").orElse(JsonObject.EMPTY);
        List<JsonValue> required = required(schema);
        JsonObject.Builder given = JsonObject.builder();
        value.members()
                .forEach((name, member) -> {
                    boolean none =
                            member instanceof JsonNull
                                    && !required.contains(new JsonString(name))
                                    && properties
                                            .object(name)
                                            .filter(known -> !violations(known, member).isEmpty())
                                            .isPresent();
                    if (!none) {
                        given.put(name, member);
                    }
                });
        return given.build();
    }

    /** The names of members that must be there. */
    private static List<JsonValue> required(JsonObject schema) {
        return schema.member("required").orElse(JsonNull.NULL) instanceof JsonArray(var names)
                ? names
                : List.of();
    }

    private boolean isValid(JsonValue schema, JsonValue value, int depth) {
        SchemaValidator validator = new SchemaValidator(root);
        validator.checkAny(schema, value, "", depth);
        return validator.violations.isEmpty();
    }

    private void checkAny(JsonValue schema, JsonValue value, String path, int depth) {
        switch (schema) {
            case JsonObject object -> check(object, value, path, depth);
            case JsonBoolean(boolean allowed) -> {
                if (!allowed) {
                    report(path, "is not allowed");
                }
            }
            case JsonArray ignored -> {}
            case JsonEncoded ignored -> {}
            case JsonNull ignored -> {}
            case JsonNumber ignored -> {}
            case JsonString ignored -> {}
        }
    }

    private void check(JsonObject schema, JsonValue value, String path, int depth) {
        if (depth > MAX_DEPTH) {
            report(path, "is nested too deeply");
            return;
        }
        if (!typeFits(schema, value)) {
            report(path, "must be " + typeNames(schema) + ", not " + typeName(value));
            return;
        }
        checkChoice(schema, value, path);
        switch (value) {
            case JsonNumber(BigDecimal number) -> checkNumber(schema, number, path);
            case JsonString(String text) -> checkString(schema, text, path);
            case JsonArray(List<JsonValue> elements) -> checkArray(schema, elements, path, depth);
            case JsonObject object -> checkObject(schema, object, path, depth);
            case JsonBoolean ignored -> {}
            case JsonNull ignored -> {}
            case JsonEncoded encoded -> check(schema, encoded.decode(), path, depth + 1);
        }
        checkComposition(schema, value, path, depth);
    }

    private void checkChoice(JsonObject schema, JsonValue value, String path) {
        if (schema.member("enum").orElse(JsonNull.NULL)
                instanceof JsonArray(List<JsonValue> allowed)) {
            if (allowed.stream().noneMatch(one -> same(one, value))) {
                StringBuilder names = new StringBuilder();
                allowed.stream()
                        .limit(MAX_VIOLATIONS)
                        .forEach(
                                one -> names.append(names.isEmpty() ? "" : ", ").append(text(one)));
                report(path, "must be one of " + names);
            }
        }
        Optional<JsonValue> only = schema.member("const");
        if (only.isPresent() && !same(only.get(), value)) {
            report(path, "must be " + text(only.get()));
        }
    }

    private void checkNumber(JsonObject schema, BigDecimal number, String path) {
        limit(schema, "minimum")
                .filter(limit -> number.compareTo(limit) < 0)
                .ifPresent(limit -> report(path, "must be at least " + limit));
        limit(schema, "maximum")
                .filter(limit -> number.compareTo(limit) > 0)
                .ifPresent(limit -> report(path, "must be at most " + limit));
        limit(schema, "exclusiveMinimum")
                .filter(limit -> number.compareTo(limit) <= 0)
                .ifPresent(limit -> report(path, "must be more than " + limit));
        limit(schema, "exclusiveMaximum")
                .filter(limit -> number.compareTo(limit) >= 0)
                .ifPresent(limit -> report(path, "must be less than " + limit));
    }

    private void checkString(JsonObject schema, String value, String path) {
        int length = value.codePointCount(0, value.length());
        checkSize(schema, "minLength", "maxLength", length, "characters", path);
        Optional<String> pattern = schema.string("pattern");
        if (pattern.isPresent()) {
            switch (SchemaPattern.of(pattern.get()).in(value)) {
                case FOUND -> {}
                case NOT_FOUND -> report(path, "must match the pattern " + pattern.get());
                case TOO_COSTLY ->
                        report(
                                path,
                                "takes too long to be held against the pattern " + pattern.get());
            }
        }
    }

    private void checkArray(JsonObject schema, List<JsonValue> elements, String path, int depth) {
        checkSize(schema, "minItems", "maxItems", elements.size(), "elements", path);
        Optional<JsonValue> items = schema.member("items");
        if (items.isPresent()) {
            for (int i = 0; i < elements.size() && !isFull(); i++) {
                checkAny(items.get(), elements.get(i), path + "[" + i + "]", depth + 1);
            }
        }
    }

    private void checkObject(JsonObject schema, JsonObject object, String path, int depth) {
        for (JsonValue name : required(schema)) {
            if (name instanceof JsonString(String text) && object.member(text).isEmpty()) {
                report(join(path, text), "is required");
            }
        }
        checkSize(
                schema, "minProperties", "maxProperties", object.members().size(), "members", path);
        JsonObject properties = schema.object("properties").orElse(JsonObject.EMPTY);
        Optional<JsonValue> additional = schema.member("additionalProperties");
        for (var member : object.members().entrySet()) {
            if (isFull()) {
                return;
            }
            String name = member.getKey();
            Optional<JsonValue> property = properties.member(name);
            if (property.isPresent()) {
                checkAny(property.get(), member.getValue(), join(path, name), depth + 1);
            } else if (additional.equals(Optional.of(JsonBoolean.FALSE))) {
                report(join(path, name), "is unknown; " + known(properties));
            } else if (additional.isPresent()) {
                checkAny(additional.get(), member.getValue(), join(path, name), depth + 1);
            }
        }
    }

    private void checkComposition(JsonObject schema, JsonValue value, String path, int depth) {
        if (schema.member("allOf").orElse(JsonNull.NULL) instanceof JsonArray(var all)) {
            all.forEach(one -> checkAny(one, value, path, depth + 1));
        }
        if (schema.member("anyOf").orElse(JsonNull.NULL) instanceof JsonArray(var any)
                && any.stream().noneMatch(one -> isValid(one, value, depth + 1))) {
            report(path, "fits none of the forms that the schema allows");
        }
        if (schema.member("oneOf").orElse(JsonNull.NULL) instanceof JsonArray(var one)
                && one.stream().filter(form -> isValid(form, value, depth + 1)).count() != 1) {
            report(path, "must fit exactly one of the forms that the schema allows");
        }
        Optional<JsonValue> not = schema.member("not");
        if (not.isPresent() && isValid(not.get(), value, depth + 1)) {
            report(path, "has a form that the schema excludes");
        }
        Optional<JsonValue> condition = schema.member("if");
        if (condition.isPresent()) {
            String branch = isValid(condition.get(), value, depth + 1) ? "then" : "else";
            schema.member(branch).ifPresent(one -> checkAny(one, value, path, depth + 1));
        }
        Optional<String> reference = schema.string("$ref");
        if (reference.isPresent()) {
            referred(reference.get())
                    .ifPresentOrElse(
                            one -> checkAny(one, value, path, depth + 1),
                            () -> report(path, UNKNOWN_REFERENCE));
        }
    }

    /** What a reference within this schema points to. */
    private Optional<JsonValue> referred(String reference) {
        if (reference.equals("#")) {
            return Optional.of(root);
        }
        if (!reference.startsWith("#/")) {
            return Optional.empty();
        }
        Optional<JsonValue> found = Optional.of(root);
        for (String step : reference.substring(2).split("/", -1)) {
            String name = step.replace("~1", "/").replace("~0", "~");
            found =
                    found.flatMap(one ->
                            one instanceof JsonObject object
                                    ? object.member(name)
                                    : Optional.empty());
        }
        return found;
    }

    private void checkSize(
            JsonObject schema, String minimum, String maximum, int size, String unit, String path) {
        BigDecimal actual = BigDecimal.valueOf(size);
        Optional<BigDecimal> least = limit(schema, minimum);
        if (least.isPresent() && actual.compareTo(least.get()) < 0) {
            report(path, "must have at least " + least.get() + " " + unit);
        }
        Optional<BigDecimal> most = limit(schema, maximum);
        if (most.isPresent() && actual.compareTo(most.get()) > 0) {
            report(path, "must have at most " + most.get() + " " + unit);
        }
    }

    private static Optional<BigDecimal> limit(JsonObject schema, String keyword) {
        return schema.member(keyword).orElse(JsonNull.NULL) instanceof JsonNumber(BigDecimal limit)
                ? Optional.of(limit)
                : Optional.empty();
    }

    private static boolean typeFits(JsonObject schema, JsonValue value) {
        return switch (schema.member("type").orElse(JsonNull.NULL)) {
            case JsonString(String type) -> isOfType(type, value);
            case JsonArray(List<JsonValue> types) ->
                    types.stream()
                            .anyMatch(type ->
                                    type instanceof JsonString(String name)
                                            && isOfType(name, value));
            case JsonBoolean ignored -> true;
            case JsonEncoded ignored -> true;
            case JsonNull ignored -> true;
            case JsonNumber ignored -> true;
            case JsonObject ignored -> true;
        };
    }

    private static boolean isOfType(String type, JsonValue value) {
        return switch (value) {
            case JsonNumber(BigDecimal number) ->
                    type.equals("number") || (type.equals("integer") && isInteger(number));
            case JsonEncoded encoded -> isOfType(type, encoded.decode());
            case JsonArray ignored -> type.equals("array");
            case JsonBoolean ignored -> type.equals("boolean");
            case JsonNull ignored -> type.equals("null");
            case JsonObject ignored -> type.equals("object");
            case JsonString ignored -> type.equals("string");
        };
    }

    /** By the scale where that tells: expanding 1e-999999999 to digits would cost seconds. */
    private static boolean isInteger(BigDecimal number) {
        return number.signum() == 0
                || number.scale() <= 0
                || (number.scale() <= number.precision()
                        && number.stripTrailingZeros().scale() <= 0);
    }

    private static boolean same(JsonValue one, JsonValue other) {
        if (one instanceof JsonNumber(BigDecimal a) && other instanceof JsonNumber(BigDecimal b)) {
            return a.compareTo(b) == 0;
        }
        return one.equals(other);
    }

    private static String typeNames(JsonObject schema) {
        return switch (schema.member("type").orElse(JsonNull.NULL)) {
            case JsonString(String type) -> named(type);
            case JsonArray(List<JsonValue> types) -> {
                List<String> names = new ArrayList<>();
                types.forEach(
                        type -> names.add(type instanceof JsonString(String t) ? named(t) : ""));
                yield String.join(" or ", names);
            }
            case JsonBoolean ignored -> "";
            case JsonEncoded ignored -> "";
            case JsonNull ignored -> "";
            case JsonNumber ignored -> "";
            case JsonObject ignored -> "";
        };
    }

    private static String typeName(JsonValue value) {
        return switch (value) {
            case JsonNumber(BigDecimal number) -> isInteger(number) ? "an integer" : "a number";
            case JsonEncoded encoded -> typeName(encoded.decode());
            case JsonArray ignored -> "an array";
            case JsonBoolean ignored -> "a boolean";
            case JsonNull ignored -> "null";
            case JsonObject ignored -> "an object";
            case JsonString ignored -> "a string";
        };
    }

    private static String named(String type) {
        return switch (type) {
            case "array", "integer", "object" -> "an " + type;
            case "null" -> "null";
            default -> "a " + type;
        };
    }

    private static String text(JsonValue value) {
        return switch (value) {
            case JsonString(String text) -> "\"" + text + "\"";
            case JsonNumber(BigDecimal number) -> number.toString();
            case JsonBoolean(boolean bool) -> Boolean.toString(bool);
            case JsonNull ignored -> "null";
            case JsonArray ignored -> "a certain array";
            case JsonObject ignored -> "a certain object";
            case JsonEncoded ignored -> "a certain value";
        };
    }

    private static String known(JsonObject properties) {
        return properties.members().isEmpty()
                ? "there are no arguments"
                : "known are " + String.join(", ", properties.members().keySet());
    }

    private static String join(String path, String name) {
        String shown = Wording.plain(name);
        return path.isEmpty() ? shown : path + "." + shown;
    }

    private boolean isFull() {
        return violations.size() >= MAX_VIOLATIONS;
    }

    private void report(String path, String problem) {
        if (!isFull()) {
            violations.add((path.isEmpty() ? "the value" : path) + " " + problem);
        }
    }
}
