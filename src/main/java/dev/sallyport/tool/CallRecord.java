package dev.sallyport.tool;

import dev.sallyport.audit.AuditEvent;
import dev.sallyport.call.Caller;
import dev.sallyport.result.ResultRows;
import dev.sallyport.sql.StatementClass;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** What is known of one call, step by step, for the audit log and the log; for one thread. */
final class CallRecord {
    private final String call;
    private final Caller caller;
    private final Optional<Tool> tool;
    private final Instant time = Instant.now();
    private final long startNanos = System.nanoTime();
    private Optional<String> source = Optional.empty();
    private Optional<String> database = Optional.empty();
    private Optional<StatementClass> statementClass = Optional.empty();
    private Optional<String> fingerprint = Optional.empty();

    CallRecord(String call, Caller caller, Optional<Tool> tool) {
        this.call = call;
        this.caller = caller;
        this.tool = tool;
    }

    String call() {
        return call;
    }

    Optional<String> fingerprint() {
        return fingerprint;
    }

    /** The word that lines in the log begin with. */
    String logName() {
        return tool.map(Tool::logName).orElse("Call");
    }

    /** Notes where the call goes; names of the configuration only. */
    void source(String name, Optional<String> itsDatabase) {
        source = Optional.of(name);
        database = itsDatabase;
    }

    void statementClass(StatementClass found) {
        statementClass = Optional.of(found);
    }

    void fingerprint(String made) {
        fingerprint = Optional.of(made);
    }

    /** The call as it is about to run. */
    AuditEvent decided() {
        return event(AuditEvent.Outcome.ALLOWED, Optional.empty(), Optional.empty());
    }

    /** The call as it ended. */
    AuditEvent finished(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Rows(var rows, _, _) ->
                    allowed(rows.rowCount(), rows.rows().length(), rows.truncation().isPresent());
            case ToolOutcome.Written(var change) ->
                    allowed(
                            change.affectedRows(),
                            change.returned().map(rows -> (long) rows.rows().length()).orElse(0L),
                            change.returned().flatMap(ResultRows::truncation).isPresent());
            case ToolOutcome.Called(var result) ->
                    allowed(result.rowCount(), result.bytes(), result.isCut());
            case ToolOutcome.Exported(var file) ->
                    allowed(file.rows(), file.bytes(), file.truncation().isPresent());
            case ToolOutcome.Unknown(Problem problem) ->
                    event(AuditEvent.Outcome.FAILED, Optional.of(problem.code()), Optional.empty());
            case ToolOutcome.Tables(var found) -> allowed(found.tables().size(), 0, found.more());
            case ToolOutcome.Reply ignored -> decided();
            case ToolOutcome.Refused(Problem problem) ->
                    event(
                            AuditEvent.Outcome.REFUSED,
                            Optional.of(problem.code()),
                            Optional.empty());
            case ToolOutcome.Failed(Problem problem) ->
                    event(AuditEvent.Outcome.FAILED, Optional.of(problem.code()), Optional.empty());
        };
    }

    private AuditEvent allowed(long rows, long bytes, boolean truncated) {
        return event(
                AuditEvent.Outcome.ALLOWED,
                Optional.empty(),
                Optional.of(new AuditEvent.Result(rows, bytes, truncated)));
    }

    private AuditEvent event(
            AuditEvent.Outcome decision,
            Optional<String> code,
            Optional<AuditEvent.Result> result) {
        return new AuditEvent(
                time,
                call,
                caller.name(),
                tool.map(Tool::name),
                source,
                database,
                decision,
                code,
                statementClass,
                fingerprint,
                result,
                Duration.ofNanos(System.nanoTime() - startNanos));
    }
}
