package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import com.Connx.jdbc.TCJdbc.TCJdbcDriver;
import dev.sallyport.call.Cancellation;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestConnx;
import dev.sallyport.sql.StatementClass;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.h2.tools.Server;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes through the stand-in for the CONNX driver, which has no later method than JDBC 1.2. */
class ConnxWriteTest extends WriteContract {
    private static final String RAISE = "UPDATE accounts SET balance = balance + 1 WHERE id = 1";

    private final Server server = started();
    private final String url =
            "jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:writes" + server.getPort();

    /** Keeps the database, and sees it past the product. */
    private final Connection past = connected(url);

    @Override
    protected SourceConfig prepared() throws SQLException {
        try (Statement statement = past.createStatement()) {
            statement.execute("CREATE SCHEMA dbo");
            statement.execute("SET SCHEMA dbo");
            for (String sql : SCHEMA) {
                statement.execute(sql);
            }
            statement.execute(
                    "INSERT INTO accounts SELECT x, 'owner ' || x, x FROM SYSTEM_RANGE(1, 50)");
        }
        return TestConnx.source("shop", TestConnx.registered(url, "SHOP", "sa", true), true);
    }

    private static Server started() {
        try {
            return Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Connection connected(String url) {
        try {
            return DriverManager.getConnection(url, "sa", "");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The driver is loaded anew for each source, which takes longer than the shortest limits. */
    @BeforeEach
    void loadTheDriver() {
        assertWritten(write("UPDATE accounts SET owner = 'owner 1' WHERE id = 1"), 1);
    }

    @AfterEach
    void stop() throws SQLException {
        System.clearProperty(TCJdbcDriver.CALLS);
        System.clearProperty(TCJdbcDriver.COMMIT);
        System.clearProperty(TCJdbcDriver.WITHOUT_TRANSACTIONS);
        past.close();
        server.stop();
    }

    @Override
    protected String seen(String sql) throws SQLException {
        try (Statement statement = past.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Override
    protected String slowCondition() {
        return "(SELECT COUNT(*) FROM SYSTEM_RANGE(1, 1000000000) a WHERE MOD(a.x, 7) = id) < 0";
    }

    @Test
    void endsEveryChangeByOneCommitOrOneRollback() {
        System.setProperty(TCJdbcDriver.CALLS, "");
        assertWritten(write(RAISE), 1);
        assertThat(System.getProperty(TCJdbcDriver.CALLS)).startsWith("commit");
        assertThat(System.getProperty(TCJdbcDriver.CALLS)).containsOnlyOnce("commit");

        System.setProperty(TCJdbcDriver.CALLS, "");
        assertThat(reason(write("UPDATE accounts SET balance = 0 WHERE id < 40")))
                .isEqualTo(FailureReason.TOO_MANY_AFFECTED);
        assertThat(reason(write("UPDATE accounts SET id = 2 WHERE id = 1")))
                .isEqualTo(FailureReason.CONSTRAINT);
        assertThat(System.getProperty(TCJdbcDriver.CALLS))
                .startsWith("rollback")
                .doesNotContain("commit");
    }

    @Test
    void beginsByLeavingAutocommit() throws SQLException {
        System.setProperty(TCJdbcDriver.CALLS, "");
        try (Sources fresh = new Sources(List.of(source(url)))) {
            assertThat(raise(fresh)).isInstanceOf(ExecutionOutcome.Written.class);
        }
        assertThat(System.getProperty(TCJdbcDriver.CALLS))
                .contains("setAutoCommit(false)")
                .doesNotContain("setAutoCommit(true)")
                .matches(".*setAutoCommit\\(false\\).* commit.*");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "'made, not answered', UNKNOWN, 2",
        "lost, UNKNOWN, 1",
        "rolled back, FAILED, 1",
    })
    void aCommitThatFailsIsUnknownUnlessTheGatewaySaysThatItWasRolledBack(
            String commit, String expected, int balance) throws SQLException {
        System.setProperty(TCJdbcDriver.COMMIT, commit);
        ExecutionOutcome outcome = write(RAISE);
        if (expected.equals("UNKNOWN")) {
            assertThat(outcome).isInstanceOf(ExecutionOutcome.Unknown.class);
        } else {
            assertThat(outcome).isInstanceOf(ExecutionOutcome.Failed.class);
        }
        assertThat(seen("SELECT CAST(balance AS INTEGER) FROM accounts WHERE id = 1"))
                .isEqualTo(String.valueOf(balance));
        System.clearProperty(TCJdbcDriver.COMMIT);
        assertWritten(write(RAISE), 1);
    }

    /** What cannot be rolled back could not be capped. */
    @Test
    void refusesToWriteWhereTheDataKnowNoTransactions() throws SQLException {
        System.setProperty(TCJdbcDriver.WITHOUT_TRANSACTIONS, "true");
        String before = accounts();
        try (Sources fresh = new Sources(List.of(source(url)))) {
            ExecutionOutcome outcome = raise(fresh);
            assertThat(outcome).isInstanceOf(ExecutionOutcome.Failed.class);
        }
        assertThat(accounts()).isEqualTo(before);
    }

    private static SourceConfig source(String url) {
        return TestConnx.source("shop", TestConnx.registered(url, "SHOP", "sa", true), true);
    }

    private ExecutionOutcome raise(Sources sources) {
        return executor.write(
                sources.all().getFirst(),
                new BoundStatement(RAISE, StatementClass.UPDATE, List.of()),
                new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(20)),
                new WriteTerms(5, Optional.empty()),
                context("ada", new Cancellation()));
    }
}
