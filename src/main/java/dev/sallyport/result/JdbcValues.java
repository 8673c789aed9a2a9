package dev.sallyport.result;

import java.math.BigDecimal;
import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.util.Optional;
import java.util.OptionalInt;

/** The types of JDBC, for drivers that keep to the standard; H2 is one. */
final class JdbcValues implements ValueMapping {
    @Override
    public Column column(ResultSetMetaData metadata, int index) throws SQLException {
        OptionalInt precision = OptionalInt.empty();
        OptionalInt scale = OptionalInt.empty();
        switch (metadata.getColumnType(index)) {
            case Types.NUMERIC, Types.DECIMAL -> {
                if (metadata.getColumnTypeName(index).equals("DECFLOAT")) {
                    break;
                }
                precision = OptionalInt.of(metadata.getPrecision(index));
                scale = OptionalInt.of(metadata.getScale(index));
            }
            case Types.CHAR, Types.NCHAR, Types.VARCHAR, Types.NVARCHAR -> {
                int length = metadata.getPrecision(index);
                // The largest length of an engine is no fact about the column.
                precision =
                        length > 0 && length < 1_000_000
                                ? OptionalInt.of(length)
                                : OptionalInt.empty();
            }
            default -> {}
        }
        Optional<Boolean> nullable =
                switch (metadata.isNullable(index)) {
                    case ResultSetMetaData.columnNoNulls -> Optional.of(false);
                    case ResultSetMetaData.columnNullable -> Optional.of(true);
                    default -> Optional.empty();
                };
        return new Column(
                metadata.getColumnLabel(index),
                metadata.getColumnTypeName(index),
                nullable,
                precision,
                scale);
    }

    @Override
    public CellReader reader(ResultSetMetaData metadata, int index) throws SQLException {
        return readerOf(metadata, index);
    }

    private static CellReader readerOf(ResultSetMetaData metadata, int index) throws SQLException {
        Optional<CellReader> named = ofTypeName(metadata.getColumnTypeName(index));
        return named.isPresent() ? named.get() : ofJdbcType(metadata.getColumnType(index));
    }

    private static CellReader ofJdbcType(int type) {
        return switch (type) {
            case Types.BIT, Types.BOOLEAN -> JdbcValues::copyBoolean;
            case Types.TINYINT, Types.SMALLINT, Types.INTEGER, Types.BIGINT -> PlainCells::copyLong;
            case Types.NUMERIC, Types.DECIMAL -> PlainCells::copyDecimal;
            case Types.REAL -> PlainCells::copyFloat;
            case Types.FLOAT, Types.DOUBLE -> PlainCells::copyDouble;
            case Types.CHAR, Types.NCHAR -> JdbcValues::copyPadded;
            case Types.VARCHAR,
                    Types.NVARCHAR,
                    Types.LONGVARCHAR,
                    Types.LONGNVARCHAR,
                    Types.SQLXML,
                    Types.ROWID ->
                    PlainCells::copyText;
            case Types.DATE -> copying(LocalDate.class);
            case Types.TIME -> copying(LocalTime.class);
            case Types.TIME_WITH_TIMEZONE -> copying(OffsetTime.class);
            case Types.TIMESTAMP -> copying(LocalDateTime.class);
            case Types.TIMESTAMP_WITH_TIMEZONE -> copying(OffsetDateTime.class);
            case Types.BINARY, Types.VARBINARY, Types.LONGVARBINARY -> PlainCells::copyBinary;
            case Types.BLOB -> JdbcValues::copyBlob;
            case Types.CLOB, Types.NCLOB -> JdbcValues::copyClob;
            case Types.ARRAY -> JdbcValues::copyArray;
            default -> PlainCells::copyForeign;
        };
    }

    /** Types that JDBC has no constant for, or the wrong one; the names are those of H2. */
    private static Optional<CellReader> ofTypeName(String type) {
        return switch (type) {
            case "UUID", "JSON", "GEOMETRY", "XML" -> Optional.of(PlainCells::copyText);
            case "DECFLOAT" -> Optional.of(JdbcValues::copyDecimalText);
            default ->
                    type.startsWith("INTERVAL") || type.startsWith("ENUM")
                            ? Optional.of(PlainCells::copyText)
                            : Optional.empty();
        };
    }

    private static void copyBoolean(ResultSet rows, int index, CellWriter out) throws SQLException {
        boolean value = rows.getBoolean(index);
        if (rows.wasNull()) {
            out.writeNull();
        } else {
            out.write(value);
        }
    }

    private static void copyPadded(ResultSet rows, int index, CellWriter out) throws SQLException {
        String value = rows.getString(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.padded(value);
        }
    }

    private static void copyBlob(ResultSet rows, int index, CellWriter out) throws SQLException {
        Blob value = rows.getBlob(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.binary(value.getBinaryStream(), value.length());
            value.free();
        }
    }

    private static void copyClob(ResultSet rows, int index, CellWriter out) throws SQLException {
        Clob value = rows.getClob(index);
        if (value == null) {
            out.writeNull();
        } else {
            out.text(value.getCharacterStream(), value.length());
            value.free();
        }
    }

    /** By the rules of its elements, which the driver gives as rows of index and value. */
    private static void copyArray(ResultSet rows, int index, CellWriter out) throws SQLException {
        Array value = rows.getArray(index);
        if (value == null) {
            out.writeNull();
            return;
        }
        try (ResultSet elements = value.getResultSet()) {
            CellReader reader = readerOf(elements.getMetaData(), 2);
            out.beginArray();
            while (elements.next()) {
                reader.copy(elements, 2, out);
            }
            out.endArray();
        }
        value.free();
    }

    /** A decimal of changing scale, which may be no number at all. */
    private static void copyDecimalText(ResultSet rows, int index, CellWriter out)
            throws SQLException {
        String value = rows.getString(index);
        if (value == null) {
            out.writeNull();
            return;
        }
        char last = value.charAt(value.length() - 1);
        if (last >= '0' && last <= '9') {
            out.write(new BigDecimal(value));
        } else {
            out.text(value);
        }
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
}
