package dev.sallyport.source;

import dev.sallyport.sql.Dialects;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One real Trino for all tests of a run, started by the first that needs it, in a process of its
 * own with 1 GB of heap at most; it ends with the tests' own process, whatever becomes of that.
 */
public final class TestTrino {
    /** The user whom the server's rules let do everything. */
    public static final String ADMINISTRATOR = "admin";

    /** The user whom they let read the catalog {@code memory}, and nothing else. */
    public static final String READER = "reader";

    private static final Path FOLDER = Path.of("target").toAbsolutePath();
    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static final String ADDRESS = address();

    private TestTrino() {}

    /** URL of a catalog or of {@code catalog/schema}, without a user. */
    public static String url(String path) {
        return "jdbc:trino://" + ADDRESS + "/" + path;
    }

    /** The server's host and port. */
    public static String hostAndPort() {
        return ADDRESS;
    }

    /** An administrator's connection past the product, with autocommit. */
    public static Connection connect(String path) throws SQLException {
        return connect(path, ADMINISTRATOR);
    }

    /** A user's connection past the product, with autocommit. */
    public static Connection connect(String path, String user) throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user);
        properties.setProperty("timezone", "UTC");
        properties.setProperty("explicitPrepare", "false");
        Connection connection = new io.trino.jdbc.TrinoDriver().connect(url(path), properties);
        if (connection == null) {
            throw new SQLException("the driver does not know its own URL");
        }
        return connection;
    }

    /** Runs statements as the administrator. */
    public static void run(String path, String... statements) throws SQLException {
        try (Connection connection = connect(path);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A new schema in the catalog {@code memory}, with what the statements put into it. */
    public static String newSchema(String... statements) throws SQLException {
        String path = "memory/test" + NUMBER.incrementAndGet() + "x" + System.nanoTime();
        run("memory", "CREATE SCHEMA " + path.replace('/', '.'));
        run(path, statements);
        return path;
    }

    /** Makes the tables of the guard's cases, instead of those that may be there. */
    public static void makeGuardTables() throws SQLException {
        List<String> statements = new ArrayList<>();
        for (String schema : List.of("hive.sales", "hive.shop", "mysql.hr")) {
            statements.add("DROP SCHEMA IF EXISTS " + schema + " CASCADE");
        }
        try (InputStream in = TestTrino.class.getResourceAsStream("/guard/schema/trino.sql")) {
            if (in == null) {
                throw new IllegalStateException("no schema for Trino");
            }
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            statements.addAll(
                    script.lines().map(line -> line.substring(0, line.length() - 1)).toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        run("hive/default", statements.toArray(String[]::new));
    }

    /**
     * A query of one column for what a statement could have changed: the rows of the tables that
     * the hostile cases write to, and what there is of tables, schemas, comments and catalogs.
     */
    public static String guardState() {
        return """
        SELECT to_hex(checksum(ROW(id, customer_id, total, status, note, ordered_at, qty, ds)))
            || CAST(count(*) AS VARCHAR) AS s FROM hive.sales.orders
        UNION ALL SELECT to_hex(checksum(ROW(id, name, email, country, city, tags, url)))
            || CAST(count(*) AS VARCHAR) FROM hive.sales.customers
        UNION ALL SELECT to_hex(checksum(ROW(id, salary, a, t))) || CAST(count(*) AS VARCHAR)
            FROM mysql.hr.pay
        UNION ALL SELECT table_cat || '.' || table_schem || '.' || table_name || ' ' || table_type
            FROM system.jdbc.tables WHERE table_cat IN ('hive', 'mysql', 'a', 'memory')
            AND table_schem <> 'information_schema' AND table_schem NOT LIKE 'test%'
        UNION ALL SELECT table_catalog || '.' || table_schem FROM system.jdbc.schemas
            WHERE table_catalog IN ('hive', 'mysql', 'a', 'memory')
            AND table_schem NOT LIKE 'test%'
        UNION ALL SELECT 'comment ' || comment FROM system.metadata.table_comments
            WHERE catalog_name = 'hive' AND schema_name = 'sales' AND comment IS NOT NULL
        UNION ALL SELECT catalog_name FROM system.metadata.catalogs
        ORDER BY 1
        """;
    }

    /** A source that logs in as the administrator: the engine's rights protect nothing. */
    public static SourceConfig source(String name, String path) {
        return source(name, url(path), ADMINISTRATOR);
    }

    /** A source with four connections at most. */
    public static SourceConfig source(String name, String url, String user) {
        return new SourceConfig(
                name,
                url,
                Optional.of(user),
                Optional.empty(),
                Dialects.TRINO,
                false,
                4,
                Duration.ofSeconds(30));
    }

    /** Of a server that is there already, where the property says so: it saves time in trials. */
    private static String address() {
        String running = System.getProperty("test.trino", "");
        return running.isEmpty() ? start() : running;
    }

    private static String start() {
        try {
            String classPath = Files.readString(FOLDER.resolve("trino.classpath")).strip();
            Path log = FOLDER.resolve("trino.log");
            Process process =
                    new ProcessBuilder(
                                    List.of(
                                            Path.of(System.getProperty("java.home"), "bin", "java")
                                                    .toString(),
                                            "-Xmx1g",
                                            "-XX:+UseSerialGC",
                                            "-XX:TieredStopAtLevel=1",
                                            "-XX:+ExitOnOutOfMemoryError",
                                            "--add-modules=jdk.incubator.vector",
                                            "--enable-native-access=ALL-UNNAMED",
                                            "-classpath",
                                            classPath,
                                            Path.of("src/full/trino/TrinoTestServer.java")
                                                    .toAbsolutePath()
                                                    .toString()))
                            .redirectError(log.toFile())
                            .start();
            // The server also ends by itself when its standard input does.
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
            BufferedReader out =
                    new BufferedReader(
                            new InputStreamReader(
                                    process.getInputStream(), StandardCharsets.UTF_8));
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                if (line.startsWith("ready http://")) {
                    return line.substring("ready http://".length());
                }
            }
            throw new IllegalStateException("Trino did not start: " + Files.readString(log));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
