package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * SQLite and DuckDB run in this process, where only the product opens them: a session that is
 * otherwise than it was set is made past it, and refused all the same.
 */
class EmbeddedSettingsTest {
    private static final SqliteEngine SQLITE = new SqliteEngine();
    private static final DuckDbEngine DUCKDB = new DuckDbEngine();

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ATTACH DATABASE ':memory:' AS other",
                "CREATE TEMP TABLE orders (id INT)",
                "PRAGMA writable_schema = ON"
            })
    void sqliteThatIsOtherwiseIsRefused(String forced) throws SQLException {
        Path file = folder.resolve("shop.db");
        TestSqlite.run(file, List.of("CREATE TABLE t (id INT)"));
        SourceConfig config = TestSqlite.source("shop", file, 1);
        Properties properties = SQLITE.properties(config);
        // Else nothing could be attached, which the next test shows.
        properties.remove("limit_attached");
        try (Connection connection = DriverManager.getConnection(config.url(), properties);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            assertThatCode(() -> SQLITE.opened(connection, config)).doesNotThrowAnyException();
            connection.commit();
            connection.setAutoCommit(true);
            statement.execute("PRAGMA query_only = OFF");
            statement.execute(forced);
            connection.setAutoCommit(false);
            assertThatThrownBy(() -> SQLITE.opened(connection, config))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("not as it was set");
        }
    }

    /** {@code ATTACH} in a session of the product's, past the guard. */
    @Test
    void sqliteOfTheProductAttachesNothing() throws SQLException {
        Path file = folder.resolve("shop.db");
        TestSqlite.run(file, List.of("CREATE TABLE t (id INT)"));
        SourceConfig config = TestSqlite.source("shop", file, 1);
        try (Connection connection =
                        DriverManager.getConnection(config.url(), SQLITE.properties(config));
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            SQLITE.opened(connection, config);
            connection.setAutoCommit(true);
            assertThatThrownBy(() -> statement.execute("ATTACH DATABASE ':memory:' AS other"))
                    .hasMessageContaining("too many attached databases");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET search_path = 'main'",
                "SET allow_parser_override_extension = 'FALLBACK'",
                "SET autoload_known_extensions = true",
                "SET TimeZone = 'Asia/Kolkata'; SET lock_configuration = true"
            })
    void duckdbThatIsOtherwiseIsRefused(String forced) throws SQLException {
        SourceConfig config = duckdb();
        try (Connection connection =
                        DriverManager.getConnection(config.url(), DUCKDB.properties(config));
                Statement statement = connection.createStatement()) {
            statement.execute(forced);
            connection.setAutoCommit(false);
            assertRefused(connection, config);
        }
    }

    @Test
    void duckdbAsItWasSetIsTaken() throws SQLException {
        SourceConfig config = duckdb();
        try (Connection connection =
                DriverManager.getConnection(config.url(), DUCKDB.properties(config))) {
            connection.setAutoCommit(false);
            assertThatCode(() -> DUCKDB.opened(connection, config)).doesNotThrowAnyException();
        }
    }

    @Test
    void duckdbWithASecondDatabaseIsRefused() throws SQLException {
        SourceConfig config = duckdb();
        Path other = folder.resolve("other.duckdb");
        TestDuckDb.run(other, List.of("CREATE TABLE t (id INT)"));
        Properties properties = DUCKDB.properties(config);
        properties.setProperty("enable_external_access", "true");
        try (Connection connection = DriverManager.getConnection(config.url(), properties);
                Statement statement = connection.createStatement()) {
            statement.execute("ATTACH '" + other + "' AS other (READ_ONLY)");
            statement.execute("SET enable_external_access = false");
            connection.setAutoCommit(false);
            assertRefused(connection, config);
        }
    }

    @Test
    void duckdbThatReachesOtherFilesIsRefused() throws SQLException {
        SourceConfig config = duckdb();
        Properties properties = DUCKDB.properties(config);
        properties.setProperty("enable_external_access", "true");
        try (Connection connection = DriverManager.getConnection(config.url(), properties)) {
            connection.setAutoCommit(false);
            assertRefused(connection, config);
        }
    }

    private SourceConfig duckdb() throws SQLException {
        Path file = folder.resolve("shop.duckdb");
        TestDuckDb.run(file, List.of("CREATE TABLE t (id INT)"));
        return TestDuckDb.source("shop", file, 1);
    }

    private static void assertRefused(Connection connection, SourceConfig config) {
        assertThatThrownBy(() -> DUCKDB.opened(connection, config))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("not as they were set");
    }
}
