package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.call.Cancellation;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Borrowed;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.SourceConnection;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestSqlite;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import java.math.BigDecimal;
import java.math.MathContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Changes of a file with a rollback journal, in which a reader keeps a commit waiting. */
class SqliteWriteTest extends WriteContract {
    static final String RAISE = "UPDATE accounts SET balance = balance + 1 WHERE id = 1";

    @TempDir private Path folder;

    /** How the file keeps what is not committed. */
    protected String journal() {
        return "DELETE";
    }

    final Path file() {
        return folder.resolve("shop.db");
    }

    @Override
    protected SourceConfig prepared() throws SQLException {
        List<String> statements = new ArrayList<>(List.of("PRAGMA journal_mode = " + journal()));
        statements.addAll(SCHEMA);
        statements.addAll(
                List.of(
                        "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n <"
                                + " 50) INSERT INTO accounts SELECT n, 'owner ' || n, n FROM s",
                        "CREATE TABLE payments (account INTEGER REFERENCES accounts)",
                        "CREATE TABLE promises (account INTEGER REFERENCES accounts DEFERRABLE"
                                + " INITIALLY DEFERRED)",
                        "CREATE TABLE picky (id INTEGER)",
                        "CREATE TRIGGER pick BEFORE INSERT ON picky BEGIN SELECT RAISE(ROLLBACK,"
                                + " 'not this one'); END",
                        "CREATE TABLE plain (value)"));
        TestSqlite.run(file(), statements);
        return source("");
    }

    final SourceConfig source(String parameters) {
        return TestSqlite.source("shop", TestSqlite.url(file()) + parameters, true, 4);
    }

    @Override
    protected String seen(String sql) throws SQLException {
        try (Connection connection = TestSqlite.connect(file());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Override
    protected String slowCondition() {
        return "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n <"
                + " 100000000000) SELECT max(n % 7) FROM s) < 0";
    }

    /** A division by zero is NULL here. */
    @Override
    protected String failing() {
        return "abs(-9223372036854775807 - id)";
    }

    private ExecutionOutcome within(String parameters, Duration time) {
        try (Sources sources = new Sources(List.of(source(parameters)))) {
            return executor.write(
                    sources.all().getFirst(),
                    new BoundStatement(RAISE, StatementClass.UPDATE, List.of()),
                    new ExecutionLimits(10, new DataSize(10_000), time),
                    new WriteTerms(1, Optional.empty()),
                    context("ada", new Cancellation()));
        }
    }

    @Test
    void foreignKeysHold() throws SQLException {
        assertThat(reason(write("INSERT INTO payments VALUES (4711)")))
                .isEqualTo(FailureReason.CONSTRAINT);
        assertWritten(write("INSERT INTO payments VALUES (1)"), 1);
        assertThat(reason(write("DELETE FROM accounts WHERE id = 1")))
                .isEqualTo(FailureReason.CONSTRAINT);
        assertThat(seen("SELECT COUNT(*) FROM accounts")).isEqualTo("50");
    }

    @Test
    void aConstraintThatTheCommitFindsIsAKnownOutcome() throws SQLException {
        assertThat(reason(write("INSERT INTO promises VALUES (4711)")))
                .isEqualTo(FailureReason.CONSTRAINT);
        assertThat(seen("SELECT COUNT(*) FROM promises")).isEqualTo("0");
        assertWritten(write("INSERT INTO promises VALUES (1)"), 1);
    }

    /** With a key: the claim must not outlive the transaction that the trigger has ended. */
    @Test
    void aTriggerThatRollsBackLeavesNothing() throws SQLException {
        assertThat(reason(write(Optional.of("k"), "INSERT INTO picky VALUES (1)")))
                .isEqualTo(FailureReason.CONSTRAINT);
        assertThat(seen("SELECT COUNT(*) FROM sallyport_keys")).isEqualTo("0");
        assertWritten(write(Optional.of("k"), RAISE), 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.1",
                "12.34",
                "-0.000001",
                "1234567890.12345",
                "9007199254740993",
                "-9223372036854775808",
                "9223372036854775807",
                "100000000000000000000",
                "1E+300"
            })
    void keepsEveryDigitOfANumber(String number) throws SQLException {
        BigDecimal value = new BigDecimal(number);
        assertWritten(write("INSERT INTO plain VALUES (?)", new SqlParameter.Numeric(value)), 1);
        String kept =
                seen(
                        "SELECT CASE typeof(value) WHEN 'integer' THEN value WHEN 'real' THEN"
                                + " format('%!.17g', value) END FROM plain");
        // Of as many digits as were given: the others are those of the binary fraction.
        assertThat(new BigDecimal(kept).round(new MathContext(value.precision() + 1)))
                .isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0.12345678901234567890",
                "1234567890123456.78",
                "-9223372036854775809",
                "9223372036854775808",
                "12345678901234567890123",
                "1E+400",
                "1E-400"
            })
    void refusesANumberOfWhichItWouldLoseDigits(String number) throws SQLException {
        assertThat(
                        reason(
                                write(
                                        "INSERT INTO plain VALUES (?)",
                                        new SqlParameter.Numeric(new BigDecimal(number)))))
                .isEqualTo(FailureReason.PARAMETERS);
        assertThat(seen("SELECT COUNT(*) FROM plain")).isEqualTo("0");
    }

    @Test
    void answersTheRowsThatTheChangeReturns() throws SQLException {
        assertThat(write("UPDATE accounts SET balance = 9 WHERE id < 3 RETURNING id, balance"))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Written.class,
                        written -> {
                            assertThat(written.affectedRows()).isEqualTo(2);
                            assertThat(written.returned().map(ResultRows::rows))
                                    .hasValueSatisfying(
                                            rows -> assertThat(rows).hasToString("[[1,9],[2,9]]"));
                        });
        assertThat(seen("SELECT SUM(balance) FROM accounts WHERE id < 3")).isEqualTo("18");
    }

