package dev.sallyport.source;

import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.Ports;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.hsqldb.server.Server;

/** A server of HSQLDB with one database in memory. */
public final class TestHsqldb implements AutoCloseable {
    private static int number;

    private final Server server = new Server();
    private final String database;

    public TestHsqldb() {
        synchronized (TestHsqldb.class) {
            database = "test" + ++number;
        }
        server.setLogWriter(new PrintWriter(Writer.nullWriter()));
        server.setErrWriter(new PrintWriter(Writer.nullWriter()));
        server.setSilent(true);
        server.setAddress("127.0.0.1");
        try {
            server.setPort(Ports.free());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.setDatabaseName(0, "shop");
        server.setDatabasePath(0, "mem:" + database + ";hsqldb.tx=mvcc");
        server.setNoSystemExit(true);
        server.start();
        server.checkRunning(true);
    }

    public String url() {
        return "jdbc:hsqldb:hsql://127.0.0.1:" + server.getPort() + "/shop";
    }

    /** An administrator's connection past the product and the network. */
    public Connection connect() throws SQLException {
        return DriverManager.getConnection("jdbc:hsqldb:mem:" + database, "SA", "");
    }

    public void run(List<String> statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The first value of a query that the administrator makes. */
    public String seen(String sql) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? String.valueOf(rows.getString(1)) : "";
        }
    }

    /** A source that logs in as the administrator: the engine's rights protect nothing. */
    public SourceConfig source(String name, boolean writes, int calls) {
        return source(name, url(), writes, calls);
    }

    public static SourceConfig source(String name, String url, boolean writes, int calls) {
        return new SourceConfig(
                        name,
                        url,
                        Optional.of("SA"),
                        Optional.empty(),
                        Dialects.HSQLDB,
                        writes,
                        calls,
                        Duration.ofSeconds(30))
                .withDriverPath(TestDrivers.jarOf("org.hsqldb.jdbc.JDBCDriver"));
    }

    public static String url(Path file) {
        return "jdbc:hsqldb:file:" + file;
    }

    @Override
    public void close() {
        server.shutdownWithCatalogs(org.hsqldb.Database.CLOSEMODE_IMMEDIATELY);
    }
}
