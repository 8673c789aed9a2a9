package dev.sallyport.execution;

import dev.sallyport.result.ResultRows;

/** What became of a statement. */
public sealed interface ExecutionOutcome {
    record Rows(ResultRows rows) implements ExecutionOutcome {}

    /**
     * No answer.
     *
     * @param hint tells the agent what to do; may carry the engine's own message, which must not be
     *     logged
     */
    record Failed(FailureReason reason, String hint) implements ExecutionOutcome {}
}
