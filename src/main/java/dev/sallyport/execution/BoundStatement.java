package dev.sallyport.execution;

import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import java.util.List;
import java.util.Optional;

/**
 * A statement that the guard allowed, with the values of its placeholders.
 *
 * @param sql the guard's normalised text
 * @param database where it runs; empty for the source's own
 * @param skippedRows rows at the beginning that are read past, since the caller has them
 */
public record BoundStatement(
        String sql,
        StatementClass statementClass,
        List<SqlParameter> parameters,
        Optional<String> database,
        int skippedRows) {
    /** A statement for the source's own database. */
    public BoundStatement(
            String sql, StatementClass statementClass, List<SqlParameter> parameters) {
        this(sql, statementClass, parameters, Optional.empty());
    }

    /** A statement whose rows are read from the first. */
    public BoundStatement(
            String sql,
            StatementClass statementClass,
            List<SqlParameter> parameters,
            Optional<String> database) {
        this(sql, statementClass, parameters, database, 0);
    }

    public BoundStatement {
        parameters = List.copyOf(parameters);
        if (skippedRows < 0) {
            throw new IllegalArgumentException("rows to skip: " + skippedRows);
        }
    }

    /** The same, without its first rows. */
    public BoundStatement after(int rows) {
        return new BoundStatement(sql, statementClass, parameters, database, rows);
    }

    /** Text and values must not reach a log. */
    @Override
    public String toString() {
        return "BoundStatement[" + statementClass + "]";
    }
}
