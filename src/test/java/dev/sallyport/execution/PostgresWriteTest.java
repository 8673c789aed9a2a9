package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Cancellation;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.CommitProxy;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresWriteTest extends ServerWriteContract {
    private static final ExecutionLimits LIMITS =
            new ExecutionLimits(100, new DataSize(10_000), Duration.ofSeconds(20));

    /** One for all tests, filled anew for each. */
    private static String database = "";

    @Override
    protected SourceConfig prepared() throws SQLException {
        if (database.isEmpty()) {
            database = TestPostgres.newDatabase(SCHEMA.toArray(String[]::new));
            TestPostgres.run(
                    database,
                    "CREATE TABLE payments (account INTEGER REFERENCES accounts DEFERRABLE INITIALLY"
                            + " DEFERRED)");
        }
        TestPostgres.run(
                database,
                "TRUNCATE accounts, sallyport_keys, payments",
                "INSERT INTO accounts SELECT n, 'owner ' || n, n FROM generate_series(1, 50) n");
        return config(TestPostgres.url(database));
    }

    static SourceConfig config(String url) {
        return new SourceConfig(
                "shop",
                url,
                Optional.of("postgres"),
                Optional.empty(),
                Dialects.POSTGRES,
                true,
                4,
                Duration.ofSeconds(30));
    }

    @Override
    protected String seen(String sql) throws SQLException {
        try (Connection connection = TestPostgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Override
    protected String slowCondition() {
        return "pg_sleep(300) IS NULL";
    }

    @Test
    void answersTheRowsThatTheChangeReturns() throws SQLException {
        ExecutionOutcome outcome =
                write("UPDATE accounts SET balance = 9 WHERE id < 3 RETURNING id, balance");
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Written.class,
                        written -> {
                            assertThat(written.affectedRows()).isEqualTo(2);
                            assertThat(written.returned().map(ResultRows::rows))
                                    .hasValueSatisfying(rows ->
                                            assertThat(rows).hasToString("[[1,9.00],[2,9.00]]"));
                        });
        assertThat(seen("SELECT SUM(balance) FROM accounts WHERE id < 3")).isEqualTo("18.00");
    }

    @Test
    void countsAffectedRowsBeyondThoseItReturns() throws SQLException {
        ExecutionOutcome outcome =
                executor.write(
                        source(),
                        new BoundStatement(
                                "DELETE FROM accounts WHERE id > 30 RETURNING id, owner",
                                StatementClass.DELETE,
                                List.of()),
                        new ExecutionLimits(5, new DataSize(10_000), Duration.ofSeconds(20)),
                        new WriteTerms(20, Optional.empty()),
                        context("ada", new Cancellation()));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Written.class,
                        written -> {
                            assertThat(written.affectedRows()).isEqualTo(20);
                            assertThat(written.returned().map(ResultRows::rowCount)).hasValue(5);
                        });
        assertThat(seen("SELECT COUNT(*) FROM accounts")).isEqualTo("30");
        assertThat(
                        reason(
                                write(
                                        "ada",
                                        Optional.empty(),
                                        20,
                                        "UPDATE accounts SET balance = 0 WHERE id > 0 RETURNING id")))
                .isEqualTo(FailureReason.TOO_MANY_AFFECTED);
        assertThat(seen("SELECT SUM(balance) FROM accounts")).isEqualTo("465.00");
    }

    /** As superuser, past the guard. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "WITH b AS (DELETE FROM accounts RETURNING id) SELECT * FROM b",
                "SELECT id INTO t2 FROM accounts",
                "EXPLAIN ANALYZE DELETE FROM accounts",
                "SELECT nextval(pg_get_serial_sequence('numbered', 'id'))"
            })
    void readsOfASourceWithWritesAreReadOnlyByTheEngine(String sql) throws SQLException {
        TestPostgres.run(database, "CREATE TABLE IF NOT EXISTS numbered (id serial)");
        String before = accounts();
        assertThat(
                        reason(
                                executor.execute(
                                        source(),
                                        new BoundStatement(sql, StatementClass.READ, List.of()),
                                        LIMITS,
                                        context("ada", new Cancellation()))))
                .isEqualTo(FailureReason.NOT_A_READ);
        assertThat(accounts()).isEqualTo(before);
    }

    @Test
    void aConstraintThatTheCommitFindsIsAKnownOutcome() throws SQLException {
        assertThat(reason(write("INSERT INTO payments VALUES (4711)")))
                .isEqualTo(FailureReason.CONSTRAINT);
        assertThat(seen("SELECT COUNT(*) FROM payments")).isEqualTo("0");
    }

    @Override
    protected void endSessionThatChanges() throws SQLException {
        seen(
                "SELECT coalesce(bool_or(pg_terminate_backend(pid)), false) FROM pg_stat_activity"
                        + " WHERE datname = current_database() AND state = 'active' AND query LIKE"
                        + " 'UPDATE accounts%'");
    }

    @Override
    protected CommitProxy proxy(CommitProxy.Mode mode) throws IOException {
        return CommitProxy.ofPostgres(TestPostgres.url(database), mode);
    }

    @Override
    protected SourceConfig through(CommitProxy proxy) {
        return config(
                "jdbc:postgresql://127.0.0.1:"
                        + proxy.port()
                        + "/"
                        + database
                        + "?sslmode=disable");
    }
}
