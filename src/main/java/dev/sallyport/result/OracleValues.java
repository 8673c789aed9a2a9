package dev.sallyport.result;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Oracle's types by the numbers that its driver has for them; the driver is brought, so its classes
 * have no part in it. Not tried on a server.
 */
final class OracleValues implements ValueMapping {
    private static final int BINARY_FLOAT = 100;
    private static final int BINARY_DOUBLE = 101;
    private static final int TIMESTAMP_WITH_TIME_ZONE = -101;
    private static final int TIMESTAMP_WITH_LOCAL_TIME_ZONE = -102;
    private static final int INTERVAL_YEAR_TO_MONTH = -103;
    private static final int INTERVAL_DAY_TO_SECOND = -104;
    private static final int VECTOR = -105;
    private static final int VECTOR_INT8 = -106;
    private static final int VECTOR_FLOAT32 = -107;
    private static final int VECTOR_FLOAT64 = -108;
    private static final int JSON = 2016;

    /** What the driver says of a number without a scale of its own. */
    private static final int FLOATING_SCALE = -127;

    private final JdbcValues standard = new JdbcValues();

    @Override
    public Column column(ResultSetMetaData metadata, int index) throws SQLException {
        Column column = standard.column(metadata, index);
        boolean floating =
                metadata.getColumnType(index) == Types.NUMERIC
                        && (metadata.getScale(index) == FLOATING_SCALE
                                || metadata.getPrecision(index) == 0);
        return floating
                ? new Column(
                        column.name(),
                        column.type(),
                        column.nullable(),
                        OptionalInt.empty(),
                        OptionalInt.empty())
                : column;
    }

    /** The driver does not know. */
    @Override
    public Optional<String> table(ResultSetMetaData metadata, int index) {
        return Optional.empty();
    }

    @Override
    public CellReader reader(ResultSetMetaData metadata, int index) throws SQLException {
        return switch (metadata.getColumnType(index)) {
            case Types.NUMERIC, Types.DECIMAL, Types.FLOAT -> PlainCells::copyDecimal;
            case BINARY_FLOAT -> PlainCells::copyFloat;
            case BINARY_DOUBLE -> PlainCells::copyDouble;
            // A DATE has a time of day.
            case Types.DATE, Types.TIMESTAMP -> OracleValues::copyTimestamp;
            case TIMESTAMP_WITH_TIME_ZONE, Types.TIMESTAMP_WITH_TIMEZONE ->
                    OracleValues::copyOffset;
            case TIMESTAMP_WITH_LOCAL_TIME_ZONE -> OracleValues::copyMoment;
            case INTERVAL_YEAR_TO_MONTH,
                    INTERVAL_DAY_TO_SECOND,
                    VECTOR,
                    VECTOR_INT8,
                    VECTOR_FLOAT32,
                    VECTOR_FLOAT64,
                    JSON ->
                    PlainCells::copyText;
            case Types.BOOLEAN,
                    Types.CHAR,
                    Types.NCHAR,
                    Types.VARCHAR,
                    Types.NVARCHAR,
                    Types.LONGVARCHAR,
                    Types.ROWID,
                    Types.SQLXML,
                    Types.BINARY,
                    Types.VARBINARY,
                    Types.LONGVARBINARY,
                    Types.BLOB,
                    Types.CLOB,
                    Types.NCLOB ->
                    standard.reader(metadata, index);
            default -> PlainCells::copyForeign;
        };
    }

    private static void copyTimestamp(ResultSet rows, int index, CellWriter out)
            throws SQLException {
        LocalDateTime value = rows.getObject(index, LocalDateTime.class);
        if (value == null) {
            out.writeNull();
        } else {
            out.text(DateTimes.text(value));
        }
    }

    private static void copyOffset(ResultSet rows, int index, CellWriter out) throws SQLException {
        OffsetDateTime value = rows.getObject(index, OffsetDateTime.class);
        if (value == null) {
            out.writeNull();
        } else {
            out.text(DateTimes.text(value));
        }
    }

    /** Only the moment is stored, so it is told in UTC. */
    private static void copyMoment(ResultSet rows, int index, CellWriter out) throws SQLException {
        OffsetDateTime value = rows.getObject(index, OffsetDateTime.class);
        if (value == null) {
            out.writeNull();
        } else {
            out.text(DateTimes.text(value.withOffsetSameInstant(ZoneOffset.UTC)));
        }
    }
}
