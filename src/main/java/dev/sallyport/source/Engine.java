package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.ProcedureArgument;
import dev.sallyport.sql.TableName;
import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What differs from engine to engine: its driver, the URLs it may be reached by, how it is made
 * read-only, how it is stopped, and how a session is made like new. Stateless.
 */
interface Engine {
    Dialect dialect();

    /** How its URLs begin. */
    String urlPrefix();

    /** Its driver, where that does not come with the product. */
    default Optional<BroughtDriver> broughtDriver() {
        return Optional.empty();
    }

    /**
     * A new instance of its driver, unless said otherwise the one that is brought; {@code
     * DriverManager} has no part in it.
     *
     * @throws SQLException if the driver does not come with the product and is not there
     */
    default Driver driver(SourceConfig config) throws SQLException {
        return broughtDriver().orElseThrow().load(config);
    }

    /**
     * What is wrong with a URL, a clause each, without a value of the URL in it: values may be
     * credentials.
     */
    List<String> problems(String url);

    /** The database that unqualified names belong to, where the URL tells. */
    Optional<String> defaultDatabase(SourceConfig config);

    /**
     * How another database of the same server is reached by the same login; empty where a source is
     * one database, or where statements reach the others by their names.
     *
     * @param database as a caller wrote it
     */
    default Optional<SourceConfig> inDatabase(SourceConfig config, String database) {
        return Optional.empty();
    }

    /** The URL that the driver gets: the owner's, unless that has to be made safe or whole. */
    default String connectUrl(SourceConfig config) {
        return config.url();
    }

    /** The properties that the driver gets, credentials among them. */
    Properties properties(SourceConfig config);

    /** Whether the driver is told that the connection only reads. */
    boolean readOnlyConnection(SourceConfig config);

    /**
     * Pins what the guard relies on and checks it, once, on a new connection.
     *
     * @throws SQLException if the session is not as the guard needs it
     */
    void opened(Connection connection) throws SQLException;

    /** The same for an engine whose pins depend on the source. */
    default void opened(Connection connection, SourceConfig config) throws SQLException {
        opened(connection);
    }

    /**
     * Whether the driver would make more than one statement of the text, or take other texts of it
     * than the server: then it must not be sent.
     */
    boolean splits(Connection connection, String sql) throws SQLException;

    /** Prepares a read for {@link #run}. */
    default PreparedStatement prepareRead(Connection connection, String sql) throws SQLException {
        return connection.prepareStatement(sql);
    }

    /**
     * Runs a read that {@link #prepareRead} has prepared.
     *
     * @return whether it has rows
     */
    default boolean run(Connection connection, PreparedStatement read) throws SQLException {
        return read.execute();
    }

    /** Rows of the first fetch; 0 for the driver's own way. */
    int firstFetch();

    /**
     * Has a statement stream its rows, no more than {@code maxRows} where the driver counts them.
     */
    default void stream(PreparedStatement statement, int maxRows) throws SQLException {
        statement.setMaxRows(maxRows);
        if (firstFetch() > 0) {
            statement.setFetchSize(Math.min(firstFetch(), maxRows));
        }
    }

    /**
     * Checks that a statement takes as many values as there are, where the driver would not.
     *
     * @throws SQLException of which {@link #meaning} is {@link EngineError#PARAMETERS}
     */
    default void checkCount(PreparedStatement statement, String sql, int values)
            throws SQLException {}

    /** Binds a number that is not an integer of 64 bits. */
    default void bind(PreparedStatement statement, int index, BigDecimal value)
            throws SQLException {
        statement.setBigDecimal(index, value);
    }

    /** Binds NULL, which has no type. */
    default void bindNull(PreparedStatement statement, int index) throws SQLException {
        statement.setNull(index, Types.NULL);
    }

    /**
     * Whether a result can stay open between two calls, in its transaction; its rows are those of
     * the moment when it was begun, and no others wait for it longer than for its lease.
     */
    default boolean holdsResults() {
        return false;
    }

    /**
     * The same for an engine where it depends on the database.
     *
     * @return false wherever {@link #holdsResults()} is false
     */
    default boolean holdsResults(Connection connection) throws SQLException {
        return holdsResults();
    }

    /**
     * Ends a result of which no more rows are wanted, where closing it would read them all.
     *
     * @return whether the connection is still good
     */
    default boolean abandon(Connection connection, ResultSet rows, SecondConnection second)
            throws SQLException {
        return true;
    }

    /**
     * Sends what rolls back and makes the session like new, without waiting for the answer.
     *
     * @return empty where {@link #reset} has to do it, because it is more than one thing to send or
     *     because it takes no time
     */
    default Optional<SentReset> sendReset(Connection connection) throws SQLException {
        return Optional.empty();
    }

    /**
     * Rolls back and makes the session like new.
     *
     * @return whether that worked out; if not, the connection must not be used again
     */
    boolean reset(Connection connection) throws SQLException;

    /** The same for an engine whose pins depend on the source. */
    default boolean reset(Connection connection, SourceConfig config) throws SQLException {
        return reset(connection);
    }

    /** How the rights of its logins are found out. */
    RightsProbe rightsProbe();

    /** Asks the engine, from another thread, to stop what the connection runs. */
    void cancel(Connection connection, Statement statement) throws SQLException;

