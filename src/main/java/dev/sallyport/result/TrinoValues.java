package dev.sallyport.result;

import io.trino.jdbc.$internal.client.EncodedVariant;
import io.trino.jdbc.$internal.client.Row;
import io.trino.jdbc.$internal.client.RowField;
import io.trino.jdbc.Variant;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Trino: values as they came over the wire, which its driver gives out when it is asked for an
 * {@code Object} by class. Its own conversions drop picoseconds and know the time zone of this
 * machine.
 *
 * <p>The class of a row is an inner one of the driver; no other way to a row's raw values is open.
 */
final class TrinoValues implements ValueMapping {
    @Override
    public Column column(ResultSetMetaData metadata, int index) throws SQLException {
        // The name says all there is: decimal(10,2), row(a integer,b varchar).
        return new Column(
                metadata.getColumnLabel(index),
                metadata.getColumnTypeName(index),
                Optional.empty(),
                OptionalInt.empty(),
                OptionalInt.empty());
    }

    @Override
    public CellReader reader(ResultSetMetaData metadata, int index) throws SQLException {
        TrinoType type = TrinoType.of(metadata.getColumnTypeName(index));
        if (type.name().equals("variant")) {
            return TrinoValues::copyVariant;
        }
        return (rows, i, out) -> {
            Object value = rows.getObject(i, Object.class);
            if (value == null) {
                out.writeNull();
            } else {
                write(value, type, out);
            }
        };
    }

    private static void copyVariant(ResultSet rows, int index, CellWriter out) throws SQLException {
        String json = rows.getString(index);
        if (json == null) {
            out.writeNull();
        } else {
            out.text(json);
        }
    }

    private static void write(Object value, TrinoType type, CellWriter out) {
        switch (value) {
            case String text -> write(text, type, out);
            case Boolean flag -> out.write(flag.booleanValue());
            case Float number -> out.write(number.floatValue());
            case Double number -> out.write(number.doubleValue());
            case Number number -> out.write(number.longValue());
            case byte[] bytes -> out.binary(bytes);
            case List<?> list -> writeArray(list, type, out);
            case Map<?, ?> map -> writeMap(map, type, out);
            case Row row -> writeRow(row, type, out);
            case EncodedVariant variant ->
                    out.text(
                            Variant.fromBytes(variant.getMetadataBytes(), variant.getValueBytes())
                                    .toJson());
            default -> throw new IllegalStateException("no rule for a " + value.getClass());
        }
    }

    private static void write(String text, TrinoType type, CellWriter out) {
        switch (type.name()) {
            case "decimal" -> out.decimal(text);
            case "number" -> out.decimal(text.equals("+Infinity") ? text.substring(1) : text);
            case "char" -> out.padded(text);
            case "time", "time with time zone", "timestamp", "timestamp with time zone" ->
                    out.text(withoutZeros(text));
            case "varchar",
                    "json",
                    "date",
                    "interval day to second",
                    "interval year to month",
                    "uuid",
                    "ipaddress",
                    "color",
                    "Geometry",
                    "SphericalGeography",
                    "BingTile",
                    "KdbTree",
                    "ObjectId" ->
                    out.text(text);
            default -> out.foreign(text);
        }
    }

    private static void writeArray(List<?> list, TrinoType type, CellWriter out) {
        out.beginArray();
        for (Object element : list) {
            writeInner(element, type.argument(0), out);
        }
        out.endArray();
    }

    private static void writeMap(Map<?, ?> map, TrinoType type, CellWriter out) {
        out.beginObject();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            out.name(key(entry.getKey(), type.argument(0)));
            writeInner(entry.getValue(), type.argument(1), out);
        }
        out.endObject();
    }

    /** An object where every field has a name of its own, else an array. */
    private static void writeRow(Row row, TrinoType type, CellWriter out) {
        List<RowField> fields = row.getFields();
        // A comma in the name of a field: then its type cannot be told from the text.
        TrinoType known = fields.size() == type.arguments().size() ? type : TrinoType.UNKNOWN;
        boolean named = isNamed(fields);
        if (named) {
            out.beginObject();
        } else {
            out.beginArray();
        }
        for (int i = 0; i < fields.size(); i++) {
            RowField field = fields.get(i);
            if (named) {
                out.name(field.getName().orElseThrow());
            }
            writeInner(field.getValue(), known.argument(i), out);
        }
        if (named) {
            out.endObject();
        } else {
            out.endArray();
        }
    }

    private static boolean isNamed(List<RowField> fields) {
        Set<String> names = new HashSet<>();
        return fields.stream()
                .allMatch(field -> field.getName().isPresent() && names.add(field.getName().get()));
    }

    private static void writeInner(@Nullable Object value, TrinoType type, CellWriter out) {
        if (value == null) {
            out.writeNull();
        } else {
            write(value, type, out);
        }
    }

    private static String key(Object key, TrinoType type) {
        return switch (key) {
            case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
            case String text ->
                    switch (type.name()) {
                        case "char" -> text.stripTrailing();
                        case "time",
                                "time with time zone",
                                "timestamp",
                                "timestamp with time zone" ->
                                withoutZeros(text);
                        default -> text;
                    };
            default -> key.toString();
        };
    }

    /** Without the zeros that end the fraction of a second; the zone stays as it is. */
    private static String withoutZeros(String text) {
        int point = text.indexOf('.');
        if (point < 0) {
            return text;
        }
        int end = point + 1;
        while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
            end++;
        }
        int last = end;
        while (text.charAt(last - 1) == '0') {
            last--;
        }
        if (last == point + 1) {
            last = point;
        }
        return text.substring(0, last) + text.substring(end);
    }
}
