package dev.sallyport.source;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The pools of the databases that a source reaches beside its own: each has one, the least recently
 * used that is idle makes room. Thread-safe.
 */
final class OtherDatabases {
    /** Databases that are connected to at a time, beside the source's own. */
    static final int MAX_POOLS = 16;

    private static final float LOAD = 0.75f;

    private final SourceConfig config;
    private final Engine engine;
    private final boolean writes;
    private final Map<String, ConnectionPool> pools = new LinkedHashMap<>(MAX_POOLS, LOAD, true);
    private boolean closed;

    OtherDatabases(SourceConfig config, Engine engine, boolean writes) {
        // There may be many of them.
        this.config = config.withConnections(config.connections().withNothingKept());
        this.engine = engine;
        this.writes = writes;
    }

    Borrowed borrow(String database, Duration wait, BooleanSupplier abandoned) {
        Optional<ConnectionPool> found = expected(database);
        if (found.isEmpty()) {
            return new Borrowed.Busy();
        }
        ConnectionPool pool = found.get();
        Borrowed borrowed;
        try {
            borrowed = pool.borrow(wait, abandoned);
        } finally {
            pool.unexpect();
        }
        if (borrowed instanceof Borrowed.Unreachable && !pool.isGone()) {
            forget(database, pool);
        }
        return borrowed;
    }

    /** The database's pool, with one more caller on the way to it; empty where there is no room. */
    private synchronized Optional<ConnectionPool> expected(String database) {
        ConnectionPool pool = pools.get(database);
        if (pool == null) {
            Optional<SourceConfig> there = engine.inDatabase(config, database);
            if (closed || there.isEmpty() || !makeRoom()) {
                return Optional.empty();
            }
            pool = new ConnectionPool(there.get(), engine, writes);
            pools.put(database, pool);
        }
        pool.expect();
        return Optional.of(pool);
    }

    private boolean makeRoom() {
        if (pools.size() < MAX_POOLS) {
            return true;
        }
        for (Iterator<ConnectionPool> each = pools.values().iterator(); each.hasNext(); ) {
            ConnectionPool pool = each.next();
            if (pool.isIdle()) {
                each.remove();
                pool.close();
                return true;
            }
        }
        return false;
    }

    /** A database that is not there takes nobody's room. */
    private synchronized void forget(String database, ConnectionPool pool) {
        if (pool.isIdle() && pools.remove(database, pool)) {
            pool.close();
        }
    }

    synchronized void close() {
        closed = true;
        pools.values().forEach(ConnectionPool::close);
        pools.clear();
    }
}
