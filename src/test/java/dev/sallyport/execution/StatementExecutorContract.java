package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.Column;
import dev.sallyport.result.ResultRows;
import dev.sallyport.result.Truncation;
import dev.sallyport.source.Borrowed;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Canary;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What every engine's execution has to keep. */
@Timeout(60)
abstract class StatementExecutorContract {
    static final ExecutionLimits LIMITS =
            new ExecutionLimits(100, new DataSize(10_000), Duration.ofSeconds(20));

    private static final List<String> SCHEMA =
            List.of(
                    "CREATE TABLE orders (id INTEGER PRIMARY KEY, total NUMERIC(10, 2), note"
                            + " VARCHAR(1000))",
                    "INSERT INTO orders SELECT n, n * 1.5, 'order ' || n FROM " + "%s",
                    "CREATE SEQUENCE order_seq");

    final StatementExecutor executor = new StatementExecutor();
    private Sources sources;

    /** A database that holds these, and a source for it with four connections at most. */
    protected abstract SourceConfig prepared(List<String> statements) throws SQLException;

    /** Statements that make a table of a thousand orders. */
    protected List<String> schema() {
        return SCHEMA.stream().map(sql -> sql.formatted(numbers(1_000))).toList();
    }

    /** How the engine's words for a statement that is wrong begin. */
    protected String wrongStatement() {
        return "SQLSTATE 42";
    }

    /** What the database holds, seen past the product. */
    protected abstract String state() throws SQLException;

    /** A table function with the numbers from 1 to the last as column {@code n}. */
    protected abstract String numbers(long last);

    /** A query that takes minutes. */
    protected abstract String slow();

    /**
     * A query whose last row takes minutes; the others are there before, where rows are sent so.
     */
    protected String slowAtItsEnd() {
        return "SELECT o.id FROM orders o WHERE o.id < 1000 OR (SELECT COUNT(*) FROM orders a, orders"
                + " b, orders c, orders d WHERE MOD(a.id + b.id + c.id + d.id + o.id, 1000003) ="
                + " 1000002) = 0";
    }

    /** Statements with escapes that the driver itself, and not the engine, takes for others. */
    protected List<String> changedByTheDriver() {
        return List.of("SELECT {fn UCASE('x')}", "SELECT {d '2024-02-29'}");
    }

    /** A name between quotes. */
    protected String quoted(String name) {
        return '"' + name + '"';
    }

    /** What a query without a table ends with, where the engine wants one. */
    protected String oneRow() {
        return "";
    }

    /** An expression for a text of changing length. */
    protected String text(String value) {
        return "CAST('" + value + "' AS VARCHAR(99))";
    }

    /** The first two orders; their totals have two digits after the point. */
    protected String firstOrders() {
        return "[[1,1.50,\"order 1\"],[2,3.00,\"order 2\"]]";
    }

    @BeforeEach
    void open() throws SQLException {
        SourceConfig config = prepared(schema());
        sources = new Sources(List.of(config));
    }

    @AfterEach
    void close() {
        executor.close();
        sources.close();
    }

    final Source source() {
        return sources.all().getFirst();
    }

    final ExecutionOutcome run(String sql, ExecutionLimits limits, SqlParameter... parameters) {
        return runAsItIs(Canary.in(sql), limits, parameters);
    }

    /** The same without the comment that the canary is. */
    final ExecutionOutcome runAsItIs(
            String sql, ExecutionLimits limits, SqlParameter... parameters) {
        return executor.execute(
                source(),
                new BoundStatement(sql, StatementClass.READ, List.of(parameters)),
                limits,
                context(new Cancellation()));
    }

    final ResultRows rows(String sql, SqlParameter... parameters) {
        return rows(sql, LIMITS, parameters);
    }

    final ResultRows rows(String sql, ExecutionLimits limits, SqlParameter... parameters) {
        ExecutionOutcome outcome = run(sql, limits, parameters);
        assertThat(outcome).isInstanceOf(ExecutionOutcome.Rows.class);
        return ((ExecutionOutcome.Rows) outcome).rows();
    }

    final ExecutionOutcome.Failed failure(String sql, SqlParameter... parameters) {
        ExecutionOutcome outcome = run(sql, LIMITS, parameters);
        assertThat(outcome).isInstanceOf(ExecutionOutcome.Failed.class);
        return (ExecutionOutcome.Failed) outcome;
    }

    static CallContext context(Cancellation cancellation) {
        return new CallContext(Caller.LOCAL, Deadline.after(Duration.ofSeconds(40)), cancellation);
    }

    static ExecutionLimits limits(int rows, long bytes, Duration timeout) {
        return new ExecutionLimits(rows, new DataSize(bytes), timeout);
    }

