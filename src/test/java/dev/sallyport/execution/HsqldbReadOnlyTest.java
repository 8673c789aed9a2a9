package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestHsqldb;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;

/** HSQLDB: a file, opened read-only, by its administrator. */
@Tag("full")
class HsqldbReadOnlyTest extends ReadOnlyWithoutGuardContract {
    @TempDir private Path folder;
    private int number;

    private String url() {
        return TestHsqldb.url(folder.resolve("shop" + number));
    }

    @Override
    protected Dialect dialect() {
        return Dialects.HSQLDB;
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        number++;
        run(statements);
        return TestHsqldb.source("shop", url(), false, 1);
    }

    private void run(List<String> statements) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url() + ";shutdown=true", "SA", "");
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The files to their byte, and what lies beside them. */
    @Override
    protected String state() throws Exception {
        StringBuilder state = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                state.append(file.getFileName()).append(' ');
                state.append(Arrays.hashCode(Files.readAllBytes(file))).append('\n');
            }
        }
        return state.toString();
    }

    @Override
    protected void change() throws SQLException {
        run(List.of("DELETE FROM orders"));
    }

    @Override
    protected String session() {
        return """
        SELECT (SELECT COUNT(*) FROM INFORMATION_SCHEMA.SYSTEM_SESSIONINFO WHERE value = 'TRUE'),
            (SELECT COUNT(*) FROM INFORMATION_SCHEMA.SYSTEM_TABLES), CURRENT_SCHEMA,
            SESSION_ISOLATION_LEVEL(), SESSION_TIMEZONE() FROM (VALUES (0)) AS one(x)
        """;
    }
}
