package dev.sallyport.execution;

import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.source.ConnectionSettings;

/**
 * Decides whether a read runs once more: where its connection broke before the database began to
 * answer, as often as the owner of the source wants, while the call has time. For one call.
 */
final class RepeatedRead {
    private final ConnectionSettings settings;
    private final Deadline deadline;
    private final Cancellation cancellation;
    private int made;
    private boolean answered;

    RepeatedRead(ConnectionSettings settings, Deadline deadline, Cancellation cancellation) {
        this.settings = settings;
        this.deadline = deadline;
        this.cancellation = cancellation;
    }

    /** The database began to answer. */
    void answered() {
        answered = true;
    }

    /** Whether to run it again; waits for the moment. */
    boolean again(ExecutionOutcome outcome) {
        boolean again =
                !answered
                        && outcome instanceof ExecutionOutcome.Failed(FailureReason reason, _)
                        && reason == FailureReason.CONNECTION_LOST
                        && settings.awaitAttempt(
                                made, deadline.remaining(), cancellation::isCancelled);
        made++;
        return again;
    }
}