    private void assertStillGood() {
        // As many as the pool has connections: a bad one among them would show.
        for (int i = 0; i < 4; i++) {
            assertThat(rows("SELECT 1 AS one" + oneRow()).rows()).hasToString("[[1]]");
        }
    }

    @Test
    void readsRowsInOrder() {
        ResultRows rows = rows("SELECT id, total, note FROM orders WHERE id < 3 ORDER BY id");
        assertThat(rows.rows()).hasToString(firstOrders());
        assertThat(rows.rowCount()).isEqualTo(2);
        assertThat(rows.truncation()).isEmpty();
        assertThat(rows.columns())
                .extracting(column -> column.name().toLowerCase(Locale.ROOT))
                .containsExactly("id", "total", "note");
    }

    @Test
    void answersNoRowsWithTheirColumns() {
        ResultRows rows = rows("SELECT id FROM orders WHERE id < 0");
        assertThat(rows.rows()).hasToString("[]");
        assertThat(rows.rowCount()).isZero();
        assertThat(rows.columns()).hasSize(1);
    }

    @Test
    void keepsColumnsOfTheSameName() {
        ResultRows rows = rows("SELECT 1 AS \"a\", 2 AS \"b\", 3 AS \"a\"" + oneRow());
        assertThat(rows.columns()).extracting(Column::name).containsExactly("a", "b", "a");
        assertThat(rows.rows()).hasToString("[[1,2,3]]");
    }

