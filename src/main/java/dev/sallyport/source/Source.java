package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** One data source; its pool opens with the first call that needs it. Thread-safe. */
public final class Source {
    private final SourceConfig config;
    private final Engine engine;
    private final ConnectionPool pool;

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

    /**
     * Asks for a connection that reads and whose session is like new.
     *
     * @param wait how long to wait at most
     * @param abandoned whether the caller has gone; asked a few times a second
     */
    public Borrowed borrow(Duration wait, BooleanSupplier abandoned) {
        return pool.borrow(wait, abandoned);
    }

    void close() {
        pool.close();
    }
}
