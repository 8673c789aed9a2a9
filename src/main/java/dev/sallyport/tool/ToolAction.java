package dev.sallyport.tool;

import dev.sallyport.catalog.CatalogQuery;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.export.ExportOrder;
import dev.sallyport.json.JsonObject;
import dev.sallyport.sql.ProcedureArgument;
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
     * @param export which file its rows go to, if to one
     */
    record RunStatement(
            GovernedSource source,
            SqlRequest request,
            List<SqlParameter> parameters,
            ExecutionLimits limits,
            TextFormat format,
            Paging paging,
            Optional<Change> change,
            Optional<ExportOrder> export)
            implements ToolAction {
        /** A statement whose rows are answered. */
        RunStatement(
                GovernedSource source,
                SqlRequest request,
                List<SqlParameter> parameters,
                ExecutionLimits limits,
                TextFormat format,
                Paging paging,
                Optional<Change> change) {
            this(source, request, parameters, limits, format, paging, change, Optional.empty());
        }

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

        /** A statement that only reads, and whose rows go to a file. */
        static RunStatement exporting(
                GovernedSource source,
                SqlRequest request,
                List<SqlParameter> parameters,
                ExecutionLimits limits,
                ExportOrder order) {
            return new RunStatement(
                    source,
                    request,
                    parameters,
                    limits,
                    TextFormat.JSON,
                    Paging.NONE,
                    Optional.empty(),
                    Optional.of(order));
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
     * @param offset rows at the beginning that a caller without a cursor has already
     */
    record Paging(boolean offered, Optional<String> cursor, int offset) {
        static final Paging NONE = behind(0);

        /** By cursors, of which this call has one where it continues another. */
        static Paging continuing(Optional<String> cursor) {
            return new Paging(true, cursor, 0);
        }

        /** By a caller that counts the rows itself. */
        static Paging behind(int offset) {
            return new Paging(false, Optional.empty(), offset);
        }
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

    /**
     * Call a procedure, if it is one of the source's list.
     *
     * @param procedure its name as the caller wrote it
     * @param database where the call runs, unless the name says otherwise
     */
    record CallProcedure(
            GovernedSource source,
            String procedure,
            Optional<String> database,
            List<ProcedureArgument> arguments,
            ExecutionLimits limits)
            implements ToolAction {
        public CallProcedure {
            arguments = List.copyOf(arguments);
        }
    }

    /**
     * Search the catalogue of a source.
     *
     * @param database to look in; empty for the source's own
     */
    record SearchCatalog(GovernedSource source, Optional<String> database, CatalogQuery query)
            implements ToolAction {
        SearchCatalog(GovernedSource source, CatalogQuery query) {
            this(source, Optional.empty(), query);
        }
    }

    /** Tell the names of a server's databases. */
    record ListDatabases(GovernedSource source) implements ToolAction {
        /** Of the reply. */
        static final String MEMBER = "databases";
    }

    /** Answer with this, which the tool knows without a source. */
    record Reply(JsonObject content) implements ToolAction {}

    /** Do nothing, and say why. */
    record Refuse(Problem problem) implements ToolAction {}
}
