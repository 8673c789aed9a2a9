package dev.sallyport.source;

import dev.sallyport.config.Secret;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * One real MariaDB (Debian's {@code mariadb-server-core}) and one real MySQL 5.6 (unpacked by the
 * profile {@code full} into {@code target/mysql}) for all tests of a run, each started by the first
 * that needs it.
 */
public enum TestMySql {
    MARIADB(Dialects.MARIADB, Path.of("/usr/sbin/mariadbd"), Path.of("/usr/share/mysql")),
    MYSQL(
            Dialects.MYSQL,
            Path.of("target/mysql/bin/mysqld").toAbsolutePath(),
            Path.of("target/mysql/share").toAbsolutePath());

    private static final String USER = "admin";
    private static final String PASSWORD = "for tests";
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final Dialect dialect;
    private final Path program;
    private final Path share;
    private int port;

    TestMySql(Dialect dialect, Path program, Path share) {
        this.dialect = dialect;
        this.program = program;
        this.share = share;
    }

    public Dialect dialect() {
        return dialect;
    }

    /** URL of a database, without a user. */
    public String url(String database) {
        return "jdbc:" + dialect.name() + "://127.0.0.1:" + port() + "/" + database;
    }

    /** An administrator's connection past the product. */
    public Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                url(database) + "?sessionVariables=sql_mode=''", USER, PASSWORD);
    }

    /** Runs statements as the administrator, each in a transaction of its own. */
    public void run(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first value of a query that the administrator makes. */
    public String seen(String database, String sql) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    /** A database of its own for a test, with what the statements put into it. */
    public String newDatabase(String... statements) throws SQLException {
        String name = "test" + NUMBER.incrementAndGet();
        run("", "CREATE DATABASE " + name + " CHARACTER SET utf8mb4");
        run(name, statements);
        return name;
    }

    /** A source that logs in as the administrator: the engine's rights protect nothing. */
    public SourceConfig source(String name, String url, int connections) {
        return source(name, url, USER, PASSWORD, connections);
    }

    /** The same for a source that allows changes. */
    public SourceConfig writingSource(String name, String url, int connections) {
        return source(name, url, USER, PASSWORD, true, connections);
    }

    /** A source for a login. */
    public SourceConfig source(
            String name, String url, String user, String password, int connections) {
        return source(name, url, user, password, false, connections);
    }

    private SourceConfig source(
            String name,
            String url,
            String user,
            String password,
            boolean writes,
            int connections) {
        SourceConfig config =
                new SourceConfig(
                        name,
                        url,
                        Optional.of(user),
                        Optional.of(new Secret(password)),
                        dialect,
                        writes,
                        connections,
                        Duration.ofSeconds(30));
        return this == MYSQL
                ? config.withDriverPath(TestDrivers.jarOf("com.mysql.cj.jdbc.Driver"))
                : config;
    }

    private synchronized int port() {
        if (port == 0) {
            try {
                port = start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return port;
    }

    private int start() throws IOException, InterruptedException {
        if (!Files.isExecutable(program)) {
            throw new IllegalStateException(
                    program + " is missing: see .ci/run for what the full tests need");
        }
        Path folder = Files.createTempDirectory("sallyport-" + dialect.name());
        Path data = Files.createDirectory(folder.resolve("data"));
        List<String> command =
                new ArrayList<>(
                        List.of(
                                program.toString(),
                                "--no-defaults",
                                "--user=root",
                                "--datadir=" + data,
                                "--lc-messages-dir=" + share,
                                "--innodb_buffer_pool_size=32M"));
        if (this == MYSQL) {
            command.add("--basedir=" + share.getParent());
            command.add("--explicit_defaults_for_timestamp");
        }
        Path log = folder.resolve("log");
        List<String> bootstrap = new ArrayList<>(command);
        bootstrap.add("--bootstrap");
        Process first = start(bootstrap, bootstrapScript(folder), log);
        if (!first.waitFor(120, TimeUnit.SECONDS) || first.exitValue() != 0) {
            first.destroyForcibly();
            throw new IOException("bootstrap failed: " + Files.readString(log));
        }
        Path users = folder.resolve("users.sql");
        Files.writeString(
                users,
                "CREATE USER '%1$s'@'%%' IDENTIFIED BY '%2$s';\n".formatted(USER, PASSWORD)
                        + "GRANT ALL ON *.* TO '%s'@'%%' WITH GRANT OPTION;\n".formatted(USER));
        int free = Ports.free();
        command.addAll(
                List.of(
                        "--port=" + free,
                        "--bind-address=127.0.0.1",
                        "--socket=" + folder.resolve("s"),
                        "--skip-name-resolve",
                        "--init-file=" + users,
                        "--character-set-server=utf8mb4"));
        Process server = start(command, Path.of("/dev/null"), log);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server, folder)));
        waitUntilReady(server, free, log);
        return free;
    }

    private Path bootstrapScript(Path folder) throws IOException {
        StringBuilder sql = new StringBuilder("CREATE DATABASE mysql;\nUSE mysql;\n");
        for (String part :
                List.of(
                        "mysql_system_tables.sql",
                        "mysql_performance_tables.sql",
                        "mysql_system_tables_data.sql")) {
            if (Files.exists(share.resolve(part))) {
                sql.append(Files.readString(share.resolve(part))).append('\n');
            }
        }
        return Files.writeString(folder.resolve("bootstrap.sql"), sql);
    }

    private static Process start(List<String> command, Path input, Path log) throws IOException {
        return new ProcessBuilder(command)
                .redirectInput(input.toFile())
                .redirectOutput(log.toFile())
                .redirectErrorStream(true)
                .start();
    }

    private void waitUntilReady(Process server, int onPort, Path log)
            throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            String url = "jdbc:" + dialect.name() + "://127.0.0.1:" + onPort + "/";
            try {
                DriverManager.getConnection(url, USER, PASSWORD).close();
                return;
            } catch (SQLException e) {
                if (System.nanoTime() - end > 0 || !server.isAlive()) {
                    server.destroyForcibly();
                    throw new IOException("no answer: " + Files.readString(log), e);
                }
            }
            Thread.sleep(100);
        }
    }

    /** Nothing of the data is wanted, so it need not be asked to end. */
    private static void stop(Process server, Path folder) {
        try {
            server.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            // A folder of temporary files is left.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
