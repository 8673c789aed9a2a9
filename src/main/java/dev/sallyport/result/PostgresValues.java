package dev.sallyport.result;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * PostgreSQL: every value arrives as the server itself writes it, so nothing is rounded or shifted
 * on the way; what is left is to tell numbers, booleans, binaries and arrays from text.
 */
final class PostgresValues implements ValueMapping {
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
        CellText text = ofType(type.startsWith("_") ? type.substring(1) : type);
        if (type.startsWith("_")) {
            char delimiter = type.equals("_box") ? ';' : ',';
            return (rows, i, out) -> {
                String value = rows.getString(i);
                if (value == null) {
                    out.writeNull();
                } else if (value.startsWith("{") && value.length() <= PostgresArray.MAX_LENGTH) {
                    PostgresArray.write(value, delimiter, text, out);
                } else {
                    // Bounds other than from 1 have no form in JSON.
                    out.foreign(value);
                }
            };
        }
        return (rows, i, out) -> copy(rows, i, text, out);
    }

    /** Writes a value from the server's text. */
    interface CellText {
        void write(String text, CellWriter out);
    }

    private static void copy(ResultSet rows, int index, CellText text, CellWriter out)
            throws SQLException {
        String value = rows.getString(index);
        if (value == null) {
            out.writeNull();
        } else {
            text.write(value, out);
        }
    }

    /** The name as {@code PostgresEngine} has taught it to the driver, without a question. */
    private static String typeName(ResultSetMetaData metadata, int index) throws SQLException {
        String name = metadata.getColumnClassName(index);
        return name.indexOf('.') < 0 ? name : metadata.getColumnTypeName(index);
    }

    private static CellText ofType(String type) {
        return switch (type) {
            case "int2", "int4", "int8", "oid", "xid8", "numeric", "serial", "bigserial" ->
                    (text, out) -> out.writeDecimalText(text);
            case "float4", "float8" -> (text, out) -> out.writeFloatText(text);
            case "bool" -> (text, out) -> out.write(text.equals("t") || text.equals("true"));
            case "bytea" -> (text, out) -> out.binary(hex(text));
            case "bpchar" -> (text, out) -> out.padded(text);
            case "timestamptz", "timetz" -> (text, out) -> out.text(withWholeOffset(text));
            default -> (text, out) -> out.text(text);
        };
    }

    /** {@code +00} as {@code +00:00}, which every reader of dates knows. */
    private static String withWholeOffset(String text) {
        int sign = text.length() - 3;
        if (sign > 0 && (text.charAt(sign) == '+' || text.charAt(sign) == '-')) {
            return text + ":00";
        }
        return text.endsWith("+00 BC") ? text.substring(0, text.length() - 3) + ":00 BC" : text;
    }

    private static byte[] hex(String text) {
        if (!text.startsWith("\\x")) {
            throw new IllegalStateException("bytea_output is not hex");
        }
        return HexFormat.of().parseHex(text, 2, text.length());
    }
}
