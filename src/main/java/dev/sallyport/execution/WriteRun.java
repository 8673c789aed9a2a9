package dev.sallyport.execution;

import dev.sallyport.call.Deadline;
import dev.sallyport.result.ResultLimits;
import dev.sallyport.result.ResultReader;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.ChangeError;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConnection;
import dev.sallyport.sql.TableName;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One change on one connection: claim the key, change, count, commit; for one thread, and stopped
 * from others.
 *
 * <p>Until the commit is sent, whatever goes wrong rolls back and says so. From then on only the
 * engine's own answer counts: where it does not come, the outcome is unknown, and nothing is tried
 * again.
 */
class WriteRun {
    /** For a commit that was sent when the call was stopped: better to know than to hurry. */
    private static final long GRACE_MILLIS = 2_000;

    /** How often a key is claimed anew that another call has claimed and not yet committed. */
    private static final Duration CLAIM_PAUSE = Duration.ofMillis(50);

    private static final int MAX_REFUSALS = 3;

    private final SourceConnection connection;
    private final Source source;
    private final BoundStatement statement;
    private final ExecutionLimits limits;
    private final WriteTerms terms;
    private @Nullable RunningStatement running;
    private Optional<FailureReason> stopReason = Optional.empty();
    private boolean committing;
    private boolean ended;

    WriteRun(
            SourceConnection connection,
            Source source,
            BoundStatement statement,
            ExecutionLimits limits,
            WriteTerms terms) {
        this.connection = connection;
        this.source = source;
        this.statement = statement;
        this.limits = limits;
        this.terms = terms;
    }

    /** What a statement does, once it can be stopped. */
    private interface Task<T> {
        T run() throws SQLException;
    }

    /** The call was stopped, and the connection holds nothing that would be kept. */
    static final class Stopped extends Exception {
        private static final long serialVersionUID = 1L;
        private final FailureReason reason;

        Stopped(FailureReason reason) {
            super(reason.name(), null, false, false);
            this.reason = reason;
        }
    }

    /**
     * What the statement did, not yet committed.
     *
     * @param done what to answer once it is
     */
    record Effect(long affectedRows, ExecutionOutcome done) {}

    /** Stops the change, or where its commit is on the way gives that a little time. */
    void stop(FailureReason reason) {
        synchronized (this) {
            if (ended || stopReason.isPresent()) {
                return;
            }
            stopReason = Optional.of(reason);
            if (!committing) {
                if (running != null) {
                    running.stop(reason);
                }
                return;
            }
        }
        Thread.ofPlatform().name("cancel").daemon().start(this::giveUpCommit);
    }

    /**
     * Makes the change; a failure is a value.
     *
     * @param deadline when somebody will {@link #stop} it
     */
    ExecutionOutcome run(Deadline deadline) {
        try {
            return attempt(deadline);
        } catch (Stopped e) {
            return undone(Failures.stopped(e.reason));
        } catch (SQLException e) {
            return connection.endedInside(e)
                    ? endedInside()
                    : undone(Failures.ofChange(connection, e));
        } catch (RuntimeException | LinkageError e) {
            connection.discard();
            return undone(
                    Failures.of(
                            FailureReason.DATABASE_ERROR,
                            "The driver failed (" + e.getClass().getSimpleName() + ")."));
        } finally {
            synchronized (this) {
                ended = true;
                notifyAll();
            }
        }
    }

    /**
     * The failure, once all is taken back: where the engine says that some of it stays, no such.
     */
    private ExecutionOutcome undone(ExecutionOutcome.Failed failure) {
        return connection.undo() ? failure : Failures.partlyUndone();
    }

