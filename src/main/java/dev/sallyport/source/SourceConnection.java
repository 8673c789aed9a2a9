package dev.sallyport.source;

import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/**
 * A connection on loan, inside a transaction that reads.
 *
 * <p>One thread uses it, except for {@link #cancel} and {@link #destroy}, which are there for
 * others. Closing rolls back, makes the session like new and returns the connection; where that
 * does not work out, the connection is closed for good.
 */
public final class SourceConnection implements AutoCloseable {
    private final HikariPool pool;
    private final Connection pooled;
    private final Connection connection;
    private final Engine engine;
    private volatile boolean discarded;

    SourceConnection(HikariPool pool, Connection pooled, Engine engine) throws SQLException {
        this.pool = pool;
        this.pooled = pooled;
        this.engine = engine;
        // The driver's own connection: the pool's wrapper has no part in how a call ends.
        this.connection = pooled.unwrap(Connection.class);
    }

    /** The driver's connection, for metadata. */
    public Connection jdbc() {
        return connection;
    }

    /**
     * Whether the driver would make more than one statement of the text: then it must not be sent.
     */
    public boolean splits(String sql) throws SQLException {
        return engine.splits(connection, sql);
    }

    /**
     * A statement that streams its rows, at most {@code maxRows}, forward only.
     *
     * @param sql the text; {@code ?} stands for a value
     */
    public PreparedStatement prepare(String sql, int maxRows) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            statement.setMaxRows(maxRows);
            if (engine.firstFetch() > 0) {
                statement.setFetchSize(Math.min(engine.firstFetch(), maxRows));
            }
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** Whether the driver takes the number of rows of the next fetch while it reads. */
    public boolean fetchesInSteps() {
        return engine.firstFetch() > 0;
    }

    /** Asks the engine to stop the statement; from any thread; may block for some seconds. */
    public void cancel(Statement statement) throws SQLException {
        discard();
        engine.cancel(connection, statement);
    }

    /** Stops a statement of which the rest of the rows is not wanted; the connection stays good. */
    public void abandon(Statement statement) throws SQLException {
        engine.abandon(statement);
    }

    /**
     * A query for what the database says of its tables, where the driver's metadata does not: rows
     * of schema, table, column (null for the table itself) and text.
     */
    public Optional<String> commentsQuery() {
        return engine.commentsQuery();
    }

    /** What an error means for the caller. */
    public EngineError meaning(SQLException error) {
        return engine.meaning(error);
    }

    /** The engine's own words, which may quote the statement: for the caller, never for a log. */
    public String message(SQLException error) {
        return engine.message(error);
    }

    /** Closes the connection for good when the loan ends: its session cannot be trusted. */
    public void discard() {
        discarded = true;
    }

    /** Tears the connection down at once, from any thread, without a word to the engine. */
    public void destroy() {
        discard();
        try {
            connection.abort(Runnable::run);
        } catch (SQLException | RuntimeException e) {
            // It is gone for us either way: the loan ends with its eviction.
        }
    }

    @Override
    public void close() {
        try {
            if (!discarded && !engine.reset(connection)) {
                discard();
            }
        } catch (SQLException | RuntimeException e) {
            discard();
        }
        try {
            if (discarded) {
                pool.evictConnection(pooled);
            }
            pooled.close();
        } catch (SQLException e) {
            pool.evictConnection(pooled);
        }
    }
}