    /**
     * Has statements wait for locks of others this long at most, where the engine looks at no
     * request to stop while it waits.
     */
    default void waitAtMost(Connection connection, SourceConfig config, Duration wait)
            throws SQLException {}

    /**
     * Whether a transaction of one change can be begun, committed and rolled back by JDBC's own
     * means; without this there is no tool that writes.
     */
    default boolean writes() {
        return false;
    }

    /**
     * Why {@code writes: true} is refused when the configuration is read; empty where it is not.
     */
    default Optional<String> noWrites() {
        return Optional.empty();
    }

    /** Limits the rows that a change returns, and neither those that it affects nor others. */
    default void limitReturned(PreparedStatement statement, int maxRows) throws SQLException {
        statement.setMaxRows(maxRows);
    }

    /**
     * Whether what a change does to a table can be taken back: not where the table knows no
     * transactions. A table that is not found can be, since the change will fail.
     */
    default boolean takesBack(Connection connection, TableName table) throws SQLException {
        return true;
    }

    /**
     * Whether nothing of what the transaction has done stays, where the engine tells when it takes
     * it back, which this does then; {@link #rollback} follows in any case.
     */
    default boolean undo(Connection connection) throws SQLException {
        return true;
    }

    /**
     * Whether the transaction in which a change was made is still open: where a trigger may have
     * ended it, the engine is asked.
     */
    default boolean inTransaction(Connection connection) throws SQLException {
        return true;
    }

    /**
     * Whether an error says that the transaction of a change was ended from inside, by a commit or
     * a rollback that it does not tell apart.
     */
    default boolean endedInside(SQLException error) {
        return false;
    }

    /**
     * Rolls back for another transaction of the same call.
     *
     * @return whether that worked out; if not, the connection must not be used again
     */
    default boolean rollback(Connection connection, SourceConfig config) throws SQLException {
        return reset(connection, config);
    }

    /** Whether procedures can be called by {@link #prepareCall}. */
    default boolean callsProcedures() {
        return false;
    }

    /**
     * A call of a procedure in the connection's database with its values; the first parameter is
     * what it returns.
     */
    default CallableStatement prepareCall(
            Connection connection, String schema, String name, List<ProcedureArgument> arguments)
            throws SQLException {
        throw new SQLFeatureNotSupportedException("procedures are not called");
    }

    /**
     * How connections that only read are configured, where a source allows changes too: as much
     * read-only as the engine can while others of the same source write. As if it allowed none,
     * unless those that read and those that write share one database of this process.
     */
    default SourceConfig forReads(SourceConfig config) {
        return config.withoutWrites();
    }

    /** How connections that change data are configured, and how many of them there are. */
    default SourceConfig forChanges(SourceConfig config) {
        return config;
    }

    /**
     * Whether the error says that a change was cut off in a file, so that it cannot be read until
     * it has been opened for changes once, which takes that change back.
     */
    default boolean waitsForRecovery(SQLException error) {
        return false;
    }

    /** What an error of a statement that changes data means, beside {@link #meaning}. */
    default ChangeError changeError(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        if (state.startsWith("23")) {
            return ChangeError.CONSTRAINT;
        }
        return state.startsWith("40") ? ChangeError.CONFLICT : ChangeError.OTHER;
    }

    /**
     * Whether an error that a commit gave proves that nothing of the transaction was kept. What
     * only may be so is not.
     */
    default boolean provesRollback(SQLException error) {
        String state = error.getSQLState() == null ? "" : error.getSQLState();
        return state.startsWith("23") || (state.startsWith("40") && !state.equals("40003"));
    }

    /**
     * The same as {@link #cancel(Connection, Statement)} for an engine that needs another
     * connection for it.
     *
     * @param statement null while it is being prepared
     */
    default void cancel(
            Connection connection, @Nullable Statement statement, SecondConnection second)
            throws SQLException {
        if (statement != null) {
            cancel(connection, statement);
        }
    }

    /** Opens one more connection with the same login, past the pool; whoever opens it closes it. */
    interface SecondConnection {
        Connection open() throws SQLException;
    }

    /** Tears a connection down at once, from another thread, whatever it is doing. */
    default void destroy(Connection connection) throws SQLException {
        connection.abort(Runnable::run);
    }

    /**
     * A query for what the database says of its tables, where the driver's metadata does not: rows
     * of schema, table, column (null for the table itself) and text.
     */
    default Optional<String> commentsQuery() {
        return Optional.empty();
    }

    /**
     * Schemas that hold nothing of the owner's, beside those that are system schemas everywhere.
     */
    default Set<String> systemSchemas() {
        return Set.of();
    }

    /** What an error of this engine means for the caller. */
    EngineError meaning(SQLException error);

    /** What the engine says of an error, without the statement where that can be cut off. */
    default String message(SQLException error) {
        return error.getMessage() == null ? "" : error.getMessage();
    }

    /**
     * The connection as the rest of the product may use it: a driver that lacks what later releases
     * of JDBC brought gets it here.
     */
    default Connection adapted(Connection connection) {
        return connection;
    }

    /** Whether the driver takes values of {@code java.time}. */
    default boolean knowsJavaTime() {
        return true;
    }
}
