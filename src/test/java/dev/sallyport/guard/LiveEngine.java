package dev.sallyport.guard;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** A real engine with the tables that the cases name, and a way to tell whether it was changed. */
abstract class LiveEngine implements AutoCloseable {
    private final Dialect dialect;

    LiveEngine(Dialect dialect) {
        this.dialect = dialect;
    }

    Dialect dialect() {
        return dialect;
    }

    /** A writable session, with autocommit. */
    abstract Connection connect() throws SQLException;

    /** Statements of which one returns all that a statement could have changed. */
    abstract List<String> stateQueries();

    /** Statements that run between two looks at the state, where a look costs much. */
    int statementsBetweenStates() {
        return 1;
    }

    /** Cases in the engine's own dialect for which this one of it lacks what they need. */
    Set<String> lacks() {
        return Set.of();
    }

    /** Whether a write can be rolled back. */
    boolean writesInTransactions() {
        return true;
    }

    /** Makes the database as it was, where a look costs much or a write cannot be rolled back. */
    void restore() throws SQLException {}

    /** What an error tells of a statement that reached for another database, if it did. */
    Optional<String> trespass(SQLException error) {
        return Optional.empty();
    }

    @Override
    public abstract void close() throws Exception;

    /** Everything that a statement could have changed, as text. */
    String state(Connection connection) throws SQLException {
        StringBuilder state = new StringBuilder();
        for (String query : stateQueries()) {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                int columns = rows.getMetaData().getColumnCount();
                while (rows.next()) {
                    for (int i = 1; i <= columns; i++) {
                        state.append(rows.getString(i)).append('|');
                    }
                    state.append('\n');
                }
            }
            state.append('\n');
        }
        return state.toString();
    }

    final void createSchema(Connection connection) throws SQLException {
        String resource = "/guard/schema/" + dialect.name().replace("mysql", "mariadb") + ".sql";
        try (InputStream in = LiveEngine.class.getResourceAsStream(resource);
                Statement statement = connection.createStatement()) {
            if (in == null) {
                throw new IllegalStateException("no schema for " + dialect);
            }
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            for (String sql : script.split(";\n")) {
                statement.execute(sql);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static LiveEngine h2() throws SQLException {
        String url = "jdbc:h2:mem:SHOP;DB_CLOSE_DELAY=-1";
        Connection first = DriverManager.getConnection(url, "sa", "");
        LiveEngine engine =
                new LiveEngine(Dialects.H2) {
                    @Override
                    Connection connect() throws SQLException {
                        return DriverManager.getConnection(url, "sa", "");
                    }

                    @Override
                    List<String> stateQueries() {
                        return List.of("SCRIPT NOPASSWORDS");
                    }

                    @Override
                    public void close() throws SQLException {
                        try (Statement statement = first.createStatement()) {
                            statement.execute("SHUTDOWN IMMEDIATELY");
                        }
                    }
                };
        engine.createSchema(first);
        return engine;
    }

    static LiveEngine sqlite() throws SQLException, IOException {
        Path directory = Files.createTempDirectory("guard-sqlite");
        String url = "jdbc:sqlite:" + directory.resolve("main.db");
        LiveEngine engine =
                new LiveEngine(Dialects.SQLITE) {
                    @Override
                    Connection connect() throws SQLException {
                        Connection connection = DriverManager.getConnection(url);
                        try (Statement statement = connection.createStatement()) {
                            statement.execute(
                                    "ATTACH '" + directory.resolve("other.db") + "' AS other");
                            statement.execute("CREATE TABLE IF NOT EXISTS other.secrets (a TEXT)");
                        }
                        return connection;
                    }

                    @Override
                    List<String> stateQueries() {
                        List<String> queries = new ArrayList<>();
                        queries.add("SELECT * FROM main.sqlite_schema");
                        queries.add("SELECT * FROM temp.sqlite_schema");
                        queries.add("SELECT * FROM other.sqlite_schema");
                        queries.add("SELECT * FROM other.secrets");
                        queries.add("PRAGMA database_list");
                        queries.add("PRAGMA query_only");
                        queries.add("PRAGMA writable_schema");
                        queries.add("SELECT count(*) FROM pragma_function_list");
                        tables().forEach(table -> queries.add("SELECT * FROM " + table));
                        return queries;
                    }

                    @Override
                    public void close() throws IOException {
                        delete(directory);
                    }
                };
        try (Connection connection = engine.connect()) {
            engine.createSchema(connection);
        }
        return engine;
    }

    static LiveEngine duckdb() throws SQLException {
        Connection first = DriverManager.getConnection("jdbc:duckdb:");
        LiveEngine engine =
                new LiveEngine(Dialects.DUCKDB) {
                    @Override
                    Connection connect() throws SQLException {
                        Connection connection =
                                first.unwrap(org.duckdb.DuckDBConnection.class).duplicate();
                        try (Statement statement = connection.createStatement()) {
                            statement.execute("USE shop");
                        }
                        return connection;
                    }

                    @Override
                    List<String> stateQueries() {
                        List<String> queries = new ArrayList<>();
                        queries.add("SELECT * FROM duckdb_tables()");
                        queries.add("SELECT * FROM duckdb_views() WHERE NOT internal");
                        queries.add("SELECT * FROM duckdb_sequences()");
                        queries.add(
                                "SELECT function_name FROM duckdb_functions() WHERE NOT internal");
                        queries.add("SELECT database_name, path FROM duckdb_databases()");
                        queries.add(
                                "SELECT name, value FROM duckdb_settings() WHERE name NOT LIKE"
                                        + " '%memory%'");
                        queries.add("SELECT * FROM duckdb_secrets()");
                        tables().forEach(table -> queries.add("SELECT * FROM shop.main." + table));
                        return queries;
                    }

                    @Override
                    public void close() throws SQLException {
                        first.close();
                    }
                };
        try (Statement statement = first.createStatement()) {
            statement.execute("SET GLOBAL lambda_syntax = 'ENABLE_SINGLE_ARROW'");
            statement.execute("ATTACH ':memory:' AS shop");
            statement.execute("ATTACH ':memory:' AS other");
            statement.execute("CREATE TABLE other.main.secrets (a VARCHAR, id INT)");
            statement.execute("USE shop");
        }
        engine.createSchema(first);
        return engine;
    }

    static LiveEngine postgres() throws SQLException, IOException {
        EmbeddedPostgres server = EmbeddedPostgres.builder().start();
        try (Connection connection = server.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE shop");
            statement.execute("CREATE DATABASE hr");
        }
        LiveEngine engine =
                new LiveEngine(Dialects.POSTGRES) {
                    @Override
                    Connection connect() throws SQLException {
                        return server.getDatabase("postgres", "shop").getConnection();
                    }

                    @Override
                    List<String> stateQueries() {
                        List<String> queries = new ArrayList<>();
                        queries.add("SELECT relname, relkind FROM pg_class ORDER BY oid");
                        queries.add("SELECT proname FROM pg_proc WHERE oid > 16383");
                        queries.add("SELECT last_value, is_called FROM order_seq");
                        queries.add("SELECT last_value, is_called FROM orders_id_seq");
                        queries.add("SELECT count(*) FROM pg_largeobject_metadata");
                        queries.add("SELECT count(*) FROM pg_replication_slots");
                        queries.add(
                                "SELECT locktype, mode FROM pg_locks WHERE locktype = 'advisory'");
                        queries.add("SELECT pg_listening_channels()");
                        queries.add("SELECT name FROM pg_prepared_statements WHERE from_sql");
                        queries.add("SELECT name FROM pg_cursors WHERE is_holdable");
                        queries.add(
                                "SELECT name, setting FROM pg_settings WHERE source = 'session'");
                        queries.add("SELECT session_user, current_user");
                        tables().forEach(table -> queries.add("SELECT * FROM " + table));
                        return queries;
                    }

                    @Override
                    public void close() throws IOException {
                        server.close();
                    }
                };
        try (Connection connection = engine.connect()) {
            engine.createSchema(connection);
        }
        return engine;
    }

    final List<String> tables() {
        return List.of("customers", "orders", "order_items", "products", "employees", "events");
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
