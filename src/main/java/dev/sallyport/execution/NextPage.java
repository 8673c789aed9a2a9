package dev.sallyport.execution;

import dev.sallyport.call.AlarmClock;
import dev.sallyport.call.CallContext;
import dev.sallyport.call.Deadline;
import dev.sallyport.result.ResultReader;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.SourceConnection;
import java.sql.SQLException;
import java.util.Optional;

/** Reads on from a result that was taken out of those that are held; for one thread. */
final class NextPage {
    private final HeldResult result;
    private final OpenResult next;

    NextPage(HeldResult result, HeldResults held) {
        this.result = result;
        this.next = new OpenResult(held, result.source(), result.rest(), result.holder());
    }

    /** The rows that follow; empty where the result is lost, so that its statement runs again. */
    Optional<PagedRead> read(ExecutionLimits limits, AlarmClock watchdog, CallContext context) {
        SourceConnection connection = result.connection();
        RunningStatement running = new RunningStatement(connection);
        running.prepared(result.prepared());
        Deadline deadline = context.deadline().or(Deadline.after(limits.timeout()));
        try {
            ResultRows rows;
            try (var _ = watchdog.at(deadline, () -> running.stop(FailureReason.TIMED_OUT));
                    var _ =
                            context.cancellation()
                                    .onCancel(() -> running.stop(FailureReason.CANCELLED))) {
                rows = rows(limits);
            }
            Optional<FailureReason> stopped = running.end();
            keep(rows, stopped.isEmpty());
            ExecutionOutcome outcome =
                    stopped.<ExecutionOutcome>map(Failures::stopped)
                            .orElseGet(() -> new ExecutionOutcome.Rows(rows));
            return Optional.of(new PagedRead(outcome, true, next.lease()));
        } catch (SQLException | RuntimeException | LinkageError e) {
            connection.discard();
            return running.end()
                    .map(reason ->
                            new PagedRead(Failures.stopped(reason), true, PagedRead.NO_LEASE));
        } finally {
            if (next.lease() == PagedRead.NO_LEASE) {
                connection.close();
            }
        }
    }

    private ResultRows rows(ExecutionLimits limits) throws SQLException {
        return ResultReader.readOn(
                result.rows(),
                result.source().dialect(),
                limits.ofResult(0, result.source().trimsChar()),
                result.inSteps());
    }

    private void keep(ResultRows rows, boolean good) {
        if (rows.truncation().isEmpty()) {
            result.close();
        } else if (rows.rowCount() == 0) {
            result.drop();
        } else {
            next.cut(
                    result.connection(),
                    result.prepared(),
                    result.rows(),
                    result.inSteps(),
                    rows.rowCount());
            next.settle(good);
        }
    }
}
