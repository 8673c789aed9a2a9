package dev.sallyport.source;

import dev.sallyport.sql.ProcedureArgument;
import dev.sallyport.sql.TableName;
import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection on loan, inside a transaction: one that reads, unless it was asked for to write.
 *
 * <p>One thread uses it, except for {@link #cancel} and {@link #destroy}, which are there for
 * others. Closing rolls back, makes the session like new and returns the connection; where that
 * does not work out, the connection is closed for good. Where the engine lets it be sent, closing
 * does not wait for the answer.
 */
public final class SourceConnection implements AutoCloseable {
    private final OpenConnections pool;
    private final Pooled pooled;
    private final Connection connection;
    private final Engine engine;
    private final SourceConfig config;
    private final Engine.SecondConnection second;
    private final long queuedNanos;
    private final HeldLoans heldLoans;
    private volatile boolean discarded;

    SourceConnection(
            OpenConnections pool,
            Pooled pooled,
            Engine engine,
            SourceConfig config,
            Engine.SecondConnection second,
            HeldLoans heldLoans,
            long queuedNanos) {
        this.heldLoans = heldLoans;
        this.queuedNanos = queuedNanos;
        this.pool = pool;
        this.pooled = pooled;
        this.engine = engine;
        this.config = config;
        this.second = second;
        this.connection = pooled.connection();
    }

    /** The driver's connection, for metadata. */
    public Connection jdbc() {
        return connection;
    }

    /** How long all connections were in use, before this one became free. */
    public Duration queued() {
        return Duration.ofNanos(queuedNanos);
    }

    /**
     * Whether the driver would make more than one statement of the text: then it must not be sent.
     */
    public boolean splits(String sql) throws SQLException {
        return engine.splits(connection, sql);
    }

    /**
     * A read for {@link #run} that streams its rows, at most {@code maxRows}, forward only.
     *
     * @param sql the text; {@code ?} stands for a value
     */
    public PreparedStatement prepareRead(String sql, int maxRows) throws SQLException {
        PreparedStatement statement = engine.prepareRead(connection, sql);
        try {
            engine.stream(statement, maxRows);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /** Runs a read that was prepared as one; whether it has rows. */
    public boolean run(PreparedStatement read) throws SQLException {
        return engine.run(connection, read);
    }

    /** A statement that is described and not run. */
    public PreparedStatement prepare(String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /**
     * A statement that changes data.
     *
     * @param sql the text; {@code ?} stands for a value
     * @param maxRows the most rows that it returns, if it returns any
     */
    public PreparedStatement prepareToWrite(String sql, int maxRows) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        try {
            engine.limitReturned(statement, maxRows);
            return statement;
        } catch (SQLException | RuntimeException e) {
            statement.close();
            throw e;
        }
    }

    /**
     * A call of a procedure in the connection's database with its values; the first parameter is
     * what it returns.
     */
    public CallableStatement prepareCall(
            String schema, String name, List<ProcedureArgument> arguments) throws SQLException {
        return engine.prepareCall(connection, schema, name, arguments);
    }

    /**
     * Has statements wait for locks of others this long at most, where the engine looks at no
     * {@link #cancel} while it waits.
     */
    public void waitAtMost(Duration wait) throws SQLException {
        engine.waitAtMost(connection, config, wait);
    }

    /** Commits; an error says nothing by itself, see {@link #provesRollback}. */
    public void commit() throws SQLException {
        connection.commit();
    }

    /**
     * Whether what a change does to a table can be taken back: not where the table knows no
     * transactions.
     */
    public boolean takesBack(TableName table) throws SQLException {
        return engine.takesBack(connection, table);
    }

    /** Whether the transaction in which a change was made is still open. */
    public boolean inTransaction() throws SQLException {
        return engine.inTransaction(connection);
    }

    /** Whether an error says that it was ended from inside, and not how. */
    public boolean endedInside(SQLException error) {
        return engine.endedInside(error);
    }

    /**
     * Takes back what the transaction has done, as {@link #rollback} does.
     *
     * @return false where the engine says that some of it stays; a connection that is lost says
     *     nothing
     */
    public boolean undo() {
        boolean complete = true;
        try {
            complete = engine.undo(connection);
        } catch (SQLException | RuntimeException | LinkageError e) {
            destroy();
        }
        rollback();
        return complete;
    }

    /**
     * Rolls back, at once; where that does not work out, the connection goes, and the engine rolls
     * back when it finds it gone.
     *
     * @return whether another transaction may follow
     */
    public boolean rollback() {
        try {
            if (!discarded && engine.rollback(connection, config)) {
                return true;
            }
            connection.rollback();
            discard();
        } catch (SQLException | RuntimeException e) {
            destroy();
        }
        return false;
    }

    /** What an error means for a change. */
    public ChangeError changeError(SQLException error) {
        return engine.changeError(error);
    }

    /** Whether an error that {@link #commit} gave proves that nothing was kept. */
    public boolean provesRollback(SQLException error) {
        return engine.provesRollback(error);
    }

    /** Whether the driver takes the number of rows of the next fetch while it reads. */
    public boolean fetchesInSteps() {
        return engine.firstFetch() > 0;
    }

    /** Whether the driver takes values of {@code java.time}. */
    public boolean knowsJavaTime() {
        return engine.knowsJavaTime();
    }

    /**
     * Checks that a statement takes as many values as there are, where the driver would not.
     *
     * @throws SQLException of which {@link #meaning} is {@link EngineError#PARAMETERS}
     */
    public void checkCount(PreparedStatement statement, String sql, int values)
            throws SQLException {
        engine.checkCount(statement, sql, values);
    }

    /** Binds a number that is not an integer of 64 bits. */
    public void bind(PreparedStatement statement, int index, BigDecimal value) throws SQLException {
        engine.bind(statement, index, value);
    }

    /** Binds NULL, which has no type. */
    public void bindNull(PreparedStatement statement, int index) throws SQLException {
        engine.bindNull(statement, index);
    }

    /** Ends a result of which no more rows are wanted, without reading the rest of it. */
    public void abandon(ResultSet rows) {
        try {
            if (!engine.abandon(connection, rows, second)) {
                destroy();
            }
        } catch (SQLException | RuntimeException e) {
            destroy();
        }
    }

    /**
     * Asks the engine to stop the statement; from any thread; may block for some seconds.
     *
     * @param statement null while it is being prepared
     */
    public void cancel(@Nullable Statement statement) throws SQLException {
        discard();
        engine.cancel(connection, statement, second);
    }

    /**
     * A query for what the database says of its tables, where the driver's metadata does not: rows
     * of schema, table, column (null for the table itself) and text.
     */
    public Optional<String> commentsQuery() {
        return engine.commentsQuery();
    }

    /** Schemas of this engine that hold nothing of the owner's, as the engine spells them. */
    public Set<String> systemSchemas() {
        return engine.systemSchemas();
    }

    /** What an error means for the caller. */
    public EngineError meaning(SQLException error) {
        return engine.meaning(error);
    }

    /** The engine's own words, which may quote the statement: for the caller, never for a log. */
    public String message(SQLException error) {
        return engine.message(error);
    }

    /** Whether the connection is closed for good when the loan ends. */
    public boolean isDiscarded() {
        return discarded;
    }

    /** Closes the connection for good when the loan ends: its session cannot be trusted. */
    public void discard() {
        discarded = true;
    }

    /** How long a result may stay open for another call; empty where none does. */
    public Optional<Duration> holdsFor() {
        return config.connections().heldCursors() > 0 && !discarded && holdsResults()
                ? Optional.of(config.connections().heldFor())
                : Optional.empty();
    }

    private boolean holdsResults() {
        try {
            return engine.holdsResults(connection);
        } catch (SQLException e) {
            // A connection that breaks keeps nothing.
            return false;
        }
    }

    /**
     * Keeps the loan for another call, which {@link #takeBack takes it back}. Once it is kept, it
     * belongs to whoever takes it back, or to {@code end}, and to nobody else.
     *
     * @param key by which it is taken back: an object of its own each time that it is kept
     * @param holder who may have so many of them at a time
     * @param end ends the loan where others want its connection, the server is gone, or the source
     *     closes
     * @return whether it is kept; if not, it goes on
     */
    public boolean keep(Object key, String holder, Runnable end) {
        return !discarded && heldLoans.keep(key, holder, end);
    }

    /** Takes a loan that is kept back, to use or to close it; false where it has ended. */
    public boolean takeBack(Object key) {
        return heldLoans.take(key);
    }

    /** Tears the connection down at once, from any thread, without a word to the engine. */
    public void destroy() {
        discard();
        try {
            engine.destroy(connection);
        } catch (SQLException | RuntimeException e) {
            // It is gone for us either way: the loan ends with its eviction.
        }
    }

    @Override
    public void close() {
        try {
            if (!discarded && isReset()) {
                connection.clearWarnings();
            } else {
                discard();
            }
        } catch (SQLException | RuntimeException | LinkageError e) {
            discard();
        }
        pool.giveBack(pooled, !discarded);
    }

    /** Whether the session is like new, or will be for whoever has the connection next. */
    private boolean isReset() throws SQLException {
        Optional<SentReset> sent = engine.sendReset(connection);
        sent.ifPresent(pooled::awaits);
        return sent.isPresent() || engine.reset(connection, config);
    }
}
