package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Cancellation;
import dev.sallyport.result.Truncation;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestMySql;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Eventually;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What MySQL and MariaDB have to keep beyond what every engine has. */
abstract class MySqlFamilyExecutorContract extends StatementExecutorContract {
    private final TestMySql server;

    /** One for all tests of a class: none of them changes it. */
    private static String database = "";

    MySqlFamilyExecutorContract(TestMySql server) {
        this.server = server;
    }

    static void forgetTheDatabase() {
        database = "";
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        if (database.isEmpty()) {
            database =
                    server.newDatabase(
                            statements.stream()
                                    .map(sql -> sql.replace("'order ' || n", "CONCAT('order ', n)"))
                                    .filter(sql -> !sql.startsWith("CREATE SEQUENCE"))
                                    .toArray(String[]::new));
        }
        return server.source("shop", server.url(database), 4);
    }

    @Override
    protected String state() throws SQLException {
        StringBuilder state = new StringBuilder();
        try (Connection connection = server.connect(database);
                Statement statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            "CHECKSUM TABLE orders",
                            "SHOW DATABASES",
                            "SHOW TABLES",
                            "SELECT COUNT(*) FROM information_schema.routines",
                            "SELECT user, host FROM mysql.user ORDER BY 1, 2",
                            "SELECT @@GLOBAL.max_connections, @@GLOBAL.sql_mode",
                            "SHOW CREATE TABLE orders")) {
                try (ResultSet rows = statement.executeQuery(sql)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            state.append(rows.getString(i)).append(' ');
                        }
                    }
                }
                state.append('\n');
            }
        }
        return state.toString();
    }

    /** Neither server has a function for it that both know. */
    @Override
    protected String numbers(long last) {
        String digit =
                "(SELECT 0 AS d UNION ALL SELECT 1 UNION ALL SELECT 2 UNION ALL SELECT 3 UNION ALL"
                        + " SELECT 4 UNION ALL SELECT 5 UNION ALL SELECT 6 UNION ALL SELECT 7 UNION"
                        + " ALL SELECT 8 UNION ALL SELECT 9)";
        StringBuilder sum = new StringBuilder("1 + d0.d");
        StringBuilder from = new StringBuilder(digit + " d0");
        long factor = 10;
        for (int i = 1; factor < last; i++, factor *= 10) {
            sum.append(" + ").append(factor).append(" * d").append(i).append(".d");
            from.append(" CROSS JOIN ").append(digit).append(" d").append(i);
        }
        return "(SELECT " + sum + " AS n FROM " + from + " WHERE " + sum + " <= " + last + ") ns";
    }

    @Override
    protected String quoted(String name) {
        return '`' + name + '`';
    }

    @Override
    protected String text(String value) {
        return "CAST('" + value + "' AS CHAR(99))";
    }

    /** Both servers take it for 0, with a warning that nobody sees. */
    @Override
    @Test
    void refusesAValueThatDoesNotFitItsColumn() {
        assertThat(
                        rows(
                                        "SELECT note FROM orders WHERE id = ?",
                                        new SqlParameter.Text("not a number"))
                                .rows())
                .hasToString("[]");
    }

    @Override
    protected String slow() {
        return "SELECT SLEEP(300)";
    }

    /** As administrator, past the guard. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO orders VALUES (-1, 1, 'x')",
                "REPLACE INTO orders VALUES (1, 1, 'x')",
                "TRUNCATE orders",
                "DROP TABLE orders",
                "CREATE TABLE x AS SELECT * FROM orders",
                "CREATE TEMPORARY TABLE x (a INT)",
                "CREATE DATABASE q",
                "CREATE USER q",
                "ALTER TABLE orders ADD COLUMN q INT",
                "RENAME TABLE orders TO q",
                "COMMIT",
                "START TRANSACTION READ WRITE",
                "SET SESSION TRANSACTION READ WRITE",
                "SET GLOBAL max_connections = 7",
                "LOCK TABLES orders WRITE",
                "DO SLEEP(0)",
                "HANDLER orders OPEN",
                "EXPLAIN DELETE FROM orders",
                "SELECT * FROM orders LIMIT 1 FOR UPDATE",
                "SELECT 1 INTO @a",
                "SELECT 1; DELETE FROM orders",
                "SELECT 1 /*!; DELETE FROM orders */",
                "SELECT /*!50000 1; DELETE FROM orders */",
                "LOAD DATA LOCAL INFILE '/etc/passwd' INTO TABLE orders",
                "CALL q()",
                "USE mysql",
                "PREPARE p FROM 'DELETE FROM orders'",
                "EXECUTE IMMEDIATE 'DELETE FROM orders'",
                "XA START 'a'",
                "SHUTDOWN"
            })
    void leavesTheDatabaseAsItWas(String sql) throws SQLException {
        String before = state();
        run(sql, LIMITS);
        assertThat(state()).isEqualTo(before);
        assertThat(rows("SELECT COUNT(*) FROM orders").rows()).hasToString("[[1000]]");
    }

    /**
     * What a read-only transaction lets an administrator do: only the guard and the rights stand.
     */
    @Test
    void doesNotStopWhatAnAdministratorDoesInsideASelect() throws Exception {
        Path folder = Files.createTempDirectory("outfile");
        try {
            run("SELECT 1 INTO OUTFILE '" + folder.resolve("o") + "'", LIMITS);
            assertThat(folder.resolve("o")).exists();
            assertThat(rows("SELECT LOAD_FILE('/etc/hostname') IS NULL AS f").rows())
                    .hasToString("[[0]]");
            assertThat(rows("SELECT GET_LOCK('l', 0) AS l").rows()).hasToString("[[1]]");
        } finally {
            Files.deleteIfExists(folder.resolve("o"));
            Files.delete(folder);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT @seen := 42 AS a",
                "SELECT GET_LOCK('mine', 0) AS a",
                "SELECT LAST_INSERT_ID(77) AS a",
                "SELECT SQL_CALC_FOUND_ROWS 1 AS a"
            })
    void givesTheNextCallerNothingOfTheLast(String sql) {
        String session =
                "SELECT @seen, IS_USED_LOCK('mine'), LAST_INSERT_ID(), @@tx_read_only, @@autocommit,"
                        + " @@sql_mode, @@time_zone, @@character_set_client,"
                        + " @@character_set_results, DATABASE()";
        String before = rows(session).rows().toString();
        assertThat(before).startsWith("[[null,null,0,1,0,\"").contains("\"+00:00\",\"utf8mb4\"");
        rows(sql);
        for (int i = 0; i < 4; i++) {
            assertThat(rows(session).rows()).hasToString(before);
        }
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
            waitForQueries("SLEEP", "1", Duration.ofSeconds(10));
            cancellation.cancel();
            waitForQueries("SLEEP", "0", Duration.ofSeconds(2));
            assertThat(running.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionOutcome.Failed.class);
        }
    }

    @Test
    void freesTheServerOfAStatementThatIsCancelledBetweenRows() throws Exception {
        // Rows come slowly: most of the time passes while the driver reads, not executes.
        String sql = "SELECT id, SLEEP(0.02), REPEAT('x', 20000) FROM orders";
        assertThat(run(sql, limits(100_000, 100 << 20, Duration.ofSeconds(2))))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.TIMED_OUT));
        waitForQueries("SLEEP", "0", Duration.ofSeconds(2));
    }

    @Test
    void stopsTheServerWhereALimitIsReached() throws Exception {
        String sql = "SELECT n AS stopped, SLEEP(0.001) FROM " + numbers(1_000_000);
        assertThat(rows(sql, limits(100, 1 << 20, Duration.ofSeconds(20))).truncation())
                .contains(Truncation.ROWS);
        waitForQueries("stopped", "0", Duration.ofSeconds(2));
        assertThat(rows("SELECT 1 AS one").rows()).hasToString("[[1]]");
    }

    private void waitForQueries(String text, String count, Duration atMost) throws Exception {
        String sql =
                "SELECT COUNT(*) FROM information_schema.processlist WHERE info LIKE '%"
                        + text
                        + "%' AND id <> CONNECTION_ID()";
        Eventually.is(count, () -> server.seen(database, sql), atMost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x' OR '1'='1",
                "x\\' OR 1=1 -- ",
                "\\",
                "'; DELETE FROM orders; -- ",
                "\u00bf\u005c' OR 1=1 #",
                "é漢😀 \n\t\u0001"
            })
    void bringsAValueToTheServerAsItIs(String value) {
        SqlParameter text = new SqlParameter.Text(value);
        assertThat(rows("SELECT COUNT(*) AS c FROM orders WHERE note = ?", text).rows())
                .hasToString("[[0]]");
        assertThat(
                        rows(
                                        "SELECT HEX(CAST(? AS CHAR)) = ? AS same",
                                        text,
                                        new SqlParameter.Text(
                                                java.util.HexFormat.of()
                                                        .withUpperCase()
                                                        .formatHex(
                                                                value.getBytes(
                                                                        java.nio.charset
                                                                                .StandardCharsets
                                                                                .UTF_8))))
                                .rows())
                .hasToString("[[1]]");
    }

    @Test
    void neverPutsAValueIntoATextThatTheServerDoesNotPrepare() {
        assertThat(
                        failure(
                                        "SELECT ? FROM orders WHERE note = AND 1",
                                        new SqlParameter.Text("value"))
                                .hint())
                .startsWith("SQLSTATE 42000: You have an error")
                .contains("AND 1")
                .doesNotContain("value");
        assertThat(failure("SELECT '?'", new SqlParameter.Numeric(BigDecimal.ONE)).reason())
                .isEqualTo(FailureReason.PARAMETERS);
        assertThat(rows("SELECT '?' AS q").rows()).hasToString("[[\"?\"]]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e66", "1e-31", "-1.5e300", "1e65"})
    void bindsANumberBeyondTheDecimalsOfTheServerAsADouble(String number) {
        assertThat(
                        rows(
                                        "SELECT ? = " + number + " AS same",
                                        new SqlParameter.Numeric(new BigDecimal(number)))
                                .rows())
                .hasToString("[[1]]");
    }

    @ParameterizedTest
    @ValueSource(ints = {66, 300})
    void refusesANumberThatTheServerWouldMakeAnother(int digits) {
        assertThat(
                        failure(
                                        "SELECT ?",
                                        new SqlParameter.Numeric(
                                                new BigDecimal("7".repeat(digits))))
                                .reason())
                .isEqualTo(FailureReason.PARAMETERS);
    }

    @Test
    void isUnreachableWhereNobodyListens() {
        String url = server.url("x").replaceFirst(":[0-9]+/", ":1/");
        assertThat(reasonOf(server.source("shop", url, 1)))
                .isEqualTo(FailureReason.SOURCE_UNREACHABLE);
    }

    @Test
    void tellsARefusedLoginFromAnUnreachableServer() {
        assertThat(reasonOf(server.source("shop", server.url(database), "admin", "wrong", 1)))
                .isEqualTo(FailureReason.LOGIN_REFUSED);
        assertThat(reasonOf(server.source("shop", server.url("no_such_database"), 1)))
                .isEqualTo(FailureReason.SOURCE_UNREACHABLE);
    }

    @Test
    void reportsARightThatTheLoginLacks() throws SQLException {
        String user = "reader" + System.nanoTime() % 100_000;
        server.run(
                database,
                "CREATE TABLE IF NOT EXISTS mine (a INT)",
                "CREATE USER '" + user + "'@'%' IDENTIFIED BY 'r'",
                "GRANT SELECT ON " + database + ".mine TO '" + user + "'@'%'");
        assertThat(reasonOf(server.source("shop", server.url(database), user, "r", 1)))
                .isEqualTo(FailureReason.NO_RIGHT);
    }

    @Test
    void survivesTheLossOfItsConnection() throws Exception {
        String id = rows("SELECT CONNECTION_ID() AS i").rows().toString().replaceAll("[^0-9]", "");
        try {
            server.run("", "KILL " + id);
        } catch (SQLException e) {
            // MySQL 5.6: every call has a connection of its own.
        }
        ExecutionOutcome first = run("SELECT 1 AS one", LIMITS);
        if (first instanceof ExecutionOutcome.Failed failed) {
            assertThat(failed.reason()).isEqualTo(FailureReason.CONNECTION_LOST);
        }
        assertThat(rows("SELECT 1 AS one").rows()).hasToString("[[1]]");
    }

    private FailureReason reasonOf(SourceConfig config) {
        try (Sources others = new Sources(List.of(config))) {
            ExecutionOutcome outcome =
                    executor.execute(
                            others.all().getFirst(),
                            new BoundStatement(
                                    "SELECT COUNT(*) FROM orders", StatementClass.READ, List.of()),
                            LIMITS,
                            context(new Cancellation()));
            assertThat(outcome).isInstanceOf(ExecutionOutcome.Failed.class);
            return ((ExecutionOutcome.Failed) outcome).reason();
        }
    }
}
