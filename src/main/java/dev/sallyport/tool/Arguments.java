package dev.sallyport.tool;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.sql.SqlParameter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The arguments of one call; notes every problem and carries on, so that the agent reads all at
 * once. For one thread.
 */
final class Arguments {
    /** Digits before and after the point that a bound number may have. */
    static final int MAX_DIGITS = 200;

    private static final int MAX_PARAMETERS = 2_000;

    private final JsonObject arguments;
    private final List<String> problems = new ArrayList<>();

    Arguments(JsonObject arguments) {
        this.arguments = arguments;
    }

    /** A text that must be there; empty text where it is not, which is noted. */
    String requiredText(String name) {
        if (value(name).isEmpty()) {
            problems.add(name + " is missing");
        }
        return text(name).orElse("");
    }

    /** A text that may be missing; null is the same as missing. */
    Optional<String> text(String name) {
        Optional<JsonValue> value = value(name);
        if (value.isPresent() && !(value.get() instanceof JsonString)) {
            problems.add(name + " must be a string");
        }
        return arguments.string(name);
    }

    /** A whole number of at least 1, or its default; larger ones count as {@code max}. */
    int countUpTo(String name, int max, int defaultValue) {
        Optional<JsonValue> value = value(name);
        if (value.isEmpty()) {
            return defaultValue;
        }
        OptionalLong number =
                value.get() instanceof JsonNumber found ? found.asLong() : OptionalLong.empty();
        if (number.isEmpty() || number.getAsLong() < 1) {
            problems.add(name + " must be a whole number of at least 1");
            return defaultValue;
        }
        return (int) Math.min(max, number.getAsLong());
    }

    /** One of the names that are allowed, the first where it is missing. */
    String oneOf(String name, List<String> allowed) {
        String found = text(name).orElse(allowed.getFirst());
        if (allowed.contains(found)) {
            return found;
        }
        problems.add(name + " must be one of " + String.join(", ", allowed));
        return allowed.getFirst();
    }

    /** A whole number from 0 to {@code max}; 0 where it is missing. */
    int offset(String name, int max) {
        Optional<JsonValue> value = value(name);
        if (value.isEmpty()) {
            return 0;
        }
        OptionalLong number =
                value.get() instanceof JsonNumber found ? found.asLong() : OptionalLong.empty();
        if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > max) {
            problems.add(name + " must be a whole number from 0 to " + max);
            return 0;
        }
        return (int) number.getAsLong();
    }

    /** Values for placeholders, in order; none where they are missing. */
    List<SqlParameter> parameters(String name) {
        Optional<JsonValue> value = value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof JsonArray(List<JsonValue> elements))) {
            problems.add(name + " must be an array");
            return List.of();
        }
        if (elements.size() > MAX_PARAMETERS) {
            problems.add(name + " must have at most " + MAX_PARAMETERS + " elements");
            return List.of();
        }
        List<SqlParameter> parameters = new ArrayList<>();
        for (int i = 0; i < elements.size(); i++) {
            Optional<SqlParameter> parameter = parameter(elements.get(i));
            parameter.ifPresent(parameters::add);
            if (parameter.isEmpty()) {
                problems.add(
                        name
                                + "["
                                + i
                                + "] must be "
                                + (elements.get(i) instanceof JsonNumber
                                        ? "a number of at most " + MAX_DIGITS + " digits"
                                        : "a string, number, boolean or null"));
            }
        }
        return parameters;
    }

    /** Notes a problem that the caller of this found. */
    void problem(String problem) {
        problems.add(problem);
    }

    /** The refusal with all problems, if there is one. */
    Optional<ToolAction> refusal() {
        return problems.isEmpty()
                ? Optional.empty()
                : Optional.of(new ToolAction.Refuse(Problem.ofArguments(problems)));
    }

    /** The value of an argument; empty where it is missing or null. */
    Optional<JsonValue> value(String name) {
        return arguments.member(name).filter(value -> value != JsonNull.NULL);
    }

    /** Whether a number can be written out without blowing up, as {@code 1e999999} cannot. */
    static boolean isWritable(BigDecimal number) {
        return Math.abs((long) number.scale()) <= MAX_DIGITS && number.precision() <= MAX_DIGITS;
    }

    private static Optional<SqlParameter> parameter(JsonValue value) {
        return switch (value) {
            case JsonString(String text) -> Optional.of(new SqlParameter.Text(text));
            case JsonNumber(BigDecimal number) ->
                    isWritable(number)
                            ? Optional.of(new SqlParameter.Numeric(number))
                            : Optional.empty();
            case JsonBoolean(boolean flag) -> Optional.of(new SqlParameter.Flag(flag));
            case JsonNull ignored -> Optional.of(new SqlParameter.Null());
            case JsonArray ignored -> Optional.empty();
            case JsonObject ignored -> Optional.empty();
            case JsonEncoded ignored -> Optional.empty();
        };
    }
}
