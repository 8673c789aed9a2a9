package dev.sallyport.source;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A connection that does everything by way of another one, which may change. */
abstract class ForwardingConnection implements Connection {
    /** The connection of the moment. */
    abstract Connection handle();

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return type.isInstance(this) ? type.cast(this) : handle().unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return type.isInstance(this) || handle().isWrapperFor(type);
    }

    @Override
    public void clearWarnings() throws SQLException {
        handle().clearWarnings();
    }

    @Override
    public void commit() throws SQLException {
        handle().commit();
    }

    @Override
    public Array createArrayOf(String type, Object[] elements) throws SQLException {
        return handle().createArrayOf(type, elements);
    }

    @Override
    public Blob createBlob() throws SQLException {
        return handle().createBlob();
    }

    @Override
    public Clob createClob() throws SQLException {
        return handle().createClob();
    }

    @Override
    public NClob createNClob() throws SQLException {
        return handle().createNClob();
    }

    @Override
    public SQLXML createSQLXML() throws SQLException {
        return handle().createSQLXML();
    }

    @Override
    public Statement createStatement() throws SQLException {
        return handle().createStatement();
    }

    @Override
    public Statement createStatement(int type, int concurrency) throws SQLException {
        return handle().createStatement(type, concurrency);
    }

    @Override
    public Statement createStatement(int type, int concurrency, int holdability)
            throws SQLException {
        return handle().createStatement(type, concurrency, holdability);
    }

    @Override
    public Struct createStruct(String type, Object[] attributes) throws SQLException {
        return handle().createStruct(type, attributes);
    }

    @Override
    public boolean getAutoCommit() throws SQLException {
        return handle().getAutoCommit();
    }

    @Override
    public String getCatalog() throws SQLException {
        return handle().getCatalog();
    }

    @Override
    public Properties getClientInfo() throws SQLException {
        return handle().getClientInfo();
    }

    @Override
    public @Nullable String getClientInfo(String name) throws SQLException {
        return handle().getClientInfo(name);
    }

    @Override
    public int getHoldability() throws SQLException {
        return handle().getHoldability();
    }

    @Override
    public DatabaseMetaData getMetaData() throws SQLException {
        return handle().getMetaData();
    }

    @Override
    public int getNetworkTimeout() throws SQLException {
        return handle().getNetworkTimeout();
    }

    @Override
    public String getSchema() throws SQLException {
        return handle().getSchema();
    }

    @Override
    public int getTransactionIsolation() throws SQLException {
        return handle().getTransactionIsolation();
    }

    @Override
    public Map<String, Class<?>> getTypeMap() throws SQLException {
        return handle().getTypeMap();
    }

    @Override
    public SQLWarning getWarnings() throws SQLException {
        return handle().getWarnings();
    }

    @Override
    public boolean isClosed() throws SQLException {
        return handle().isClosed();
    }

    @Override
    public boolean isReadOnly() throws SQLException {
        return handle().isReadOnly();
    }

    @Override
    public boolean isValid(int seconds) throws SQLException {
        return handle().isValid(seconds);
    }

    @Override
    public String nativeSQL(String sql) throws SQLException {
        return handle().nativeSQL(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql) throws SQLException {
        return handle().prepareCall(sql);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency)
            throws SQLException {
        return handle().prepareCall(sql, type, concurrency);
    }

    @Override
    public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
            throws SQLException {
        return handle().prepareCall(sql, type, concurrency, holdability);
    }

    @Override
    public PreparedStatement prepareStatement(String sql) throws SQLException {
        return handle().prepareStatement(sql);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int generatedKeys) throws SQLException {
        return handle().prepareStatement(sql, generatedKeys);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int[] columns) throws SQLException {
        return handle().prepareStatement(sql, columns);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, String[] columns) throws SQLException {
        return handle().prepareStatement(sql, columns);
    }

    @Override
    public PreparedStatement prepareStatement(String sql, int type, int concurrency)
            throws SQLException {
        return handle().prepareStatement(sql, type, concurrency);
    }

    @Override
    public PreparedStatement prepareStatement(
            String sql, int type, int concurrency, int holdability) throws SQLException {
        return handle().prepareStatement(sql, type, concurrency, holdability);
    }

    @Override
    public void releaseSavepoint(Savepoint savepoint) throws SQLException {
        handle().releaseSavepoint(savepoint);
    }

    @Override
    public void rollback() throws SQLException {
        handle().rollback();
    }

    @Override
    public void rollback(Savepoint savepoint) throws SQLException {
        handle().rollback(savepoint);
    }

    @Override
    public void setAutoCommit(boolean on) throws SQLException {
        handle().setAutoCommit(on);
    }

    @Override
    public void setCatalog(String name) throws SQLException {
        handle().setCatalog(name);
    }

    @Override
    public void setClientInfo(Properties properties) throws SQLClientInfoException {
        handle().setClientInfo(properties);
    }

    @Override
    public void setClientInfo(String name, String value) throws SQLClientInfoException {
        handle().setClientInfo(name, value);
    }

    @Override
    public void setHoldability(int holdability) throws SQLException {
        handle().setHoldability(holdability);
    }

    @Override
    public void setNetworkTimeout(Executor executor, int millis) throws SQLException {
        handle().setNetworkTimeout(executor, millis);
    }

    @Override
    public void setReadOnly(boolean on) throws SQLException {
        handle().setReadOnly(on);
    }

    @Override
    public Savepoint setSavepoint() throws SQLException {
        return handle().setSavepoint();
    }

    @Override
    public Savepoint setSavepoint(String name) throws SQLException {
        return handle().setSavepoint(name);
    }

    @Override
    public void setSchema(String name) throws SQLException {
        handle().setSchema(name);
    }

    @Override
    public void setTransactionIsolation(int level) throws SQLException {
        handle().setTransactionIsolation(level);
    }

    @Override
    public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
        handle().setTypeMap(map);
    }
}
