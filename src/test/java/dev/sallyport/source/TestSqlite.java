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

/** Files of SQLite in a folder of the test's. */
public final class TestSqlite {
    private TestSqlite() {}

    public static String url(Path file) {
        return "jdbc:sqlite:" + file;
    }

    /** A connection past the product; makes the file where it is missing. */
    public static Connection connect(Path file) throws SQLException {
        return DriverManager.getConnection(url(file));
    }

    public static void run(Path file, List<String> statements) throws SQLException {
        try (Connection connection = connect(file);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A source that only reads. */
    public static SourceConfig source(String name, Path file, int calls) {
        return source(name, url(file), false, calls);
    }

    public static SourceConfig source(String name, String url, boolean writes, int calls) {
        return new SourceConfig(
                name,
                url,
                Optional.empty(),
                Optional.empty(),
                Dialects.SQLITE,
                writes,
                calls,
                Duration.ofSeconds(30));
    }
}