    private ExecutionOutcome attempt(Deadline deadline) throws SQLException, Stopped {
        if (connection.splits(statement.sql())) {
            return Failures.of(
                    FailureReason.NOT_SENDABLE, "Send one statement, without a semicolon.");
        }
        connection.waitAtMost(deadline.remaining());
        Optional<ExecutionOutcome> refusal = irrevocable();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        Optional<KeyTable> keys = terms.key().map(key -> new KeyTable(key, statement));
        if (keys.isPresent()) {
            Optional<ExecutionOutcome> earlier = claim(keys.get());
            if (earlier.isPresent()) {
                return earlier.get();
            }
        }
        Optional<Effect> made = change();
        if (!keepsItsTransaction()) {
            return endedInside();
        }
        if (made.isEmpty()) {
            connection.discard();
            return undone(Failures.notOneChange());
        }
        Effect effect = made.get();
        if (!commits()) {
            return effect.done();
        }
        if (effect.affectedRows() > terms.maxAffectedRows()) {
            return undone(Failures.tooManyAffected(terms.maxAffectedRows()));
        }
        if (keys.isPresent()) {
            try (PreparedStatement note = keys.get().note(connection, effect.affectedRows())) {
                stoppable(note, note::executeUpdate);
            }
        }
        connection.waitAtMost(deadline.remaining());
        return commit(effect);
    }

    /** Refuses what could not be taken back, before anything is changed. */
    private Optional<ExecutionOutcome> irrevocable() throws SQLException, Stopped {
        for (TableName table : terms.tables()) {
            if (!stoppable(() -> connection.takesBack(table))) {
                return Optional.of(Failures.withoutTransactions());
            }
        }
        if (terms.key().isPresent()) {
            TableName table = terms.key().get().tableName();
            if (!stoppable(() -> connection.takesBack(table))) {
                return Optional.of(Failures.keyTable());
            }
        }
        return Optional.empty();
    }

    /** Claims the key for this change, or answers with what an earlier call with it did. */
    private Optional<ExecutionOutcome> claim(KeyTable keys) throws SQLException, Stopped {
        int refusals = 0;
        while (true) {
            try (PreparedStatement claim = keys.claim(connection)) {
                stoppable(claim, claim::executeUpdate);
                return Optional.empty();
            } catch (SQLException e) {
                // A key that is there is found below; if it is not, something else is wrong.
                ChangeError meaning = connection.changeError(e);
                if (meaning == ChangeError.OTHER
                        || (meaning == ChangeError.CONSTRAINT && ++refusals > MAX_REFUSALS)) {
                    ExecutionOutcome.Failed failed = Failures.keyTable(connection, e);
                    connection.rollback();
                    return Optional.of(failed);
                }
            }
            boolean usable = connection.rollback();
            if (!usable) {
                return Optional.of(Failures.conflict());
            }
            try (PreparedStatement find = keys.find(connection)) {
                Optional<KeyTable.Kept> kept = stoppable(find, () -> keys.kept(find));
                if (kept.isPresent()) {
                    connection.rollback();
                    return Optional.of(
                            kept.get().sameChange()
                                    ? new ExecutionOutcome.Written(
                                            kept.get().affectedRows(), Optional.empty(), true)
                                    : Failures.keyReused());
                }
            }
            connection.rollback();
            pause();
        }
    }

    /** Runs the statement; empty where the engine answers as it does to something else. */
    private Optional<Effect> change() throws SQLException, Stopped {
        try (PreparedStatement prepared = prepare(connection)) {
            return stoppable(prepared, () -> effect(prepared));
        }
    }

    /** The statement, with its values. */
    PreparedStatement prepare(SourceConnection on) throws SQLException {
        PreparedStatement prepared =
                on.prepareToWrite(statement.sql(), terms.maxAffectedRows() + 1);
        try {
            on.checkCount(prepared, statement.sql(), statement.parameters().size());
            Parameters.bind(on, prepared, statement.parameters());
            return prepared;
        } catch (SQLException | RuntimeException e) {
            prepared.close();
            throw e;
        }
    }

    /** Whether the transaction that the statement began is as open as it should be. */
    boolean keepsItsTransaction() throws SQLException, Stopped {
        return stoppable(connection::inTransaction);
    }

