package dev.sallyport.result;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.sql.Array;
import java.sql.Blob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB, through JDBC's own interfaces: its driver is loaded apart, so that its classes are not
 * those of this code.
 */
final class DuckDbValues implements ValueMapping {
    /** DuckDB's infinite dates, as days and microseconds from 1970. */
    private static final long INFINITE_DAY = Integer.MAX_VALUE;

    private static final long INFINITE_MICROS = Long.MAX_VALUE;

    /** In a second. */
    private static final long MICROS = 1_000_000;

    private static final DuckDbType TIME = DuckDbType.parse("TIME");

    @Override
    public Column column(ResultSetMetaData metadata, int index) throws SQLException {
        String type = metadata.getColumnTypeName(index);
        boolean decimal = type.startsWith("DECIMAL(") && type.endsWith(")");
        return new Column(
                metadata.getColumnLabel(index),
                type,
                Optional.empty(),
                decimal ? OptionalInt.of(metadata.getPrecision(index)) : OptionalInt.empty(),
                decimal ? OptionalInt.of(metadata.getScale(index)) : OptionalInt.empty());
    }

    @Override
    public CellReader reader(ResultSetMetaData metadata, int index) throws SQLException {
        DuckDbType type = DuckDbType.parse(metadata.getColumnTypeName(index));
        return switch (type.name()) {
            case "TIMESTAMP", "TIMESTAMP_S", "TIMESTAMP_MS", "TIMESTAMP_NS" ->
                    (rows, i, out) -> copy(rows.getObject(i, LocalDateTime.class), type, out);
            // Not as a LocalDate: that way leads through java.sql.Date and the Julian calendar.
            case "DATE" -> (rows, i, out) -> copy(rows.getObject(i), type, out);
            case "TIMESTAMP WITH TIME ZONE" -> DuckDbValues::copyMoment;
            case "TIME", "TIME_NS", "TIME WITH TIME ZONE" -> DuckDbValues::copyTime;
            case "VARCHAR", "ENUM", "INTERVAL", "BIT", "UUID", "JSON", "GEOMETRY" ->
                    PlainCells::copyText;
            case "BIGNUM" -> DuckDbValues::copyDigits;
            case "BLOB" -> DuckDbValues::copyBlob;
            case "LIST", "STRUCT", "TUPLE", "MAP", "UNION", "VARIANT" ->
                    (rows, i, out) -> copyNested(rows, i, type, out);
            default -> (rows, i, out) -> copyScalar(rows, i, type, out);
        };
    }

    private static void copyDigits(ResultSet rows, int index, CellWriter out) throws SQLException {
        String value = rows.getString(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.write(new BigInteger(value));
        }
    }

    private static void copyBlob(ResultSet rows, int index, CellWriter out) throws SQLException {
        Blob value = rows.getBlob(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.binary(value.getBinaryStream(), value.length());
        }
    }

    /** {@code 24:00:00} is a time of DuckDB, and none of Java. */
    private static void copyTime(ResultSet rows, int index, CellWriter out) throws SQLException {
        Object value;
        try {
            value = rows.getObject(index);
        } catch (DateTimeException e) {
            out.text("24:00:00");
            return;
        }
        copy(value, TIME, out);
    }

    /**
     * By the microseconds that are stored: on a day when the clock of this machine changes, the
     * driver takes the wrong offset, and cannot tell apart the hours that come twice.
     */
    private static void copyMoment(ResultSet rows, int index, CellWriter out) throws SQLException {
        long micros = rows.getLong(index);
        if (rows.wasNull()) {
            out.writeNull();
            return;
        }
        LocalDateTime moment =
                LocalDateTime.ofEpochSecond(
                        Math.floorDiv(micros, MICROS),
                        (int) Math.floorMod(micros, MICROS) * 1_000,
                        ZoneOffset.UTC);
        out.text(text(moment, "+00:00"));
    }

    private static void copyScalar(ResultSet rows, int index, DuckDbType type, CellWriter out)
            throws SQLException {
        Object value = rows.getObject(index);
        if (isPlain(value, type)) {
            copy(value, type, out);
        } else {
            out.foreign(String.valueOf(rows.getString(index)));
        }
    }

    /** Where an element has no rule, the whole value is written as DuckDB writes it. */
    private static void copyNested(ResultSet rows, int index, DuckDbType type, CellWriter out)
            throws SQLException {
        Object value;
        boolean plain;
        try {
            value = rows.getObject(index);
            plain = isPlain(value, type);
        } catch (DateTimeException e) {
            value = null;
            plain = false;
        }
        if (plain) {
            copy(value, type, out);
        } else {
            out.foreign(String.valueOf(rows.getString(index)));
        }
    }

