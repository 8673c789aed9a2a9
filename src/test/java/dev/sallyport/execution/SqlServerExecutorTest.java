package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Cancellation;
import dev.sallyport.result.ResultRows;
import dev.sallyport.result.Truncation;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestSqlServer;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.tds.H2Backend;
import dev.sallyport.testing.tds.TdsServer;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * The contract over Microsoft's driver and its protocol. Behind them is H2: what T-SQL itself does
 * is not shown here.
 */
class SqlServerExecutorTest extends H2BackedExecutorContract {
    @SuppressWarnings("NullAway.Init")
    private H2Backend backend;

    @SuppressWarnings("NullAway.Init")
    private TdsServer server;

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        backend = new H2Backend().database("shop", statements);
        try {
            server = new TdsServer(backend);
        } catch (IOException e) {
            throw new SQLException(e);
        }
        return TestSqlServer.source(server, "shop");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    protected Connection past() throws SQLException {
        return backend.connect("shop");
    }

    /** The server does; the one here has no answer to what the driver asks for that. */
    @Override
    protected boolean describesStatements() {
        return false;
    }

    /** The server itself knows {@code {fn …}} and {@code {d …}}: the guard reads them with it. */
    @Override
    protected List<String> changedByTheDriver() {
        return List.of("SELECT id FROM orders ORDER BY id {limit 2}");
    }

    @Test
    void asksOnlyToRead() {
        rows("SELECT 1 AS one");
        assertThat(server.logins())
                .isNotEmpty()
                .allSatisfy(login -> {
                    assertThat(login.readOnly()).isTrue();
                    assertThat(login.application()).isEqualTo("sallyport");
                    assertThat(login.database()).isEqualTo("shop");
                });
    }

    @Test
    void resetsTheSessionAfterEveryCallAndSetsItUpAgain() {
        rows("SELECT 1 AS one");
        rows("SELECT 2 AS two");
        assertThat(server.log())
                .filteredOn(line -> line.startsWith("CALL sp_executesql") || line.equals("RESET"))
                .containsExactly("CALL sp_executesql 1", "RESET", "CALL sp_executesql 1", "RESET");
        int reset = server.log().indexOf("RESET");
        assertThat(server.log().get(reset + 1))
                .contains("SET QUOTED_IDENTIFIER ON", "SET LOCK_TIMEOUT 31000");
        assertThat(server.log().get(reset + 2)).contains("set implicit_transactions on");
        assertThat(server.logins()).hasSize(1);
        assertThat(server.sessions()).isOne();
    }

    @Test
    void stopsTheServerWhereTheLimitOfBytesIsReached() {
        ResultRows rows =
                rows(
                        "SELECT n, '" + "x".repeat(900) + "' AS filler FROM " + numbers(3_000_000),
                        limits(100_000, 10_000, Duration.ofSeconds(20)));
        assertThat(rows.truncation()).contains(Truncation.BYTES);
        assertThat(server.log()).contains("ATTENTION");
        assertThat(rows("SELECT 1 AS one").rows()).hasToString("[[1]]");
        assertThat(server.logins()).hasSize(1);
    }

    @Test
    void leavesNothingRunningBehindACancelledCall() throws Exception {
        run(slow(), limits(10, 1_000, Duration.ofMillis(200)));
        assertThat(server.running()).isZero();
        assertThat(server.log()).contains("ATTENTION");
    }

    @Test
    void opensAnotherConnectionForOneThatWasKilled() {
        rows("SELECT 1 AS one");
        server.killAll();
        assertThat(run("SELECT 1 AS one", LIMITS))
                .satisfiesAnyOf(
                        outcome -> assertThat(outcome).isInstanceOf(ExecutionOutcome.Rows.class),
                        outcome ->
                                assertThat(outcome)
                                        .isInstanceOfSatisfying(
                                                ExecutionOutcome.Failed.class,
                                                failed ->
                                                        assertThat(failed.reason())
                                                                .isEqualTo(
                                                                        FailureReason
                                                                                .CONNECTION_LOST)));
        assertThat(rows("SELECT 1 AS one").rows()).hasToString("[[1]]");
    }

    /** A server may lock a login that is refused a few times. */
    @Test
    void triesARefusedLoginOnceForACall() {
        assertThat(unreachable(TestSqlServer.source(server.url("shop"), "Wrong-2")))
                .isEqualTo(FailureReason.LOGIN_REFUSED);
        assertThat(server.logins())
                .filteredOn(login -> login.password().equals("Wrong-2"))
                .hasSize(1);
    }

    @Test
    void saysThatALoginWasRefused() {
        assertThat(unreachable(TestSqlServer.source(server.url("shop"), "Wrong-1")))
                .isEqualTo(FailureReason.LOGIN_REFUSED);
        assertThat(unreachable(TestSqlServer.source(server, "no_such_database")))
                .isEqualTo(FailureReason.LOGIN_REFUSED);
    }

    @Test
    void runsInTheDatabaseThatACallAsksFor() throws SQLException {
        backend.database(
                "Other; one", List.of("CREATE TABLE t (n INTEGER)", "INSERT INTO t VALUES (7)"));
        ExecutionOutcome outcome =
                executor.execute(
                        source(),
                        new BoundStatement(
                                "SELECT n FROM t",
                                StatementClass.READ,
                                List.of(),
                                Optional.of("Other; one")),
                        LIMITS,
                        context(new Cancellation()));
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Rows.class,
                        rows -> assertThat(rows.rows().rows()).hasToString("[[7]]"));
        assertThat(rows("SELECT DB_NAME()").rows()).hasToString("[[\"shop\"]]");
        assertThat(rows("SELECT COUNT(*) AS c FROM orders").rows()).hasToString("[[1000]]");
    }

    private FailureReason unreachable(SourceConfig config) {
        try (Sources others = new Sources(List.of(config))) {
            ExecutionOutcome outcome =
                    executor.execute(
                            others.all().getFirst(),
                            new BoundStatement("SELECT 1", StatementClass.READ, List.of()),
                            LIMITS,
                            context(new Cancellation()));
            assertThat(outcome).isInstanceOf(ExecutionOutcome.Failed.class);
            return ((ExecutionOutcome.Failed) outcome).reason();
        }
    }
}
