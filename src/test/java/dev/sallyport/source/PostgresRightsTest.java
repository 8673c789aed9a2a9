package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Secret;
import dev.sallyport.sql.Dialects;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server of its own, since what ends a finding takes rights from everybody. */
class PostgresRightsTest {
    private static final List<String> DATABASE =
            List.of(
                    "CREATE TABLE orders (id INT PRIMARY KEY, total NUMERIC)",
                    "CREATE TABLE \"Odd 'name\" (id INT)",
                    "CREATE SEQUENCE numbers",
                    "CREATE SCHEMA \"Other\"",
                    "CREATE TABLE \"Other\".things (id INT)",
                    "CREATE EXTENSION dblink",
                    "REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA public FROM PUBLIC",
                    "CREATE FUNCTION public.as_owner() RETURNS INT LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'",
                    "REVOKE EXECUTE ON FUNCTION public.as_owner() FROM PUBLIC");

    /** A login for each right. */
    private static final List<String> LOGINS =
            List.of(
                    "CREATE ROLE plain LOGIN",
                    "GRANT SELECT ON orders TO plain",
                    "CREATE ROLE admins SUPERUSER",
                    "CREATE ROLE teams",
                    "GRANT admins TO teams",
                    "CREATE ROLE hidden_superuser LOGIN",
                    "GRANT teams TO hidden_superuser",
                    "CREATE ROLE replicator LOGIN REPLICATION",
                    "CREATE ROLE file_reader LOGIN",
                    "GRANT pg_read_server_files TO file_reader",
                    "CREATE ROLE everything_reader LOGIN",
                    "GRANT pg_read_all_data TO everything_reader",
                    "CREATE ROLE file_function LOGIN",
                    "GRANT EXECUTE ON FUNCTION pg_read_file(text) TO file_function",
                    "CREATE ROLE password_reader LOGIN",
                    "GRANT SELECT ON pg_catalog.pg_authid TO password_reader",
                    "CREATE ROLE role_maker LOGIN CREATEROLE",
                    "CREATE ROLE database_maker LOGIN CREATEDB",
                    "CREATE ROLE signaller LOGIN",
                    "GRANT pg_signal_backend TO signaller",
                    "CREATE ROLE table_maker LOGIN",
                    "GRANT CREATE ON SCHEMA \"Other\" TO table_maker",
                    "CREATE ROLE schema_maker LOGIN",
                    "GRANT CREATE ON DATABASE postgres TO schema_maker",
                    "CREATE ROLE owner LOGIN",
                    "CREATE TABLE owned (id INT)",
                    "ALTER TABLE owned OWNER TO owner",
                    "CREATE ROLE linker LOGIN",
                    "GRANT EXECUTE ON FUNCTION dblink(text, text) TO linker",
                    "CREATE ROLE log_switcher LOGIN",
                    "GRANT EXECUTE ON FUNCTION pg_switch_wal() TO log_switcher",
                    "CREATE ROLE setter LOGIN",
                    "GRANT ALTER SYSTEM ON PARAMETER log_statement TO setter",
                    "CREATE ROLE writers",
                    "GRANT INSERT, DELETE ON \"Odd 'name\", orders TO writers",
                    "CREATE ROLE writer LOGIN",
                    "GRANT writers TO writer",
                    "CREATE ROLE column_writer LOGIN",
                    "GRANT UPDATE (total) ON orders TO column_writer",
                    "CREATE ROLE all_writer LOGIN",
                    "GRANT pg_write_all_data TO all_writer",
                    "CREATE ROLE counter LOGIN",
                    "GRANT USAGE ON SEQUENCE numbers TO counter",
                    "CREATE ROLE caller LOGIN",
                    "GRANT EXECUTE ON FUNCTION public.as_owner() TO caller",
                    "CREATE ROLE unbound LOGIN BYPASSRLS",
                    "CREATE ROLE monitor LOGIN",
                    "GRANT pg_monitor TO monitor");

    private static EmbeddedPostgres server;

