package dev.sallyport.tool;

import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonNumber;
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
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** Reads a value of a type of SQL Server, exactly or not at all. */
final class ProcedureValues {
    /** Digits that a decimal has at most. */
    static final int MAX_PRECISION = 38;

    private static final int MONEY_SCALE = 4;

    private ProcedureValues() {}

    /** A value that is not NULL; empty where it does not fit its type. */
    static Optional<ProcedureArgument.Value> read(
            SqlServerType type, OptionalInt scale, JsonValue value) {
        return value(type, value).flatMap(one -> ofScale(one, scale));
    }

    /** Digits after the point; empty where nobody tells. */
    static OptionalInt scale(SqlServerType type, String written) {
        return switch (type.form()) {
            case DECIMAL ->
                    type == SqlServerType.MONEY || type == SqlServerType.SMALL_MONEY
                            ? OptionalInt.of(MONEY_SCALE)
                            : SqlServerType.scale(written);
            case TEXT,
                    INTEGER,
                    FLAG,
                    FLOAT,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    MOMENT,
                    IDENTIFIER,
                    BINARY,
                    TABLE ->
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
                case TABLE -> Optional.empty();
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
            case TEXT, INTEGER, FLAG, DECIMAL, FLOAT, TABLE -> new ProcedureArgument.Text(text);
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

    static String expected(SqlServerType type) {
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
            case TABLE -> "an array of rows, which are arrays of values";
        };
    }
}
