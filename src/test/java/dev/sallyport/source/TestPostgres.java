package dev.sallyport.source;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/** One real PostgreSQL for all tests of a run, started by the first that needs it. */
public final class TestPostgres {
    private static final EmbeddedPostgres SERVER = start();

    private TestPostgres() {}

    /** URL of the database {@code postgres}, without a user. */
    public static String url() {
        return "jdbc:postgresql://127.0.0.1:" + SERVER.getPort() + "/postgres";
    }

    /** A superuser's connection past the product. */
    public static Connection connect() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "postgres");
    }

    public static void run(String... statements) throws SQLException {
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** A source that logs in as the superuser: the engine's rights protect nothing. */
    public static SourceConfig source(String name) {
        return new SourceConfig(
                name,
                url(),
                Optional.of("postgres"),
                Optional.empty(),
                dev.sallyport.sql.Dialects.POSTGRES,
                false);
    }

    private static EmbeddedPostgres start() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder().start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(EmbeddedPostgres server) {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