    @BeforeAll
    static void start() throws IOException, SQLException {
        server = EmbeddedPostgres.builder().start();
        administer(DATABASE);
        administer(LOGINS);
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    postgres          | F | superuser            | postgres
                    hidden_superuser  | F | superuser            | admins
                    replicator        | F | replication          | replicator
                    file_reader       | F | server-role          | pg_read_server_files
                    everything_reader | F | server-role          | pg_read_all_data
                    file_function     | F | file-functions       | pg_read_file
                    password_reader   | F | passwords            | pg_authid
                    role_maker        | D | create-role          | role_maker
                    database_maker    | D | create-database      | database_maker
                    signaller         | D | operator-role        | pg_signal_backend
                    table_maker       | D | create-in-schema     | Other
                    schema_maker      | D | create-in-database   | postgres
                    owner             | D | owner                | table owned
                    linker            | D | other-servers        | dblink
                    log_switcher      | D | server-functions     | pg_switch_wal
                    setter            | D | settings             | log_statement
                    writer            | C | change-rows          | public.Odd 'name, public.orders
                    column_writer     | C | change-rows          | public.orders
                    all_writer        | C | change-all-rows      | pg_write_all_data
                    counter           | C | change-sequences     | public.numbers
                    caller            | C | functions-of-others  | as_owner
                    unbound           | B | row-security         | unbound
                    monitor           | B | monitor-role         | pg_monitor
                    """)
    void gradesALoginByTheWorstThatItCanDo(String login, Grade grade, String right, String about) {
        Examination.Graded graded = examine(login);
        assertThat(graded.login()).isEqualTo(login);
        assertThat(graded.grade()).isEqualTo(grade);
        RightsFinding finding = graded.findings().getFirst();
        assertThat(finding.right()).isEqualTo(right);
        assertThat(finding.grade()).isEqualTo(grade);
        assertThat(finding.says()).endsWith(": " + about);
        assertThat(finding.fixes()).isNotEmpty();
        // What every login has comes after it, and nothing else of this login's.
        assertThat(graded.findings().subList(1, graded.findings().size()))
                .isEqualTo(
                        grade == Grade.F && right.equals("superuser")
                                ? List.of()
                                : examine("plain").findings());
    }

    @Test
    void aNewLoginIsNotYetAReaderOnly() {
        assertThat(examine("plain").findings())
                .extracting(RightsFinding::right)
                .containsExactly("other-databases", "temporary-tables", "write-functions");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "hidden_superuser",
                "replicator",
                "file_reader",
                "everything_reader",
                "file_function",
                "password_reader",
                "role_maker",
                "database_maker",
                "signaller",
                "table_maker",
                "schema_maker",
                "owner",
                "linker",
                "log_switcher",
                "setter",
                "writer",
                "column_writer",
                "all_writer",
                "counter",
                "caller",
                "unbound",
                "monitor",
                "plain"
            })
    void theSqlThatItSaysMakesTheLoginGradeA(String login) throws SQLException {
        Examination.Graded before = examine(login);
        // Rolled back in the end, so that each login starts with what it was given.
        try (Connection connection = administrator()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                fix(statement, before.findings());
                statement.execute("SET ROLE " + login);
                if (before.findings().getFirst().right().equals("superuser")) {
                    // What else it can do shows only now.
                    Examination.Graded next =
                            new PostgresRights().examine(connection, source(login));
                    statement.execute("RESET ROLE");
                    fix(statement, next.findings());
                    statement.execute("SET ROLE " + login);
                }
                assertThat(new PostgresRights().examine(connection, source(login)).findings())
                        .isEmpty();
            } finally {
                connection.rollback();
            }
        }
        assertThat(examine(login).findings()).isEqualTo(before.findings());
    }

    @Test
    void theRecipeMakesAReader() throws SQLException {
        List<String> recipe = examine("postgres").recipe();
        assertThat(recipe)
                .contains("GRANT SELECT ON ALL TABLES IN SCHEMA \"Other\" TO sallyport_reader");
        administer(recipe);
        try {
            Examination.Graded reader = examine("sallyport_reader");
            assertThat(reader.grade()).isEqualTo(Grade.B);
            assertThat(reader.findings()).isEqualTo(examine("plain").findings());
            try (Connection connection =
                            DriverManager.getConnection(url(), "sallyport_reader", "x");
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT * FROM \"Other\".things")) {
                assertThat(rows.next()).isFalse();
            }
        } finally {
            administer(List.of("DROP OWNED BY sallyport_reader", "DROP ROLE sallyport_reader"));
        }
    }

    @Test
    void changesNothing() throws SQLException {
        String before = written();
        for (String login : List.of("postgres", "writer", "owner", "plain")) {
            examine(login);
        }
        assertThat(written()).isEqualTo(before);
    }

    @Test
    void holdsCallsBackUntilTheLoginIsGoodEnough() throws SQLException {
        administer(List.of("CREATE ROLE grown LOGIN", "GRANT INSERT ON orders TO grown"));
        try (Sources sources =
                new Sources(
                        List.of(
                                source("grown").withAttestation(new Attestation(true, Grade.B)),
                                source("postgres").withAttestation(new Attestation(true, Grade.F)),
                                source("writer")
                                        .withAttestation(new Attestation(false, Grade.A))))) {
            assertThat(borrow(sources, "grown"))
                    .isEqualTo(new Borrowed.NotAttested(Grade.C, Grade.B));
            assertThat(borrow(sources, "grown")).isInstanceOf(Borrowed.NotAttested.class);
            assertThat(borrow(sources, "postgres")).isInstanceOf(Borrowed.Ready.class);
            assertThat(borrow(sources, "writer")).isInstanceOf(Borrowed.Ready.class);
        } finally {
            administer(List.of("DROP OWNED BY grown", "DROP ROLE grown"));
        }
    }

    @Test
    void examinesTheLoginInEachDatabaseThatACallAsksFor() throws SQLException {
        administer(List.of("CREATE DATABASE second"));
        try (Sources sources =
                new Sources(
                        List.of(
                                source("caller")
                                        .withAttestation(new Attestation(true, Grade.B))))) {
            Source source = sources.all().getFirst();
            // The function that it may call, by which it is graded C, is in the first alone.
            assertThat(borrow(sources, "caller"))
                    .isEqualTo(new Borrowed.NotAttested(Grade.C, Grade.B));
            assertThat(borrow(source, Optional.of("second"))).isInstanceOf(Borrowed.Ready.class);
        }
        try (Sources sources =
                new Sources(
                        List.of(
                                source("role_maker")
                                        .withAttestation(new Attestation(true, Grade.C))))) {
            assertThat(borrow(sources.all().getFirst(), Optional.of("second")))
                    .isEqualTo(new Borrowed.NotAttested(Grade.D, Grade.C));
        } finally {
            administer(List.of("DROP DATABASE second WITH (FORCE)"));
        }
    }

    @Test
    void tellsAServerThatIsNotThereFromALoginThatIsTooStrong() {
        SourceConfig config =
                new SourceConfig(
                                "gone",
                                "jdbc:postgresql://127.0.0.1:1/postgres",
                                Optional.of("plain"),
                                Optional.empty(),
                                Dialects.POSTGRES,
                                false)
                        .withAttestation(new Attestation(true, Grade.A));
        try (Sources sources = new Sources(List.of(config))) {
            assertThat(borrow(sources, "gone")).isInstanceOf(Borrowed.Unreachable.class);
            assertThat(sources.all().getFirst().examine(Duration.ofSeconds(10), () -> false))
                    .isInstanceOf(Examination.NotConnected.class);
        }
    }

    private static void fix(Statement statement, List<RightsFinding> findings) throws SQLException {
        for (RightsFinding finding : findings) {
            for (String fix : finding.fixes()) {
                statement.execute(fix);
            }
        }
    }

    private static Borrowed borrow(Sources sources, String name) {
        return borrow(sources.named(name).orElseThrow(), Optional.empty());
    }

    private static Borrowed borrow(Source source, Optional<String> database) {
        Borrowed borrowed = source.borrow(database, Duration.ofSeconds(20), () -> false);
        if (borrowed instanceof Borrowed.Ready(SourceConnection connection)) {
            connection.close();
        }
        return borrowed;
    }

    private static Examination.Graded examine(String login) {
        try (Sources sources = new Sources(List.of(source(login)))) {
            return (Examination.Graded)
                    sources.all().getFirst().examine(Duration.ofSeconds(20), () -> false);
        }
    }

    private static SourceConfig source(String login) {
        return new SourceConfig(
                login,
                url(),
                Optional.of(login),
                Optional.of(new Secret("x")),
                Dialects.POSTGRES,
                false);
    }

    private static String url() {
        return "jdbc:postgresql://127.0.0.1:" + server.getPort() + "/postgres";
    }

    private static Connection administrator() throws SQLException {
        return DriverManager.getConnection(url(), "postgres", "x");
    }

    private static void administer(List<String> statements) throws SQLException {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** Tables and roles, with their rights. */
    private static String written() throws SQLException {
        try (Connection connection = administrator();
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*), max(oid::int8) FROM pg_class UNION ALL SELECT"
                                        + " count(*), max(oid::int8) FROM pg_authid UNION ALL SELECT"
                                        + " sum(hashtext(c::text)::int8), 0 FROM pg_class c")) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                text.append(rows.getString(1)).append(' ').append(rows.getString(2)).append('\n');
            }
            return text.toString();
        }
    }
}
