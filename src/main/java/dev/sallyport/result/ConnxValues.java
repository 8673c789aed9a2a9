package dev.sallyport.result;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.format.DateTimeParseException;

/**
 * The types of JDBC 1.2, by the methods that it has: no {@code java.time}, no decimals without a
 * scale, no large objects.
 */
final class ConnxValues implements ValueMapping {
    private final JdbcValues common = new JdbcValues();

    @Override
    public Column column(ResultSetMetaData metadata, int index) throws SQLException {
        return common.column(metadata, index);
    }

    @Override
    public CellReader reader(ResultSetMetaData metadata, int index) throws SQLException {
        return switch (metadata.getColumnType(index)) {
            case Types.NUMERIC, Types.DECIMAL -> ConnxValues::copyDecimal;
            case Types.DATE -> ConnxValues::copyDate;
            case Types.TIME -> ConnxValues::copyTime;
            case Types.TIMESTAMP -> ConnxValues::copyTimestamp;
            case Types.BLOB -> PlainCells::copyBinary;
            case Types.CLOB, Types.NCLOB, Types.ARRAY -> PlainCells::copyText;
            default -> common.reader(metadata, index);
        };
    }

    /**
     * By its text: a double would drop digits of PACKED, and a scale that the driver reports for an
     * expression may be too small.
     */
    private static void copyDecimal(ResultSet rows, int index, CellWriter out) throws SQLException {
        String value = rows.getString(index);
        if (value == null) {
            out.writeNull();
            return;
        }
        try {
            out.write(new BigDecimal(value.strip()));
        } catch (NumberFormatException e) {
            out.foreign(value);
        }
    }

    /** By its text, where that is of the form that JDBC writes: a Date is of two calendars. */
    private static void copyDate(ResultSet rows, int index, CellWriter out) throws SQLException {
        String text = rows.getString(index);
        if (text == null) {
            out.writeNull();
        } else if (isDate(text.strip())) {
            out.text(text.strip());
        } else {
            Date value = rows.getDate(index);
            out.text(value == null ? text : value.toString());
        }
    }

    private static void copyTime(ResultSet rows, int index, CellWriter out) throws SQLException {
        Time value = rows.getTime(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.text(value.toString());
        }
    }

    /** By its text, where that is of the form that JDBC writes: a Timestamp is of a zone. */
    private static void copyTimestamp(ResultSet rows, int index, CellWriter out)
            throws SQLException {
        String text = rows.getString(index);
        if (text == null) {
            out.writeNull();
            return;
        }
        try {
            out.text(DateTimes.text(LocalDateTime.parse(text.strip().replace(' ', 'T'))));
        } catch (DateTimeParseException e) {
            Timestamp value = rows.getTimestamp(index);
            out.text(value == null ? text : DateTimes.text(value.toLocalDateTime()));
        }
    }

    private static boolean isDate(String text) {
        return text.length() == 10
                && text.charAt(4) == '-'
                && text.charAt(7) == '-'
                && text.chars().filter(c -> c >= '0' && c <= '9').count() == 8;
    }
}
