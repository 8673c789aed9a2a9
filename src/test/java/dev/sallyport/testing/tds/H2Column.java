package dev.sallyport.testing.tds;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Types;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * A column of H2 as SQL Server would have it.
 *
 * @param as how its values are asked for
 */
record H2Column(TdsColumn column, Class<?> as) {
    private static final int MAX_PRECISION = 38;

    static H2Column of(ResultSetMetaData metadata, int index) throws SQLException {
        int precision = Math.clamp(metadata.getPrecision(index), 1, MAX_PRECISION);
        int scale = Math.clamp(metadata.getScale(index), 0, precision);
        String name = metadata.getColumnTypeName(index);
        H2Column type =
                switch (metadata.getColumnType(index)) {
                    case Types.BOOLEAN, Types.BIT -> of("bit", Boolean.class);
                    case Types.TINYINT, Types.SMALLINT -> of("smallint", Integer.class);
                    case Types.INTEGER -> of("int", Integer.class);
                    case Types.BIGINT -> of("bigint", Long.class);
                    case Types.REAL -> of("real", Float.class);
                    case Types.FLOAT, Types.DOUBLE -> of("float", Double.class);
                    case Types.NUMERIC, Types.DECIMAL ->
                            of(
                                    "decimal(%d,%d)".formatted(precision, scale),
                                    java.math.BigDecimal.class);
                    case Types.DATE -> of("date", LocalDate.class);
                    case Types.TIME -> of("time(7)", LocalTime.class);
                    case Types.TIMESTAMP -> of("datetime2(7)", LocalDateTime.class);
                    case Types.TIMESTAMP_WITH_TIMEZONE ->
                            of("datetimeoffset(7)", OffsetDateTime.class);
                    case Types.BINARY, Types.VARBINARY, Types.BLOB ->
                            name.equals("UUID")
                                    ? of("uniqueidentifier", UUID.class)
                                    : of("varbinary(max)", byte[].class);
                    case Types.CHAR ->
                            of("nchar(" + metadata.getPrecision(index) + ")", String.class);
                    default -> {
                        int length = metadata.getPrecision(index);
                        yield of(
                                length > 0 && length <= 4_000
                                        ? "nvarchar(" + length + ")"
                                        : "nvarchar(max)",
                                String.class);
                    }
                };
        return new H2Column(
                new TdsColumn(
                        metadata.getColumnLabel(index),
                        type.column.type(),
                        metadata.isNullable(index) != ResultSetMetaData.columnNoNulls),
                type.as);
    }

    private static H2Column of(String type, Class<?> as) {
        return new H2Column(new TdsColumn("", type), as);
    }

    Object value(ResultSet rows, int index) throws SQLException {
        return rows.getObject(index, as);
    }
}
