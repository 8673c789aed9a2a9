package dev.sallyport.tool;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.AuditProblem;
import dev.sallyport.call.CallContext;
import java.io.IOException;
import java.util.Optional;

/** What a call leaves in the audit log and in the log, and what leaves where it cannot. */
final class CallRecorder {
    private final AuditLog audit;

    CallRecorder(AuditLog audit) {
        this.audit = audit;
    }

    /**
     * The record of a call that begins.
     *
     * @param tool empty: there is none of the name
     */
    CallRecord begin(CallContext context, Optional<Tool> tool) {
        return new CallRecord(audit.newCall(), context.caller(), tool);
    }

    /** The outcome, once it is recorded; else a failure in its place. */
    ToolOutcome recorded(CallRecord record, ToolOutcome outcome, CallFollower follower) {
        try {
            audit.finished(record.finished(outcome));
            CallLog.ended(record, outcome, follower);
            return outcome;
        } catch (IOException e) {
            CallLog.notRecorded(record, e);
        } catch (RuntimeException e) {
            CallLog.unexpected(record, e);
        }
        return notRecorded(outcome);
    }

    /** What leaves in the place of an outcome that could not be recorded. */
    private static ToolOutcome notRecorded(ToolOutcome outcome) {
        AuditProblem problem =
                switch (outcome) {
                    case ToolOutcome.Rows ignored -> AuditProblem.WITHHELD;
                    case ToolOutcome.Written ignored -> AuditProblem.WITHHELD;
                    case ToolOutcome.Called ignored -> AuditProblem.WITHHELD;
                    case ToolOutcome.Exported ignored -> AuditProblem.WITHHELD;
                    case ToolOutcome.Unknown ignored -> AuditProblem.WITHHELD;
                    case ToolOutcome.Tables ignored -> AuditProblem.WITHHELD;
                    case ToolOutcome.Reply ignored -> AuditProblem.WITHHELD;
                    case ToolOutcome.Refused ignored -> AuditProblem.NOT_RECORDED;
                    case ToolOutcome.Failed ignored -> AuditProblem.NOT_RECORDED;
                };
        return new ToolOutcome.Failed(Problem.of(problem));
    }

    /**
     * Records the decision, without which nothing runs.
     *
     * @throws NotRecorded if it cannot be recorded
     */
    void decided(CallRecord record) throws NotRecorded {
        try {
            audit.decided(record.decided());
        } catch (IOException e) {
            throw new NotRecorded(e);
        }
    }

    /**
     * A name for a text that tells nothing of it.
     *
     * @throws NotRecorded if there is no key for it
     */
    String fingerprint(String text) throws NotRecorded {
        try {
            return audit.fingerprint(text);
        } catch (IOException e) {
            throw new NotRecorded(e);
        }
    }
}
