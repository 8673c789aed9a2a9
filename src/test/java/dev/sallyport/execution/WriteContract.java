package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Canary;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine's changes have to keep, with the guard out of the way. */
@Timeout(60)
abstract class WriteContract {
    static final String KEYS = "sallyport_keys";

    /** As {@code docs/tools.md} has it. */
    static final String KEY_TABLE =
            """
            CREATE TABLE sallyport_keys (
              caller VARCHAR(200) NOT NULL,
              idempotency_key VARCHAR(200) NOT NULL,
              fingerprint VARCHAR(64) NOT NULL,
              affected_rows BIGINT NOT NULL,
              created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,
              PRIMARY KEY (caller, idempotency_key)
            )
            """;

    static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE accounts (id INTEGER PRIMARY KEY, owner VARCHAR(40) NOT NULL,"
                            + " balance NUMERIC(12, 2) CHECK (balance >= 0))",
                    KEY_TABLE);

    private static final ExecutionLimits LIMITS =
            new ExecutionLimits(100, new DataSize(10_000), Duration.ofSeconds(20));
    private static final int MOST = 30;
    private static final int THREADS = 8;

    final StatementExecutor executor = new StatementExecutor();
    private Sources sources;

    /**
     * A database with the tables of {@link #SCHEMA} and rows 1 to 50 in the first, and a source
     * that writes to it over four connections at most.
     */
    protected abstract SourceConfig prepared() throws SQLException;

    /** The only value of a query, seen past the product. */
    protected abstract String seen(String sql) throws SQLException;

    /** A condition of an UPDATE that takes minutes. */
    protected abstract String slowCondition();

    /** What cannot be worked out for the first row. */
    protected String failing() {
        return "1 / (id - 1)";
    }

    @BeforeEach
    void open() throws SQLException {
        sources = new Sources(List.of(prepared()));
    }

    @AfterEach
    void close() {
        executor.close();
        sources.close();
    }

    final Source source() {
        return sources.all().getFirst();
    }

    static CallContext context(String caller, Cancellation cancellation) {
        return new CallContext(
                new Caller(caller), Deadline.after(Duration.ofSeconds(40)), cancellation);
    }

    final ExecutionOutcome write(String sql, SqlParameter... parameters) {
        return write(Optional.empty(), sql, parameters);
    }

    final ExecutionOutcome write(Optional<String> key, String sql, SqlParameter... parameters) {
        return write("ada", key, MOST, sql, parameters);
    }

    final ExecutionOutcome write(
            String caller, Optional<String> key, int most, String sql, SqlParameter... parameters) {
        return executor.write(
                source(),
                new BoundStatement(Canary.in(sql), classOf(sql), List.of(parameters)),
                LIMITS,
                new WriteTerms(most, key.map(name -> new IdempotencyKey(KEYS, caller, name))),
                context(caller, new Cancellation()));
    }

    private static StatementClass classOf(String sql) {
        String first = sql.strip().substring(0, 6).toUpperCase(Locale.ROOT);
        return switch (first) {
            case "INSERT" -> StatementClass.INSERT;
            case "DELETE" -> StatementClass.DELETE;
            default -> StatementClass.UPDATE;
        };
    }

    static SqlParameter number(long value) {
        return new SqlParameter.Numeric(BigDecimal.valueOf(value));
    }

    static void assertWritten(ExecutionOutcome outcome, long rows) {
        assertThat(outcome).isEqualTo(new ExecutionOutcome.Written(rows, Optional.empty(), false));
    }

    static FailureReason reason(ExecutionOutcome outcome) {
        assertThat(outcome).isInstanceOf(ExecutionOutcome.Failed.class);
        return ((ExecutionOutcome.Failed) outcome).reason();
    }

    final String accounts() throws SQLException {
        return seen("SELECT COUNT(*) || ' ' || SUM(id) || ' ' || SUM(balance) FROM accounts");
    }

    private void assertStillGood() throws SQLException {
        // As many as the pool has connections: a bad one among them would show.
        for (int i = 0; i < 4; i++) {
            assertWritten(write("UPDATE accounts SET owner = 'same' WHERE id = 1"), 1);
        }
    }

