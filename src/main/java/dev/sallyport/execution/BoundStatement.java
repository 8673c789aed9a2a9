package dev.sallyport.execution;

import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import java.util.List;

/**
 * A statement that the guard allowed, with the values of its placeholders.
 *
 * @param sql the guard's normalised text
 */
public record BoundStatement(
        String sql, StatementClass statementClass, List<SqlParameter> parameters) {
    public BoundStatement {
        parameters = List.copyOf(parameters);
    }

    /** Text and values must not reach a log. */
    @Override
    public String toString() {
        return "BoundStatement[" + statementClass + "]";
    }
}
