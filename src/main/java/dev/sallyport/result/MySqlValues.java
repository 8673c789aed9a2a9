package dev.sallyport.result;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.util.GregorianCalendar;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * MySQL and MariaDB by either driver, in the binary protocol: the text protocol rounds {@code
 * FLOAT} to six digits.
 *
 * <p>Dates may be none ({@code 0000-00-00}, {@code 2024-02-00}), and times may be negative and
 * longer than a day: the types of {@code java.time} hold neither, and both drivers shift what
 * passes through those of {@code java.sql}.
 */
final class MySqlValues implements ValueMapping {
    /** Longer than any declared length of a text. */
    private static final int UNLIMITED = 65_536;

    @Override
    public Column column(ResultSetMetaData metadata, int index) throws SQLException {
        OptionalInt precision = OptionalInt.empty();
        OptionalInt scale = OptionalInt.empty();
        switch (metadata.getColumnType(index)) {
            case Types.NUMERIC, Types.DECIMAL -> {
                precision = OptionalInt.of(metadata.getPrecision(index));
                scale = OptionalInt.of(metadata.getScale(index));
            }
            case Types.CHAR, Types.VARCHAR -> {
                int length = metadata.getPrecision(index);
                precision =
                        length > 0 && length < UNLIMITED
                                ? OptionalInt.of(length)
                                : OptionalInt.empty();
            }
            default -> {}
        }
        return new Column(
                metadata.getColumnLabel(index),
                metadata.getColumnTypeName(index),
                Optional.of(metadata.isNullable(index) != ResultSetMetaData.columnNoNulls),
                precision,
                scale);
    }

    @Override
    public CellReader reader(ResultSetMetaData metadata, int index) throws SQLException {
        String type = metadata.getColumnTypeName(index).toUpperCase(Locale.ROOT);
        Optional<CellReader> named = ofTypeName(type, metadata, index);
        return named.isPresent()
                ? named.get()
                : ofJdbcType(metadata.getColumnType(index), type.endsWith("UNSIGNED"));
    }

    private static Optional<CellReader> ofTypeName(
            String type, ResultSetMetaData metadata, int index) throws SQLException {
        return switch (type) {
            case "BIT" -> {
                int digits = metadata.getPrecision(index);
                yield Optional.of((rows, i, out) -> copyBits(rows, i, digits, out));
            }
            case "YEAR" -> Optional.of(PlainCells::copyLong);
            case "DATETIME" -> Optional.of((rows, i, out) -> copyDateTime(rows, i, false, out));
            case "TIMESTAMP" -> Optional.of((rows, i, out) -> copyDateTime(rows, i, true, out));
            case "GEOMETRY",
                    "POINT",
                    "LINESTRING",
                    "POLYGON",
                    "MULTIPOINT",
                    "MULTILINESTRING",
                    "MULTIPOLYGON",
                    "GEOMETRYCOLLECTION" ->
                    Optional.of(MySqlValues::copyGeometry);
            case "JSON", "UUID", "INET4", "INET6", "ENUM", "SET" ->
                    Optional.of(PlainCells::copyText);
            default -> Optional.empty();
        };
    }

    private static CellReader ofJdbcType(int type, boolean unsigned) {
        return switch (type) {
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER -> PlainCells::copyLong;
            case Types.BIGINT -> unsigned ? MySqlValues::copyUnsigned : PlainCells::copyLong;
            case Types.NUMERIC, Types.DECIMAL -> PlainCells::copyDecimal;
            case Types.REAL -> PlainCells::copyFloat;
            case Types.FLOAT, Types.DOUBLE -> PlainCells::copyDouble;
            case Types.CHAR,
                    Types.NCHAR,
                    Types.VARCHAR,
                    Types.NVARCHAR,
                    Types.LONGVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.CLOB,
                    Types.NULL ->
                    PlainCells::copyText;
            case Types.DATE -> MySqlValues::copyDate;
            case Types.TIME -> MySqlValues::copyTime;
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY, Types.BLOB ->
                    PlainCells::copyBinary;
            default -> PlainCells::copyForeign;
        };
    }

