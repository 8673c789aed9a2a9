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
    private final OtherDatabases others;
    private final ConnectionPool writingPool;
    private final OtherDatabases writingOthers;

    Source(SourceConfig config) {
        this.config = config;
        this.engine =
                Engines.of(config.dialect())
                        .orElseThrow(() ->
                                new IllegalArgumentException("no engine for " + config.dialect()));
        SourceConfig reads = config.writes() ? engine.forReads(config) : config;
        this.pool = new ConnectionPool(reads, engine, false);
        this.others = new OtherDatabases(reads, engine, false);
        this.writingPool = new ConnectionPool(config, engine, true);
        this.writingOthers = new OtherDatabases(config, engine, true);
    }

    public String name() {
        return config.name();
    }

    public Dialect dialect() {
        return config.dialect();
    }

    /** Whether the owner allows changes, and the engine can make them. */
    public boolean writes() {
        return config.writes() && engine.writes();
    }

    /** The database that unqualified names belong to, where the URL tells. */
    public Optional<String> defaultDatabase() {
        return engine.defaultDatabase(config);
    }

    /** Whether statements may run in a database, as far as the engine goes; nothing is asked. */
    public boolean reaches(String database) {
        return isOwn(database) || engine.inDatabase(config, database).isPresent();
    }

    /** Whether this is the database that statements run in where nobody asks for another. */
    public boolean isOwn(String database) {
        return defaultDatabase().filter(database::equalsIgnoreCase).isPresent();
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
     * Asks for a connection that reads and whose session is like new.
     *
     * @param wait how long to wait at most
     * @param abandoned whether the caller has gone; asked a few times a second
     */
    public Borrowed borrow(Duration wait, BooleanSupplier abandoned) {
        return pool.borrow(wait, abandoned);
    }

    /**
     * Asks for a connection that may change data, inside a transaction; there are as many of these
     * as of those that read, in pools of their own.
     *
     * @throws IllegalStateException if the source does not allow changes
     */
    public Borrowed borrowToWrite(
            Optional<String> database, Duration wait, BooleanSupplier abandoned) {
        if (!writes()) {
            throw new IllegalStateException("the source does not allow changes");
        }
        return database.isEmpty() || isOwn(database.get())
                ? writingPool.borrow(wait, abandoned)
                : writingOthers.borrow(database.get(), wait, abandoned);
    }

    void close() {
        pool.close();
        others.close();
        writingPool.close();
        writingOthers.close();
    }
}