    /** Whether a value and all in it can be written by the rules. */
    private static boolean isPlain(@Nullable Object value, DuckDbType type) throws SQLException {
        return switch (value) {
            case null -> true;
            case Boolean ignored -> true;
            case Number ignored -> true;
            case String ignored -> true;
            case LocalDate ignored -> true;
            case LocalDateTime ignored -> true;
            case LocalTime ignored -> true;
            case OffsetTime ignored -> true;
            case UUID ignored -> true;
            case Blob ignored -> type.name().equals("BLOB");
            // The driver makes them by the clock of this machine, which may skip an hour.
            case Timestamp ignored -> false;
            case OffsetDateTime ignored -> false;
            case Array array ->
                    type.name().equals("LIST")
                            && arePlain((Object[]) array.getArray(), type.arguments().getFirst());
            case Struct struct -> {
                Object[] values = struct.getAttributes();
                boolean plain = values.length == type.arguments().size();
                for (int i = 0; plain && i < values.length; i++) {
                    plain = isPlain(values[i], type.arguments().get(i));
                }
                yield plain;
            }
            case Map<?, ?> map ->
                    type.name().equals("MAP")
                            && arePlain(map.keySet().toArray(), type.arguments().get(0))
                            && arePlain(map.values().toArray(), type.arguments().get(1));
            default -> false;
        };
    }

    private static boolean arePlain(@Nullable Object[] values, DuckDbType type)
            throws SQLException {
        for (Object value : values) {
            if (!isPlain(value, type)) {
                return false;
            }
        }
        return true;
    }

    private static void copy(@Nullable Object value, DuckDbType type, CellWriter out)
            throws SQLException {
        switch (value) {
            case null -> out.writeNull();
            case Boolean flag -> out.write(flag.booleanValue());
            case BigInteger number -> out.write(number);
            case BigDecimal number -> out.write(number);
            case Double number -> out.write(number.doubleValue());
            case Float number -> out.write(number.floatValue());
            case Number number -> out.write(number.longValue());
            case LocalDate date -> out.text(text(date));
            case LocalDateTime moment -> out.text(text(moment, ""));
            case LocalTime time -> out.text(DateTimes.text(time));
            case OffsetTime time -> out.text(DateTimes.text(time));
            case Blob blob -> out.binary(blob.getBinaryStream(), blob.length());
            case Array array -> {
                out.beginArray();
                for (Object element : (Object[]) array.getArray()) {
                    copy(element, type.arguments().getFirst(), out);
                }
                out.endArray();
            }
            case Struct struct -> copyStruct(struct.getAttributes(), type, out);
            case Map<?, ?> map -> {
                out.beginArray();
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    out.beginArray();
                    copy(entry.getKey(), type.arguments().get(0), out);
                    copy(entry.getValue(), type.arguments().get(1), out);
                    out.endArray();
                }
                out.endArray();
            }
            default -> out.text(value.toString());
        }
    }

    private static void copyStruct(@Nullable Object[] values, DuckDbType type, CellWriter out)
            throws SQLException {
        boolean named = !type.names().isEmpty();
        if (named) {
            out.beginObject();
        } else {
            out.beginArray();
        }
        for (int i = 0; i < values.length; i++) {
            if (named) {
                out.name(type.names().get(i));
            }
            copy(values[i], type.arguments().get(i), out);
        }
        if (named) {
            out.endObject();
        } else {
            out.endArray();
        }
    }

    private static String text(LocalDate date) {
        long day = date.toEpochDay();
        if (Math.abs(day) == INFINITE_DAY) {
            return day > 0 ? "infinity" : "-infinity";
        }
        int year = date.getYear();
        String rest = date.withYear(4).toString().substring(4);
        return String.format("%04d", year > 0 ? year : 1 - year) + rest + (year > 0 ? "" : " (BC)");
    }

    private static String text(LocalDateTime moment, String offset) {
        Optional<String> infinite = infinite(moment);
        if (infinite.isPresent()) {
            return infinite.get();
        }
        return text(moment.toLocalDate()) + " " + DateTimes.text(moment.toLocalTime()) + offset;
    }

    private static Optional<String> infinite(LocalDateTime moment) {
        BigInteger micros =
                BigInteger.valueOf(moment.toLocalDate().toEpochDay())
                        .multiply(BigInteger.valueOf(86_400_000_000L))
                        .add(BigInteger.valueOf(moment.toLocalTime().toNanoOfDay() / 1_000));
        if (micros.abs().equals(BigInteger.valueOf(INFINITE_MICROS))) {
            return Optional.of(micros.signum() > 0 ? "infinity" : "-infinity");
        }
        return Optional.empty();
    }
}
