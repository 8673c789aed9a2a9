package dev.sallyport.source;

import dev.sallyport.sql.Dialects;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/** Files of DuckDB in a folder of the test's. */
public final class TestDuckDb {
    private TestDuckDb() {}

    public static String url(Path file) {
        return "jdbc:duckdb:" + file;
    }

    public static void run(Path file, List<String> statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url(file));
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A connection past the product that leaves the file as it is. */
    public static Connection connectToRead(Path file) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("duckdb.read_only", "true");
        return DriverManager.getConnection(url(file), properties);
    }

    /** A source that only reads, with the driver brought. */
    public static SourceConfig source(String name, Path file, int calls) {
        return source(name, file, false, calls);
    }

    public static SourceConfig source(String name, Path file, boolean writes, int calls) {
        return new SourceConfig(
                        name,
                        url(file),
                        Optional.empty(),
                        Optional.empty(),
                        Dialects.DUCKDB,
                        writes,
                        calls,
                        Duration.ofSeconds(30))
                .withDriverPath(TestDrivers.jarOf("org.duckdb.DuckDBDriver"));
    }
}
