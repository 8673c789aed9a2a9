package dev.sallyport.execution;

import dev.sallyport.result.ResultRows;
import java.util.Optional;

/** What became of a statement. */
public sealed interface ExecutionOutcome {
    record Rows(ResultRows rows) implements ExecutionOutcome {}

    /**
     * A change was committed.
     *
     * @param affectedRows rows that it inserted, changed or deleted, as the engine counts them
     * @param returned rows that the statement itself returned
     * @param replayed whether an earlier call with the same idempotency key made it
     */
    record Written(long affectedRows, Optional<ResultRows> returned, boolean replayed)
            implements ExecutionOutcome {}

    /** A procedure ran to its end. */
    record Called(ProcedureResult result) implements ExecutionOutcome {}

    /**
     * The commit of a change was sent, and it is not known whether it was made.
     *
     * @param hint tells the agent how to find out
     */
    record Unknown(String hint) implements ExecutionOutcome {}

    /**
     * No answer, and no change.
     *
     * @param hint tells the agent what to do; may carry the engine's own message, which must not be
     *     logged
     */
    record Failed(FailureReason reason, String hint) implements ExecutionOutcome {}
}
