package dev.sallyport.source;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections of one source with one instance of its driver, so that the pool knows neither
 * URL nor credential and cannot log them. Thread-safe.
 */
final class ConnectionOpener {
    private final SourceConfig config;
    private final SourceConfig session;
    private final SourceConfig source;
    private final Engine engine;
    private final boolean readOnly;
    private @Nullable Driver driver;

    /**
     * Connections of a source.
     *
     * @param config how they are opened
     * @param session what they may do then
     * @param source what its owner allows, to them or to others
     * @param readOnly whether the driver is told that they only read
     */
    ConnectionOpener(
            SourceConfig config,
            SourceConfig session,
            SourceConfig source,
            Engine engine,
            boolean readOnly) {
        this.config = config;
        this.session = session;
        this.source = source;
        this.engine = engine;
        this.readOnly = readOnly;
    }

    /**
     * A connection inside a transaction, with all that the guard relies on pinned. Where the owner
     * allows changes, one that was cut off does not keep readers out.
     */
    Connection open() throws SQLException {
        try {
            return open(config, session, readOnly);
        } catch (SQLException e) {
            if (config.writes() || !source.writes() || !engine.waitsForRecovery(e)) {
                throw e;
            }
            open(source, source, false).close();
            return open(config, session, readOnly);
        }
    }

    private Connection open(SourceConfig as, SourceConfig pins, boolean onlyReads)
            throws SQLException {
        Connection connection = connect(as);
        try {
            connection.setAutoCommit(false);
            if (onlyReads) {
                connection.setReadOnly(true);
            }
            engine.opened(connection, pins);
            return connection;
        } catch (SQLException | RuntimeException | LinkageError e) {
            try {
                connection.close();
            } catch (SQLException closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    /**
     * A connection as the driver opens it, with nothing pinned: to stop another one's statement.
     */
    Connection connect() throws SQLException {
        return connect(config);
    }

    private Connection connect(SourceConfig as) throws SQLException {
        Properties properties = engine.properties(as);
        as.user().ifPresent(user -> properties.setProperty("user", user));
        as.password().ifPresent(secret -> properties.setProperty("password", secret.reveal()));
        Connection connection = driver().connect(engine.connectUrl(as), properties);
        if (connection == null) {
            throw new SQLException("the driver does not know the URL", "08001");
        }
        return engine.adapted(connection);
    }

    /** Made by the first call that needs it, since making it may fail. */
    synchronized Driver driver() throws SQLException {
        if (driver == null) {
            driver = engine.driver(config);
        }
        return driver;
    }

    /** Gives up the driver. */
    synchronized void close() {
        if (driver instanceof IsolatedDriver isolated) {
            isolated.close();
        }
    }
}
