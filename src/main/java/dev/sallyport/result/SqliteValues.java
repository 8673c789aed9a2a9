package dev.sallyport.result;

import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * SQLite: every value has a storage class of its own, whatever its column declares, and is written
 * by that; dates are what they are stored as, text or number.
 */
final class SqliteValues implements ValueMapping {
    @Override
    public Column column(ResultSetMetaData metadata, int index) throws SQLException {
        int precision = metadata.getPrecision(index);
        int scale = metadata.getScale(index);
        return new Column(
                metadata.getColumnLabel(index),
                metadata.getColumnTypeName(index),
                metadata.isNullable(index) == ResultSetMetaData.columnNoNulls
                        ? Optional.of(false)
                        : Optional.empty(),
                precision > 0 ? OptionalInt.of(precision) : OptionalInt.empty(),
                precision > 0 && scale > 0 ? OptionalInt.of(scale) : OptionalInt.empty());
    }

    /** The library names the table behind a view, which who may read the view need not know. */
    @Override
    public Optional<String> table(ResultSetMetaData metadata, int index) {
        return Optional.empty();
    }

    @Override
    public CellReader reader(ResultSetMetaData metadata, int index) {
        return SqliteValues::copy;
    }

    private static void copy(ResultSet rows, int index, CellWriter out) throws SQLException {
        switch (rows.getObject(index)) {
            case null -> out.writeNull();
            case Integer value -> out.write(value.longValue());
            case Long value -> out.write(value.longValue());
            case Double value -> out.write(value.doubleValue());
            case byte[] value -> out.binary(value);
            case String value -> out.text(value);
            default -> out.foreign(String.valueOf(rows.getString(index)));
        }
    }
}