    private static void copyUnsigned(ResultSet rows, int index, CellWriter out)
            throws SQLException {
        BigDecimal value = rows.getBigDecimal(index);
        if (value == null) {
            out.writeNull();
        } else if (value.toBigInteger().bitLength() < Long.SIZE) {
            out.write(value.longValueExact());
        } else {
            out.write(value);
        }
    }

    private static void copyGeometry(ResultSet rows, int index, CellWriter out)
            throws SQLException {
        byte[] value = rows.getBytes(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.geometry(value);
        }
    }

    /** As many binary digits as the column has. */
    private static void copyBits(ResultSet rows, int index, int digits, CellWriter out)
            throws SQLException {
        byte[] value = rows.getBytes(index);
        if (value == null) {
            out.writeNull();
            return;
        }
        StringBuilder text = new StringBuilder(value.length * Byte.SIZE);
        for (byte part : value) {
            String bits = Integer.toBinaryString(0x100 | (part & 0xff));
            text.append(bits, 1, bits.length());
        }
        int from = digits > 0 ? Math.max(0, text.length() - digits) : 0;
        out.text(text.substring(from));
    }

    private static void copyDate(ResultSet rows, int index, CellWriter out) throws SQLException {
        String value;
        try {
            value = rows.getString(index);
        } catch (DateTimeException e) {
            // MariaDB's driver, of a date without a month or a day.
            value = Fields.of(rows, index);
        }
        if (value == null) {
            out.writeNull();
        } else {
            out.text(value);
        }
    }

    private static void copyTime(ResultSet rows, int index, CellWriter out) throws SQLException {
        String value = rows.getString(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.text(withoutZeros(value));
        }
    }

    private static void copyDateTime(ResultSet rows, int index, boolean utc, CellWriter out)
            throws SQLException {
        String value = dateTime(rows, index);
        if (value == null) {
            out.writeNull();
        } else if (utc) {
            out.utc(value);
        } else {
            out.text(value);
        }
    }

    /** Not the driver's own text where there is a choice: it passes through the zone of the JVM. */
    private static @Nullable String dateTime(ResultSet rows, int index) throws SQLException {
        LocalDateTime value;
        try {
            value = rows.getObject(index, LocalDateTime.class);
        } catch (DateTimeException | SQLException e) {
            value = null;
        }
        if (value != null) {
            return DateTimes.text(value);
        }
        // NULL, or no date that java.time holds.
        String text = rows.getString(index);
        return text == null ? null : withoutZeros(text);
    }

    /** Without the zeros that fill up the fraction of a second. */
    private static String withoutZeros(String text) {
        if (text.indexOf('.') < 0) {
            return text;
        }
        int end = text.length();
        while (text.charAt(end - 1) == '0') {
            end--;
        }
        return text.substring(0, text.charAt(end - 1) == '.' ? end - 1 : end);
    }

    /** Takes down the year, the month and the day that a driver sets, as they are on the wire. */
    private static final class Fields extends GregorianCalendar {
        private static final long serialVersionUID = 1L;

        private int year;
        private int month;
        private int day;

        private Fields() {
            super(TimeZone.getTimeZone("UTC"), Locale.ROOT);
        }

        static String of(ResultSet rows, int index) throws SQLException {
            Fields fields = new Fields();
            rows.getDate(index, fields);
            return String.format(
                    Locale.ROOT, "%04d-%02d-%02d", fields.year, fields.month, fields.day);
        }

        @Override
        public void set(int field, int value) {
            switch (field) {
                case YEAR -> year = value;
                case MONTH -> month = value + 1;
                case DAY_OF_MONTH -> day = value;
                default -> {}
            }
            super.set(field, value);
        }
    }
}
