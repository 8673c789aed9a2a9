package dev.sallyport.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.Executor;
import javax.sql.PooledConnection;

/**
 * A connection whose session the server can make like new.
 *
 * <p>Only the driver's own pooled connection asks the server for that, by the flag RESETCONNECTION
 * of MS-TDS 2.2.3.1.2, and does so when it is asked for another handle of itself.
 */
final class SqlServerConnection extends ForwardingConnection {
    private final PooledConnection pooled;
    private final String settings;
    private volatile Connection handle;

    /**
     * Sets up a new session.
     *
     * @param settings what a session begins with, at first and after every reset
     */
    SqlServerConnection(PooledConnection pooled, String settings) throws SQLException {
        this.pooled = pooled;
        this.settings = settings;
        this.handle = pooled.getConnection();
        set();
    }

    @Override
    Connection handle() {
        return handle;
    }

    /**
     * The server rolls back, drops what is temporary, releases locks and forgets settings, as if
     * the login had come again.
     */
    void reset() throws SQLException {
        // The flag goes out with the next message, which is the one with the settings.
        handle = pooled.getConnection();
        set();
        handle.setAutoCommit(false);
    }

    private void set() throws SQLException {
        try (Statement statement = handle.createStatement()) {
            statement.execute(settings);
        }
    }

    @Override
    public void close() throws SQLException {
        pooled.close();
    }

    /** Not the handle's way, which first asks the server to roll back: it may not answer. */
    @Override
    public void abort(Executor executor) {
        executor.execute(() -> {
            try {
                pooled.close();
            } catch (SQLException e) {
                // Its socket is closed, which is what counts.
            }
        });
    }
}
