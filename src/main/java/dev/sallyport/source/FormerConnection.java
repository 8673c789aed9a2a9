package dev.sallyport.source;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a driver for JDBC 1.2, with what later releases brought: a driver of that time
 * answers those methods with {@code AbstractMethodError}, which the pool and the catalogue would
 * take for its end.
 *
 * <p>What can be done with the driver's own methods is done; the rest is not supported.
 */
final class FormerConnection extends ForwardingConnection {
    /** Any statement will do: an error of the server's is an answer too. */
    private static final String QUESTION = "SELECT 1";

    private final Connection driver;
    private final String schema;

    /**
     * Wraps a connection.
     *
     * @param schema the schema of unqualified names, which the driver cannot tell
     */
    FormerConnection(Connection driver, String schema) {
        this.driver = driver;
        this.schema = schema;
    }

    @Override
    Connection handle() {
        return driver;
    }

    @Override
    public void close() throws SQLException {
        driver.close();
    }

    /**
     * Whether the server answers: with rows, or with an error that is not the loss of the
     * connection.
     */
    @Override
    public boolean isValid(int seconds) {
        try {
            if (driver.isClosed()) {
                return false;
            }
            try (Statement statement = driver.createStatement()) {
                statement.setQueryTimeout(seconds);
                try (ResultSet rows = statement.executeQuery(QUESTION)) {
                    rows.next();
                }
            }
            return true;
        } catch (SQLException e) {
            String state = e.getSQLState();
            return state != null && !state.isEmpty() && !isOver(state);
        } catch (RuntimeException | LinkageError e) {
            return false;
        }
    }

    private static boolean isOver(String state) {
        return state.startsWith("08") || state.startsWith("HYT") || state.startsWith("S1T");
    }

    /** The driver has no such method: the connection is closed, in another thread. */
    @Override
    public void abort(Executor executor) {
        Thread.ofPlatform()
                .daemon()
                .name("abort")
                .start(() -> {
                    try {
                        driver.close();
                    } catch (SQLException | RuntimeException | LinkageError e) {
                        // It is gone for us either way.
                    }
                });
    }

    @Override
    public String getSchema() {
        return schema;
    }

    @Override
    public void setSchema(String name) throws SQLException {
        throw unsupported();
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        throw unsupported();
    }

    @Override
    public void setNetworkTimeout(Executor executor, int milliseconds) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setClientInfo(String name, String value) {}

    @Override
    public void setClientInfo(Properties properties) {}

    @Override
    public @Nullable String getClientInfo(String name) {
        return null;
    }

    @Override
    public Properties getClientInfo() {
        return new Properties();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        if (type.isInstance(driver)) {
            return type.cast(driver);
        }
        throw unsupported();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return type.isInstance(driver);
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency)
            throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency)
            throws SQLException {
        throw unsupported();
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        throw unsupported();
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        throw unsupported();
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        throw unsupported();
    }

    @Override
    public int getHoldability() throws SQLException {
        throw unsupported();
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        throw unsupported();
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        throw unsupported();
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        throw unsupported();
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        throw unsupported();
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability)
            throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(
            String sql, int type, int concurrency, int holdability) throws SQLException {
        throw unsupported();
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int generatedKeys) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
        throw unsupported();
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
        throw unsupported();
    }

    @Override
    public Clob createClob() throws SQLException {
        throw unsupported();
    }

    @Override
    public Blob createBlob() throws SQLException {
        throw unsupported();
    }

    @Override
    public NClob createNClob() throws SQLException {
        throw unsupported();
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        throw unsupported();
    }

    @Override
    public Array createArrayOf(String type, Object[] elements) throws SQLException {
        throw unsupported();
    }

    @Override
    public Struct createStruct(String type, Object[] attributes) throws SQLException {
        throw unsupported();
    }

    private static SQLException unsupported() {
        return new SQLFeatureNotSupportedException("not part of JDBC 1.2");
    }
}
