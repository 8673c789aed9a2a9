package dev.sallyport.result;

import com.microsoft.sqlserver.jdbc.Geography;
import com.microsoft.sqlserver.jdbc.Geometry;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Time;
import java.sql.Timestamp;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.Calendar;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Objects;
import java.util.TimeZone;
import microsoft.sql.DateTimeOffset;

/** SQL Server, by the names of its types: their numbers are Microsoft's own, or too few. */
final class SqlServerValues implements ValueMapping {
    private final JdbcValues standard = new JdbcValues();

    @Override
    public Column column(ResultSetMetaData metadata, int index) throws SQLException {
        return standard.column(metadata, index);
    }

    @Override
    public CellReader reader(ResultSetMetaData metadata, int index) throws SQLException {
        String type = metadata.getColumnTypeName(index).toLowerCase(Locale.ROOT);
        boolean large = metadata.getPrecision(index) > 8_000;
        return switch (type) {
            case "varchar", "nvarchar" ->
                    large ? SqlServerValues::copyLongText : standard.reader(metadata, index);
            case "text", "ntext", "xml", "json" -> SqlServerValues::copyLongText;
            case "varbinary" -> large ? SqlServerValues::copyLongBinary : PlainCells::copyBinary;
            case "image" -> SqlServerValues::copyLongBinary;
            // By these names, since the driver calls the first a CHAR and the second a BINARY.
            case "uniqueidentifier" -> PlainCells::copyText;
            case "timestamp", "binary" -> PlainCells::copyBinary;
            case "datetimeoffset" -> copying(OffsetDateTime.class);
            case "datetime", "datetime2", "smalldatetime" -> copying(LocalDateTime.class);
            case "date" -> copying(LocalDate.class);
            case "time" -> copying(LocalTime.class);
            case "sql_variant" -> SqlServerValues::copyVariant;
            case "geometry" -> SqlServerValues::copyGeometry;
            case "geography" -> SqlServerValues::copyGeography;
            case "hierarchyid" -> PlainCells::copyBinary;
            case "bit",
                    "tinyint",
                    "smallint",
                    "int",
                    "bigint",
                    "decimal",
                    "numeric",
                    "money",
                    "smallmoney",
                    "real",
                    "float",
                    "char",
                    "nchar" ->
                    standard.reader(metadata, index);
            default -> SqlServerValues::copyUnknown;
        };
    }

    private static <T> CellReader copying(Class<T> type) {
        return (rows, index, out) -> {
            T value = rows.getObject(index, type);
            if (value == null) {
                out.writeNull();
            } else {
                out.text(DateTimes.text(value));
            }
        };
    }

    private static void copyLongText(ResultSet rows, int index, CellWriter out)
            throws SQLException {
        Reader value = rows.getCharacterStream(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.text(value);
        }
    }

    private static void copyLongBinary(ResultSet rows, int index, CellWriter out)
            throws SQLException {
        InputStream value = rows.getBinaryStream(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.binary(value);
        }
    }

    /** Types of assemblies that owners bring: nobody but they know what the bytes say. */
    private static void copyUnknown(ResultSet rows, int index, CellWriter out) throws SQLException {
        Object value = rows.getObject(index);
        switch (value) {
            case null -> out.writeNull();
            case byte[] bytes -> out.binary(bytes);
            default -> out.foreign(Objects.requireNonNullElse(rows.getString(index), ""));
        }
    }

    /** By the type that the value brings along. */
    private static void copyVariant(ResultSet rows, int index, CellWriter out) throws SQLException {
        switch (rows.getObject(index)) {
            case null -> out.writeNull();
            case Boolean flag -> out.write(flag);
            case Float number -> out.write(number);
            case Double number -> out.write(number);
            case BigDecimal number -> out.write(number);
            case Number number -> out.write(number.longValue());
            case byte[] bytes -> out.binary(bytes);
            case DateTimeOffset moment -> out.text(DateTimes.text(moment.getOffsetDateTime()));
            // What was read are moments in the time zone of this machine, which skips some.
            case Timestamp _ -> {
                Calendar calendar = utc();
                Timestamp moment = rows.getTimestamp(index, calendar);
                calendar.setTimeInMillis(moment.getTime());
                LocalTime time =
                        LocalTime.of(
                                calendar.get(Calendar.HOUR_OF_DAY),
                                calendar.get(Calendar.MINUTE),
                                calendar.get(Calendar.SECOND),
                                moment.getNanos());
                out.text(DateTimes.text(date(calendar).atTime(time)));
            }
            case Date _ -> {
                Calendar calendar = utc();
                calendar.setTimeInMillis(rows.getDate(index, calendar).getTime());
                out.text(DateTimes.text(date(calendar)));
            }
            case Time _ -> copying(LocalTime.class).copy(rows, index, out);
            case Object _ -> PlainCells.copyText(rows, index, out);
        }
    }

    private static Calendar utc() {
        return new GregorianCalendar(TimeZone.getTimeZone("UTC"), Locale.ROOT);
    }

    /** By its fields: before 1582 the calendar counts other days than {@code java.time}. */
    private static LocalDate date(Calendar calendar) {
        return LocalDate.of(
                calendar.get(Calendar.YEAR),
                calendar.get(Calendar.MONTH) + 1,
                calendar.get(Calendar.DAY_OF_MONTH));
    }

    private static void copyGeometry(ResultSet rows, int index, CellWriter out)
            throws SQLException {
        byte[] value = rows.getBytes(index);
        if (value == null) {
            out.writeNull();
        } else {
            Geometry geometry = Geometry.deserialize(value);
            out.text(withReference(geometry.getSrid(), geometry.asTextZM()));
        }
    }

    private static void copyGeography(ResultSet rows, int index, CellWriter out)
            throws SQLException {
        byte[] value = rows.getBytes(index);
        if (value == null) {
            out.writeNull();
        } else {
            Geography geography = Geography.deserialize(value);
            out.text(withReference(geography.getSrid(), geography.asTextZM()));
        }
    }

    /** The text that the server reads, and what its coordinates refer to where that is told. */
    private static String withReference(int reference, String text) {
        return reference == 0 ? text : "SRID=" + reference + ";" + text;
    }
}
