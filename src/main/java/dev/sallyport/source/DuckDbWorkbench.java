package dev.sallyport.source;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * DuckDB as a tool of the product, not as a source: in memory, on one thread, with access to one
 * folder and nothing else, under settings that nothing can change. Thread-safe.
 */
public final class DuckDbWorkbench implements AutoCloseable {
    private static final String URL = "jdbc:duckdb:";
    private static final String[][] PINNED = {
        {"autoload_known_extensions", "false"},
        {"autoinstall_known_extensions", "false"},
        {"allow_community_extensions", "false"},
        {"allow_unsigned_extensions", "false"},
        {"temp_directory", ""},
        {"memory_limit", "512MB"},
        {"threads", "1"}
    };

    private final DriverLocation location;
    private final String key;
    private final String use;
    private @Nullable IsolatedDriver driver;

    /**
     * Where its driver is looked for, once it is needed.
     *
     * @param key the configuration's key that names its jar
     * @param use who needs it, as the end of a clause
     */
    public DuckDbWorkbench(DriverLocation location, String key, String use) {
        this.location = location;
        this.key = key;
        this.use = use;
    }

    /**
     * A connection to an empty database of its own; whoever opens it closes it.
     *
     * @param folder that it may read and write
     * @throws DriverException if the driver is not there, or cannot be used
     */
    public Connection open(Path folder) throws SQLException {
        Properties properties = new Properties();
        for (String[] pinned : PINNED) {
            properties.setProperty(pinned[0], pinned[1]);
        }
        Connection connection = driver().connect(URL, properties);
        if (connection == null) {
            throw new SQLException("the driver does not know the URL", "08001");
        }
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET allowed_directories = [" + literal(folder + "/") + "]");
            statement.execute("SET enable_external_access = false");
            statement.execute("SET lock_configuration = true");
        } catch (SQLException | RuntimeException e) {
            connection.close();
            throw e;
        }
        return connection;
    }

    /** A text as a statement has it. */
    public static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Not kept while it is missing: the owner may be about to fetch it. */
    private synchronized IsolatedDriver driver() throws DriverException {
        if (driver == null) {
            driver = BroughtDriver.DUCKDB.load(location, key, use);
        }
        return driver;
    }

    /** Gives up the driver. */
    @Override
    public synchronized void close() {
        if (driver != null) {
            driver.close();
            driver = null;
        }
    }
}
