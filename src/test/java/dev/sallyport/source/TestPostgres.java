package dev.sallyport.source;

import dev.sallyport.config.Secret;
import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.Canary;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** One real PostgreSQL for all tests of a run, started by the first that needs it. */
public final class TestPostgres {
    private static final EmbeddedPostgres SERVER = start();

    private static final AtomicInteger NUMBER = new AtomicInteger();

    private TestPostgres() {}

    /** URL of a database, without a user. */
    public static String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + SERVER.getPort() + "/" + database;
    }

    /** A superuser's connection past the product. */
    public static Connection connect(String database) throws SQLException {
        return DriverManager.getConnection(url(database), "postgres", "");
    }

    /** Runs statements as the superuser, each in a transaction of its own. */
    public static void run(String database, String... statements) throws SQLException {
        try (Connection connection = connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** How many sessions of the server a condition on {@code pg_stat_activity} holds for. */
    public static int sessions(String condition) throws SQLException {
        try (Connection connection = connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE " + condition)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    /** The same for those of one database. */
    public static int sessions(String database, String condition) throws SQLException {
        return sessions("datname = '" + database + "' AND " + condition);
    }

    /** A database of its own for a test, with what the statements put into it. */
    public static String newDatabase(String... statements) throws SQLException {
        String name = "test" + NUMBER.incrementAndGet();
        run("postgres", "CREATE DATABASE " + name);
        run(name, statements);
        return name;
    }

    /** A source that logs in as the superuser: the engine's rights protect nothing. */
    public static SourceConfig source(String name, String database) {
        return new SourceConfig(
                name,
                url(database),
                Optional.of("postgres"),
                // The server trusts everybody here, and asks for none.
                Optional.of(new Secret(Canary.WORD)),
                Dialects.POSTGRES,
                false);
    }

    private static EmbeddedPostgres start() {
        try {
            // It stops with the process: the library sees to that.
            return EmbeddedPostgres.builder().start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
