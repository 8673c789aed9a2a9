package dev.sallyport.execution;

import dev.sallyport.source.SourceConnection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A statement that others can stop: asked first, and asked again, since an engine that has not
 * begun yet forgets the question; then its connection is torn down.
 */
final class RunningStatement {
    /** From the first question to the end of the connection. */
    private static final int QUESTIONS = 8;

    private static final long PAUSE_MILLIS = 250;

    private final SourceConnection connection;
    private volatile @Nullable Statement statement;
    private final CountDownLatch ended = new CountDownLatch(1);
    private Optional<FailureReason> stopReason = Optional.empty();

    RunningStatement(SourceConnection connection) {
        this.connection = connection;
    }

    /** What is to be stopped; until then the engine prepares it. */
    void prepared(Statement known) {
        statement = known;
    }

    /** Stops the statement, for the first reason that was given; returns at once. */
    void stop(FailureReason reason) {
        synchronized (this) {
            if (stopReason.isPresent() || ended.getCount() == 0) {
                return;
            }
            stopReason = Optional.of(reason);
            // The engine may act on the question a moment late: nobody else must get the session.
            connection.discard();
        }
        start(this::insist);
    }

    /** The statement has ended; says why it was stopped, if it was. */
    Optional<FailureReason> end() {
        synchronized (this) {
            ended.countDown();
            return stopReason;
        }
    }

    /** Not a virtual thread: statements of an embedded engine may hold every carrier of those. */
    private static void start(Runnable task) {
        Thread.ofPlatform().name("cancel").daemon().start(task);
    }

    private void insist() {
        try {
            for (int i = 0; i < QUESTIONS; i++) {
                // In a thread of its own: a server that does not answer must not delay the end.
                start(this::ask);
                if (ended.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.destroy();
    }

    private void ask() {
        try {
            if (ended.getCount() > 0) {
                connection.cancel(statement);
            }
        } catch (SQLException | RuntimeException | LinkageError e) {
            // Asked again, and in the end the connection goes.
        }
    }
}
