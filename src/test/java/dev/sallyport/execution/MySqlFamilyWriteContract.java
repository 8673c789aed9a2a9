package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.call.Cancellation;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.Borrowed;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.SourceConnection;
import dev.sallyport.source.TestMySql;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.sql.TableName;
import dev.sallyport.testing.CommitProxy;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes on MySQL and MariaDB, logged in as an administrator. */
abstract class MySqlFamilyWriteContract extends ServerWriteContract {
    private final TestMySql server;
    private String database = "";

    MySqlFamilyWriteContract(TestMySql server) {
        this.server = server;
    }

    /** Statements that make the tables. */
    protected abstract List<String> tables();

    @Override
    protected SourceConfig prepared() throws SQLException {
        database = server.newDatabase(tables().toArray(String[]::new));
        StringBuilder rows = new StringBuilder("INSERT INTO accounts VALUES (1, 'owner 1', 1)");
        for (int n = 2; n <= 50; n++) {
            rows.append(", (%1$d, 'owner %1$d', %1$d)".formatted(n));
        }
        server.run(
                database,
                rows.toString(),
                "CREATE TABLE old (id INT PRIMARY KEY, n INT) ENGINE=MyISAM",
                "INSERT INTO old VALUES (1, 0), (2, 0), (3, 0)",
                "CREATE VIEW seen_old AS SELECT * FROM old",
                "CREATE TABLE noisy (id INT PRIMARY KEY, n INT)",
                "INSERT INTO noisy VALUES (1, 0), (2, 0)",
                "CREATE TRIGGER into_old AFTER UPDATE ON noisy FOR EACH ROW UPDATE old SET n = 9"
                        + " WHERE id = NEW.id");
        return source(server.url(database));
    }

    private SourceConfig source(String url) {
        return server.writingSource("shop", url, 4);
    }

    @Override
    protected String seen(String sql) throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            statement.execute("SET sql_mode = 'PIPES_AS_CONCAT'");
            try (ResultSet rows = statement.executeQuery(sql)) {
                assertThat(rows.next()).isTrue();
                return String.valueOf(rows.getString(1));
            }
        }
    }

    @Override
    protected String slowCondition() {
        return "SLEEP(100) = 7";
    }

    @Override
    protected void endSessionThatChanges() throws SQLException {
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT id FROM information_schema.processlist WHERE state ="
                                        + " 'User sleep' AND db = DATABASE()")) {
            if (rows.next()) {
                long session = rows.getLong(1);
                try (Statement kill = connection.createStatement()) {
                    kill.execute("KILL " + session);
                }
            }
        }
    }

    /** How the driver writes it. */
    protected abstract byte[] commit();

    @Override
    protected CommitProxy proxy(CommitProxy.Mode mode) throws IOException {
        int port = URI.create(server.url(database).substring("jdbc:".length())).getPort();
        return new CommitProxy(port, commit(), mode);
    }

    @Override
    protected SourceConfig through(CommitProxy proxy) {
        return source(
                "jdbc:%s://127.0.0.1:%d/%s?sslMode=DISABLED"
                        .formatted(server.dialect().name(), proxy.port(), database));
    }

    private ExecutionOutcome naming(String table, Optional<IdempotencyKey> key, String sql) {
        return executor.write(
                source(),
                new BoundStatement(sql, StatementClass.UPDATE, List.of()),
                new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(20)),
                new WriteTerms(
                        1, key, Set.of(new TableName(Optional.empty(), Optional.empty(), table))),
                context("ada", new Cancellation()));
    }

    @Test
    void refusesATableWithoutTransactionsBeforeItChanges() throws SQLException {
        assertThat(reason(naming("old", Optional.empty(), "UPDATE old SET n = 1 WHERE id = 1")))
                .isEqualTo(FailureReason.NO_TRANSACTIONS);
        assertThat(seen("SELECT SUM(n) FROM old")).isEqualTo("0");
        assertWritten(naming("noisy", Optional.empty(), "UPDATE noisy SET n = 1 WHERE id = 1"), 1);
        assertThat(seen("SELECT SUM(n) FROM old")).isEqualTo("9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE seen_old SET n = 9 WHERE id < 3",
                "UPDATE noisy SET n = 1 WHERE id < 3",
                "UPDATE noisy SET n = 1 / (2 - id) WHERE id < 3"
            })
    void neverSaysThatNothingWasChangedWhereTheServerCannotTakeItBack(String sql)
            throws SQLException {
        ExecutionOutcome outcome = naming("noisy", Optional.empty(), sql);
        assertThat(outcome)
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Unknown.class,
                        unknown -> assertThat(unknown.hint()).contains("without transactions"));
        assertThat(seen("SELECT SUM(n) FROM old")).isNotEqualTo("0");
        assertThat(seen("SELECT SUM(n) FROM noisy")).isEqualTo("0");
    }

    @Test
    void keepsNoKeysInATableWithoutTransactions() throws SQLException {
        server.run(
                database,
                "ALTER TABLE sallyport_keys CONVERT TO CHARACTER SET ascii, ENGINE=MyISAM");
        assertThat(
                        reason(
                                naming(
                                        "accounts",
                                        Optional.of(new IdempotencyKey(KEYS, "ada", "k")),
                                        RAISE)))
                .isEqualTo(FailureReason.KEY_TABLE);
        assertThat(seen("SELECT COUNT(*) FROM sallyport_keys")).isEqualTo("0");
    }

    @Test
    void countsTheRowsThatItFoundWhetherTheirValuesChangeOrNot() {
        assertWritten(write("UPDATE accounts SET balance = balance WHERE id < 5"), 4);
    }

    @Test
    void rowsThatAreHeldByOthersAreAConflict() throws SQLException {
        server.run("", "SET GLOBAL innodb_lock_wait_timeout = 1");
        try (Connection other = server.connect(database);
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.executeUpdate("UPDATE accounts SET balance = 5 WHERE id = 1");
            assertThat(reason(write(RAISE))).isEqualTo(FailureReason.CONFLICT);
            other.rollback();
        } finally {
            server.run("", "SET GLOBAL innodb_lock_wait_timeout = 50");
        }
        assertWritten(write(RAISE), 1);
    }

    /** As administrator, past the guard and the executor. */
    @Test
    void readsOfASourceWithWritesAreReadOnlyByTheEngine() throws SQLException {
        Borrowed borrowed = source().borrow(Duration.ofSeconds(10), () -> false);
        assertThat(borrowed).isInstanceOf(Borrowed.Ready.class);
        try (SourceConnection connection = ((Borrowed.Ready) borrowed).connection();
                Statement statement = connection.jdbc().createStatement()) {
            for (String sql :
                    List.of(
                            "DELETE FROM accounts",
                            "UPDATE old SET n = 7",
                            "CREATE TABLE made (id INT)")) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getErrorCode()).isEqualTo(1792));
            }
        }
        assertThat(seen("SELECT COUNT(*) FROM accounts")).isEqualTo("50");
    }
}
