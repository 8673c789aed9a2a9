package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.ResultRows;
import dev.sallyport.result.Truncation;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestDb2;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Ports;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * IBM's driver against Derby. Not {@link StatementExecutorContract}: Derby knows no SELECT without
 * a FROM, no series of numbers, and no request to cancel.
 */
@Tag("full")
@Timeout(60)
class Db2ExecutorTest {
    private static final String DATABASE = "orders";

    private static final ExecutionLimits LIMITS =
            new ExecutionLimits(100, new DataSize(10_000), Duration.ofSeconds(20));

    private static final String SLOW =
            "SELECT COUNT(*) FROM SYS.SYSCOLUMNS a, SYS.SYSCOLUMNS b, SYS.SYSCOLUMNS c,"
                    + " SYS.SYSCOLUMNS d, SYS.SYSCOLUMNS e WHERE a.COLUMNNAME <> e.COLUMNNAME";

    private final StatementExecutor executor = new StatementExecutor();
    private Sources sources;

    @BeforeAll
    static void makeTheDatabase() throws SQLException {
        List<String> statements = new ArrayList<>();
        statements.add(
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, total NUMERIC(10, 2), note"
                        + " VARCHAR(1000), day DATE, moment TIMESTAMP)");
        for (int i = 1; i <= 500; i++) {
            statements.add(
                    "INSERT INTO orders VALUES (%1$d, %1$d * 1.5, 'order %1$d', DATE('2024-02-29'),"
                            .formatted(i)
                            + " TIMESTAMP('2024-03-31 02:30:00.123456'))");
        }
        statements.add(
                "CREATE TABLE kinds (id INTEGER, s SMALLINT, b BIGINT, r REAL, f DOUBLE, c CHAR(5),"
                        + " x CHAR(3) FOR BIT DATA, v VARCHAR(9) FOR BIT DATA, day DATE, t TIME, moment"
                        + " TIMESTAMP, d DECIMAL(31, 10), l CLOB(1000), o BLOB(1000))");
        statements.add(
                "INSERT INTO kinds VALUES (1, -32768, 9223372036854775807, 1.1, 1e300, 'ab',"
                        + " X'010203', X'ff', DATE('0001-01-01'), TIME('23:59:59'),"
                        + " TIMESTAMP('2024-03-31 02:30:00.123'),"
                        + " 123456789012345678901.1234567890, 'text', CAST(X'0102' AS BLOB)),"
                        + " (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,"
                        + " NULL, NULL), (3, 0, -9223372036854775808, 0, 0, '', X'000000', X'',"
                        + " DATE('9999-12-31'), TIME('00:00:00'), TIMESTAMP('9999-12-31 23:59:59.999999'),"
                        + " 0, '', CAST(X'' AS BLOB))");
        TestDb2.make(DATABASE, statements);
    }

    @BeforeEach
    void open() {
        sources = new Sources(List.of(TestDb2.source("shop", DATABASE, 4)));
    }

    @AfterEach
    void close() {
        executor.close();
        sources.close();
    }

    private static CallContext context(Cancellation cancellation) {
        return new CallContext(Caller.LOCAL, Deadline.after(Duration.ofSeconds(40)), cancellation);
    }

    private ExecutionOutcome run(String sql, ExecutionLimits limits, SqlParameter... values) {
        return executor.execute(
                sources.all().getFirst(),
                new BoundStatement(sql, StatementClass.READ, List.of(values)),
                limits,
                context(new Cancellation()));
    }

    private ResultRows rows(String sql, SqlParameter... values) {
        ExecutionOutcome outcome = run(sql, LIMITS, values);
        assertThat(outcome).isInstanceOf(ExecutionOutcome.Rows.class);
        return ((ExecutionOutcome.Rows) outcome).rows();
    }

    private ExecutionOutcome.Failed failure(String sql, SqlParameter... values) {
        ExecutionOutcome outcome = run(sql, LIMITS, values);
        assertThat(outcome).isInstanceOf(ExecutionOutcome.Failed.class);
        return (ExecutionOutcome.Failed) outcome;
    }

    private void assertStillGood() {
        for (int i = 0; i < 4; i++) {
            assertThat(rows("SELECT id FROM orders WHERE id = 1").rows()).hasToString("[[1]]");
        }
    }

    @Test
    void readsRowsInOrderAndSaysThatThereAreMore() {
        assertThat(rows("SELECT id, total, note FROM orders WHERE id < 3 ORDER BY id").rows())
                .hasToString("[[1,1.50,\"order 1\"],[2,3.00,\"order 2\"]]");
        ResultRows cut = rows("SELECT id FROM orders");
        assertThat(cut.rowCount()).isEqualTo(100);
        assertThat(cut.truncation()).contains(Truncation.ROWS);
        assertThat(rows("SELECT id FROM orders WHERE id <= 100").truncation()).isEmpty();
    }