    @Test
    void countsAffectedRowsBeyondThoseItReturns() throws SQLException {
        assertThat(reason(write("DELETE FROM accounts WHERE id > 19 RETURNING id")))
                .isEqualTo(FailureReason.TOO_MANY_AFFECTED);
        assertThat(seen("SELECT COUNT(*) FROM accounts")).isEqualTo("50");
    }

    @Test
    void aFileThatAnotherChangesIsAConflict() throws SQLException {
        try (Connection other = TestSqlite.connect(file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(reason(within("?busy_timeout=100", Duration.ofSeconds(20))))
                    .isEqualTo(FailureReason.CONFLICT);
            statement.execute("ROLLBACK");
        }
        assertWritten(within("?busy_timeout=100", Duration.ofSeconds(20)), 1);
        assertThat(seen("SELECT balance FROM accounts WHERE id = 1")).isEqualTo("2");
    }

    /** The engine looks at no request to stop while it waits. */
    @Test
    void waitsForAnotherNoLongerThanTheCallMayTake() throws SQLException {
        try (Connection other = TestSqlite.connect(file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            assertThat(reason(within("?busy_timeout=600000", Duration.ofMillis(500))))
                    .isIn(FailureReason.TIMED_OUT, FailureReason.CONFLICT);
            statement.execute("ROLLBACK");
        }
        assertThat(seen("SELECT balance FROM accounts WHERE id = 1")).isEqualTo("1");
    }

    /** Past the guard and the executor. */
    @Test
    void readsOfASourceWithWritesAreReadOnlyByTheEngine() throws SQLException {
        Borrowed borrowed = source().borrow(Duration.ofSeconds(10), () -> false);
        assertThat(borrowed).isInstanceOf(Borrowed.Ready.class);
        try (SourceConnection connection = ((Borrowed.Ready) borrowed).connection();
                Statement statement = connection.jdbc().createStatement()) {
            statement.execute("PRAGMA query_only = OFF");
            for (String sql : List.of("DELETE FROM accounts", "CREATE TABLE made (id INT)")) {
                assertThatThrownBy(() -> statement.execute(sql))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getErrorCode() & 0xff).isEqualTo(8));
            }
        }
        assertThat(seen("SELECT COUNT(*) FROM accounts")).isEqualTo("50");
    }

