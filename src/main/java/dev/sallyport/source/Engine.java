package dev.sallyport.source;

import dev.sallyport.sql.Dialect;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What differs from engine to engine: its driver, the URLs it may be reached by, how it is made
 * read-only, how it is stopped, and how a session is made like new. Stateless.
 */
interface Engine {
    Dialect dialect();

    /** How its URLs begin. */
    String urlPrefix();

    /**
     * A new instance of its driver; {@code DriverManager} has no part in it.
     *
     * @throws SQLException if the driver does not come with the product and is not there
     */
    Driver driver(SourceConfig config) throws SQLException;

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

    /** The URL that the driver gets. */
    String connectUrl(SourceConfig config);

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

    /**
     * Whether the driver would make more than one statement of the text, or take other texts of it
     * than the server: then it must not be sent.
     */
    boolean splits(Connection connection, String sql) throws SQLException;

    /** Rows of the first fetch; 0 for the driver's own way. */
    int firstFetch();

    /**
     * Rolls back and makes the session like new.
     *
     * @return whether that worked out; if not, the connection must not be used again
     */
    boolean reset(Connection connection) throws SQLException;

    /** Asks the engine, from another thread, to stop what the connection runs. */
    void cancel(Connection connection, Statement statement) throws SQLException;

    /**
     * Whether a transaction of one change can be begun, committed and rolled back by JDBC's own
     * means; without this there is no tool that writes.
     */
    default boolean writes() {
        return false;
    }

    /**
     * How connections that only read are configured, where a source allows changes too: as much
     * read-only as the engine can while others of the same source write.
     */
    default SourceConfig forReads(SourceConfig config) {
        return config;
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

    /** What an error of this engine means for the caller. */
    EngineError meaning(SQLException error);

    /** What the engine says of an error, without the statement where that can be cut off. */
    default String message(SQLException error) {
        return error.getMessage() == null ? "" : error.getMessage();
    }
}
