package dev.sallyport.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections side by side where several calls wait for one: the pool wants them one after
 * the other, and what takes long is the server's part. Thread-safe.
 *
 * <p>Only a pool that has a connection already opens ahead: a server that cannot be reached, or a
 * login that is refused, is tried once at a time.
 */
final class ConnectionsAhead {
    /** How a connection is opened. */
    interface Opening {
        Connection open() throws SQLException;
    }

    /** One that nobody comes for is closed: the calls that waited have others by now. */
    private static final long KEPT_MILLIS = 2_000;

    /** How often it is looked whether one is underway yet. */
    private static final long SLICE_MILLIS = 5;

    private final Opening opening;
    private final AtomicInteger underway = new AtomicInteger();
    private final SynchronousQueue<Opened> opened = new SynchronousQueue<>(true);

    private record Opened(@Nullable Connection connection, @Nullable SQLException error) {}

    ConnectionsAhead(Opening opening) {
        this.opening = opening;
    }

    /**
     * The next connection.
     *
     * @param wanted how many may be opened now, this one among them
     */
    Connection next(int wanted) throws SQLException {
        while (underway.get() > 0 || wanted > 1) {
            while (underway.get() < wanted) {
                underway.incrementAndGet();
                Thread.ofPlatform().daemon().name("connect").start(this::open);
            }
            wanted = 1;
            Opened next = await();
            if (next != null && next.error() != null) {
                throw next.error();
            }
            if (next != null && next.connection() != null) {
                return next.connection();
            }
        }
        return opening.open();
    }

    private @Nullable Opened await() throws SQLException {
        try {
            return opened.poll(SLICE_MILLIS, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SQLException("interrupted", "08001", e);
        }
    }

    private void open() {
        try {
            Connection connection = null;
            SQLException error = null;
            try {
                connection = opening.open();
            } catch (SQLException e) {
                error = e;
            } catch (RuntimeException | LinkageError e) {
                error = new SQLException("the driver failed to connect", "08001", e);
            }
            if (!opened.offer(new Opened(connection, error), KEPT_MILLIS, TimeUnit.MILLISECONDS)
                    && connection != null) {
                connection.close();
            }
        } catch (InterruptedException | SQLException e) {
            // Nobody waits for it any more.
        } finally {
            underway.decrementAndGet();
        }
    }
}
