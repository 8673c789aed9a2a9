package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.sallyport.testing.Eventually;
import dev.sallyport.testing.FaultProxy;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.core.BaseConnection;
import org.postgresql.core.QueryExecutorBase;

/** A reset of which the answer is read by whoever has the connection next. */
class PostgresResetTest {
    private static final String LOCKS =
            "SELECT objid::text FROM pg_locks WHERE locktype = 'advisory'";

    /** Of an answer without a notice, at least. */
    private static final int ANSWER_BYTES = 70;

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
    void endsWhatACallerHoldsBeforeTheAnswerIsRead() throws Exception {
        run("SELECT pg_advisory_lock(7)");

        assertThat(engine.sendReset(connection)).isPresent();

        Eventually.is(List.of(), () -> all(other, LOCKS));
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

    /** Also in the middle of a message that nobody reads. */
    @Test
    void refusesAnAnswerThatEndsAnywhere() throws Exception {
        String url = TestPostgres.url("postgres");
        try (FaultProxy proxy =
                new FaultProxy(URI.create(url.substring("jdbc:".length())).getPort())) {
            String proxied =
                    "jdbc:postgresql://127.0.0.1:" + proxy.port() + "/postgres?sslmode=disable";
            long whole = 0;
            try (Connection through = DriverManager.getConnection(proxied, "postgres", "")) {
                engine.reset(through);
                assertThat(engine.sendReset(through).orElseThrow().await()).isTrue();
                // What got through is counted a moment later.
                while (whole != proxy.passed()) {
                    whole = proxy.passed();
                    Thread.sleep(50);
                }
            }
            // What a connection begins with is as long each time.
            for (int missing = 1; missing < ANSWER_BYTES; missing++) {
                long end = whole - missing;
                proxy.plan(() -> new FaultProxy.Fault(FaultProxy.Kind.CUT, end));
                Connection cut = DriverManager.getConnection(proxied, "postgres", "");
                engine.reset(cut);
                SentReset sent = engine.sendReset(cut).orElseThrow();
                assertTimeoutPreemptively(
                        Duration.ofSeconds(20),
                        () -> assertThatThrownBy(sent::await).hasMessageContaining("lost"));
                cut.abort(Runnable::run);
            }
        }
    }

    private SentReset send(String... statements) throws SQLException {
        return PostgresReset.send(
                (QueryExecutorBase) connection.unwrap(BaseConnection.class).getQueryExecutor(),
                PostgresReset.message(statements));
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
