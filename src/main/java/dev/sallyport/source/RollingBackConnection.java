package dev.sallyport.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;

/**
 * A connection that rolls back before it is closed: some drivers would commit, others refuse to
 * close inside of a transaction and leave the socket open.
 */
class RollingBackConnection extends ForwardingConnection {
    private final Connection handle;

    RollingBackConnection(Connection handle) {
        this.handle = handle;
    }

    @Override
    final Connection handle() {
        return handle;
    }

    @Override
    public void close() throws SQLException {
        if (handle.isClosed()) {
            return;
        }
        try {
            if (!handle.getAutoCommit()) {
                handle.rollback();
            }
            handle.close();
        } catch (SQLException e) {
            // Nothing more can be asked of it, and its socket must not stay open.
            handle.abort(Runnable::run);
        }
    }

    @Override
    public void abort(Executor executor) throws SQLException {
        handle.abort(executor);
    }
}