    @Test
    void keepsTheLimitOfBytes() {
        ExecutionOutcome outcome =
                run(
                        "SELECT a.note FROM orders a, orders b",
                        new ExecutionLimits(
                                100_000, new DataSize(50_000), Duration.ofSeconds(20)));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Rows.class,
                        answer -> {
                            assertThat(answer.rows().truncation()).contains(Truncation.BYTES);
                            assertThat(answer.rows().rows().length()).isBetween(49_000, 50_000);
                        });
        assertStillGood();
    }

    @Test
    void bindsValuesByTheirTypes() {
        assertThat(
                        rows(
                                        "SELECT id FROM orders WHERE note = ? AND id >= ? AND total"
                                                + " < ? AND day = ? AND moment = ?",
                                        new SqlParameter.Text("order 2"),
                                        new SqlParameter.Numeric(BigDecimal.ONE),
                                        new SqlParameter.Numeric(new BigDecimal("3.25")),
                                        new SqlParameter.Date(LocalDate.of(2024, 2, 29)),
                                        new SqlParameter.Timestamp(
                                                LocalDateTime.parse("2024-03-31T02:30:00.123456")))
                                .rows())
                .hasToString("[[2]]");
        assertThat(
                        rows(
                                        "SELECT id FROM orders WHERE id = ? OR note = ?",
                                        new SqlParameter.Null(),
                                        new SqlParameter.Null())
                                .rows())
                .hasToString("[]");
    }

    /** In three zones, one of which has no half past two on that day. */
    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin", "America/St_Johns"})
    void readsValuesAsTheyAreStored(String zone) {
        TimeZone before = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        try {
            assertThat(rows("SELECT * FROM kinds ORDER BY id").rows())
                    .hasToString(
                            "[[1,-32768,\"9223372036854775807\",1.1,1.0E300,\"ab\",\"AQID\",\"/w==\","
                                + "\"0001-01-01\",\"23:59:59\",\"2024-03-31 02:30:00.123\","
                                + "\"123456789012345678901.1234567890\",\"text\",\"AQI=\"],"
                                + "[2,null,null,null,null,null,null,null,null,null,null,null,null,null],"
                                + "[3,0,\"-9223372036854775808\",0.0,0.0,\"\",\"AAAA\",\"\","
                                + "\"9999-12-31\",\"00:00:00\",\"9999-12-31 23:59:59.999999\","
                                + "0.0000000000,\"\",\"\"]]");
        } finally {
            TimeZone.setDefault(before);
        }
    }

    @Test
    void refusesParametersThatDoNotFitThePlaceholders() {
        SqlParameter one = new SqlParameter.Numeric(BigDecimal.ONE);
        assertThat(failure("SELECT id FROM orders WHERE id = ?").reason())
                .isEqualTo(FailureReason.PARAMETERS);
        assertThat(failure("SELECT id FROM orders WHERE id = ?", one, one).reason())
                .isEqualTo(FailureReason.PARAMETERS);
        assertThat(
                        failure(
                                        "SELECT note FROM orders WHERE id = ?",
                                        new SqlParameter.Text("not a number"))
                                .reason())
                .isEqualTo(FailureReason.DATABASE_ERROR);
        assertStillGood();
    }

    @Test
    void repeatsTheWordsOfTheEngineForAWrongStatement() {
        ExecutionOutcome.Failed failed = failure("SELECT no_such_column FROM orders");
        assertThat(failed.reason()).isEqualTo(FailureReason.DATABASE_ERROR);
        assertThat(failed.hint()).startsWith("SQLSTATE 42").containsIgnoringCase("no_such_column");
        assertStillGood();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT id FROM orders; DELETE FROM orders",
                "SELECT ';' FROM orders ; DELETE FROM orders",
                "SELECT id /* ' */ FROM orders; DELETE FROM orders -- '",
                "SELECT {fn UCASE(note)} FROM orders",
                "SELECT id FROM orders WHERE day = {d '2024-02-29'}"
            })
    void sendsOneStatementOrNone(String sql) throws SQLException {
        assertThat(failure(sql).reason()).isEqualTo(FailureReason.NOT_SENDABLE);
        assertThat(TestDb2.seen(DATABASE, "SELECT COUNT(*) FROM orders")).isEqualTo("500 ");
        assertStillGood();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM orders",
                "DROP TABLE orders",
                "CALL SYSCS_UTIL.SYSCS_SET_DATABASE_PROPERTY('x', 'y')",
                "COMMIT"
            })
    void sendsNothingThatDoesNotBeginLikeAQuery(String sql) throws SQLException {
        assertThat(failure(sql).reason()).isEqualTo(FailureReason.NOT_A_READ);
        assertThat(TestDb2.seen(DATABASE, "SELECT COUNT(*) FROM orders")).isEqualTo("500 ");
    }

    /** Derby refuses the request to cancel, so that the connection is torn down. */
    @Test
    void stopsAStatementWhoseTimeIsUp() {
        long start = System.nanoTime();
        assertThat(
                        run(
                                SLOW,
                                new ExecutionLimits(
                                        10, new DataSize(1_000), Duration.ofMillis(500))))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.TIMED_OUT));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        assertStillGood();
    }

    @Test
    void leavesNoLockAndNoSessionBehind() throws SQLException {
        for (int i = 0; i < 20; i++) {
            rows("SELECT id FROM orders");
        }
        assertThat(TestDb2.seen(DATABASE, "SELECT COUNT(*) FROM SYSCS_DIAG.LOCK_TABLE"))
                .isEqualTo("0 ");
    }

    @Test
    void saysThatNoServerIsThere() throws Exception {
        int closed = Ports.free();
        String url = "jdbc:db2://127.0.0.1:" + closed + "/none:loginTimeout=3";
        try (Sources none = new Sources(List.of(TestDb2.source("none", url, 1, 5)))) {
            assertThat(
                            executor.execute(
                                    none.all().getFirst(),
                                    new BoundStatement("VALUES 1", StatementClass.READ, List.of()),
                                    LIMITS,
                                    context(new Cancellation())))
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Failed.class,
                            failed ->
                                    assertThat(failed.reason())
                                            .isEqualTo(FailureReason.SOURCE_UNREACHABLE));
        }
    }
}
