package dev.sallyport.result;

import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.TimeZone;

/**
 * Db2 by JCC. Dates and times are read as text: a time of Db2 may be 24:00:00. Timestamps are read
 * by a calendar without summer time, since the driver makes its texts of them in the zone of this
 * process; only those of more than nine digits of a second are read as such a text.
 */
final class Db2Values implements ValueMapping {
    private final JdbcValues standard = new JdbcValues();

    @Override
    public Column column(ResultSetMetaData metadata, int index) throws SQLException {
        return standard.column(metadata, index);
    }

    @Override
    public CellReader reader(ResultSetMetaData metadata, int index) throws SQLException {
        return switch (metadata.getColumnType(index)) {
            case Types.DATE -> Db2Values::copyDate;
            case Types.TIME -> Db2Values::copyText;
            case Types.TIMESTAMP ->
                    metadata.getScale(index) > 9 ? Db2Values::copyText : Db2Values::copyTimestamp;
            default -> standard.reader(metadata, index);
        };
    }

    private static void copyText(ResultSet rows, int index, CellWriter out) throws SQLException {
        String value = rows.getString(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.text(value);
        }
    }

    /** The driver's text of a date leads past the clock of this machine, which may skip a day. */
    private static void copyDate(ResultSet rows, int index, CellWriter out) throws SQLException {
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        Date value = rows.getDate(index, calendar);
        if (value == null) {
            out.writeNull();
            return;
        }
        calendar.setTime(value);
        out.text(
                DateTimes.text(
                        LocalDate.of(
                                calendar.get(Calendar.YEAR),
                                calendar.get(Calendar.MONTH) + 1,
                                calendar.get(Calendar.DAY_OF_MONTH))));
    }

    private static void copyTimestamp(ResultSet rows, int index, CellWriter out)
            throws SQLException {
        // The driver counts by the calendar that it is given, so the fields are read by it as well.
        Calendar calendar = new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        Timestamp value = rows.getTimestamp(index, calendar);
        if (value == null) {
            out.writeNull();
            return;
        }
        calendar.setTime(value);
        out.text(
                DateTimes.text(
                        LocalDateTime.of(
                                calendar.get(Calendar.YEAR),
                                calendar.get(Calendar.MONTH) + 1,
                                calendar.get(Calendar.DAY_OF_MONTH),
                                calendar.get(Calendar.HOUR_OF_DAY),
                                calendar.get(Calendar.MINUTE),
                                calendar.get(Calendar.SECOND),
                                value.getNanos())));
    }
}
