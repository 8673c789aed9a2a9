package dev.sallyport.tool;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.AuditProblem;
import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.catalog.CatalogAnswer;
import dev.sallyport.catalog.DatabaseCatalog;
import dev.sallyport.execution.BoundCall;
import dev.sallyport.execution.BoundStatement;
import dev.sallyport.execution.ExecutionOutcome;
import dev.sallyport.execution.IdempotencyKey;
import dev.sallyport.execution.PagedRead;
import dev.sallyport.execution.StatementExecutor;
import dev.sallyport.execution.WriteTerms;
import dev.sallyport.export.ExportOrder;
import dev.sallyport.export.ExportOutcome;
import dev.sallyport.export.Exporter;
import dev.sallyport.guard.ProcedureVerdict;
import dev.sallyport.guard.Verdict;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.policy.AccessPolicy;
import dev.sallyport.policy.AccessRequest;
import dev.sallyport.policy.Decision;
import dev.sallyport.policy.RateLimiter;
import dev.sallyport.result.ResultRows;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.StatementAccess;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.sql.TableName;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The one path that every call takes. However a call ends, it is recorded before its answer leaves;
 * an answer that cannot be recorded does not leave. Thread-safe.
 */
final class ToolCallPipeline {
    private final RateLimiter rateLimiter;
    private final AccessPolicy policy;
    private final StatementExecutor executor;
    private final DatabaseCatalog catalog;
    private final CallRecorder recorder;
    private final Optional<Exporter> exporter;
    private final PageCursors cursors = new PageCursors(InstantSource.system());

    ToolCallPipeline(
            RateLimiter rateLimiter,
            AccessPolicy policy,
            StatementExecutor executor,
            DatabaseCatalog catalog,
            AuditLog audit) {
        this(rateLimiter, policy, executor, catalog, audit, Optional.empty());
    }

    /**
     * The same for tools that write files, too.
     *
     * @param exporter who writes them
     */
    ToolCallPipeline(
            RateLimiter rateLimiter,
            AccessPolicy policy,
            StatementExecutor executor,
            DatabaseCatalog catalog,
            AuditLog audit,
            Optional<Exporter> exporter) {
        this.exporter = exporter;
        this.rateLimiter = rateLimiter;
        this.policy = policy;
        this.executor = executor;
        this.catalog = catalog;
        this.recorder = new CallRecorder(audit);
    }

    /**
     * Calls a tool; every failure is an outcome.
     *
     * @param plan what the call wants done
     */
    ToolOutcome call(Tool tool, Supplier<ToolAction> plan, CallContext context) {
        return call(tool, plan, context, CallFollower.NONE);
    }

    /** The same for a caller that wants to hear of it before the answer. */
    ToolOutcome call(
            Tool tool, Supplier<ToolAction> plan, CallContext context, CallFollower follower) {
        CallRecord record = recorder.begin(context, Optional.of(tool));
        return recorder.recorded(record, attempt(tool, plan, context, follower, record), follower);
    }

    /** Refuses a call of a tool that there is not. */
    ToolOutcome unknownTool(CallContext context, String hint, CallFollower follower) {
        CallRecord record = recorder.begin(context, Optional.empty());
        Decision frequency = rateLimiter.tryAcquire(context.caller());
        return recorder.recorded(
                record,
                frequency instanceof Decision.Allowed
                        ? new ToolOutcome.Refused(Problem.of(CallProblem.UNKNOWN_TOOL, hint))
                        : Refusals.refused(frequency),
                follower);
    }

    private ToolOutcome attempt(
            Tool tool,
            Supplier<ToolAction> plan,
            CallContext context,
            CallFollower follower,
            CallRecord record) {
        CallLog.began(record);
        try {
            return steps(tool, plan, context, follower, record);
        } catch (NotRecorded e) {
            CallLog.notRecorded(record, e);
            return new ToolOutcome.Failed(Problem.of(AuditProblem.NOT_RECORDED));
        } catch (RuntimeException | StackOverflowError e) {
            CallLog.unexpected(record, e);
            return new ToolOutcome.Failed(Problem.unexpected(record.call()));
        }
    }

