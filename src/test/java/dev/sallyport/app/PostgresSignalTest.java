package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.mcp.Peer;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.testing.Eventually;
import java.io.BufferedReader;
import java.io.OutputStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresSignalTest extends SignalContract {
    private String database = "";

    @Override
    String source() throws SQLException {
        database =
                TestPostgres.newDatabase("CREATE VIEW slow AS SELECT pg_sleep(300)::text AS slept");
        return "url: " + TestPostgres.url(database) + "\nuser: postgres";
    }

    @Override
    boolean isRunning() throws SQLException {
        return TestPostgres.sessions(database, "wait_event = 'PgSleep'") > 0;
    }

    /** The server would log it otherwise, for every chat that ends. */
    @ParameterizedTest(name = "end of input too: {0}")
    @ValueSource(booleans = {false, true})
    void connectionThatRestsIsClosedInOrder(boolean endOfInput) throws Exception {
        Process process = start("stdio");
        try (BufferedReader answers = process.inputReader();
                OutputStream input = process.getOutputStream()) {
            send(
                    input,
                    Peer.modern(
                            1,
                            "tools/call",
                            "{\"name\":\"query\",\"arguments\":{\"sql\":\"SELECT 1 AS one\"}}"));
            assertThat(answers.readLine()).contains("[[1]]");
            if (endOfInput) {
                input.close();
            }
            tellToEnd(process);
            endsInOrder(process);
        } finally {
            process.destroyForcibly();
        }
        Eventually.is(0, () -> TestPostgres.sessions(database, "true"));
        try (Connection connection = TestPostgres.connect("postgres");
                Statement statement = connection.createStatement();
                ResultSet counts =
                        statement.executeQuery(
                                "SELECT sessions, sessions_abandoned FROM pg_stat_database WHERE"
                                        + " datname = '"
                                        + database
                                        + "'")) {
            assertThat(counts.next()).isTrue();
            assertThat(counts.getInt(1)).isPositive();
            assertThat(counts.getInt(2)).isZero();
        }
    }
}
