package dev.sallyport.source;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * The connections of one source: none before the first call, as many as calls run side by side
 * afterwards, none again, or as many as the owner wants kept, after some minutes without a call.
 */
final class ConnectionPool {
    private final SourceConfig config;
    private final Engine engine;
    private final boolean writes;

    /** What a session may do, also where the file that it works on is open for changes. */
    private final SourceConfig session;

    private final AtomicInteger expected = new AtomicInteger();
    private final Circuit circuit = new Circuit(this::probe);
    private final Optional<Attestor> attestor;
    private final HeldLoans heldLoans;
    private final ConnectionOpener opener;
    private final OpenConnections connections;

    /**
     * A pool without connections.
     *
     * @param writes whether its connections may change data
     */
    ConnectionPool(SourceConfig config, Engine engine, boolean writes) {
        this.config = config;
        this.engine = engine;
        this.writes = writes;
        this.session = writes ? config : config.withoutWrites();
        this.attestor = Attestor.of(config);
        this.heldLoans = new HeldLoans(writes ? 0 : config.connections().heldCursors());
        this.opener = new ConnectionOpener(connectAs(), session, config, engine, readOnly());
        this.connections =
                new OpenConnections(
                        engine,
                        opener::open,
                        new OpenConnections.Limits(
                                config.concurrentCalls(),
                                writes ? 0 : config.connections().minIdle(),
                                config.connections().idleTimeout()),
                        // Whoever calls goes before those who may call again.
                        heldLoans::endOldest);
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
        return switch (connections.take(wait, abandoned)) {
            case Taken.Ready(Pooled pooled, long queuedNanos) ->
                    new Borrowed.Ready(
                            new SourceConnection(
                                    connections,
                                    pooled,
                                    engine,
                                    session,
                                    opener::connect,
                                    heldLoans,
                                    queuedNanos));
            case Taken.Failed(SQLException error) when error instanceof DriverException noDriver ->
                    new Borrowed.NoDriver(noDriver.problem());
            case Taken.Failed(SQLException error) -> opened(unreachable(error));
            case Taken.Silent() ->
                    opened(new Borrowed.Unreachable(EngineError.CONNECTION_LOST, ""));
            case Taken.Full() -> new Borrowed.Busy();
            case Taken.Abandoned() -> new Borrowed.Abandoned();
        };
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
        return connections.probe().map(this::unreachable).filter(ConnectionPool::isGone);
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

    boolean isIdle() {
        return expected.get() == 0 && !connections.isUsed();
    }

    private SourceConfig connectAs() {
        return config.writes() && !writes ? engine.forReads(config) : config;
    }

    private boolean readOnly() {
        return !writes && engine.readOnlyConnection(connectAs());
    }

    void close() {
        heldLoans.close();
        connections.close();
        opener.close();
    }
}
