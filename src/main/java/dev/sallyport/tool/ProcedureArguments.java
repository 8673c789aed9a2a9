package dev.sallyport.tool;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.sql.ProcedureArgument;
import dev.sallyport.sql.SqlServerType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;

/**
 * Reads the parameters of a call of a procedure; notes every problem, as {@link Arguments} does.
 */
final class ProcedureArguments {
    private static final int MAX_PARAMETERS = 1_000;
    private static final int MAX_NAME = 128;
    private static final int MAX_PRECISION = 38;
    private static final int MONEY_SCALE = 4;

    private final Arguments in;
    private final List<ProcedureArgument> read = new ArrayList<>();
    private final Set<String> names = new HashSet<>();

    private ProcedureArguments(Arguments in) {
        this.in = in;
    }

    /** The elements of an array, none where it is missing. */
    static List<ProcedureArgument> read(Arguments in, String name) {
        Optional<JsonValue> value = in.value(name);
        if (value.isEmpty()) {
            return List.of();
        }
        if (!(value.get() instanceof JsonArray(List<JsonValue> elements))
                || elements.size() > MAX_PARAMETERS) {
            in.problem(name + " must be an array of at most " + MAX_PARAMETERS + " elements");
            return List.of();
        }
        ProcedureArguments arguments = new ProcedureArguments(in);
        for (int i = 0; i < elements.size(); i++) {
            arguments.read(elements.get(i), name + "[" + i + "]");
        }
        return List.copyOf(arguments.read);
    }

    private void read(JsonValue element, String place) {
        if (!(element instanceof JsonObject parameter)) {
            in.problem(place + " must be an object with name, type and value");
            return;
        }
        Optional<String> name = name(parameter, place);
        Optional<SqlServerType> type = type(parameter, place);
        JsonValue value = parameter.member("value").orElse(JsonNull.NULL);
        JsonValue output = parameter.member("output").orElse(JsonBoolean.FALSE);
        if (!(output instanceof JsonBoolean(boolean wanted))) {
            in.problem(place + ".output must be true or false");
            return;
        }
        if (name.isEmpty() || type.isEmpty()) {
            return;
        }
        OptionalInt scale = scale(type.get(), parameter.string("type").orElse(""));
        if (wanted && scale.isEmpty() && type.get().form() == SqlServerType.Form.DECIMAL) {
            in.problem(
                    place
                            + ".type must tell the digits, as in "
                            + type.get().title()
                            + "(18,2): else the value would be rounded");
            return;
        }
        Optional<ProcedureArgument.Value> bound = Optional.empty();
        if (value != JsonNull.NULL) {
            bound = value(type.get(), value).flatMap(one -> ofScale(one, scale));
            if (bound.isEmpty()) {
                in.problem(place + ".value must be " + expected(type.get()));
                return;
            }
        }
        read.add(new ProcedureArgument(name.get(), type.get(), bound, scale, wanted));
    }

    /** Digits after the point; empty where nobody tells. */
    private static OptionalInt scale(SqlServerType type, String written) {
        return switch (type.form()) {
            case DECIMAL ->
                    type == SqlServerType.MONEY || type == SqlServerType.SMALL_MONEY
                            ? OptionalInt.of(MONEY_SCALE)
                            : SqlServerType.scale(written);
            case TEXT, INTEGER, FLAG, FLOAT, DATE, TIME, TIMESTAMP, MOMENT, IDENTIFIER, BINARY ->
                    OptionalInt.empty();
        };
    }

    /** With the digits that the type has: the driver declares a parameter by those of its value. */
    private static Optional<ProcedureArgument.Value> ofScale(
            ProcedureArgument.Value value, OptionalInt scale) {
        if (scale.isEmpty() || !(value instanceof ProcedureArgument.Decimal(BigDecimal number))) {
            return Optional.of(value);
        }
        return number.stripTrailingZeros().scale() > scale.getAsInt()
                ? Optional.empty()
                : Optional.of(
                        new ProcedureArgument.Decimal(
                                number.setScale(scale.getAsInt(), RoundingMode.UNNECESSARY)));
    }

    private Optional<String> name(JsonObject parameter, String place) {
        String written = parameter.string("name").orElse("");
        String name = written.startsWith("@") ? written.substring(1) : written;
        if (!isName(name)) {
            in.problem(
                    place
                            + ".name must be the name of a parameter: a letter or _, then letters,"
                            + " digits, _, $, # or @");
            return Optional.empty();
        }
        if (!names.add(name.toLowerCase(Locale.ROOT))) {
            in.problem(place + ".name is there twice");
            return Optional.empty();
        }
        return Optional.of("@" + name);
    }

    private static boolean isName(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && (Character.isLetter(name.charAt(0)) || name.charAt(0) == '_')
                && name.chars()
                        .allMatch(c -> Character.isLetterOrDigit(c) || "_$#@".indexOf(c) >= 0);
    }

    private Optional<SqlServerType> type(JsonObject parameter, String place) {
        Optional<SqlServerType> type = parameter.string("type").flatMap(SqlServerType::named);
        if (type.isEmpty()) {
            in.problem(
                    place
                            + ".type must be one of "
                            + String.join(", ", SqlServerType.titles())
                            + ", in any case");
        }
        return type;
    }

