package dev.sallyport.source;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.function.IntSupplier;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Opens connections of one source with one instance of its driver, so that the pool knows neither
 * URL nor credential and cannot log them.
 */
final class DriverDataSource implements DataSource {
    /** A failure to connect. */
    record Failure(long nanoTime, SQLException error) {}

    private static final int CLOSING_SECONDS = 2;

    /**
     * So long a login that was refused is not tried again: the pool would try a few times for one
     * call, and the server may lock it.
     */
    private static final long REFUSED_NANOS = 1_000_000_000L;

    private final SourceConfig config;
    private final SourceConfig session;
    private final SourceConfig source;
    private final Engine engine;
    private final boolean readOnly;
    private final IntSupplier wanted;
    private final ConnectionsAhead ahead = new ConnectionsAhead(this::openRecovered);
    private @Nullable Driver driver;
    private volatile @Nullable Failure lastFailure;
    private volatile @Nullable Failure lastRefusal;

    /**
     * Connections of a source.
     *
     * @param config how they are opened
     * @param session what they may do then
     * @param source what its owner allows, to them or to others
     * @param readOnly whether the driver is told that they only read
     * @param wanted how many may be opened when one is asked for
     */
    DriverDataSource(
            SourceConfig config,
            SourceConfig session,
            SourceConfig source,
            Engine engine,
            boolean readOnly,
            IntSupplier wanted) {
        this.config = config;
        this.session = session;
        this.source = source;
        this.engine = engine;
        this.readOnly = readOnly;
        this.wanted = wanted;
    }

    /** The last failure to connect, unless a connection succeeded after it. */
    @Nullable Failure lastFailure() {
        return lastFailure;
    }

    @Override
    public Connection getConnection() throws SQLException {
        Failure refusal = refusal();
        try {
            if (refusal != null) {
                throw refusal.error();
            }
            Connection connection = ahead.next(wanted.getAsInt());
            lastFailure = null;
            return connection;
        } catch (SQLException e) {
            lastFailure = new Failure(System.nanoTime(), e);
            if (refusal == null && engine.meaning(e) == EngineError.LOGIN) {
                lastRefusal = lastFailure;
            }
            throw e;
        } catch (RuntimeException | LinkageError e) {
            SQLException failure = new SQLException("the driver failed to connect", "08001", e);
            lastFailure = new Failure(System.nanoTime(), failure);
            throw failure;
        }
    }

    /** A refusal of the login that is still the answer. */
    private @Nullable Failure refusal() {
        Failure refusal = lastRefusal;
        return refusal != null && System.nanoTime() - refusal.nanoTime() < REFUSED_NANOS
                ? refusal
                : null;
    }

    /** Where the owner allows changes, one that was cut off does not keep readers out. */
    private Connection openRecovered() throws SQLException {
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

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    /** The pool waits as long for connections that are being opened while it shuts down. */
    @Override
    public int getLoginTimeout() {
        return CLOSING_SECONDS;
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }

    @Override
    public String toString() {
        return "DriverDataSource[" + config.name() + "]";
    }
}
