package dev.sallyport.source;

import dev.sallyport.sql.Dialects;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
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
        try (Connection connection = connect(folder, name);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
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
}
