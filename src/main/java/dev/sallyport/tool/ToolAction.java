package dev.sallyport.tool;

import dev.sallyport.catalog.CatalogQuery;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.json.JsonObject;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementClass;
import java.util.List;
import java.util.Optional;

/** What a tool wants done; the pipeline does it, or refuses. */
sealed interface ToolAction {
    /**
     * Run one statement on a source, with values for its placeholders, under limits.
     *
     * @param format how the rows are written as text
     * @param paging whether an answer that is cut can be continued, and the cursor of this call
     * @param change on what terms, if it is to change data
     */
    record RunStatement(
            GovernedSource source,
            SqlRequest request,
            List<SqlParameter> parameters,
            ExecutionLimits limits,
            TextFormat format,
            Paging paging,
            Optional<Change> change)
            implements ToolAction {
        /** A statement that only reads, and whose answer is not continued. */
        RunStatement(
                GovernedSource source,
                SqlRequest request,
                List<SqlParameter> parameters,
                ExecutionLimits limits) {
            this(source, request, parameters, limits, TextFormat.JSON, Paging.NONE);
        }

        /** A statement that only reads. */
        RunStatement(
                GovernedSource source,
                SqlRequest request,
                List<SqlParameter> parameters,
                ExecutionLimits limits,
                TextFormat format,
                Paging paging) {
            this(source, request, parameters, limits, format, paging, Optional.empty());
        }

        /** A statement that changes data. */
        RunStatement(
                GovernedSource source,
                SqlRequest request,
                List<SqlParameter> parameters,
                ExecutionLimits limits,
                Change change) {
            this(
                    source,
                    request,
                    parameters,
                    limits,
                    TextFormat.JSON,
                    Paging.NONE,
                    Optional.of(change));
        }

        public RunStatement {
            parameters = List.copyOf(parameters);
        }
    }

    /**
     * Whether an answer that is cut can be continued.
     *
     * @param offered whether it can
     * @param cursor what this call continues, as its caller wrote it
     */
    record Paging(boolean offered, Optional<String> cursor) {
        static final Paging NONE = new Paging(false, Optional.empty());
    }

    /**
     * The terms of a change.
     *
     * @param maxAffectedRows rows that it may affect
     * @param idempotencyKey the caller's name for it, by which it is made once only
     * @param operation what the caller says that the statement does, if it says so
     */
    record Change(
            int maxAffectedRows,
            Optional<String> idempotencyKey,
            Optional<StatementClass> operation) {}

    /** Search the catalogue of a source. */
    record SearchCatalog(GovernedSource source, CatalogQuery query) implements ToolAction {}

    /** Answer with this, which the tool knows without a source. */
    record Reply(JsonObject content) implements ToolAction {}

    /** Do nothing, and say why. */
    record Refuse(Problem problem) implements ToolAction {}
}
