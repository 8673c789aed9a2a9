package dev.sallyport.execution;

import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.source.ConnectionSettings;

/**
 * Decides whether a read runs once more: where its connection broke before the database began to
 * answer, as often as the owner of the source wants, while the call has time; and row by row, where
 * a fetch of several rows was more than the driver may hold. For one call.
 */
final class RepeatedRead {
    private final ConnectionSettings settings;
    private final Deadline deadline;
    private final Cancellation cancellation;
    private int made;
    private boolean answered;
    private boolean rowByRow;
    private boolean fetchTooLarge;

    RepeatedRead(ConnectionSettings settings, Deadline deadline, Cancellation cancellation) {
        this.settings = settings;
        this.deadline = deadline;
        this.cancellation = cancellation;
    }

    /** The database began to answer. */
    void answered() {
        answered = true;
    }

    /** Whether the driver is to fetch a row at a time. */
    boolean rowByRow() {
        return rowByRow;
    }

    /** A fetch was too large, and none of its rows is used. */
    void fetchTooLarge() {
        fetchTooLarge = true;
    }

    /** Whether to run it again; waits for the moment. */
    boolean again(ExecutionOutcome outcome) {
        if (fetchTooLarge && !rowByRow) {
            rowByRow = true;
            return true;
        }
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
