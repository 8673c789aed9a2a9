package dev.sallyport.result;

import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * PostgreSQL: every value arrives as the server itself writes it, so nothing is rounded or shifted
 * on the way; what is left is to tell numbers, booleans, binaries and arrays from text.
 */
final class PostgresValues implements ValueMapping {
    private static final byte[] WHOLE = {':', '0', '0'};

    @Override
    public Column column(ResultSetMetaData metadata, int index) throws SQLException {
        String type = typeName(metadata, index);
        OptionalInt precision = OptionalInt.empty();
        OptionalInt scale = OptionalInt.empty();
        if (type.equals("numeric") && metadata.getPrecision(index) > 0) {
            precision = OptionalInt.of(metadata.getPrecision(index));
            scale = OptionalInt.of(metadata.getScale(index));
        } else if (type.equals("bpchar") || type.equals("varchar")) {
            int length = metadata.getPrecision(index);
            precision = length == Integer.MAX_VALUE ? OptionalInt.empty() : OptionalInt.of(length);
        }
        return new Column(metadata.getColumnLabel(index), type, Optional.empty(), precision, scale);
    }

    @Override
    public boolean asksForTables() {
        return true;
    }

    @Override
    public CellReader reader(ResultSetMetaData metadata, int index) throws SQLException {
        String type = typeName(metadata, index);
        if (type.equals("bytea")) {
            return PlainCells::copyBinary;
        }
        if (!type.startsWith("_")) {
            return ofType(type);
        }
        CellBytes element = ofType(type.substring(1));
        char delimiter = type.equals("_box") ? ';' : ',';
        return (rows, i, out) -> {
            String value = rows.getString(i);
            if (value == null) {
                out.writeNull();
            } else if (value.startsWith("{") && value.length() <= PostgresArray.MAX_LENGTH) {
                PostgresArray.write(value, delimiter, element, out);
            } else {
                // Bounds other than from 1 have no form in JSON.
                out.foreign(value);
            }
        };
    }

    /** Writes a value from the server's text in UTF-8. */
    interface CellBytes extends CellReader {
        void write(byte[] utf8, CellWriter out);

        /** Of anything but {@code bytea} the driver gives the bytes as they came. */
        @Override
        default void copy(ResultSet rows, int index, CellWriter out) throws SQLException {
            byte[] utf8 = rows.getBytes(index);
            if (utf8 == null) {
                out.writeNull();
            } else {
                write(utf8, out);
            }
        }
    }

    /** The name as {@code PostgresEngine} has taught it to the driver, without a question. */
    private static String typeName(ResultSetMetaData metadata, int index) throws SQLException {
        String name = metadata.getColumnClassName(index);
        return name.indexOf('.') < 0 ? name : metadata.getColumnTypeName(index);
    }

    private static CellBytes ofType(String type) {
        return switch (type) {
            case "int2", "int4", "int8", "oid", "xid8", "numeric", "serial", "bigserial" ->
                    (utf8, out) -> out.decimal(utf8);
            case "float4", "float8" -> (utf8, out) -> out.floating(utf8);
            case "bool" -> (utf8, out) -> out.write(utf8[0] == 't');
            case "bytea" -> (utf8, out) -> out.binary(hex(utf8));
            case "bpchar" -> PostgresValues::padded;
            case "timestamptz", "timetz" -> (utf8, out) -> out.text(withWholeOffset(utf8));
            default -> (utf8, out) -> out.text(utf8);
        };
    }

    private static void padded(byte[] utf8, CellWriter out) {
        if (utf8.length > 0 && utf8[utf8.length - 1] == ' ') {
            out.padded(new String(utf8, StandardCharsets.UTF_8));
        } else {
            out.text(utf8);
        }
    }

    /** {@code +00} as {@code +00:00}, which every reader of dates knows. */
    private static byte[] withWholeOffset(byte[] text) {
        int sign = text.length - 3;
        if (sign > 0 && (text[sign] == '+' || text[sign] == '-')) {
            byte[] whole = Arrays.copyOf(text, text.length + WHOLE.length);
            System.arraycopy(WHOLE, 0, whole, text.length, WHOLE.length);
            return whole;
        }
        String ascii = new String(text, StandardCharsets.US_ASCII);
        return ascii.endsWith("+00 BC")
                ? ascii.replace(" BC", ":00 BC").getBytes(StandardCharsets.US_ASCII)
                : text;
    }

    private static byte[] hex(byte[] ascii) {
        String text = new String(ascii, StandardCharsets.US_ASCII);
        if (!text.startsWith("\\x")) {
            throw new IllegalStateException("bytea_output is not hex");
        }
        return HexFormat.of().parseHex(text, 2, text.length());
    }
}
