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
 */
public record BoundStatement(
        String sql,
        StatementClass statementClass,
        List<SqlParameter> parameters,
        Optional<String> database) {
    /** A statement for the source's own database. */
    public BoundStatement(
            String sql, StatementClass statementClass, List<SqlParameter> parameters) {
        this(sql, statementClass, parameters, Optional.empty());
    }

    public BoundStatement {
        parameters = List.copyOf(parameters);
    }

    /** Text and values must not reach a log. */
    @Override
    public String toString() {
        return "BoundStatement[" + statementClass + "]";
    }
}
