package dev.sallyport.execution;

import dev.sallyport.call.AlarmClock;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.result.ResultReader;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.EngineError;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;

/** One attempt at a read, on a connection that was lent for it; for one thread. */
final class ReadRun {
    /** What is done with the rows of a read. */
    interface Reading {
        /** {@code inSteps}: whether to tell the driver how many rows to fetch next. */
        Taken take(ResultSet rows, boolean inSteps) throws SQLException;
    }

    /**
     * What became of the rows.
     *
     * @param complete whether there are no more
     * @param count how many were taken, where more could be taken later
     */
    record Taken(ExecutionOutcome outcome, boolean complete, int count) {}

    private final SourceConnection connection;
    private final BoundStatement statement;
    private final ExecutionLimits limits;
    private final Reading reading;
    private final boolean canBeginAgain;
    private final Optional<OpenResult> open;
    private final RepeatedRead repeated;

    /**
     * An attempt.
     *
     * @param canBeginAgain whether rows that were taken can be forgotten
     * @param open what the result becomes where it may stay open
     */
    ReadRun(
            SourceConnection connection,
            BoundStatement statement,
            ExecutionLimits limits,
            Reading reading,
            boolean canBeginAgain,
            Optional<OpenResult> open,
            RepeatedRead repeated) {
        this.connection = connection;
        this.statement = statement;
        this.limits = limits;
        this.reading = reading;
        this.canBeginAgain = canBeginAgain;
        this.open = open;
        this.repeated = repeated;
    }

    /** Reads the rows of an answer, within its limits. */
    static Reading rows(Source source, BoundStatement statement, ExecutionLimits limits) {
        return (result, inSteps) -> {
            ResultRows rows =
                    ResultReader.read(
                            result,
                            source.dialect(),
                            limits.ofResult(statement.skippedRows(), source.trimsChar()),
                            inSteps);
            return new Taken(
                    new ExecutionOutcome.Rows(rows), rows.truncation().isEmpty(), rows.rowCount());
        };
    }

    /** Whether the result is open, and not to be closed with the call. */
    private boolean isOpen() {
        return open.isPresent() && open.get().isOpen();
    }

    private boolean mayStayOpen() {
        return open.isPresent() && OpenResult.isPossible(connection);
    }

    /** Runs it, until it ends, its time is up or its caller gone. */
    ExecutionOutcome run(AlarmClock watchdog, Deadline deadline, Cancellation cancellation) {
        try {
            if (connection.splits(statement.sql())) {
                return Failures.of(
                        FailureReason.NOT_SENDABLE, "Send one statement, without a semicolon.");
            }
            connection.waitAtMost(deadline.remaining());
        } catch (SQLException e) {
            return Failures.of(connection, e);
        }
        try {
            RunningStatement running = new RunningStatement(connection);
            ExecutionOutcome outcome;
            try (var _ = watchdog.at(deadline, () -> running.stop(FailureReason.TIMED_OUT));
                    var _ = cancellation.onCancel(() -> running.stop(FailureReason.CANCELLED))) {
                outcome = read(running);
            }
            Optional<FailureReason> stopped = running.end();
            if (open.isPresent()) {
                open.get().settle(stopped.isEmpty());
            }
            return stopped.isPresent() ? Failures.stopped(stopped.get()) : outcome;
        } catch (RuntimeException | LinkageError e) {
            // A driver that breaks is not trusted with another call; its message may hold values.
            connection.discard();
            return Failures.of(
                    FailureReason.DATABASE_ERROR,
                    "The driver failed (" + e.getClass().getSimpleName() + ").");
        }
    }

    /**
     * Failures are values here, so that a statement that was stopped is told from one that failed.
     */
    private ExecutionOutcome read(RunningStatement running) {
        try {
            // Preparing it may already wait for the engine, so it can be stopped from here on.
            PreparedStatement prepared =
                    connection.prepareRead(
                            statement.sql(),
                            mayStayOpen()
                                    ? Integer.MAX_VALUE
                                    : statement.skippedRows() + limits.maxRows() + 1);
            try {
                running.prepared(prepared);
                if (repeated.rowByRow()) {
                    prepared.setFetchSize(1);
                }
                connection.checkCount(prepared, statement.sql(), statement.parameters().size());
                Parameters.bind(connection, prepared, statement.parameters());
                return answer(prepared);
            } finally {
                if (!isOpen()) {
                    close(prepared);
                }
            }
        } catch (SQLException e) {
            if (canBeginAgain && connection.meaning(e) == EngineError.FETCH_TOO_LARGE) {
                repeated.fetchTooLarge();
            }
            return Failures.of(connection, e);
        }
    }

    private ExecutionOutcome answer(PreparedStatement prepared) throws SQLException {
        boolean hasRows = connection.run(prepared);
        repeated.answered();
        if (!hasRows) {
            connection.discard();
            return Failures.notARead();
        }
        Taken taken = taken(prepared);
        if (isOpen()) {
            return taken.outcome();
        }
        boolean abandoned = !taken.complete() && connection.isDiscarded();
        if (!abandoned && (prepared.getMoreResults() || prepared.getUpdateCount() != -1)) {
            connection.discard();
            return Failures.notARead();
        }
        return taken.outcome();
    }

    private Taken taken(PreparedStatement prepared) throws SQLException {
        ResultSet result = prepared.getResultSet();
        boolean inSteps = connection.fetchesInSteps() && !repeated.rowByRow();
        boolean complete = false;
        try {
            Taken taken = reading.take(result, inSteps);
            complete = taken.complete();
            if (!complete && taken.count() > 0 && mayStayOpen()) {
                open.orElseThrow().cut(connection, prepared, result, inSteps, taken.count());
            }
            return taken;
        } finally {
            if (!complete && !isOpen()) {
                connection.abandon(result);
            }
        }
    }

    /** What goes wrong here concerns the connection, not the answer. */
    private void close(PreparedStatement prepared) {
        try {
            prepared.close();
        } catch (SQLException e) {
            connection.discard();
        }
    }
}
