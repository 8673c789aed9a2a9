package dev.sallyport.source;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one source: none before the first call, as many as calls run side by side
 * afterwards, none again, or as many as the owner wants kept, after some minutes without a call.
 */
final class ConnectionPool {
    /** Callers that may wait for a connection; the next is told at once that the source is busy. */
    static final int MAX_WAITING = 256;

    /** How often a waiting caller looks whether it is still wanted. */
    private static final long SLICE_MILLIS = 100;

    private static final long LIFETIME_MILLIS = Duration.ofMinutes(30).toMillis();
    private static final long VALIDATION_MILLIS = 2_000;

    /** Without a connection for so long, a caller that gives up takes the server to be gone. */
    private static final long SLOW_CONNECT_NANOS = Duration.ofSeconds(1).toNanos();

    private final SourceConfig config;
    private final Engine engine;
    private final boolean writes;
    private final AtomicInteger waiting = new AtomicInteger();
    private final AtomicInteger expected = new AtomicInteger();
    private final Circuit circuit = new Circuit(this::probe);
    private @Nullable DriverDataSource connector;
    private @Nullable HikariPool pool;
    private final Optional<Attestor> attestor;
    private final Executor loanEnds;
    private final HeldLoans heldLoans;
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
        this.loanEnds = LoanEnds.of(engine);
        this.heldLoans = new HeldLoans(writes ? 0 : config.connections().heldCursors());
    }

    /** A connection, once the login is known to have no more rights than its owner wants. */
    Borrowed borrow(Duration wait, BooleanSupplier abandoned) {
        long end = System.nanoTime() + wait.toNanos();
        return attestor.flatMap(
                        gate -> gate.refuses(wait, abandoned, () -> examine(wait, abandoned)))
                .orElseGet(() -> lend(left(end), abandoned));
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
        try {
            return engine.rightsProbe().examine(connection.jdbc(), config);
        } catch (SQLException e) {
            connection.discard();
            return new Examination.Failed(e.getSQLState() == null ? "" : e.getSQLState());
        } catch (RuntimeException | LinkageError e) {
            connection.discard();
            return new Examination.Failed("");
        }
    }

    /** Tries again, as often as the owner wants, where no connection can be opened. */
    private Borrowed lend(Duration wait, BooleanSupplier abandoned) {
        long end = System.nanoTime() + wait.toNanos();
        Borrowed borrowed = lendOnce(wait, abandoned);
        // A login that is refused is not tried again: the server may lock it.
        for (int made = 0;
                borrowed instanceof Borrowed.Unreachable unreachable
                        && isGone(unreachable)
                        && config.connections().awaitAttempt(made, left(end), abandoned);
                made++) {
            borrowed = lendOnce(left(end), abandoned);
        }
        return borrowed;
    }

    private static Duration left(long end) {
        return Duration.ofNanos(Math.max(0, end - System.nanoTime()));
    }

    private Borrowed lendOnce(Duration wait, BooleanSupplier abandoned) {
        Optional<Borrowed.Unreachable> gone = circuit.refusal(wait);
        if (gone.isPresent()) {
            return gone.get();
        }
        if (waiting.incrementAndGet() > MAX_WAITING + config.concurrentCalls()) {
            waiting.decrementAndGet();
            return new Borrowed.Busy();
        }
        try {
            return queue(wait, abandoned);
        } finally {
            waiting.decrementAndGet();
        }
    }

    private Borrowed queue(Duration wait, BooleanSupplier abandoned) {
        long start = System.nanoTime();
        long end = start + wait.toNanos();
        long queued = 0;
        while (true) {
            if (abandoned.getAsBoolean()) {
                return new Borrowed.Abandoned();
            }
            HikariPool open;
            DriverDataSource connections;
            synchronized (this) {
                if (closed) {
                    return new Borrowed.Busy();
                }
                connections = connector();
                if (pool == null) {
                    pool = open(connections);
                }
                open = pool;
            }
            if (open.getActiveConnections() >= config.concurrentCalls()) {
                // Whoever calls goes before those who may call again.
                heldLoans.endOldest();
            }
            long left = Math.max(1, Math.min(SLICE_MILLIS, (end - System.nanoTime()) / 1_000_000));
            try {
                Connection pooled = open.getConnection(left);
                return new Borrowed.Ready(
                        new SourceConnection(
                                open,
                                pooled,
                                engine,
                                session(),
                                connections::connect,
                                loanEnds,
                                heldLoans,
                                queued));
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
                Borrowed.Unreachable unreachable = unreachable(failure.error());
                if (unreachable.meaning() != EngineError.BUSY || System.nanoTime() - end >= 0) {
                    return opened(unreachable);
                }
            } else if (System.nanoTime() - end >= 0) {
                // Nobody has a connection, so that nobody is in the way: there are none to be had.
                return System.nanoTime() - start >= SLOW_CONNECT_NANOS
                                && open.getTotalConnections() == 0
                        ? opened(new Borrowed.Unreachable(EngineError.CONNECTION_LOST, ""))
                        : new Borrowed.Busy();
            }
        }
    }

    /** The same, with the circuit open where it says that the server is gone. */
    private Borrowed.Unreachable opened(Borrowed.Unreachable unreachable) {
        if (isGone(unreachable)) {
            circuit.open(unreachable);
            heldLoans.endAll();
        }
        return unreachable;
    }

    /** A server that answers, if only by a refusal, is not gone. */
    private static boolean isGone(Borrowed.Unreachable unreachable) {
        return unreachable.meaning() == EngineError.CONNECTION_LOST;
    }

    private Borrowed.Unreachable unreachable(SQLException error) {
        String state = error.getSQLState();
        return new Borrowed.Unreachable(engine.meaning(error), state == null ? "" : state);
    }

    private Optional<Borrowed.Unreachable> probe() {
        DriverDataSource connections;
        synchronized (this) {
            if (closed) {
                return Optional.empty();
            }
            connections = connector();
        }
        try {
            connections.getConnection().close();
            renew();
            return Optional.empty();
        } catch (SQLException e) {
            return Optional.of(unreachable(e)).filter(ConnectionPool::isGone);
        }
    }

    /** The pool's own attempt to connect may hang yet, with those who follow behind it. */
    private void renew() {
        HikariPool hanging;
        synchronized (this) {
            if (pool == null || pool.getTotalConnections() > 0) {
                return;
            }
            hanging = pool;
            pool = null;
        }
        Thread.ofPlatform().name("pool-end").daemon().start(() -> shutDown(hanging));
    }

    private synchronized DriverDataSource connector() {
        if (connector == null) {
            connector =
                    new DriverDataSource(
                            connectAs(),
                            session(),
                            config,
                            engine,
                            readOnly(),
                            this::wantedConnections);
        }
        return connector;
    }

    /** How many connections the pool has room and callers for, at least one. */
    private synchronized int wantedConnections() {
        // What takes no network is opened sooner than a thread could be found for it.
        if (pool == null || pool.getTotalConnections() == 0 || !engine.resetsOverTheNetwork()) {
            return 1;
        }
        int room = config.concurrentCalls() - pool.getTotalConnections();
        return Math.max(1, Math.min(pool.getThreadsAwaitingConnection(), room));
    }

    /** Whether the server is taken to be gone. */
    boolean isGone() {
        return circuit.isOpen();
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
        settings.setMinimumIdle(writes ? 0 : config.connections().minIdle());
        settings.setIdleTimeout(config.connections().idleTimeout().toMillis());
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

    /** What a session may do, also where the file that it works on is open for changes. */
    private SourceConfig session() {
        return writes ? config : config.withoutWrites();
    }

    private boolean readOnly() {
        return !writes && engine.readOnlyConnection(connectAs());
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
        heldLoans.close();
        if (open != null) {
            shutDown(open);
        }
        if (connections != null) {
            connections.close();
        }
    }

    private static void shutDown(HikariPool open) {
        try {
            open.shutdown();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