    private static Optional<ProcedureArgument.Value> value(SqlServerType type, JsonValue value) {
        String text;
        if (value instanceof JsonString(String string)) {
            text = string;
        } else if (value instanceof JsonNumber(BigDecimal number) && Arguments.isWritable(number)) {
            text = number.toPlainString();
        } else if (value instanceof JsonBoolean(boolean flag) && type == SqlServerType.BIT) {
            text = String.valueOf(flag);
        } else {
            return Optional.empty();
        }
        boolean isText = value instanceof JsonString;
        try {
            return switch (type.form()) {
                case INTEGER -> whole(type, new BigDecimal(text));
                case FLAG -> flag(text);
                case DECIMAL -> decimal(new BigDecimal(text));
                case FLOAT -> floating(type, new BigDecimal(text));
                case TEXT, DATE, TIME, TIMESTAMP, MOMENT, IDENTIFIER, BINARY ->
                        isText ? Optional.of(ofText(type, text)) : Optional.empty();
            };
        } catch (IllegalArgumentException | DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ProcedureArgument.Value ofText(SqlServerType type, String text) {
        return switch (type.form()) {
            case DATE -> new ProcedureArgument.Day(LocalDate.parse(text));
            case TIME -> new ProcedureArgument.TimeOfDay(LocalTime.parse(text));
            case TIMESTAMP ->
                    new ProcedureArgument.Timestamp(
                            LocalDateTime.parse(withoutZone(text.replace(' ', 'T'))));
            case MOMENT ->
                    new ProcedureArgument.Moment(OffsetDateTime.parse(text.replace(' ', 'T')));
            case IDENTIFIER -> new ProcedureArgument.Identifier(identifier(text));
            case BINARY -> new ProcedureArgument.Binary(base64(text));
            case TEXT, INTEGER, FLAG, DECIMAL, FLOAT -> new ProcedureArgument.Text(text);
        };
    }

    /** The type has no zone: a moment in UTC, as clients of JavaScript write it, is its reading. */
    private static String withoutZone(String text) {
        String local = text.endsWith("Z") ? text.substring(0, text.length() - 1) : text;
        return local.indexOf('T') < 0 ? local + "T00:00" : local;
    }

    private static UUID identifier(String text) {
        UUID identifier = UUID.fromString(text);
        // Java takes 1-1-1-1-1 too.
        if (!identifier.toString().equalsIgnoreCase(text)) {
            throw new IllegalArgumentException("not a UUID");
        }
        return identifier;
    }

    private static String base64(String text) {
        byte[] bytes =
                text.startsWith("0x") || text.startsWith("0X")
                        ? HexFormat.of().parseHex(text.substring(2))
                        : Base64.getDecoder().decode(text);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Optional<ProcedureArgument.Value> whole(SqlServerType type, BigDecimal number) {
        if (number.stripTrailingZeros().scale() > 0 || number.precision() > MAX_PRECISION) {
            return Optional.empty();
        }
        BigDecimal min = BigDecimal.valueOf(smallest(type));
        BigDecimal max = BigDecimal.valueOf(largest(type));
        return number.compareTo(min) < 0 || number.compareTo(max) > 0
                ? Optional.empty()
                : Optional.of(new ProcedureArgument.Whole(number.longValueExact()));
    }

    private static long smallest(SqlServerType type) {
        if (type == SqlServerType.TINY_INT) {
            return 0;
        }
        if (type == SqlServerType.SMALL_INT) {
            return Short.MIN_VALUE;
        }
        return type == SqlServerType.INT ? Integer.MIN_VALUE : Long.MIN_VALUE;
    }

    private static long largest(SqlServerType type) {
        return type == SqlServerType.TINY_INT ? 255 : -(smallest(type) + 1);
    }

    private static Optional<ProcedureArgument.Value> flag(String text) {
        return switch (text) {
            case "true", "1" -> Optional.of(new ProcedureArgument.Flag(true));
            case "false", "0" -> Optional.of(new ProcedureArgument.Flag(false));
            default -> Optional.empty();
        };
    }

    private static Optional<ProcedureArgument.Value> decimal(BigDecimal number) {
        int digits = Math.max(number.precision(), number.scale());
        return number.precision() - number.scale() > MAX_PRECISION || digits > MAX_PRECISION
                ? Optional.empty()
                : Optional.of(
                        new ProcedureArgument.Decimal(
                                number.setScale(Math.max(0, number.scale()))));
    }

    private static Optional<ProcedureArgument.Value> floating(
            SqlServerType type, BigDecimal number) {
        double value =
                type == SqlServerType.REAL ? (double) number.floatValue() : number.doubleValue();
        return Double.isFinite(value)
                ? Optional.of(new ProcedureArgument.Floating(value))
                : Optional.empty();
    }

    private static String expected(SqlServerType type) {
        return switch (type.form()) {
            case TEXT -> "a string";
            case INTEGER -> "a whole number from " + smallest(type) + " to " + largest(type);
            case FLAG -> "true, false, 0 or 1";
            case DECIMAL ->
                    "a number of at most 38 digits, after the point no more than its type has";
            case FLOAT -> "a number";
            case DATE -> "a date like 2026-01-31";
            case TIME -> "a time like 23:59:59.123";
            case TIMESTAMP -> "a date and time like 2026-01-31T23:59:59.123, without an offset";
            case MOMENT -> "a date, time and offset like 2026-01-31T23:59:59.123+01:00";
            case IDENTIFIER -> "a UUID";
            case BINARY -> "Base64, or 0x and hexadecimal digits";
        };
    }
}
