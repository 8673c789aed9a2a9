package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A reset of which the answer is read by whoever has the connection next. */
class PostgresResetTest {
    private static final String LOCKS =
            "SELECT objid::text FROM pg_locks WHERE locktype = 'advisory'";

    private final PostgresEngine engine = new PostgresEngine();
    private Connection connection;
    private Connection other;

    @BeforeEach
    void connect() throws SQLException {
        String database = TestPostgres.newDatabase();
        connection = TestPostgres.connect(database);
        connection.setAutoCommit(false);
        engine.opened(connection);
        other = TestPostgres.connect(database);
    }

    @AfterEach
    void disconnect() throws SQLException {
        // It may be gone, and says so then.
        connection.abort(Runnable::run);
        other.close();
    }

    @Test
    void leavesNothingOfACallerToTheNext() throws SQLException {
        run(
                "CREATE TEMP TABLE mine (a int)",
                "SELECT pg_advisory_lock(7)",
                "LISTEN news",
                "PREPARE mine AS SELECT 1",
                "SET work_mem = '1MB'");
        connection.commit();
        run("CREATE TABLE theirs (a int)");

        assertThat(engine.sendReset(connection).orElseThrow().await()).isTrue();
        assertThat(
                        all(
                                connection,
                                "SELECT relname FROM pg_class WHERE relname IN ('mine', 'theirs')",
                                LOCKS,
                                "SELECT pg_listening_channels()",
                                "SELECT name FROM pg_prepared_statements",
                                "SHOW TimeZone",
                                "SHOW work_mem"))
                .containsExactly("UTC", "4MB");
    }

    @Test
    void endsWhatACallerHoldsBeforeTheAnswerIsRead() throws SQLException {
        run("SELECT pg_advisory_lock(7)");

        assertThat(engine.sendReset(connection)).isPresent();

        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        List<String> locks = all(other, LOCKS);
        while (!locks.isEmpty() && System.nanoTime() < end) {
            locks = all(other, LOCKS);
        }
        assertThat(locks).isEmpty();
    }

    @Test
    void followsAStatementThatFailed() throws SQLException {
        assertThatThrownBy(() -> run("SELECT nothing")).isInstanceOf(SQLException.class);

        assertThat(engine.sendReset(connection).orElseThrow().await()).isTrue();
        assertThat(all(connection, "SELECT 'good'")).containsExactly("good");
    }

    @Test
    void refusesASessionThatWasNotReset() throws SQLException {
        SentReset failing = send("ROLLBACK", "SET no.such = setting", "DISCARD ALL");

        assertThat(failing.await()).isFalse();
    }

    @Test
    void refusesASessionThatIsInATransaction() throws SQLException {
        SentReset open = send("ROLLBACK", "BEGIN");

        assertThat(open.await()).isFalse();
    }

    /** It takes a text apart by them. */
    @Test
    void refusesASettingThatTheDriverDoesNotKnowOf() throws SQLException {
        SentReset unknown = send("ROLLBACK", "SET standard_conforming_strings = off");

        assertThat(unknown.await()).isFalse();
    }

    @Test
    void refusesASettingThatTheDriverKnowsOtherwise() throws SQLException {
        run("SET TimeZone = 'Asia/Kathmandu'");
        connection.commit();

        assertThat(engine.sendReset(connection).orElseThrow().await()).isFalse();
    }

    @Test
    void refusesAConnectionThatIsGone() throws SQLException {
        String id = all(connection, "SELECT pg_backend_pid()").getFirst();
        all(other, "SELECT pg_terminate_backend(" + id + ")");

        assertThatThrownBy(() -> engine.sendReset(connection).orElseThrow().await())
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("lost");
    }

    private SentReset send(String... statements) throws SQLException {
        return PostgresReset.send(connection, PostgresReset.message(statements));
    }

    private void run(String... statements) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static List<String> all(Connection connection, String... queries) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            for (String query : queries) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    while (rows.next()) {
                        values.add(rows.getString(1));
                    }
                }
            }
        }
        return values;
    }
}
