package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Cancellation;
import dev.sallyport.result.ResultRows;
import dev.sallyport.result.Truncation;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Eventually;
import java.nio.file.Path;
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
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresExecutorTest extends StatementExecutorContract {
    @TempDir private Path folder;

    /** One for all tests: none of them changes it. */
    private static String database = "";

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        if (database.isEmpty()) {
            database = TestPostgres.newDatabase(statements.toArray(String[]::new));
        }
        return config(TestPostgres.url(database));
    }

    private static SourceConfig config(String url) {
        return new SourceConfig(
                "shop",
                url,
                Optional.of("postgres"),
                Optional.empty(),
                Dialects.POSTGRES,
                false,
                4,
                Duration.ofSeconds(30));
    }

    @Override
    protected String state() throws SQLException {
        return seen(
                """
                SELECT concat_ws(' ',
                    (SELECT md5(string_agg(o::text, ',' ORDER BY id)) FROM orders o),
                    (SELECT last_value || ' ' || is_called FROM order_seq),
                    (SELECT md5(string_agg(c.oid || relname, ',' ORDER BY c.oid)) FROM pg_class c
                        WHERE relnamespace::regnamespace::text !~ '^pg_(toast|temp)'),
                    (SELECT count(*) FROM pg_largeobject_metadata),
                    (SELECT count(*) FROM pg_proc),
                    (SELECT count(*) FROM pg_authid),
                    (SELECT count(*) FROM pg_database WHERE datname !~ '^test'),
                    (SELECT count(*) FROM pg_db_role_setting),
                    (SELECT count(*) FROM pg_file_settings),
                    (SELECT count(*) FROM pg_prepared_xacts),
                    (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'))
                """);
    }

    private String seen(String sql) throws SQLException {
        try (Connection connection = TestPostgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    @Override
    protected String numbers(long last) {
        return "generate_series(1, " + last + ") AS n";
    }

    @Override
    protected String slow() {
        return "SELECT pg_sleep(300)";
    }

    /** As superuser, past the guard. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO orders VALUES (-1, 1, 'x')",
                "TRUNCATE orders",
                "DROP TABLE orders",
                "WITH b AS (INSERT INTO orders VALUES (-1) RETURNING id) SELECT * FROM b",
                "SELECT * FROM (WITH u AS (UPDATE orders SET total = 0 RETURNING *) SELECT 1) s",
                "SELECT id INTO t2 FROM orders",
                "SELECT id INTO TEMP t2 FROM orders",
                "CREATE TABLE x AS SELECT * FROM orders",
                "CREATE TEMP TABLE x (a int)",
                "MERGE INTO orders t USING orders s ON s.id = t.id WHEN MATCHED THEN DELETE",
                "UPDATE pg_catalog.pg_proc SET prosrc = 'x' WHERE oid = 1",
                "EXPLAIN ANALYZE DELETE FROM orders",
                "EXPLAIN (ANALYZE) DELETE FROM orders",
                "COMMIT; INSERT INTO orders VALUES (-1)",
                "ROLLBACK; DELETE FROM orders",
                "SET TRANSACTION READ WRITE; DELETE FROM orders",
                "SET TRANSACTION READ WRITE",
                "BEGIN READ WRITE",
                "COMMIT",
                "SELECT set_config('transaction_read_only', 'off', false)",
                "SELECT E'x\\'' ; DELETE FROM orders; --'",
                "SELECT 1 /* /* */ ; DELETE FROM orders -- */ */",
                "DO $$ BEGIN DELETE FROM orders; END $$",
                "DECLARE c CURSOR WITH HOLD FOR SELECT 1",
                "COPY (SELECT 1) TO '%s/out'",
                "COPY (SELECT 1) TO PROGRAM 'touch %s/out'",
                "COPY orders FROM '/dev/null'",
                "SELECT nextval('order_seq')",
                "SELECT setval('order_seq', 100)",
                "SELECT * FROM orders FOR UPDATE",
                "SELECT lo_create(0)",
                "SELECT lo_from_bytea(0, '\\x00')",
                "SELECT lo_import('/etc/hostname')",
                "SELECT pg_advisory_lock(1)",
                "SELECT count(*) FROM orders GROUP BY pg_try_advisory_lock(id)",
                "SELECT pg_notify('ch', 'x')",
                "SELECT query_to_xml('DELETE FROM orders RETURNING 1', true, false, '')",
                "SELECT database_to_xml(true, false, '')",
                "PREPARE p AS SELECT 1",
                "LISTEN x",
                "NOTIFY x",
                "LOCK TABLE orders",
                "VACUUM orders",
                "ANALYZE orders",
                "REINDEX TABLE orders",
                "SET ROLE postgres",
                "SET session_replication_role = replica",
                "ALTER SYSTEM SET work_mem = '5MB'",
                "CREATE DATABASE q",
                "CREATE ROLE q SUPERUSER",
                "CALL foo()"
            })
    void leavesTheDatabaseAsItWas(String sql) throws SQLException {
        String before = state();
        run(sql.formatted(folder), LIMITS);
        assertThat(state()).isEqualTo(before);
        assertThat(folder).isEmptyDirectory();
        assertThat(rows("SELECT count(*) FROM orders").rows()).hasToString("[[1000]]");
    }

    /** What a read-only transaction lets a superuser do inside a SELECT: only the guard stands. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT pg_logical_emit_message(false, 'a', 'b')",
                "SELECT pg_switch_wal()",
                "SELECT pg_read_file('/etc/hostname')",
                "SELECT count(*) FROM pg_ls_dir('/')",
                "SELECT pg_stat_reset()",
                "SELECT pg_reload_conf()",
                "SELECT rolpassword FROM pg_authid"
            })
    void doesNotStopTheFunctionsOfASuperuser(String sql) {
        assertThat(run(sql, LIMITS)).isInstanceOf(ExecutionOutcome.Rows.class);
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
            waitForSleepers(1, Duration.ofSeconds(10));
            cancellation.cancel();
            waitForSleepers(0, Duration.ofSeconds(2));
            assertThat(running.get(10, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionOutcome.Failed.class);
        }
    }

    @Test
    void freesTheServerOfAStatementThatIsCancelledBetweenFetches() throws Exception {
        // Rows come slowly: most of the time passes while the driver fetches, not executes.
        String sql = "SELECT n, pg_sleep(0.01) FROM generate_series(1, 100000) AS n";
        assertThat(run(sql, limits(100_000, 1 << 20, Duration.ofSeconds(3))))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.TIMED_OUT));
        waitForSleepers(0, Duration.ofSeconds(2));
    }

    @Test
    void readsRowsOfWhichAHundredAreMoreThanTheDriverHolds() {
        ResultRows rows =
                rows(
                        "SELECT n, repeat('x', 1000000) AS t FROM generate_series(1, 1000) AS n",
                        limits(100, 1 << 20, Duration.ofSeconds(20)));
        assertThat(rows.rowCount()).isEqualTo(15);
        assertThat(rows.truncation()).contains(Truncation.BYTES);
    }

    @Test
    void saysThatARowIsLongerThanTheDriverHolds() {
        assertThat(failure("SELECT repeat('x', 70000000) AS t").hint()).contains("long ones");
        assertThat(rows("SELECT 1 AS one").rows()).hasToString("[[1]]");
    }

    private void waitForSleepers(int count, Duration atMost) throws Exception {
        String asleep = "state = 'active' AND query LIKE '%pg_sleep%'";
        Eventually.is(count, () -> TestPostgres.sessions(database, asleep), atMost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT set_config('statement_timeout', '0', false)",
                "SELECT set_config('default_transaction_read_only', 'off', false)",
                "SELECT set_config('standard_conforming_strings', 'off', false)",
                "SELECT set_config('search_path', 'pg_catalog', false)",
                "SELECT set_config('TimeZone', 'Asia/Kolkata', false)",
                "SELECT set_config('role', 'pg_monitor', false)",
                "SELECT set_config('my.secret', 'left behind', false)",
                "SELECT pg_advisory_lock(7)"
            })
    void givesTheNextCallerNothingOfTheLast(String sql) throws SQLException {
        String session =
                """
                SELECT current_setting('statement_timeout'),
                    current_setting('default_transaction_read_only'),
                    current_setting('transaction_read_only'),
                    current_setting('standard_conforming_strings'),
                    current_setting('search_path'), current_setting('TimeZone'),
                    current_user, coalesce(current_setting('my.secret', true), ''),
                    current_setting('IntervalStyle'), current_setting('DateStyle'),
                    (SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'
                        AND pid = pg_backend_pid())
                """;
        String before = rows(session).rows().toString();
        assertThat(before)
                .contains("\"31s\",\"on\",\"on\",\"on\",")
                .contains("\"UTC\"")
                .contains("\"postgres\",\"ISO, MDY\",0");
        rows(sql);
        for (int i = 0; i < 4; i++) {
            assertThat(rows(session).rows()).hasToString(before);
        }
    }

    @Test
    void isUnreachableWhereNobodyListens() {
        assertThat(reasonOf(config("jdbc:postgresql://127.0.0.1:1/none")))
                .isEqualTo(FailureReason.SOURCE_UNREACHABLE);
    }

    @Test
    void tellsARefusedLoginFromAnUnreachableServer() throws SQLException {
        TestPostgres.run("postgres", "DROP ROLE IF EXISTS nologin", "CREATE ROLE nologin NOLOGIN");
        SourceConfig config =
                new SourceConfig(
                        "shop",
                        TestPostgres.url(database),
                        Optional.of("nologin"),
                        Optional.empty(),
                        Dialects.POSTGRES,
                        false);
        assertThat(reasonOf(config)).isEqualTo(FailureReason.LOGIN_REFUSED);
    }

    @Test
    void reportsARightThatTheLoginLacks() throws SQLException {
        TestPostgres.run("postgres", "DROP ROLE IF EXISTS reader", "CREATE ROLE reader LOGIN");
        SourceConfig config =
                new SourceConfig(
                        "shop",
                        TestPostgres.url(database),
                        Optional.of("reader"),
                        Optional.empty(),
                        Dialects.POSTGRES,
                        false);
        try (Sources others = new Sources(List.of(config))) {
            assertThat(
                            executor.execute(
                                    others.all().getFirst(),
                                    new BoundStatement(
                                            "SELECT * FROM orders", StatementClass.READ, List.of()),
                                    LIMITS,
                                    context(new Cancellation())))
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Failed.class,
                            failed ->
                                    assertThat(failed.reason()).isEqualTo(FailureReason.NO_RIGHT));
        }
    }

    @Test
    void survivesTheLossOfItsConnection() {
        assertThat(failure("SELECT pg_terminate_backend(pg_backend_pid())").reason())
                .isEqualTo(FailureReason.CONNECTION_LOST);
        assertThat(rows("SELECT 1 AS one").rows()).hasToString("[[1]]");
    }

    private FailureReason reasonOf(SourceConfig config) {
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
