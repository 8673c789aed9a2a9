package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.call.Cancellation;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestTrino;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Eventually;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("full")
class TrinoExecutorTest extends StatementExecutorContract {
    /** One for all tests: none of them changes it. */
    private static String path = "";

    @Override
    protected List<String> schema() {
        return List.of(
                "CREATE TABLE orders (id INTEGER, total DECIMAL(10, 2), note VARCHAR(1000))",
                "INSERT INTO orders SELECT CAST(n AS INTEGER), n * DECIMAL '1.5', 'order ' ||"
                        + " CAST(n AS VARCHAR) FROM "
                        + numbers(1_000));
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        if (path.isEmpty()) {
            path = TestTrino.newSchema(statements.toArray(String[]::new));
        }
        return TestTrino.source("shop", path);
    }

    @Override
    protected String state() throws SQLException {
        String schema = path.substring(path.indexOf('/') + 1);
        return seen("SELECT to_hex(checksum(ROW(id, total, note))) FROM orders")
                + seen("SELECT array_join(array_agg(schema_name ORDER BY 1), ',') FROM"
                        + " information_schema.schemata")
                + seen(
                        "SELECT array_join(array_agg(table_name ORDER BY table_name), ',') FROM"
                                + " information_schema.tables WHERE table_schema = '"
                                + schema
                                + "'");
    }

    private static String seen(String sql) throws SQLException {
        try (Connection connection = TestTrino.connect(path);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return String.valueOf(rows.getString(1));
        }
    }

    @Override
    protected String numbers(long last) {
        return "TABLE(sequence(start => 1, stop => " + last + ")) AS s(n)";
    }

    @Override
    protected String slow() {
        return "SELECT count(*) AS slow_one FROM " + numbers(1_000_000_000_000L) + " WHERE n % 7 = 9";
    }

    /** Trino has no SQLSTATE. */
    @Override
    protected String wrongStatement() {
        return "line 1:8: ";
    }

