package dev.sallyport.source;

import dev.sallyport.sql.Dialects;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;

/** Files of H2 in a folder of the test's. */
public final class TestH2 {
    private TestH2() {}

    public static String url(Path folder, String name) {
        return "jdbc:h2:file:" + folder.resolve(name);
    }

    /** An administrator's connection past the product; makes the file where it is missing. */
    public static Connection connect(Path folder, String name) throws SQLException {
        return DriverManager.getConnection(url(folder, name), "sa", "");
    }

    /** A connection that leaves the file as it is. */
    public static Connection connectToRead(Path folder, String name) throws SQLException {
        return DriverManager.getConnection(
                url(folder, name) + ";IFEXISTS=TRUE;ACCESS_MODE_DATA=r", "sa", "");
    }

    public static void run(Path folder, String name, String... statements) throws SQLException {
        run(url(folder, name), statements);
    }

    /** The same in any database of H2. */
    public static void run(String url, String... statements) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, "sa", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** All that a database holds, as the statements that would make it. */
    public static String script(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SCRIPT NOPASSWORDS NOSETTINGS")) {
            StringBuilder script = new StringBuilder();
            while (rows.next()) {
                script.append(rows.getString(1)).append('\n');
            }
            return script.toString();
        }
    }

    /** A source that logs in as the administrator: the engine's rights protect nothing. */
    public static SourceConfig source(String sourceName, Path folder, String name) {
        return new SourceConfig(
                sourceName,
                url(folder, name),
                Optional.of("sa"),
                Optional.empty(),
                Dialects.H2,
                false);
    }

    /** The same for any database of H2, named shop. */
    public static SourceConfig source(String url, int concurrentCalls) {
        return new SourceConfig(
                "shop",
                url,
                Optional.of("sa"),
                Optional.empty(),
                Dialects.H2,
                false,
                concurrentCalls,
                Duration.ofSeconds(30));
    }
}
