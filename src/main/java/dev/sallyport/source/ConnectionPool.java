package dev.sallyport.source;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
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
    private final Optional<Attestor> attestor;
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
        this.attestor = Attestor.of(config);
    }

    /** A connection, once the login is known to have no more rights than its owner wants. */
    Borrowed borrow(Duration wait, BooleanSupplier abandoned) {
        long end = System.nanoTime() + wait.toNanos();
        return attestor.flatMap(
                        gate -> gate.refuses(wait, abandoned, () -> examine(wait, abandoned)))
                .orElseGet(() ->
                        lend(Duration.ofNanos(Math.max(0, end - System.nanoTime())), abandoned));
    }

    /** Examines the rights of the login, whatever was found before. */
    Examination examine(Duration wait, BooleanSupplier abandoned) {
        return switch (lend(wait, abandoned)) {
            case Borrowed.Ready(SourceConnection connection) -> {
                try (connection) {
                    yield examine(connection);
                }
            }
            case Borrowed reason -> new Examination.NotConnected(reason);
        };
    }

    private Examination examine(SourceConnection connection) {
        Optional<RightsProbe> probe = engine.rightsProbe();
        if (probe.isEmpty()) {
            return new Examination.NoProbes();
        }
        try {
            return probe.get().examine(connection.jdbc(), config);
        } catch (SQLException e) {
            connection.discard();
            return new Examination.Failed(e.getSQLState() == null ? "" : e.getSQLState());
        } catch (RuntimeException | LinkageError e) {
            connection.discard();
            return new Examination.Failed("");
        }
    }

    private Borrowed lend(Duration wait, BooleanSupplier abandoned) {
        HikariPool open;
        DriverDataSource connections;
        synchronized (this) {
            if (closed) {
                return new Borrowed.Busy();
            }
            if (connector == null) {
                connector = new DriverDataSource(connectAs(), engine, readOnly());
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
            return lend(open, connections, wait, abandoned);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private Borrowed lend(
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
                return new Borrowed.Ready(
                        new SourceConnection(
                                open, pooled, engine, config, connections::connect, queued));
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
                if (failure.error() instanceof DriverException noDriver) {
                    return new Borrowed.NoDriver(noDriver.problem());
                }
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

    private SourceConfig connectAs() {
        return config.writes() && !writes ? engine.forReads(config) : config;
    }

    private boolean readOnly() {
        return !writes && engine.readOnlyConnection(config);
    }

    void close() {
        HikariPool open;
        DriverDataSource connections;
        synchronized (this) {
            closed = true;
            open = pool;
            pool = null;
            connections = connector;
        }
        if (open != null) {
            try {
                open.shutdown();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        if (connections != null) {
            connections.close();
        }
    }
}
