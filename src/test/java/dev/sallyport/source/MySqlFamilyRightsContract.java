package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A fresh login for each test: GRANT and REVOKE end a transaction. */
abstract class MySqlFamilyRightsContract {
    private static int number;

    final TestMySql server;
    String database = "";
    String other = "";
    String user = "";

    MySqlFamilyRightsContract(TestMySql server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        // What an owner does with a new server: else everybody may make tables in test databases.
        server.run("", "DELETE FROM mysql.db WHERE User = ''", "FLUSH PRIVILEGES");
        database =
                server.newDatabase(
                        "CREATE TABLE orders (id INT PRIMARY KEY, total INT)",
                        "INSERT INTO orders VALUES (1, 7)",
                        "CREATE FUNCTION f() RETURNS INT DETERMINISTIC RETURN 1");
        other = server.newDatabase("CREATE TABLE things (id INT)");
        user = "o'dd" + ++number;
        administer("CREATE USER {login} IDENTIFIED BY 'x'");
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    ALL ON *.*                                   | F | superuser           | ALL PRIVILEGES
                    SUPER ON *.*                                 | F | superuser           | SUPER
                    CREATE USER ON *.*                           | F | other-logins        | CREATE USER
                    SELECT ON *.*                                | F | passwords           | *.*
                    SELECT ON mysql.*                            | F | passwords           | mysql.*
                    UPDATE ON *.*                                | F | grant-tables        | *.*
                    ALL ON `mysql`.*                             | F | grant-tables        | mysql.*
                    INSERT ON `%sq_`.*                           | F | grant-tables        | %sq_.*
                    FILE ON *.*                                  | F | files               |
                    REPLICATION SLAVE ON *.*                     | F | replication         | REPLICATION SLAVE
                    RELOAD, SHUTDOWN ON *.*                      | D | server              | RELOAD, SHUTDOWN
                    ALL ON {own}.*                                 | D | change-tables       | {own}.*
                    ALL ON {own}.orders                            | D | change-tables       | {own}.orders
                    CREATE VIEW, DROP, ALTER ON {own}.*            | D | change-tables       | {own}.*
                    TRIGGER ON {other}.things                      | D | change-tables       | {other}.things
                    GRANT OPTION, SELECT ON {own}.*                | D | grant-option        | {own}.*
                    INSERT, DELETE ON {own}.*                      | C | change-rows         | {own}.*
                    SELECT, INSERT ON {own}.orders                 | C | change-rows         | {own}.orders
                    UPDATE (id, total), SELECT (id) ON {own}.orders | C | change-rows        | {own}.orders
                    EXECUTE ON FUNCTION {own}.f                    | C | functions-of-others | {own}.f
                    EXECUTE ON {own}.*                             | C | functions-of-others | {own}.*
                    PROCESS, SHOW DATABASES ON *.*               | B | monitor             | PROCESS, SHOW DATABASES
                    LOCK TABLES ON {own}.*                         | B | locks               | LOCK TABLES
                    CREATE TEMPORARY TABLES ON {own}.*             | B | temporary-tables    | CREATE TEMPORARY TABLES
                    SELECT ON {other}.*                            | B | other-databases     | {other}.*
                    SELECT ON {other}.things                       | B | other-databases     | {other}.things
                    SELECT (id) ON {other}.things                  | B | other-databases     | {other}.things
                    """)
    void gradesALoginByTheWorstThatItCanDoAndItsSqlMendsThat(
            String privileges, Grade grade, String right, String about) throws SQLException {
        administer(
                "GRANT SELECT, SHOW VIEW ON {own}.* TO {login}",
                "GRANT " + privileges + " TO {login}");
        Examination.Graded graded = examine();
        assertThat(graded.grade()).isEqualTo(grade);
        RightsFinding finding = graded.findings().getFirst();
        assertThat(finding.right()).isEqualTo(right);
        assertThat(finding.known()).isTrue();
        if (about != null) {
            assertThat(finding.says()).endsWith(": " + named(about));
        }
        for (RightsFinding one : graded.findings()) {
            if (one.known()) {
                fix(one);
            }
        }
        assertThat(examine().findings()).isEmpty();
        assertThat(server.seen(database, "SELECT total FROM orders")).isEqualTo("7");
    }

    @Test
    void aLoginThatMayHandOnEverythingIsMendedInTwoSteps() throws SQLException {
        administer("GRANT ALL ON *.* TO {login} WITH GRANT OPTION");
        for (RightsFinding finding : examine().findings()) {
            fix(finding);
        }
        Examination.Graded better = examine();
        assertThat(better.findings())
                .extracting(RightsFinding::right)
                .containsExactly("grant-option", "rights-of-everybody");
        fix(better.findings().getFirst());
        assertThat(examine().findings()).isEmpty();
        assertThat(reads()).isTrue();
    }

    @Test
    void whatIsTakenAwayLeavesTheReading() throws SQLException {
        for (String level : List.of("ON *.*", "ON {own}.*", "ON {own}.orders")) {
            administer("GRANT ALL " + level + " TO {login}");
            for (RightsFinding finding : examine().findings()) {
                fix(finding);
            }
            assertThat(examine().findings()).as(level).isEmpty();
            assertThat(reads()).as(level).isTrue();
        }
    }

    @Test
    void aLoginWithoutAnyRightIsGradedA() {
        // It cannot even have the database of its URL: so without one.
        Examination.Graded graded = examine("");
        assertThat(graded.login()).isEqualTo(user + "@%");
        assertThat(graded.findings()).isEmpty();
    }

    @Test
    void aLoginThatReadsItsDatabaseIsGradedA() throws SQLException {
        administer("GRANT SELECT ON {own}.* TO {login}");
        assertThat(examine().grade()).isEqualTo(Grade.A);
    }

    @Test
    void rightsThatEverybodyHasOnTestDatabasesAreFound() throws SQLException {
        administer(
                "GRANT SELECT ON {own}.* TO {login}",
                "INSERT INTO mysql.db (Host, Db, User, Select_priv, Create_priv) VALUES ('%',"
                        + " 'test\\_%', '', 'Y', 'Y')",
                "FLUSH PRIVILEGES");
        RightsFinding finding = examine().findings().getFirst();
        assertThat(finding.right()).isEqualTo("rights-of-everybody");
        assertThat(finding.grade()).isEqualTo(Grade.D);
        assertThat(finding.says()).endsWith(": test_sallyport");
        fix(finding);
        assertThat(examine().findings()).isEmpty();
    }

    @Test
    void aWriterOfAServerThatTakesFilesOfItsClientsIsTold() throws SQLException {
        String before = server.seen("", "SELECT @@local_infile");
        administer("GRANT INSERT ON {own}.* TO {login}", "SET GLOBAL local_infile = ON");
        try {
            RightsFinding finding = examine().findings().getLast();
            assertThat(finding.right()).isEqualTo("client-files");
            fix(finding);
            assertThat(examine().findings())
                    .extracting(RightsFinding::right)
                    .containsExactly("change-rows");
        } finally {
            administer("SET GLOBAL local_infile = " + before);
        }
    }

    @Test
    void theRecipeMakesAReader() throws SQLException {
        administer("GRANT INSERT ON {own}.* TO {login}");
        List<String> recipe = examine().recipe();
        administer(recipe.toArray(String[]::new));
        user = "sallyport_reader";
        try {
            assertThat(examine("<password>", database).findings()).isEmpty();
        } finally {
            administer("DROP USER {login}");
        }
    }

    @Test
    void refusesCallsUntilTheLoginIsGoodEnough() throws SQLException {
        administer("GRANT INSERT ON {own}.* TO {login}");
        SourceConfig config = source("x", database).withAttestation(new Attestation(true, Grade.B));
        try (Sources sources = new Sources(List.of(config))) {
            Borrowed borrowed =
                    sources.all()
                            .getFirst()
                            .borrow(Optional.empty(), Duration.ofSeconds(20), () -> false);
            assertThat(borrowed).isEqualTo(new Borrowed.NotAttested(Grade.C, Grade.B));
        }
    }

    Examination.Graded examine() {
        return examine(database);
    }

    private Examination.Graded examine(String inDatabase) {
        return examine("x", inDatabase);
    }

    private Examination.Graded examine(String password, String inDatabase) {
        try (Sources sources = new Sources(List.of(source(password, inDatabase)))) {
            return (Examination.Graded)
                    sources.all().getFirst().examine(Duration.ofSeconds(20), () -> false);
        }
    }

    private SourceConfig source(String password, String inDatabase) {
        return server.source("shop", server.url(inDatabase), user, password, 2);
    }

    void fix(RightsFinding finding) throws SQLException {
        assertThat(finding.fixes()).isNotEmpty();
        administer(finding.fixes().toArray(String[]::new));
    }

    void administer(String... statements) throws SQLException {
        List<String> named = new ArrayList<>();
        for (String statement : statements) {
            named.add(named(statement));
        }
        server.run("", named.toArray(String[]::new));
    }

    private boolean reads() throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(database), user, "x");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT total FROM orders")) {
            return rows.next();
        }
    }

    private String named(String text) {
        return text.replace("{login}", "'" + user.replace("'", "''") + "'@'%'")
                .replace("{own}", database)
                .replace("{other}", other);
    }
}
