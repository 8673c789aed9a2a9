package dev.sallyport.source;

import com.microsoft.sqlserver.jdbc.SQLServerConnectionPoolDataSource;
import com.microsoft.sqlserver.jdbc.SQLServerDriver;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Opens connections the way the driver wants it of a pool, so that sessions can be reset. */
final class PooledSqlServerDriver implements Driver {
    private final SQLServerDriver driver;
    private final String settings;

    PooledSqlServerDriver(SQLServerDriver driver, String settings) {
        this.driver = driver;
        this.settings = settings;
    }

    @Override
    public @Nullable Connection connect(String url, Properties properties) throws SQLException {
        if (!driver.acceptsURL(url)) {
            return null;
        }
        StringBuilder whole = new StringBuilder(url);
        for (String name : properties.stringPropertyNames()) {
            String value = properties.getProperty(name);
            if (!name.equals("user") && !name.equals("password") && !value.isEmpty()) {
                whole.append(';').append(name).append('=').append(SqlServerUrl.quoted(value));
            }
        }
        SQLServerConnectionPoolDataSource connections = new SQLServerConnectionPoolDataSource();
        connections.setURL(whole.toString());
        return new SqlServerConnection(
                connections.getPooledConnection(
                        properties.getProperty("user"), properties.getProperty("password")),
                settings);
    }

    @Override
    public boolean acceptsURL(String url) throws SQLException {
        return driver.acceptsURL(url);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return driver.getMajorVersion();
    }

    @Override
    public int getMinorVersion() {
        return driver.getMinorVersion();
    }

    @Override
    public boolean jdbcCompliant() {
        return driver.jdbcCompliant();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        return driver.getParentLogger();
    }
}