    @Test
    void readsAFileThatAChangeWasCutOffIn() throws Exception {
        Path cut = Files.createDirectory(folder.resolve("cut")).resolve("shop.db");
        cutOff(cut);
        try (Sources sources = new Sources(List.of(cutSource(cut)))) {
            assertThat(sum(sources.all().getFirst())).isEqualTo("[[1275]]");
        }
    }

    @Test
    void readsAFileThatAnotherProcessIsCutOffIn() throws Exception {
        Path cut = Files.createDirectory(folder.resolve("cut")).resolve("shop.db");
        Files.copy(file(), cut);
        try (Sources sources = new Sources(List.of(cutSource(cut)))) {
            Source source = sources.all().getFirst();
            assertThat(sum(source)).isEqualTo("[[1275]]");
            cutOff(cut);
            assertThat(sum(source)).isIn("[[1275]]", "CONNECTION_LOST");
            assertThat(sum(source)).isEqualTo("[[1275]]");
        }
    }

    /** Leaves a file as a process does that is killed in the middle of a change. */
    private void cutOff(Path copy) throws Exception {
        try (Connection other = TestSqlite.connect(file());
                Statement statement = other.createStatement()) {
            statement.execute("CREATE TABLE large AS SELECT randomblob(4000) AS b FROM accounts");
            statement.execute("PRAGMA cache_size = 2");
            statement.execute("BEGIN IMMEDIATE");
            statement.execute("UPDATE accounts SET balance = 999");
            statement.execute("UPDATE large SET b = randomblob(4000)");
            for (String beside : List.of("", "-journal", "-wal")) {
                Path from = Path.of(file() + beside);
                if (Files.exists(from)) {
                    Files.write(Path.of(copy + beside), Files.readAllBytes(from));
                }
            }
            statement.execute("ROLLBACK");
        }
    }

    private static SourceConfig cutSource(Path file) {
        return TestSqlite.source("cut", TestSqlite.url(file), true, 4);
    }

    private String sum(Source source) {
        ExecutionOutcome outcome =
                executor.execute(
                        source,
                        new BoundStatement(
                                "SELECT SUM(balance) FROM accounts",
                                StatementClass.READ,
                                List.of()),
                        new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(20)),
                        context("ada", new Cancellation()));
        return outcome instanceof ExecutionOutcome.Rows(ResultRows rows)
                ? rows.rows().toString()
                : reason(outcome).name();
    }

    /** A reader that does not end: with a rollback journal nothing can be committed beside it. */
    @Test
    void aReaderKeepsACommitWaitingThatIsThenTakenBack() throws SQLException {
        try (Connection other = TestSqlite.connect(file());
                Statement statement = other.createStatement()) {
            statement.execute("BEGIN");
            try (ResultSet rows = statement.executeQuery("SELECT id FROM accounts")) {
                assertThat(rows.next()).isTrue();
                ExecutionOutcome outcome = within("?busy_timeout=100", Duration.ofSeconds(20));
                if (journal().equals("WAL")) {
                    assertWritten(outcome, 1);
                } else {
                    assertThat(reason(outcome)).isEqualTo(FailureReason.CONFLICT);
                }
            }
            statement.execute("ROLLBACK");
        }
        assertThat(seen("SELECT balance FROM accounts WHERE id = 1"))
                .isEqualTo(journal().equals("WAL") ? "2" : "1");
        assertWritten(write(RAISE), 1);
    }
}
