package dev.sallyport.source;

import dev.sallyport.config.Secret;
import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.Ports;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Derby 10.8's network server, which speaks Db2's protocol: what IBM's driver can be run against.
 */
public final class TestDb2 {
    private static final String PASSWORD = "for tests";
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static int port;
    private static Path home = Path.of("");

    private TestDb2() {}

    /** Makes a database by statements, before anything else opens it. */
    public static void make(String database, List<String> statements) throws SQLException {
        port();
        String url = "jdbc:derby:" + home + "/" + database;
        System.setProperty("derby.stream.error.file", home.resolve("derby.log").toString());
        try (Connection connection =
                        DriverManager.getConnection(url + ";create=true", "app", PASSWORD);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
        try {
            DriverManager.getConnection(url + ";shutdown=true", "app", PASSWORD).close();
        } catch (SQLException e) {
            // So says Derby that it has closed the database, which the server opens next.
            if (!"08006".equals(e.getSQLState())) {
                throw e;
            }
        }
    }

    /** A database of its own, which these statements make; its name. */
    public static String newDatabase(List<String> statements) throws SQLException {
        String database = "db" + NUMBER.incrementAndGet();
        make(database, statements);
        return database;
    }

    /** Runs statements past the product, in a database that the server has. */
    public static void run(String database, List<String> statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** All values of a query past the product. */
    public static String seen(String database, String sql) throws SQLException {
        StringBuilder seen = new StringBuilder();
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    seen.append(rows.getString(i)).append(' ');
                }
            }
        }
        return seen.toString();
    }

    /** A source that logs in as the owner of the database. */
    public static SourceConfig source(String name, String database, int connections) {
        return source(name, "jdbc:db2://127.0.0.1:" + port() + "/" + database, connections, 30);
    }

    /** A source that allows changes, for any URL. */
    public static SourceConfig writingSource(String name, String url) {
        return source(name, url, true, 4, 30);
    }

    /** A source for any URL. */
    public static SourceConfig source(String name, String url, int connections, int seconds) {
        return source(name, url, false, connections, seconds);
    }

    private static SourceConfig source(
            String name, String url, boolean writes, int connections, int seconds) {
        return new SourceConfig(
                        name,
                        url,
                        Optional.of("app"),
                        Optional.of(new Secret(PASSWORD)),
                        Dialects.DB2,
                        writes,
                        connections,
                        Duration.ofSeconds(seconds))
                .withDriverPath(TestDrivers.jarOf("com.ibm.db2.jcc.DB2Driver"));
    }

    private static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(
                "jdbc:db2://127.0.0.1:" + port() + "/" + database + ":securityMechanism=3;",
                "app",
                PASSWORD);
    }

    /** Where the server listens. */
    public static synchronized int port() {
        if (port == 0) {
            try {
                home = Files.createTempDirectory("sallyport-derby");
                port = Ports.free();
                start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
        }
        return port;
    }

    /** In a process of its own: Derby tells moments by the time zone of its own. */
    private static void start() throws IOException, InterruptedException {
        String classPath =
                TestDrivers.jarOf("org.apache.derby.jdbc.EmbeddedDriver")
                        + File.pathSeparator
                        + TestDrivers.jarOf("org.apache.derby.drda.NetworkServerControl");
        Process server =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx128m",
                                "-Duser.timezone=UTC",
                                "-Dderby.system.home=" + home,
                                "-cp",
                                classPath,
                                "org.apache.derby.drda.NetworkServerControl",
                                "start",
                                "-h",
                                "127.0.0.1",
                                "-p",
                                String.valueOf(port),
                                "-noSecurityManager")
                        .redirectOutput(home.resolve("server.log").toFile())
                        .redirectErrorStream(true)
                        .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroyForcibly));
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try (Socket _ = new Socket("127.0.0.1", port)) {
                return;
            } catch (IOException e) {
                if (System.nanoTime() - end > 0 || !server.isAlive()) {
                    throw new IOException(
                            "no answer: " + Files.readString(home.resolve("server.log")), e);
                }
                Thread.sleep(100);
            }
        }
    }
}