    @Test
    void commitsWhatItSaysItHasWritten() throws SQLException {
        assertWritten(
                write(
                        "INSERT INTO accounts VALUES (?, ?, ?), (?, 'Bob', 3)",
                        number(101),
                        new SqlParameter.Text("Ada"),
                        new SqlParameter.Numeric(new BigDecimal("12.34")),
                        number(102)),
                2);
        assertThat(seen("SELECT owner || balance FROM accounts WHERE id = 101"))
                .isEqualTo("Ada12.34");
        assertWritten(
                write("UPDATE accounts SET balance = ? WHERE id > ?", number(7), number(100)), 2);
        assertThat(new BigDecimal(seen("SELECT SUM(balance) FROM accounts WHERE id > 100")))
                .isEqualByComparingTo("14.00");
        assertWritten(write("DELETE FROM accounts WHERE id > ?", number(100)), 2);
        assertWritten(write("DELETE FROM accounts WHERE id > ?", number(100)), 0);
        assertThat(seen("SELECT COUNT(*) FROM accounts")).isEqualTo("50");
    }

    @Test
    void rollsBackAboveTheCap() throws SQLException {
        String before = accounts();
        ExecutionOutcome outcome = write("UPDATE accounts SET balance = 0 WHERE id <= 31");
        assertThat(reason(outcome)).isEqualTo(FailureReason.TOO_MANY_AFFECTED);
        assertThat(((ExecutionOutcome.Failed) outcome).hint())
                .contains("more than 30 rows", "Nothing was changed");
        assertThat(accounts()).isEqualTo(before);
        assertThat(reason(write("ada", Optional.empty(), 1, "DELETE FROM accounts WHERE id < 3")))
                .isEqualTo(FailureReason.TOO_MANY_AFFECTED);
        assertThat(accounts()).isEqualTo(before);
        assertWritten(write("UPDATE accounts SET balance = 0 WHERE id <= 30"), 30);
        assertStillGood();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    INSERT INTO accounts VALUES (1, 'again', 0)                      | CONSTRAINT
                    INSERT INTO accounts (id, balance) VALUES (99, 0)                | CONSTRAINT
                    INSERT INTO accounts SELECT 200 + id, owner, 5 - id FROM accounts | CONSTRAINT
                    UPDATE accounts SET balance = 0 - id WHERE id > 40               | CONSTRAINT
                    UPDATE accounts SET id = 2 WHERE id = 1                          | CONSTRAINT
                    UPDATE accounts SET balance = FAILING WHERE id = 1               | DATABASE_ERROR
                    UPDATE accounts SET nothing = 1 WHERE id = 1                     | DATABASE_ERROR
                    DELETE FROM nowhere WHERE id = 1                                 | DATABASE_ERROR
                    UPDATE accounts SET balance = 0 WHERE id = ?                     | PARAMETERS
                    """)
    void errorsRollBackAndHaveCodes(String sql, FailureReason expected) throws SQLException {
        String before = accounts();
        assertThat(reason(write(sql.replace("FAILING", failing())))).isEqualTo(expected);
        assertThat(accounts()).isEqualTo(before);
        assertStillGood();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT * FROM accounts",
                "CREATE TABLE x (id INTEGER)",
                "DROP TABLE accounts",
                "TRUNCATE TABLE accounts",
                "MERGE INTO accounts USING accounts s ON s.id = 1 WHEN MATCHED THEN DELETE",
                "MERGE INTO accounts KEY (id) VALUES (1, 'x', 1)",
                "REPLACE INTO accounts VALUES (1, 'x', 1)",
                "CALL 1",
                "EXPLAIN DELETE FROM accounts",
                "COMMIT",
                "DELETE FROM accounts; DROP TABLE accounts",
                "UPDATE accounts SET balance = 0; COMMIT"
            })
    void sendsNothingButOneChange(String sql) throws SQLException {
        String before = accounts();
        assertThat(reason(write("ada", Optional.empty(), 1_000, sql)))
                .isIn(FailureReason.NOT_ONE_CHANGE, FailureReason.NOT_SENDABLE);
        assertThat(accounts()).isEqualTo(before);
    }

    @Test
    void tooManyValuesAreAnErrorOfParameters() throws SQLException {
        String before = accounts();
        assertThat(reason(write("DELETE FROM accounts WHERE id = ?", number(1), number(2))))
                .isEqualTo(FailureReason.PARAMETERS);
        assertThat(accounts()).isEqualTo(before);
        assertStillGood();
    }

    @Test
    void cancelBeforeTheCommitRollsBack() throws Exception {
        String before = accounts();
        Cancellation cancellation = new Cancellation();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<ExecutionOutcome> outcome = threads.submit(() -> slow(LIMITS, cancellation));
            Thread.sleep(500);
            cancellation.cancel();
            assertThat(reason(outcome.get(20, TimeUnit.SECONDS)))
                    .isEqualTo(FailureReason.CANCELLED);
        } finally {
            threads.shutdownNow();
        }
        assertThat(accounts()).isEqualTo(before);
        assertStillGood();
        // Those waited for what the engine may have been doing on.
        assertThat(accounts()).isEqualTo(before);
    }

    @Test
    void timeOutRollsBack() throws SQLException {
        String before = accounts();
        ExecutionLimits brief =
                new ExecutionLimits(10, new DataSize(10_000), Duration.ofMillis(500));
        assertThat(reason(slow(brief, new Cancellation()))).isEqualTo(FailureReason.TIMED_OUT);
        assertThat(accounts()).isEqualTo(before);
        assertStillGood();
        // Those waited for what the engine may have been doing on.
        assertThat(accounts()).isEqualTo(before);
    }

    private ExecutionOutcome slow(ExecutionLimits limits, Cancellation cancellation) {
        return executor.write(
                source(),
                new BoundStatement(
                        "UPDATE accounts SET balance = 1 WHERE id = 1 OR " + slowCondition(),
                        StatementClass.UPDATE,
                        List.of()),
                limits,
                new WriteTerms(MOST, Optional.empty()),
                context("ada", cancellation));
    }

    @Test
    void changesSideBySideAreAllKept() throws Exception {
        String balance = "SELECT balance FROM accounts WHERE id = 1";
        BigDecimal before = new BigDecimal(seen(balance));
        List<ExecutionOutcome> outcomes =
                sideBySide(
                        100, () -> write("UPDATE accounts SET balance = balance + 1 WHERE id = 1"));
        long written = outcomes.stream().filter(ExecutionOutcome.Written.class::isInstance).count();
        assertThat(written).isPositive();
        assertThat(outcomes)
                .filteredOn(outcome -> !(outcome instanceof ExecutionOutcome.Written))
                .allSatisfy(
                        outcome -> assertThat(reason(outcome)).isEqualTo(FailureReason.CONFLICT));
        assertThat(new BigDecimal(seen(balance))).isEqualTo(before.add(new BigDecimal(written)));
    }

    @Test
    void aKeyMakesAChangeOnce() throws SQLException {
        String sql = "UPDATE accounts SET balance = balance + ? WHERE id < ?";
        Optional<String> key = Optional.of("k-1");
        String before = accounts();
        assertWritten(write(key, sql, number(1), number(4)), 3);
        String after = accounts();
        assertThat(after).isNotEqualTo(before);
        for (int i = 0; i < 3; i++) {
            assertThat(write(key, sql, number(1), number(4)))
                    .isEqualTo(new ExecutionOutcome.Written(3, Optional.empty(), true));
        }
        assertThat(accounts()).isEqualTo(after);

        assertThat(reason(write(key, sql, number(2), number(4))))
                .isEqualTo(FailureReason.KEY_REUSED);
        assertThat(reason(write(key, "DELETE FROM accounts WHERE id = 1")))
                .isEqualTo(FailureReason.KEY_REUSED);
        assertThat(accounts()).isEqualTo(after);

        assertWritten(write("bob", key, MOST, sql, number(1), number(4)), 3);
        assertWritten(write(Optional.of("k-2"), sql, number(1), number(4)), 3);
    }

    @Test
    void aChangeThatFailsLeavesItsKeyFree() throws SQLException {
        Optional<String> key = Optional.of("k-1");
        assertThat(reason(write(key, "INSERT INTO accounts VALUES (1, 'again', 0)")))
                .isEqualTo(FailureReason.CONSTRAINT);
        assertThat(reason(write(key, "DELETE FROM accounts WHERE id > 0")))
                .isEqualTo(FailureReason.TOO_MANY_AFFECTED);
        assertThat(seen("SELECT COUNT(*) FROM sallyport_keys")).isEqualTo("0");
        assertWritten(write(key, "DELETE FROM accounts WHERE id = 1"), 1);
    }

    @Test
    void racingCallsWithOneKeyMakeOneChange() throws Exception {
        for (int round = 0; round < 10; round++) {
            String balance = "SELECT balance FROM accounts WHERE id = 2";
            BigDecimal before = new BigDecimal(seen(balance));
            Optional<String> key = Optional.of("race-" + round);
            List<ExecutionOutcome> outcomes =
                    sideBySide(
                            THREADS,
                            () ->
                                    write(
                                            key,
                                            "UPDATE accounts SET balance = balance + 1 WHERE id ="
                                                    + " 2"));
            assertThat(outcomes)
                    .allSatisfy(outcome ->
                            assertThat(outcome)
                                    .isInstanceOfSatisfying(
                                            ExecutionOutcome.Written.class,
                                            written -> assertThat(written.affectedRows()).isOne()))
                    .filteredOn(outcome ->
                            outcome
                                            instanceof
                                            ExecutionOutcome.Written(
                                                    long _,
                                                    Optional<?> _,
                                                    boolean replayed)
                                    && !replayed)
                    .hasSize(1);
            assertThat(new BigDecimal(seen(balance))).isEqualTo(before.add(BigDecimal.ONE));
        }
    }

    @Test
    void aKeyTableThatIsNotThereChangesNothing() throws SQLException {
        String before = accounts();
        ExecutionOutcome outcome =
                executor.write(
                        source(),
                        new BoundStatement(
                                "DELETE FROM accounts WHERE id = 1",
                                StatementClass.DELETE,
                                List.of()),
                        LIMITS,
                        new WriteTerms(
                                MOST, Optional.of(new IdempotencyKey("not_there", "ada", "k"))),
                        context("ada", new Cancellation()));
        assertThat(reason(outcome)).isEqualTo(FailureReason.KEY_TABLE);
        assertThat(accounts()).isEqualTo(before);
        assertStillGood();
    }

    @Test
    void readsOfTheSourceStillRollBack() throws SQLException {
        String before = accounts();
        for (String sql :
                List.of(
                        "DELETE FROM accounts WHERE id = 1",
                        "UPDATE accounts SET balance = 0 WHERE id = 1",
                        "INSERT INTO accounts VALUES (77, 'x', 1)")) {
            for (StatementClass claimed : List.of(StatementClass.READ, classOf(sql))) {
                assertThat(
                                reason(
                                        executor.execute(
                                                source(),
                                                new BoundStatement(sql, claimed, List.of()),
                                                LIMITS,
                                                context("ada", new Cancellation()))))
                        .isEqualTo(FailureReason.NOT_A_READ);
            }
        }
        assertThat(accounts()).isEqualTo(before);
    }

    /** Outcomes of as many calls as asked for, on eight threads. */
    static List<ExecutionOutcome> sideBySide(int calls, Callable<ExecutionOutcome> call)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<Future<ExecutionOutcome>> futures = new ArrayList<>();
            for (int i = 0; i < calls; i++) {
                futures.add(threads.submit(call));
            }
            List<ExecutionOutcome> outcomes = new ArrayList<>();
            for (Future<ExecutionOutcome> future : futures) {
                outcomes.add(future.get(50, TimeUnit.SECONDS));
            }
            return outcomes;
        } finally {
            threads.shutdownNow();
        }
    }
}
