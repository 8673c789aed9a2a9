package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;

/** One data source; its pool opens with the first call that needs it. Thread-safe. */
public final class Source {
    private final SourceConfig config;
    private final Engine engine;
    private final Optional<String> defaultDatabase;
    private final ConnectionPool pool;
    private final OtherDatabases others;
    private final ConnectionPool writingPool;
    private final OtherDatabases writingOthers;
    private final List<Source> apart = new CopyOnWriteArrayList<>();

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
        this.defaultDatabase = engine.defaultDatabase(config);
        this.pool = new ConnectionPool(config, engine, false);
        this.others = new OtherDatabases(config, engine, false);
        this.writingPool = new ConnectionPool(engine.forChanges(config), engine, true);
        this.writingOthers = new OtherDatabases(engine.forChanges(config), engine, true);
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

    /**
     * The same source under limits of its own, by connections of its own, so that its statements
     * take none from those of this one; it is closed with this one.
     *
     * @param concurrentCalls statements that run side by side, and so connections, at most
     * @param timeout the longest that any of them may run
     */
    public Source apart(int concurrentCalls, Duration timeout) {
        Source source = new Source(config.withLimits(concurrentCalls, timeout), engine);
        apart.add(source);
        return source;
    }

    /** Whether the owner allows changes, and there is a way to make them by this engine. */
    public boolean takesChanges() {
        return config.writes() && engine.writes();
    }

    /** Whether procedures can be called, those that change data where the owner allows changes. */
    public boolean callsProcedures() {
        return engine.callsProcedures();
    }

    /** Whether the blanks that fill up a text of fixed length are left out of answers. */
    public boolean trimsChar() {
        return config.trimChar();
    }

    /** How connections are kept, and what is tried again. */
    public ConnectionSettings connections() {
        return config.connections();
    }

    /** The database that unqualified names belong to, where the URL tells. */
    public Optional<String> defaultDatabase() {
        return defaultDatabase;
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
        return pool.examine(wait, abandoned);
    }

    /** Whether there are other databases on the server that are reached by their names. */
    public boolean reachesOthers() {
        return defaultDatabase()
                .filter(own -> engine.inDatabase(config, own + "2").isPresent())
                .isPresent();
    }

    /** Whether statements may run in a database, as far as the engine goes; nothing is asked. */
    public boolean reaches(String database) {
        return isOwn(database) || engine.inDatabase(config, database).isPresent();
    }

    /** Whether this is the database that statements run in where nobody asks for another. */
    public boolean isOwn(String database) {
        return defaultDatabase.isPresent() && defaultDatabase.get().equalsIgnoreCase(database);
    }

    /**
     * The same as {@link #borrow(Duration, BooleanSupplier)} in a database that the source {@link
     * #reaches}; at most 16 beside its own are connected to at a time.
     */
    public Borrowed borrow(Optional<String> database, Duration wait, BooleanSupplier abandoned) {
        return database.isEmpty() || isOwn(database.get())
                ? borrow(wait, abandoned)
                : others.borrow(database.get(), wait, abandoned);
    }

    /**
     * Asks for a connection that reads and whose session is like new; where the owner wants that,
     * the rights of the login are examined before the first one.
     *
     * @param wait how long to wait at most
     * @param abandoned whether the caller has gone; asked a few times a second
     */
    public Borrowed borrow(Duration wait, BooleanSupplier abandoned) {
        return pool.borrow(wait, abandoned);
    }

    /**
     * Asks for a connection that may change data, inside a transaction; there are as many of these
     * as of those that read, or as many as the engine lets change side by side, in pools of their
     * own.
     *
     * @throws IllegalStateException unless the source {@link #takesChanges}, or its owner allows
     *     changes and it {@link #callsProcedures}
     */
    public Borrowed borrowToWrite(
            Optional<String> database, Duration wait, BooleanSupplier abandoned) {
        if (!takesChanges() && !(config.writes() && callsProcedures())) {
            throw new IllegalStateException("the source does not allow changes");
        }
        return database.isEmpty() || isOwn(database.get())
                ? writingPool.borrow(wait, abandoned)
                : writingOthers.borrow(database.get(), wait, abandoned);
    }

    void close() {
        apart.forEach(Source::close);
        pool.close();
        others.close();
        writingPool.close();
        writingOthers.close();
    }
}
