package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One data source; its pool opens with the first call that needs it. Thread-safe. */
public final class Source {
    private final SourceConfig config;
    private final Engine engine;
    private final ConnectionPool pool;
    private final Optional<Attestor> attestor;

    Source(SourceConfig config) {
        this(
                config,
                Engines.of(config.dialect())
                        .orElseThrow(() ->
                                new IllegalArgumentException("no engine for " + config.dialect())));
    }

    Source(SourceConfig config, Engine engine) {
        this.config = config;
        this.engine = engine;
        this.pool = new ConnectionPool(config, engine);
        this.attestor =
                config.attestation().required()
                        ? Optional.of(
                                new Attestor(
                                        config.name(),
                                        config.attestation().minimum(),
                                        Attestor.REFUSED_FOR))
                        : Optional.empty();
    }

    public String name() {
        return config.name();
    }

    public Dialect dialect() {
        return config.dialect();
    }

    public boolean writes() {
        return config.writes();
    }

    /** Whether the blanks that fill up a text of fixed length are left out of answers. */
    public boolean trimsChar() {
        return config.trimChar();
    }

    /** The database that unqualified names belong to, where the URL tells. */
    public Optional<String> defaultDatabase() {
        return engine.defaultDatabase(config);
    }

    /** Why calls will find no driver, as far as that shows without loading it. */
    public Optional<DriverProblem> driverProblem() {
        return engine.broughtDriver().flatMap(driver -> driver.problem(config));
    }

    /** Which rights the owner wants the login to have at most. */
    public Attestation attestation() {
        return config.attestation();
    }

    /** Examines the rights of the login now, whatever was found before. */
    public Examination examine(Duration wait, BooleanSupplier abandoned) {
        return switch (pool.borrow(wait, abandoned)) {
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

    /**
     * Asks for a connection that reads and whose session is like new; where the owner wants that,
     * the rights of the login are examined before the first one.
     *
     * @param wait how long to wait at most
     * @param abandoned whether the caller has gone; asked a few times a second
     */
    public Borrowed borrow(Duration wait, BooleanSupplier abandoned) {
        long start = System.nanoTime();
        return attestor.flatMap(
                        gate -> gate.refuses(wait, abandoned, () -> examine(wait, abandoned)))
                .orElseGet(() ->
                        pool.borrow(
                                wait.minusNanos(
                                        Math.min(wait.toNanos(), System.nanoTime() - start)),
                                abandoned));
    }

    void close() {
        pool.close();
    }
}