    private ExecutionOutcome endedInside() {
        connection.destroy();
        return Failures.endedInside();
    }

    /** Whether what was done is kept. */
    boolean commits() {
        return true;
    }

    /** Runs the statement, and reads what it says. */
    Optional<Effect> effect(PreparedStatement prepared) throws SQLException {
        Optional<Effect> effect;
        if (prepared.execute()) {
            try (ResultSet result = prepared.getResultSet()) {
                ResultRows rows =
                        ResultReader.read(
                                result,
                                source.dialect(),
                                new ResultLimits(
                                        0,
                                        limits.maxRows(),
                                        limits.maxBytes().bytes(),
                                        limits.maxCellBytes().bytes(),
                                        source.trimsChar()),
                                false);
                // The reader has seen one row more than it kept, if there was one.
                long affected = rows.rowCount() + (rows.truncation().isPresent() ? 1L : 0L);
                while (rows.truncation().isPresent() && result.next()) {
                    affected++;
                }
                effect = Optional.of(effect(affected, Optional.of(rows)));
            }
        } else {
            int affected = prepared.getUpdateCount();
            effect =
                    affected < 0
                            ? Optional.empty()
                            : Optional.of(effect(affected, Optional.empty()));
        }
        return prepared.getMoreResults() || prepared.getUpdateCount() != -1
                ? Optional.empty()
                : effect;
    }

    private static Effect effect(long affected, Optional<ResultRows> returned) {
        return new Effect(affected, new ExecutionOutcome.Written(affected, returned, false));
    }

    private ExecutionOutcome commit(Effect effect) throws Stopped {
        synchronized (this) {
            if (stopReason.isPresent()) {
                throw new Stopped(stopReason.get());
            }
            committing = true;
        }
        try {
            connection.commit();
            return effect.done();
        } catch (SQLException e) {
            if (connection.provesRollback(e)) {
                ExecutionOutcome.Failed failed = Failures.ofChange(connection, e);
                connection.rollback();
                return failed;
            }
        } catch (RuntimeException | LinkageError e) {
            // A driver that breaks here has said nothing about the commit.
        }
        connection.destroy();
        return Failures.unknown(terms.key().isPresent());
    }

    private void giveUpCommit() {
        try {
            long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(GRACE_MILLIS);
            synchronized (this) {
                while (!ended) {
                    long left = end - System.nanoTime();
                    if (left <= 0) {
                        break;
                    }
                    TimeUnit.NANOSECONDS.timedWait(this, left);
                }
                if (ended) {
                    return;
                }
            }
            connection.destroy();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Runs a statement that {@link #stop} ends. */
    private <T> T stoppable(PreparedStatement prepared, Task<T> task) throws SQLException, Stopped {
        RunningStatement now = new RunningStatement(connection);
        now.prepared(prepared);
        return stoppable(now, task);
    }

    /** The same for what the engine asks on its own. */
    private <T> T stoppable(Task<T> task) throws SQLException, Stopped {
        return stoppable(new RunningStatement(connection), task);
    }

    private <T> T stoppable(RunningStatement now, Task<T> task) throws SQLException, Stopped {
        synchronized (this) {
            if (stopReason.isPresent()) {
                throw new Stopped(stopReason.get());
            }
            running = now;
        }
        try {
            return task.run();
        } catch (SQLException e) {
            throwIfStopped();
            throw e;
        } finally {
            synchronized (this) {
                running = null;
            }
            Optional<FailureReason> _ = now.end();
        }
    }

    private synchronized void throwIfStopped() throws Stopped {
        if (stopReason.isPresent()) {
            throw new Stopped(stopReason.get());
        }
    }

    private void pause() throws Stopped {
        try {
            Thread.sleep(CLAIM_PAUSE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Stopped(FailureReason.CANCELLED);
        }
        throwIfStopped();
    }
}
