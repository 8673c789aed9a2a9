package dev.sallyport.guard;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.Ports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Debian's {@code mariadb-server-core} on a free port, with {@code --user=root}. */
final class MariaDbServer extends LiveEngine {
    private final Path directory;
    private final Process process;
    private final int port;

    private MariaDbServer(Dialect dialect, Path directory, Process process, int port) {
        super(dialect);
        this.directory = directory;
        this.process = process;
        this.port = port;
    }

    static boolean isInstalled() {
        return Files.isExecutable(Path.of("/usr/sbin/mariadbd"));
    }

    static MariaDbServer start(Dialect dialect) throws Exception {
        Path directory = Files.createTempDirectory("guard-mariadb");
        Path data = Files.createDirectory(directory.resolve("data"));
        Path log = directory.resolve("log");
        List<String> where =
                List.of(
                        "--no-defaults",
                        "--user=root",
                        "--datadir=" + data,
                        "--lc-messages-dir=/usr/share/mysql");
        Path script = directory.resolve("bootstrap.sql");
        bootstrapScript(script);
        ProcessBuilder bootstrap = new ProcessBuilder("/usr/sbin/mariadbd");
        bootstrap.command().addAll(where);
        bootstrap.command().add("--bootstrap");
        Process first =
                bootstrap
                        .redirectInput(script.toFile())
                        .redirectOutput(log.toFile())
                        .redirectErrorStream(true)
                        .start();
        if (!first.waitFor(120, TimeUnit.SECONDS) || first.exitValue() != 0) {
            first.destroyForcibly();
            throw new IllegalStateException("bootstrap failed: " + Files.readString(log));
        }
        int port = Ports.free();
        ProcessBuilder server = new ProcessBuilder("/usr/sbin/mariadbd");
        server.command().addAll(where);
        server.command()
                .addAll(
                        List.of(
                                "--port=" + port,
                                "--bind-address=127.0.0.1",
                                "--socket=" + directory.resolve("s"),
                                "--skip-grant-tables",
                                "--skip-networking=0",
                                "--character-set-server=utf8mb4"));
        Process process = server.redirectOutput(log.toFile()).redirectErrorStream(true).start();
        MariaDbServer engine = new MariaDbServer(dialect, directory, process, port);
        try (Connection connection = engine.waitUntilReady();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE shop CHARACTER SET utf8mb4");
            statement.execute("CREATE DATABASE hr");
            statement.execute("CREATE TABLE hr.pay (id INT, salary INT, a INT)");
            statement.execute("USE shop");
            engine.createSchema(connection);
        } catch (SQLException | RuntimeException e) {
            engine.close();
            throw e;
        }
        return engine;
    }

    private static void bootstrapScript(Path script) throws IOException {
        StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
        for (String part :
                List.of(
                        "mysql_system_tables.sql",
                        "mysql_performance_tables.sql",
                        "mysql_system_tables_data.sql")) {
            Path file = Path.of("/usr/share/mysql", part);
            if (Files.exists(file)) {
                sql.append(Files.readString(file)).append('\n');
            }
        }
        Files.writeString(script, sql);
    }

    private Connection waitUntilReady() throws SQLException, InterruptedException {
        Instant deadline = Instant.now().plus(Duration.ofSeconds(60));
        while (true) {
            try {
                return DriverManager.getConnection(url(""));
            } catch (SQLException e) {
                if (Instant.now().isAfter(deadline) || !process.isAlive()) {
                    throw e;
                }
                Thread.sleep(100);
            }
        }
    }

    private String url(String database) {
        return "jdbc:mariadb://127.0.0.1:" + port + "/" + database + "?user=root";
    }

    @Override
    Connection connect() throws SQLException {
        return DriverManager.getConnection(url("shop"));
    }

    @Override
    List<String> stateQueries() {
        List<String> queries = new ArrayList<>();
        queries.add("SELECT table_schema, table_name FROM information_schema.tables");
        queries.add(
                "SELECT specific_name FROM information_schema.routines WHERE routine_schema <> 'sys'");
        queries.add(
                "SELECT variable_name, variable_value FROM information_schema.global_variables"
                        + " WHERE variable_name NOT LIKE 'GTID%'");
        queries.add(
                "SELECT variable_name, variable_value FROM information_schema.session_variables WHERE variable_name NOT IN ('TIMESTAMP', 'LAST_INSERT_ID', 'RAND_SEED1', 'RAND_SEED2', 'WARNING_COUNT', 'ERROR_COUNT', 'IDENTITY', 'PSEUDO_THREAD_ID') AND variable_name NOT LIKE 'GTID%'");
        queries.add("SELECT * FROM information_schema.user_variables");
        queries.add("SELECT next_not_cached_value FROM order_seq");
        queries.add("SELECT * FROM hr.pay");
        tables().forEach(table -> queries.add("SELECT * FROM " + table));
        return queries;
    }

    /** Whether the dialect is MySQL, whose own syntax this server does not read. */
    boolean speaksFor(Dialect other) {
        return other.equals(Dialects.MYSQL) || other.equals(Dialects.MARIADB);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        process.destroy();
        if (!process.waitFor(20, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            process.waitFor();
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
