package dev.sallyport.tool;

import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.source.Source;
import dev.sallyport.sql.TableName;

/**
 * A data source with the rules that hold for it.
 *
 * @param guard inspects every statement for the source, and says what a search may show
 * @param limits what one statement may cost at most
 */
public record GovernedSource(Source source, SqlGuard guard, ExecutionLimits limits) {
    String name() {
        return source.name();
    }

    /** Whether a search may show a table. */
    boolean shows(TableName table) {
        return guard.mayRead(table, source.defaultDatabase());
    }
}
