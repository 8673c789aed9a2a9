package dev.sallyport.result;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Copies cells that a driver's own getter tells exactly; NULL is null. */
final class PlainCells {
    private PlainCells() {}

    static void copyLong(ResultSet rows, int index, CellWriter out) throws SQLException {
        long value = rows.getLong(index);
        if (rows.wasNull()) {
            out.writeNull();
        } else {
            out.write(value);
        }
    }

    static void copyDecimal(ResultSet rows, int index, CellWriter out) throws SQLException {
        BigDecimal value = rows.getBigDecimal(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.write(value);
        }
    }

    static void copyFloat(ResultSet rows, int index, CellWriter out) throws SQLException {
        float value = rows.getFloat(index);
        if (rows.wasNull()) {
            out.writeNull();
        } else {
            out.write(value);
        }
    }

    static void copyDouble(ResultSet rows, int index, CellWriter out) throws SQLException {
        double value = rows.getDouble(index);
        if (rows.wasNull()) {
            out.writeNull();
        } else {
            out.write(value);
        }
    }

    static void copyText(ResultSet rows, int index, CellWriter out) throws SQLException {
        String value = rows.getString(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.text(value);
        }
    }

    static void copyForeign(ResultSet rows, int index, CellWriter out) throws SQLException {
        String value = rows.getString(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.foreign(value);
        }
    }

    static void copyBinary(ResultSet rows, int index, CellWriter out) throws SQLException {
        byte[] value = rows.getBytes(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.binary(value);
        }
    }
}
