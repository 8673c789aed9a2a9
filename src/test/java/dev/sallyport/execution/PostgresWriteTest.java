package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Cancellation;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.CommitProxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresWriteTest extends WriteContract {
    private static final ExecutionLimits LIMITS =
            new ExecutionLimits(100, new DataSize(10_000), Duration.ofSeconds(20));
    private static final String RAISE = "UPDATE accounts SET balance = balance + 1 WHERE id = 1";

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

    @Test
    void aConnectionThatIsLostBeforeTheCommitChangesNothing() throws Exception {
        String before = accounts();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<ExecutionOutcome> outcome =
                    threads.submit(() ->
                            write(
                                    "UPDATE accounts SET balance = 1 WHERE id = 1 OR "
                                            + slowCondition()));
            String killed = "";
            while (!killed.equals("t")) {
                Thread.sleep(50);
                killed =
                        seen(
                                "SELECT coalesce(bool_or(pg_terminate_backend(pid)), false) FROM"
                                        + " pg_stat_activity WHERE datname = current_database() AND"
                                        + " state = 'active' AND query LIKE 'UPDATE accounts%'");
            }
            assertThat(reason(outcome.get(20, TimeUnit.SECONDS)))
                    .isEqualTo(FailureReason.CONNECTION_LOST);
        } finally {
            threads.shutdownNow();
        }
        assertThat(accounts()).isEqualTo(before);
    }

    /** What becomes of the connection once COMMIT is on its way, and whether it was made. */
    @ParameterizedTest(name = "{0}, with a key: {1}")
    @CsvSource({"SWALLOW, false, 1", "SWALLOW, true, 1", "CUT, false, 0", "CUT, true, 0"})
    void aConnectionThatIsCutAtTheCommitLeavesTheOutcomeUnknown(
            CommitProxy.Mode mode, boolean withKey, int made) throws Exception {
        try (CommitProxy proxy = new CommitProxy(TestPostgres.url(database), mode);
                Sources sources = new Sources(List.of(config(proxy.url(database))))) {
            Optional<IdempotencyKey> key =
                    withKey
                            ? Optional.of(new IdempotencyKey(KEYS, "ada", "cut"))
                            : Optional.empty();
            ExecutionOutcome outcome =
                    raise(sources.all().getFirst(), key, new Cancellation(), LIMITS);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Unknown.class,
                            unknown ->
                                    assertThat(unknown.hint())
                                            .contains(
                                                    withKey
                                                            ? "the same call again"
                                                            : "Do not send it again"));
            assertThat(proxy.commits()).isOne();
            assertThat(seen("SELECT balance FROM accounts WHERE id = 1"))
                    .isEqualTo((1 + made) + ".00");
            if (withKey) {
                // Over a connection that is not cut, the same call is safe: it is made once.
                assertThat(raise(source(), key, new Cancellation(), LIMITS))
                        .isEqualTo(new ExecutionOutcome.Written(1, Optional.empty(), made == 1));
                assertThat(seen("SELECT balance FROM accounts WHERE id = 1")).isEqualTo("2.00");
            }
        }
    }

    @Test
    void aCommitThatStallsPastTheTimeOfTheCallIsUnknown() throws Exception {
        try (CommitProxy proxy =
                        new CommitProxy(TestPostgres.url(database), CommitProxy.Mode.STALL);
                Sources sources = new Sources(List.of(config(proxy.url(database))))) {
            ExecutionLimits brief =
                    new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(2));
            assertThat(raise(sources.all().getFirst(), Optional.empty(), new Cancellation(), brief))
                    .isInstanceOf(ExecutionOutcome.Unknown.class);
        }
    }

    @Test
    void aCancelDuringACommitThatStallsIsUnknown() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (CommitProxy proxy =
                        new CommitProxy(TestPostgres.url(database), CommitProxy.Mode.STALL);
                Sources sources = new Sources(List.of(config(proxy.url(database))))) {
            Cancellation cancellation = new Cancellation();
            Future<ExecutionOutcome> outcome =
                    threads.submit(() ->
                            raise(
                                    sources.all().getFirst(),
                                    Optional.empty(),
                                    cancellation,
                                    LIMITS));
            while (proxy.commits() == 0) {
                Thread.sleep(20);
            }
            cancellation.cancel();
            assertThat(outcome.get(15, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionOutcome.Unknown.class);
        } finally {
            threads.shutdownNow();
        }
    }

    private ExecutionOutcome raise(
            Source source,
            Optional<IdempotencyKey> key,
            Cancellation cancellation,
            ExecutionLimits limits) {
        return executor.write(
                source,
                new BoundStatement(RAISE, StatementClass.UPDATE, List.of()),
                limits,
                new WriteTerms(1, key),
                context("ada", cancellation));
    }
}
