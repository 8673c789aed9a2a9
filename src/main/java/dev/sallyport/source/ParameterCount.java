package dev.sallyport.source;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Counts values where neither driver nor engine does: one that is missing would be NULL. */
final class ParameterCount {
    /** The SQLSTATE for a wrong number of values. */
    static final String STATE = "07001";

    private ParameterCount() {}

    /**
     * Compares the placeholders of a statement with the values for it.
     *
     * @throws SQLException if there are not as many of the one as of the other
     */
    static void check(PreparedStatement statement, int values) throws SQLException {
        int placeholders = statement.getParameterMetaData().getParameterCount();
        if (placeholders != values) {
            throw new SQLException(
                    "the statement has "
                            + placeholders
                            + " placeholders, and there are "
                            + values
                            + " values",
                    STATE);
        }
    }
}
