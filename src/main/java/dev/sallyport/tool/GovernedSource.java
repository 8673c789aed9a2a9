package dev.sallyport.tool;

import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.source.Source;
import dev.sallyport.sql.TableName;

/**
 * A data source with the rules that hold for it.
 *
 * @param guard inspects every statement for the source
 * @param allowList the names that statements may use, and that searches show
 * @param limits what one statement may cost at most
 */
public record GovernedSource(
        Source source, SqlGuard guard, AllowList allowList, ExecutionLimits limits) {
    String name() {
        return source.name();
    }

    /** Whether a search may show a table. */
    boolean shows(TableName table) {
        return allowList.databases().isAny();
    }
}
