package dev.sallyport.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One connection of a pool, as the driver made it. */
final class Pooled {
    /** What rested for less is lent unasked. */
    private static final long TRUSTED_NANOS = 500_000_000L;

    private static final int ANSWER_SECONDS = 2;
    private static final int CLOSE_SECONDS = 5;

    /** The limit of a driver that has none. */
    private static final int NO_LIMIT = -1;

    private final Connection connection;
    private final Engine engine;
    private final long openedAt = System.nanoTime();
    private volatile long restsSince = openedAt;
    private volatile @Nullable SentReset sent;

    Pooled(Connection connection, Engine engine) {
        this.connection = connection;
        this.engine = engine;
    }

    Connection connection() {
        return connection;
    }

    boolean isOlderThan(Duration age) {
        return System.nanoTime() - openedAt >= age.toNanos();
    }

    boolean restsFor(Duration time) {
        return System.nanoTime() - restsSince >= time.toNanos();
    }

    boolean restsLongerThan(Pooled other) {
        return restsSince - other.restsSince <= 0;
    }

    void rest() {
        restsSince = System.nanoTime();
    }

    /** Its session was sent what makes it like new. */
    void awaits(SentReset reset) {
        sent = reset;
    }

    /** Whether an answer to that is still to be read. */
    boolean isAwaited() {
        return sent != null;
    }

    /**
     * Whether its session is like new; the server has some seconds for its answer.
     *
     * @throws SQLException if it does not live
     */
    boolean isLikeNew() throws SQLException {
        SentReset reset = sent;
        sent = null;
        return reset == null || reset.await();
    }

    /**
     * Whether it lives: after a rest, the server is asked, which has some two seconds for its
     * answer.
     */
    boolean lives() {
        if (System.nanoTime() - restsSince < TRUSTED_NANOS) {
            return true;
        }
        // Not every driver holds itself to the limit that comes with the question.
        int usual = limit(ANSWER_SECONDS);
        try {
            if (!connection.isValid(ANSWER_SECONDS)) {
                return false;
            }
            if (usual != NO_LIMIT) {
                connection.setNetworkTimeout(Runnable::run, usual);
            }
            return true;
        } catch (SQLException | RuntimeException | LinkageError e) {
            return false;
        }
    }

    /** Closes it; within some seconds, where its driver has a limit for that. */
    void end() {
        limit(CLOSE_SECONDS);
        try {
            // A server logs a connection that is closed before its last answer was read as broken.
            isLikeNew();
            connection.close();
        } catch (SQLException | RuntimeException | LinkageError e) {
            destroy();
        }
    }

    /** Tears it down without a word to the server, whatever it is doing. */
    void destroy() {
        try {
            engine.destroy(connection);
        } catch (SQLException | RuntimeException | LinkageError e) {
            // It is gone for us either way.
        }
    }

    /** Limits how long it waits for the server, and tells the limit of before. */
    private int limit(int seconds) {
        try {
            int usual = connection.getNetworkTimeout();
            connection.setNetworkTimeout(Runnable::run, seconds * 1_000);
            return usual;
        } catch (SQLException | RuntimeException | LinkageError e) {
            return NO_LIMIT;
        }
    }
}