    @Test
    void saysThatRowsAreMissingOnlyWhereThereAreMore() {
        assertThat(rows("SELECT id FROM orders WHERE id <= 100").truncation()).isEmpty();
        ResultRows cut = rows("SELECT id FROM orders");
        assertThat(cut.rowCount()).isEqualTo(100);
        assertThat(cut.truncation()).contains(Truncation.ROWS);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30})
    void keepsTheLimitOfBytesToTheByte(int bytes) {
        // A row is [n] and a comma: [[1],[2],[3]] has 13 bytes.
        ResultRows rows =
                rows(
                        "SELECT id FROM orders WHERE id < 8 ORDER BY id",
                        limits(100, bytes, Duration.ofSeconds(20)));
        int fitting = Math.min(7, (bytes - 1) / 4);
        assertThat(rows.rowCount()).isEqualTo(fitting);
        assertThat(rows.rows().length()).isEqualTo(4 * fitting + 1).isLessThanOrEqualTo(bytes);
        assertThat(rows.truncation())
                .isEqualTo(fitting < 7 ? Optional.of(Truncation.BYTES) : Optional.empty());
    }

    @Test
    void stopsReadingAHugeResultAtTheLimitOfBytes() {
        ResultRows rows =
                rows(
                        "SELECT n, '" + "x".repeat(900) + "' AS filler FROM " + numbers(3_000_000),
                        limits(100_000, 1 << 20, Duration.ofSeconds(20)));
        assertThat(rows.truncation()).contains(Truncation.BYTES);
        assertThat(rows.rows().length()).isBetween((1 << 20) - 1_000, 1 << 20);
    }

    @Test
    void readsManyRowsInSeveralFetches() {
        ResultRows rows =
                rows(
                        "SELECT n FROM " + numbers(12_345) + " ORDER BY n",
                        limits(20_000, 1 << 20, Duration.ofSeconds(20)));
        assertThat(rows.rowCount()).isEqualTo(12_345);
        assertThat(rows.truncation()).isEmpty();
        assertThat(rows.rows().toString()).startsWith("[[1],[2],").endsWith(",[12345]]");
    }

    @Test
    void cutsALongValueAndSaysHowLongItIs() {
        ExecutionLimits limits =
                new ExecutionLimits(
                        10, new DataSize(10_000), Duration.ofSeconds(20), new DataSize(16));
        assertThat(rows("SELECT " + text("äöü4567890123456") + " AS t" + oneRow(), limits).rows())
                .hasToString("[[{\"cut\":\"äöü4567890123\",\"length\":16}]]");
        assertThat(rows("SELECT " + text("1234567890123456") + " AS t" + oneRow(), limits).rows())
                .hasToString("[[\"1234567890123456\"]]");
    }

    @Test
    void stopsAStatementWhoseTimeIsUp() {
        long start = System.nanoTime();
        assertThat(run(slow(), limits(10, 1_000, Duration.ofMillis(300))))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.TIMED_OUT));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertStillGood();
    }

    @Test
    void stopsAStatementWhoseRowsAreRead() {
        long start = System.nanoTime();
        assertThat(run(slowAtItsEnd(), limits(10_000, 1 << 20, Duration.ofSeconds(1))))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.TIMED_OUT));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
        assertStillGood();
    }

    @Test
    void stopsAStatementWhoseCallerIsGone() throws Exception {
        Cancellation cancellation = new Cancellation();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<ExecutionOutcome> running =
                    threads.submit(() ->
                            executor.execute(
                                    source(),
                                    new BoundStatement(slow(), StatementClass.READ, List.of()),
                                    LIMITS,
                                    context(cancellation)));
            Thread.sleep(300);
            cancellation.cancel();
            assertThat(running.get(10, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Failed.class,
                            failed ->
                                    assertThat(failed.reason()).isEqualTo(FailureReason.CANCELLED));
        }
        assertStillGood();
    }

    @Test
    void doesNotBeginForACallerWhoIsGone() {
        Cancellation cancellation = new Cancellation();
        cancellation.cancel();
        assertThat(
                        executor.execute(
                                source(),
                                new BoundStatement("SELECT 1", StatementClass.READ, List.of()),
                                LIMITS,
                                context(cancellation)))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.CANCELLED));
    }

    @Test
    void bindsValuesByTheirTypes() {
        assertThat(
                        rows(
                                        "SELECT id FROM orders WHERE note = ? AND id >= ? AND total"
                                                + " < ? ORDER BY id",
                                        new SqlParameter.Text("order 2"),
                                        new SqlParameter.Numeric(BigDecimal.ONE),
                                        new SqlParameter.Numeric(new BigDecimal("3.25")))
                                .rows())
                .hasToString("[[2]]");
        assertThat(
                        rows(
                                        "SELECT COUNT(*) AS c FROM orders WHERE note = ? OR (id = 1"
                                                + " AND ?)",
                                        new SqlParameter.Null(),
                                        new SqlParameter.Flag(true))
                                .rows())
                .hasToString("[[1]]");
    }

    /**
     * As declared tools are before they are called: a type that a driver cannot bind would show.
     */
    @Test
    void preparesAStatementWithAValueOfEachType() {
        LocalDate day = LocalDate.of(2026, 1, 31);
        Preparation preparation =
                prepare(
                        "SELECT id, note FROM orders WHERE note = ? AND id >= ? AND total < ? AND"
                                + " (id = 1 OR ?) AND CAST(? AS DATE) > CAST(? AS DATE)",
                        new SqlParameter.Text(""),
                        new SqlParameter.Numeric(BigDecimal.ONE),
                        new SqlParameter.Numeric(new BigDecimal("1.5")),
                        new SqlParameter.Flag(true),
                        new SqlParameter.Date(day),
                        new SqlParameter.Timestamp(day.atStartOfDay()));
        assertThat(preparation.failure()).isEmpty();
        assertThat(preparation.columns().orElse(2)).isEqualTo(2);
        assertStillGood();
    }

    /** Whether the engine says of a statement what is wrong with it before it runs. */
    protected boolean describesStatements() {
        return true;
    }

    @Test
    void preparesNoStatementOfAColumnThatIsNotThereWhereTheEngineDescribesStatements() {
        for (int i = 0; i < 5; i++) {
            Optional<FailureReason> failure =
                    prepare(
                                    "SELECT nowhere FROM orders WHERE id = ?",
                                    new SqlParameter.Numeric(BigDecimal.ONE))
                            .failure()
                            .map(ExecutionOutcome.Failed::reason);
            assertThat(failure)
                    .isEqualTo(
                            describesStatements()
                                    ? Optional.of(FailureReason.DATABASE_ERROR)
                                    : Optional.empty());
        }
        assertStillGood();
    }

    private Preparation prepare(String sql, SqlParameter... parameters) {
        return executor.prepare(
                source(),
                Optional.empty(),
                sql,
                List.of(parameters),
                false,
                context(new Cancellation()));
    }

    @Test
    void keepsAValueOutOfTheStatement() {
        assertThat(
                        rows(
                                        "SELECT COUNT(*) AS c FROM orders WHERE note = ?",
                                        new SqlParameter.Text("x' OR '1'='1"))
                                .rows())
                .hasToString("[[0]]");
    }

    @Test
    void refusesParametersThatAreMissing() {
        assertThat(failure("SELECT id FROM orders WHERE id = ?").reason())
                .isEqualTo(FailureReason.PARAMETERS);
        assertStillGood();
    }

    @Test
    void refusesParametersThatAreTooMany() {
        SqlParameter one = new SqlParameter.Numeric(BigDecimal.ONE);
        assertThat(failure("SELECT id FROM orders WHERE id = ?", one, one).reason())
                .isEqualTo(FailureReason.PARAMETERS);
        assertThat(failure("SELECT id FROM orders", one).reason())
                .isEqualTo(FailureReason.PARAMETERS);
        assertStillGood();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\0b", "\ud83d", "\ude00", "x\ud83dy"})
    void refusesTextThatADriverWouldChange(String text) {
        assertThat(
                        failure("SELECT id FROM orders WHERE note = ?", new SqlParameter.Text(text))
                                .reason())
                .isEqualTo(FailureReason.PARAMETERS);
        assertThat(failure("SELECT '" + text + "'").reason()).isEqualTo(FailureReason.NOT_SENDABLE);
        assertStillGood();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e999999999", "1e-999999999", "1e1001"})
    void refusesNumbersThatWouldBeWrittenOutForEver(String number) {
        assertThat(
                        failure(
                                        "SELECT id FROM orders WHERE total = ?",
                                        new SqlParameter.Numeric(new BigDecimal(number)))
                                .reason())
                .isEqualTo(FailureReason.PARAMETERS);
    }

    @Test
    void refusesAValueThatDoesNotFitItsColumn() {
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
        assertThat(failed.hint())
                .startsWith(wrongStatement())
                .containsIgnoringCase("no_such_column");
        assertStillGood();
    }

    @Test
    void cutsTheWordsOfTheEngine() {
        assertThat(failure("SELECT " + quoted("x".repeat(5_000))).hint().length()).isLessThan(600);
    }

    @ParameterizedTest
    @EnumSource(
            value = StatementClass.class,
            names = {"INSERT", "UPDATE", "DELETE"})
    void refusesWhatTheGuardCallsAWrite(StatementClass write) throws SQLException {
        String before = state();
        assertThat(
                        executor.execute(
                                source(),
                                new BoundStatement("DELETE FROM orders", write, List.of()),
                                LIMITS,
                                context(new Cancellation())))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.NOT_A_READ));
        assertThat(state()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "SELECT 1; DROP TABLE orders",
                "SELECT 1;DELETE FROM orders WHERE id > 0",
                "SELECT ';' ; DELETE FROM orders",
                "SELECT 1 /* ; */ ; DELETE FROM orders"
            })
    void sendsOneStatementOrNone(String sql) throws SQLException {
        String before = state();
        assertThat(failure(sql).reason()).isEqualTo(FailureReason.NOT_SENDABLE);
        assertThat(state()).isEqualTo(before);
        assertStillGood();
    }

    /** Where the engine has no such escapes and the driver leaves them alone, it is an error. */
    @Test
    void sendsNoTextThatItsDriverWouldChange() {
        for (String sql : changedByTheDriver()) {
            assertThat(failure(sql).reason())
                    .isIn(FailureReason.NOT_SENDABLE, FailureReason.DATABASE_ERROR);
        }
        assertStillGood();
    }

    @Test
    void runsAHundredCallsOnFourConnections() throws Exception {
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<String>> calls = new ArrayList<>();
            for (int i = 1; i <= 100; i++) {
                SqlParameter id = new SqlParameter.Numeric(BigDecimal.valueOf(i));
                calls.add(
                        threads.submit(() ->
                                rows("SELECT note FROM orders WHERE id = ?", id)
                                        .rows()
                                        .toString()));
            }
            for (int i = 1; i <= 100; i++) {
                assertThat(calls.get(i - 1).get(30, TimeUnit.SECONDS))
                        .isEqualTo("[[\"order " + i + "\"]]");
            }
        }
    }

    @Test
    void tellsABusySourceFromASlowStatement() throws Exception {
        Cancellation cancellation = new Cancellation();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<ExecutionOutcome>> running = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                running.add(
                        threads.submit(() ->
                                executor.execute(
                                        source(),
                                        new BoundStatement(slow(), StatementClass.READ, List.of()),
                                        LIMITS,
                                        context(cancellation))));
            }
            Thread.sleep(700);
            assertThat(run("SELECT 1", limits(10, 1_000, Duration.ofMillis(300))))
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Failed.class,
                            failed ->
                                    assertThat(failed.reason())
                                            .isEqualTo(FailureReason.SOURCE_BUSY));
            cancellation.cancel();
            for (Future<ExecutionOutcome> call : running) {
                assertThat(call.get(10, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionOutcome.Failed.class);
            }
        }
        assertStillGood();
    }

    @Test
    void callThatWaitedForMostOfItsTimeFoundABusySource() throws Exception {
        List<Borrowed.Ready> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add((Borrowed.Ready) source().borrow(Duration.ofSeconds(20), () -> false));
        }
        try (ExecutorService thread = Executors.newSingleThreadExecutor()) {
            Future<ExecutionOutcome> call =
                    thread.submit(() -> run(slow(), limits(10, 1_000, Duration.ofSeconds(2))));
            Thread.sleep(1_400);
            held.removeFirst().connection().close();

            assertThat(call.get(30, TimeUnit.SECONDS))
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Failed.class,
                            failed -> {
                                assertThat(failed.reason()).isEqualTo(FailureReason.SOURCE_BUSY);
                                assertThat(failed.hint()).contains("Try again");
                            });
        } finally {
            held.forEach(ready -> ready.connection().close());
        }
        assertStillGood();
    }
}
