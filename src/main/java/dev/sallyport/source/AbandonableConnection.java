package dev.sallyport.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * A connection of which a commit can be given up, where the driver waits for the answer to it until
 * its time to read is over, whatever it is told from another thread (Db2), or where nobody could
 * try what it does (Oracle).
 */
final class AbandonableConnection extends RollingBackConnection {
    /** Of a transaction of which nobody knows whether it was committed. */
    private static final String UNKNOWN = "08007";

    private volatile @Nullable FutureTask<@Nullable Void> committing;
    private volatile boolean aborted;

    AbandonableConnection(Connection handle) {
        super(handle);
    }

    /** On a thread of its own, which may have to stay behind. */
    @Override
    public void commit() throws SQLException {
        FutureTask<@Nullable Void> commit =
                new FutureTask<>(() -> {
                    super.commit();
                    return null;
                });
        committing = commit;
        Thread.ofPlatform().daemon().name("commit").start(commit);
        try {
            commit.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof SQLException said
                    ? said
                    : new SQLException("the driver failed", UNKNOWN, e.getCause());
        } catch (CancellationException e) {
            throw new SQLException("the commit was given up", UNKNOWN, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("the commit was given up", UNKNOWN, e);
        } finally {
            committing = null;
        }
    }

    /** The driver waits here, too, for what it is doing to end: it may, but nobody else. */
    @Override
    public void abort(Executor executor) throws SQLException {
        aborted = true;
        FutureTask<@Nullable Void> commit = committing;
        if (commit != null) {
            // Not by an interrupt, of which the driver knows nothing.
            commit.cancel(false);
        }
        super.abort(task -> Thread.ofPlatform().daemon().name("abort").start(task));
    }

    @Override
    public void clearWarnings() throws SQLException {
        if (!aborted) {
            super.clearWarnings();
        }
    }

    @Override
    public void close() throws SQLException {
        if (!aborted) {
            super.close();
        }
    }
}