    /** As administrator, past the guard. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO orders VALUES (-1, 1, 'x')",
                "DELETE FROM orders",
                "TRUNCATE TABLE orders",
                "DROP TABLE orders",
                "CREATE TABLE x AS SELECT * FROM orders",
                "CREATE SCHEMA x",
                "CREATE VIEW v AS SELECT 1 AS a",
                "EXPLAIN ANALYZE INSERT INTO orders VALUES (-1, 1, 'x')",
                "EXPLAIN ANALYZE CREATE TABLE x AS SELECT 1 AS a",
                "CALL system.runtime.kill_query('x', 'y')",
                "SET SESSION query_max_run_time = '1d'",
                "COMMIT",
                "START TRANSACTION",
                "PREPARE p FROM DELETE FROM orders",
                "EXECUTE IMMEDIATE 'DROP TABLE orders'",
                "USE hive.default"
            })
    void leavesTheDatabaseAsItWas(String sql) throws SQLException {
        String before = state();
        assertThat(failure(sql).reason()).isEqualTo(FailureReason.NOT_A_READ);
        assertThat(state()).isEqualTo(before);
    }

    @Test
    void limitsTheTimeOnTheServerToo() {
        assertThat(rows("SHOW SESSION LIKE 'query_max_run_time'").rows().toString())
                .startsWith("[[\"query_max_run_time\",\"31");
    }

    @Test
    void pinsWhatValuesDependOn() {
        assertThat(
                        rows(
                                        "SELECT current_timezone(), current_path, current_catalog,"
                                                + " date_format(DATE '2024-03-01', '%M')")
                                .rows())
                .hasToString("[[\"UTC\",\"\",\"memory\",\"March\"]]");
    }

    @Test
    void freesTheServerOfAStatementThatWasCancelled() throws Exception {
        Cancellation cancellation = new Cancellation();
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            Future<ExecutionOutcome> running =
                    threads.submit(() ->
                            executor.execute(
                                    source(),
                                    new BoundStatement(slow(), StatementClass.READ, List.of()),
                                    LIMITS,
                                    context(cancellation)));
            waitForQueries("1", "slow_one", Duration.ofSeconds(10));
            cancellation.cancel();
            waitForQueries("0", "slow_one", Duration.ofSeconds(2));
            assertThat(running.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionOutcome.Failed.class);
        }
    }

    @Test
    void freesTheServerOfAStatementWhoseTimeIsUp() throws Exception {
        assertThat(run(slow(), limits(10, 1_000, Duration.ofMillis(1_500))))
                .isInstanceOf(ExecutionOutcome.Failed.class);
        waitForQueries("0", "slow_one", Duration.ofSeconds(2));
    }

    @Test
    void freesTheServerOfRowsThatNobodyReads() throws Exception {
        rows("SELECT n AS unread FROM " + numbers(1_000_000_000_000L));
        waitForQueries("0", "unread", Duration.ofSeconds(2));
    }

    private void waitForQueries(String count, String text, Duration atMost) throws Exception {
        String sql =
                "SELECT CAST(count(*) AS VARCHAR) FROM system.runtime.queries WHERE query LIKE '%"
                        + text
                        + "%' AND source = 'sallyport' AND state NOT IN ('FINISHED', 'FAILED')";
        Eventually.is(count, () -> seen(sql), atMost);
    }

    @Test
    void leavesNoTransactionBehind() throws SQLException {
        rows("SELECT 1 AS one");
        failure("SELECT nonsense");
        assertThat(
                        seen(
                                "SELECT CAST(count(*) AS VARCHAR) FROM system.runtime.transactions"
                                        + " WHERE NOT auto_commit_context"))
                .isEqualTo("0");
    }

    /** Nothing of these can be sent by the executor; here the loan itself is at stake. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET SESSION query_max_run_time = '1d'",
                "USE hive.default",
                "SET TIME ZONE 'Asia/Kolkata'",
                "SET PATH memory.default",
                "PREPARE p FROM SELECT 1",
                "COMMIT"
            })
    void givesTheNextCallerNothingOfTheLast(String sql) throws Exception {
        String session =
                "SELECT current_catalog, current_schema, current_timezone(), current_path,"
                        + " current_user";
        String before = rows(session).rows().toString();
        var borrowed =
                (dev.sallyport.source.Borrowed.Ready)
                        source().borrow(Duration.ofSeconds(10), () -> false);
        try (var loan = borrowed.connection();
                Statement statement = loan.jdbc().createStatement()) {
            statement.execute(sql);
        }
        for (int i = 0; i < 4; i++) {
            assertThat(rows(session).rows()).hasToString(before);
            assertThat(rows("SHOW SESSION LIKE 'query_max_run_time'").rows().toString())
                    .startsWith("[[\"query_max_run_time\",\"31");
            assertThat(failure("DESCRIBE INPUT p").hint()).contains("not found");
        }
    }

    @Test
    void reportsARightThatTheLoginLacks() {
        SourceConfig reader =
                TestTrino.source("shop", TestTrino.url("memory"), TestTrino.READER);
        assertThat(reasonOf(reader, "SELECT * FROM hive.information_schema.tables"))
                .isEqualTo(FailureReason.NO_RIGHT);
    }

    /** The rules of docs/engines.md. */
    @Test
    void needsNoMoreThanTheRightsThatAreRecommended() throws SQLException {
        SourceConfig reader = TestTrino.source("shop", TestTrino.url(path), TestTrino.READER);
        try (Sources others = new Sources(List.of(reader))) {
            assertThat(answer(others, "SELECT count(*) FROM orders")).isEqualTo("[[1000]]");
            assertThat(
                            answer(
                                    others,
                                    "SELECT count(*) > 0 FROM system.jdbc.tables WHERE table_cat ="
                                            + " 'memory'"))
                    .isEqualTo("[[true]]");
            assertThat(
                            answer(
                                    others,
                                    "SELECT count(*) FROM system.runtime.queries WHERE \"user\" ="
                                            + " 'admin'"))
                    .isEqualTo("[[0]]");
        }
        try (Connection connection = TestTrino.connect(path, TestTrino.READER);
                Statement statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            "INSERT INTO orders VALUES (-1, 1, 'x')",
                            "DROP TABLE orders",
                            "CREATE TABLE x (a INTEGER)",
                            "CREATE FUNCTION memory.default.f() RETURNS BIGINT RETURN 1",
                            "CALL system.runtime.kill_query('x', 'y')",
                            "SELECT * FROM hive.information_schema.tables")) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .hasMessageContaining("Access Denied");
            }
        }
    }

    private String answer(Sources sources, String sql) {
        ExecutionOutcome outcome =
                executor.execute(
                        sources.all().getFirst(),
                        new BoundStatement(sql, StatementClass.READ, List.of()),
                        LIMITS,
                        context(new Cancellation()));
        assertThat(outcome).isInstanceOf(ExecutionOutcome.Rows.class);
        return ((ExecutionOutcome.Rows) outcome).rows().rows().toString();
    }

    @Test
    void isUnreachableWhereNobodyListens() {
        assertThat(reasonOf(TestTrino.source("shop", "jdbc:trino://127.0.0.1:1/a", "x"), "SELECT 1"))
                .isEqualTo(FailureReason.SOURCE_UNREACHABLE);
    }

    private FailureReason reasonOf(SourceConfig config, String sql) {
        try (Sources others = new Sources(List.of(config))) {
            ExecutionOutcome outcome =
                    executor.execute(
                            others.all().getFirst(),
                            new BoundStatement(sql, StatementClass.READ, List.of()),
                            LIMITS,
                            context(new Cancellation()));
            assertThat(outcome).isInstanceOf(ExecutionOutcome.Failed.class);
            return ((ExecutionOutcome.Failed) outcome).reason();
        }
    }
}