    private ToolOutcome steps(
            Tool tool,
            Supplier<ToolAction> plan,
            CallContext context,
            CallFollower follower,
            CallRecord record)
            throws NotRecorded {
        Decision frequency = rateLimiter.tryAcquire(context.caller());
        if (!(frequency instanceof Decision.Allowed)) {
            return Refusals.refused(frequency);
        }
        ToolAction action = plan.get();
        if (action instanceof ToolAction.CallProcedure call) {
            return procedure(tool, call, context, record);
        }
        if (!(action instanceof ToolAction.RunStatement statement)) {
            return withoutStatement(action, context, record);
        }
        GovernedSource source = statement.source();
        Optional<String> database = statement.request().defaultDatabase();
        // A name that only the caller knows gets into the record once there is such a database.
        record.source(source.name(), database.filter(source.source()::isOwn));
        Verdict verdict = statement.source().guard().inspect(statement.request());
        record.fingerprint(fingerprint(statement, verdict));
        if (!(verdict instanceof Verdict.Allowed allowed)) {
            return Refusals.refused(verdict, source.other(database));
        }
        record.statementClass(allowed.statementClass());
        Optional<StatementClass> operation =
                statement.change().flatMap(ToolAction.Change::operation);
        if (operation.isPresent() && operation.get() != allowed.statementClass()) {
            return new ToolOutcome.Refused(Refusals.otherOperation(allowed.statementClass()));
        }
        if (allowed.parameters() != statement.parameters().size()) {
            return new ToolOutcome.Refused(Refusals.parameterCount(allowed, statement));
        }
        PageCursors.Position position = cursors.position(statement, context.caller());
        if (position instanceof PageCursors.Invalid(Problem problem)) {
            return new ToolOutcome.Refused(problem);
        }
        PageCursors.At at = (PageCursors.At) position;
        int skipped = at.rows();
        Decision decision =
                policy.decide(access(context.caller(), tool.name(), statement, allowed));
        if (!(decision instanceof Decision.Allowed)) {
            return Refusals.refused(decision);
        }
        recorder.decided(record);
        BoundStatement bound =
                new BoundStatement(
                        allowed.sql(),
                        allowed.statementClass(),
                        statement.parameters(),
                        database,
                        skipped);
        if (statement.export().isPresent()) {
            return exported(statement, statement.export().get(), bound, context, follower, record);
        }
        PagedRead read = execute(statement, bound, allowed.writes(), at.lease(), context);
        ToolOutcome outcome =
                outcome(
                        read.outcome(),
                        rows ->
                                new ToolOutcome.Rows(
                                        rows,
                                        statement.format(),
                                        cursors.page(
                                                statement, context.caller(), skipped, rows, read)));
        if (outcome instanceof ToolOutcome.Rows || outcome instanceof ToolOutcome.Written) {
            record.source(source.name(), database);
        }
        return outcome;
    }

    private ToolOutcome exported(
            ToolAction.RunStatement statement,
            ExportOrder order,
            BoundStatement bound,
            CallContext context,
            CallFollower follower,
            CallRecord record) {
        GovernedSource source = statement.source();
        ExportOutcome outcome =
                exporter.orElseThrow()
                        .export(
                                source.exports().orElseThrow(),
                                bound,
                                statement.limits(),
                                order,
                                context,
                                follower::read);
        return switch (outcome) {
            case ExportOutcome.Written(var summary) -> {
                record.source(source.name(), bound.database());
                yield new ToolOutcome.Exported(summary);
            }
            case ExportOutcome.Failed(ExecutionOutcome.Failed(var reason, String hint)) ->
                    new ToolOutcome.Failed(Problem.of(reason, hint));
        };
    }

    /** The same steps for a procedure, of which the guard reads no more than its name. */
    private ToolOutcome procedure(
            Tool tool, ToolAction.CallProcedure call, CallContext context, CallRecord record)
            throws NotRecorded {
        GovernedSource source = call.source();
        record.source(source.name(), call.database().filter(source.source()::isOwn));
        ProcedureVerdict verdict = source.procedures().inspect(call.procedure(), call.database());
        if (!(verdict instanceof ProcedureVerdict.Allowed allowed)) {
            record.fingerprint(recorder.fingerprint(call.procedure()));
            return Refusals.refused(
                    ((ProcedureVerdict.Refused) verdict).verdict(), source.other(call.database()));
        }
        BoundCall bound =
                new BoundCall(
                        Optional.of(allowed.database()).filter(name -> !name.isEmpty()),
                        allowed.schema(),
                        allowed.name(),
                        call.arguments(),
                        allowed.readOnly());
        record.fingerprint(recorder.fingerprint(bound.text()));
        record.statementClass(bound.statementClass());
        Decision decision =
                policy.decide(
                        new AccessRequest(
                                context.caller(),
                                tool.name(),
                                source.name(),
                                bound.readOnly() ? StatementAccess.READ : StatementAccess.WRITE,
                                SqlOrigin.OPERATOR,
                                bound.statementClass(),
                                Set.of(),
                                Set.of(),
                                false));
        if (!(decision instanceof Decision.Allowed)) {
            return Refusals.refused(decision);
        }
        recorder.decided(record);
        WriteTerms terms = new WriteTerms(source.writes().maxAffectedRows(), Optional.empty());
        ToolOutcome outcome =
                outcome(
                        executor.call(source.source(), bound, call.limits(), terms, context),
                        rows -> new ToolOutcome.Rows(rows, TextFormat.JSON, Optional.empty()));
        if (outcome instanceof ToolOutcome.Called) {
            record.source(source.name(), bound.database());
        }
        return outcome;
    }

