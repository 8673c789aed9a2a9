package dev.sallyport.source;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one source: none before the first call, as many as calls run side by side
 * afterwards, none again after some minutes without a call.
 */
final class ConnectionPool {
    /** Callers that may wait for a connection; the next is told at once that the source is busy. */
    static final int MAX_WAITING = 256;

    /** How often a waiting caller looks whether it is still wanted. */
    private static final long SLICE_MILLIS = 100;

    private static final long IDLE_MILLIS = Duration.ofMinutes(5).toMillis();
    private static final long LIFETIME_MILLIS = Duration.ofMinutes(30).toMillis();
    private static final long VALIDATION_MILLIS = 2_000;

    private final SourceConfig config;
    private final Engine engine;
    private final boolean writes;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger expected = new AtomicInteger();
    private @Nullable DriverDataSource connector;
    private @Nullable HikariPool pool;
    private boolean closed;

    /**
     * A pool without connections.
     *
     * @param writes whether its connections may change data
     */
    ConnectionPool(SourceConfig config, Engine engine, boolean writes) {
        this.config = config;
        this.engine = engine;
        this.writes = writes;
    }

    Borrowed borrow(Duration wait, BooleanSupplier abandoned) {
        HikariPool open;
        DriverDataSource connections;
        synchronized (this) {
            if (closed) {
                return new Borrowed.Busy();
            }
            if (connector == null) {
                connector = new DriverDataSource(config, engine, readOnly());
            }
            if (pool == null) {
                pool = open(connector);
            }
            open = pool;
            connections = connector;
        }
        if (waiting.incrementAndGet() > MAX_WAITING + config.concurrentCalls()) {
            waiting.decrementAndGet();
            return new Borrowed.Busy();
        }
        try {
            return borrow(open, connections, wait, abandoned);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private Borrowed borrow(
            HikariPool open,
            DriverDataSource connections,
            Duration wait,
            BooleanSupplier abandoned) {
        long start = System.nanoTime();
        long end = start + wait.toNanos();
        long queued = 0;
        while (true) {
            if (abandoned.getAsBoolean()) {
                return new Borrowed.Abandoned();
            }
            long left = Math.max(1, Math.min(SLICE_MILLIS, (end - System.nanoTime()) / 1_000_000));
            try {
                Connection pooled = open.getConnection(left);
                return new Borrowed.Ready(new SourceConnection(open, pooled, engine, queued));
            } catch (SQLException e) {
                if (Thread.currentThread().isInterrupted()) {
                    return new Borrowed.Abandoned();
                }
            }
            if (open.getTotalConnections() >= config.concurrentCalls()) {
                queued = System.nanoTime() - start;
            }
            DriverDataSource.Failure failure = connections.lastFailure();
            if (failure != null && failure.nanoTime() - start > 0) {
                EngineError meaning = engine.meaning(failure.error());
                if (meaning != EngineError.BUSY || System.nanoTime() - end >= 0) {
                    String state = failure.error().getSQLState();
                    return new Borrowed.Unreachable(meaning, state == null ? "" : state);
                }
            } else if (System.nanoTime() - end >= 0) {
                return new Borrowed.Busy();
            }
        }
    }

    /** Somebody is on the way here, so that it counts as in use. */
    void expect() {
        expected.incrementAndGet();
    }

    /** The same one has a connection, or has gone. */
    void unexpect() {
        expected.decrementAndGet();
    }

    synchronized boolean isIdle() {
        return expected.get() == 0 && (pool == null || pool.getActiveConnections() == 0);
    }

    private HikariPool open(DriverDataSource connections) {
        HikariConfig settings = new HikariConfig();
        settings.setPoolName(config.name());
        settings.setDataSource(connections);
        settings.setMaximumPoolSize(config.concurrentCalls());
        settings.setMinimumIdle(0);
        settings.setIdleTimeout(IDLE_MILLIS);
        settings.setMaxLifetime(LIFETIME_MILLIS);
        settings.setKeepaliveTime(0);
        settings.setValidationTimeout(VALIDATION_MILLIS);
        settings.setInitializationFailTimeout(-1);
        settings.setAutoCommit(false);
        settings.setReadOnly(readOnly());
        settings.validate();
        return new HikariPool(settings);
    }

    private boolean readOnly() {
        return !writes && engine.readOnlyConnection(config);
    }

    void close() {
        HikariPool open;
        synchronized (this) {
            closed = true;
            open = pool;
            pool = null;
        }
        if (open != null) {
            try {
                open.shutdown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
