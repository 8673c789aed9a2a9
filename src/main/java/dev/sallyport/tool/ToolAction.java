package dev.sallyport.tool;

import dev.sallyport.catalog.CatalogQuery;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.json.JsonObject;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.SqlRequest;
import java.util.List;
import java.util.Optional;

/** What a tool wants done; the pipeline does it, or refuses. */
sealed interface ToolAction {
    /**
     * Run one statement on a source, with values for its placeholders, under limits.
     *
     * @param change on what terms, if it is to change data
     */
    record RunStatement(
            GovernedSource source,
            SqlRequest request,
            List<SqlParameter> parameters,
            ExecutionLimits limits,
            Optional<Change> change)
            implements ToolAction {
        /** A statement that only reads. */
        RunStatement(
                GovernedSource source,
                SqlRequest request,
                List<SqlParameter> parameters,
                ExecutionLimits limits) {
            this(source, request, parameters, limits, Optional.empty());
        }

        public RunStatement {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * The terms of a change.
     *
     * @param maxAffectedRows rows that it may affect
     * @param idempotencyKey the caller's name for it, by which it is made once only
     */
    record Change(int maxAffectedRows, Optional<String> idempotencyKey) {}

    /** Search the catalogue of a source. */
    record SearchCatalog(GovernedSource source, CatalogQuery query) implements ToolAction {}

    /** Answer with this, which the tool knows without a source. */
    record Reply(JsonObject content) implements ToolAction {}

    /** Do nothing, and say why. */
    record Refuse(Problem problem) implements ToolAction {}
}
