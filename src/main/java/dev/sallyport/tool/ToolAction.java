package dev.sallyport.tool;

import dev.sallyport.catalog.CatalogQuery;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.json.JsonObject;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.SqlRequest;
import java.util.List;

/** What a tool wants done; the pipeline does it, or refuses. */
sealed interface ToolAction {
    /** Run one statement on a source, with values for its placeholders, under limits. */
    record RunStatement(
            GovernedSource source,
            SqlRequest request,
            List<SqlParameter> parameters,
            ExecutionLimits limits)
            implements ToolAction {
        public RunStatement {
            parameters = List.copyOf(parameters);
        }
    }

    /** Search the catalogue of a source. */
    record SearchCatalog(GovernedSource source, CatalogQuery query) implements ToolAction {}

    /** Answer with this, which the tool knows without a source. */
    record Reply(JsonObject content) implements ToolAction {}

    /** Do nothing, and say why. */
    record Refuse(Problem problem) implements ToolAction {}
}
