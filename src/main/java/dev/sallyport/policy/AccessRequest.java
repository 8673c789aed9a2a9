package dev.sallyport.policy;

import dev.sallyport.call.Caller;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.StatementAccess;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.sql.TableName;
import java.util.Set;

/**
 * A statement that the guard understood and a caller wants to run.
 *
 * @param source name of the data source
 * @param access what the tool may do
 * @param origin who wrote the statement
 * @param statementClass what the statement does
 * @param reads tables and views that it reads
 * @param writes tables that it changes
 * @param everyRow whether it is an UPDATE or DELETE without a WHERE that names a column
 */
public record AccessRequest(
        Caller caller,
        String tool,
        String source,
        StatementAccess access,
        SqlOrigin origin,
        StatementClass statementClass,
        Set<TableName> reads,
        Set<TableName> writes,
        boolean everyRow) {
    public AccessRequest {
        reads = Set.copyOf(reads);
        writes = Set.copyOf(writes);
    }
}
