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
     * Called before a result is closed of which more rows are there than were read: stops the
     * engine where closing would read them all.
     */
    default void abandon(Statement statement) throws SQLException {}

    /**
     * A query for what the database says of its tables, where the driver's metadata does not: rows
     * of schema, table, column (null for the table itself) and text.
     */
    default Optional<String> commentsQuery() {
        return Optional.empty();
    }

    /** What an error of this engine means for the caller. */
    EngineError meaning(SQLException error);

    /** What the engine says of an error, without the statement where that can be cut off. */
    default String message(SQLException error) {
        return error.getMessage() == null ? "" : error.getMessage();
    }
}