    private PagedRead execute(
            ToolAction.RunStatement statement,
            BoundStatement bound,
            Set<TableName> changed,
            long lease,
            CallContext context) {
        if (statement.change().isEmpty() && statement.paging().offered()) {
            return executor.page(
                    statement.source().source(), bound, statement.limits(), lease, context);
        }
        return new PagedRead(
                statement.change().isEmpty()
                        ? executor.execute(
                                statement.source().source(), bound, statement.limits(), context)
                        : write(statement, bound, changed, context),
                false,
                PagedRead.NO_LEASE);
    }

    private ExecutionOutcome write(
            ToolAction.RunStatement statement,
            BoundStatement bound,
            Set<TableName> changed,
            CallContext context) {
        GovernedSource source = statement.source();
        ToolAction.Change change = statement.change().get();
        Optional<IdempotencyKey> key =
                change.idempotencyKey()
                        .flatMap(name ->
                                source.writes()
                                        .idempotencyTable()
                                        .map(table ->
                                                new IdempotencyKey(
                                                        table, context.caller().name(), name)));
        WriteTerms terms = new WriteTerms(change.maxAffectedRows(), key, changed);
        return executor.write(source.source(), bound, statement.limits(), terms, context);
    }

    private static ToolOutcome outcome(
            ExecutionOutcome outcome, Function<ResultRows, ToolOutcome> answer) {
        return switch (outcome) {
            case ExecutionOutcome.Rows(var rows) -> answer.apply(rows);
            case ExecutionOutcome.Written written -> new ToolOutcome.Written(written);
            case ExecutionOutcome.Called(var result) -> new ToolOutcome.Called(result);
            case ExecutionOutcome.Unknown(String hint) ->
                    new ToolOutcome.Unknown(Problem.ofUnknown(hint));
            case ExecutionOutcome.Failed(var reason, String hint) ->
                    new ToolOutcome.Failed(Problem.of(reason, hint));
        };
    }

    private ToolOutcome withoutStatement(ToolAction action, CallContext context, CallRecord record)
            throws NotRecorded {
        return switch (action) {
            case ToolAction.RunStatement ignored ->
                    throw new IllegalStateException("a statement is run step by step");
            case ToolAction.CallProcedure ignored ->
                    throw new IllegalStateException("a procedure is called step by step");
            case ToolAction.SearchCatalog search -> search(search, context, record);
            case ToolAction.ListDatabases(GovernedSource source) ->
                    databases(source, context, record);
            case ToolAction.Reply(JsonObject content) -> new ToolOutcome.Reply(content);
            case ToolAction.Refuse(Problem problem) -> new ToolOutcome.Refused(problem);
        };
    }

    private ToolOutcome search(
            ToolAction.SearchCatalog search, CallContext context, CallRecord record)
            throws NotRecorded {
        GovernedSource source = search.source();
        Optional<String> other = source.other(search.database());
        Optional<String> home = source.home(search.database());
        record.source(source.name(), home.filter(source.source()::isOwn));
        recorder.decided(record);
        CatalogAnswer answer =
                catalog.search(source.source(), other, search.query(), source.view(home), context);
        return switch (answer) {
            case CatalogAnswer.Found found -> {
                record.source(source.name(), home);
                yield new ToolOutcome.Tables(found);
            }
            case CatalogAnswer.Failed(var reason, String hint) ->
                    new ToolOutcome.Failed(Problem.of(reason, hint));
        };
    }

    private ToolOutcome databases(GovernedSource source, CallContext context, CallRecord record)
            throws NotRecorded {
        record.source(source.name(), source.source().defaultDatabase());
        recorder.decided(record);
        return switch (catalog.databases(source.source(), context)) {
            case DatabaseCatalog.Databases.Names(var names) ->
                    new ToolOutcome.Reply(
                            JsonObject.builder()
                                    .put(
                                            ToolAction.ListDatabases.MEMBER,
                                            JsonArray.ofStrings(names))
                                    .build());
            case DatabaseCatalog.Databases.Failed(CatalogAnswer.Failed(var reason, String hint)) ->
                    new ToolOutcome.Failed(Problem.of(reason, hint));
        };
    }

    private String fingerprint(ToolAction.RunStatement statement, Verdict verdict)
            throws NotRecorded {
        String text =
                switch (verdict) {
                    case Verdict.Allowed allowed -> allowed.sql();
                    case Verdict.Refused ignored -> statement.request().sql();
                };
        return recorder.fingerprint(text);
    }

    private static AccessRequest access(
            Caller caller,
            String tool,
            ToolAction.RunStatement statement,
            Verdict.Allowed allowed) {
        return new AccessRequest(
                caller,
                tool,
                statement.source().name(),
                statement.request().access(),
                statement.request().origin(),
                allowed.statementClass(),
                allowed.reads(),
                allowed.writes(),
                allowed.everyRow());
    }
}
