package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Secret;
import dev.sallyport.sql.Dialects;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HsqldbRightsTest {
    private TestHsqldb server;

    @BeforeEach
    void start() throws SQLException {
        server = new TestHsqldb();
        server.run(
                List.of(
                        "CREATE TABLE orders (id INT, total INT)",
                        "CREATE SCHEMA other",
                        "CREATE TABLE other.\"Odd \"\"name\" (id INT)",
                        "CREATE SEQUENCE numbers",
                        "CREATE FUNCTION f() RETURNS INT RETURN 1",
                        "CREATE ROLE inner_role",
                        "GRANT DELETE ON orders TO inner_role",
                        "CREATE ROLE writers",
                        "GRANT inner_role TO writers",
                        "CREATE ROLE chiefs",
                        "GRANT DBA TO chiefs",
                        "CREATE USER \"o\"\"dd\" PASSWORD 'x'",
                        "GRANT SELECT ON orders TO \"o\"\"dd\""));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    GRANT DBA                                  | F | administrator       | DBA
                    GRANT chiefs                               | F | administrator       | DBA
                    GRANT CREATE_SCHEMA                        | D | administrator-role  | CREATE_SCHEMA
                    GRANT CHANGE_AUTHORIZATION                 | D | administrator-role  | CHANGE_AUTHORIZATION
                    GRANT REFERENCES ON orders                 | D | change-tables       | PUBLIC.ORDERS
                    GRANT ALL ON orders                        | D | change-tables       | PUBLIC.ORDERS
                    GRANT INSERT ON orders                     | C | change-rows         | PUBLIC.ORDERS
                    GRANT UPDATE (id) ON other."Odd ""name"    | C | change-rows         | OTHER.Odd "name
                    GRANT writers                              | C | change-rows         | PUBLIC.ORDERS
                    GRANT EXECUTE ON FUNCTION f                | C | functions-of-others | PUBLIC.F
                    GRANT USAGE ON SEQUENCE numbers            | C | change-sequences    | PUBLIC.NUMBERS
                    """)
    void gradesALoginByTheWorstThatItCanDoAndItsSqlMendsThat(
            String grant, Grade grade, String right, String about) throws SQLException {
        server.run(List.of(grant + " TO \"o\"\"dd\""));
        Examination.Graded graded = examine();
        assertThat(graded.login()).isEqualTo("o\"dd");
        assertThat(graded.grade()).isEqualTo(grade);
        RightsFinding finding = graded.findings().getFirst();
        assertThat(finding.right()).isEqualTo(right);
        assertThat(finding.known()).isTrue();
        assertThat(finding.says()).endsWith(": " + about);
        for (RightsFinding one : graded.findings()) {
            assertThat(one.fixes()).isNotEmpty();
            server.run(one.fixes());
        }
        assertThat(examine().findings()).isEmpty();
        try (Connection connection = DriverManager.getConnection(server.url(), "o\"dd", "x");
                Statement statement = connection.createStatement()) {
            assertThat(statement.executeQuery("SELECT * FROM orders").next()).isFalse();
        }
    }

    @Test
    void findsWhatEverybodyMay() throws SQLException {
        server.run(List.of("GRANT INSERT ON orders TO PUBLIC"));
        RightsFinding finding = examine().findings().getFirst();
        assertThat(finding.right()).isEqualTo("change-rows");
        server.run(finding.fixes());
        assertThat(examine().findings()).isEmpty();
    }

    @Test
    void findsRightsThatMayBeHandedOnAndSchemasThatAreItsOwn() throws SQLException {
        server.run(
                List.of(
                        "GRANT SELECT ON other.\"Odd \"\"name\" TO \"o\"\"dd\" WITH GRANT OPTION",
                        "CREATE SCHEMA own AUTHORIZATION \"o\"\"dd\""));
        assertThat(examine().findings())
                .extracting(RightsFinding::right)
                .containsExactlyInAnyOrder("owned-schema", "grant-option");
        server.run(
                examine().findings().stream()
                        .flatMap(finding -> finding.fixes().stream())
                        .toList());
        assertThat(examine().findings())
                .extracting(RightsFinding::right)
                .containsExactly("owned-schema");
    }

    @Test
    void aReaderIsGradedAAndGetsAsManyConnectionsAsItAsksFor() {
        assertThat(examine().grade()).isEqualTo(Grade.A);
        SourceConfig config = source().withAttestation(new Attestation(true, Grade.A));
        try (Sources sources = new Sources(List.of(config))) {
            for (int call = 0; call < 3; call++) {
                Borrowed borrowed =
                        sources.all()
                                .getFirst()
                                .borrow(Optional.empty(), Duration.ofSeconds(20), () -> false);
                assertThat(borrowed).isInstanceOf(Borrowed.Ready.class);
                ((Borrowed.Ready) borrowed).connection().close();
            }
        }
    }

    @Test
    void theRecipeMakesAReader() throws SQLException {
        server.run(examine().recipe());
        try (Connection connection =
                        DriverManager.getConnection(
                                server.url(), "SALLYPORT_READER", "<password>");
                Statement statement = connection.createStatement()) {
            assertThat(new HsqldbRights().examine(connection, source()).findings()).isEmpty();
            assertThat(statement.executeQuery("SELECT * FROM orders").next()).isFalse();
        }
    }

    @Test
    void looksAtTheFilesOfADatabaseToo(@TempDir Path folder) throws SQLException {
        Path file = folder.resolve("shop");
        try (Connection connection = DriverManager.getConnection(TestHsqldb.url(file), "SA", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE USER reader PASSWORD ''");
            statement.execute("SHUTDOWN");
        }
        SourceConfig administrator = TestHsqldb.source("shop", TestHsqldb.url(file), false, 1);
        assertThat(examine(administrator).findings())
                .extracting(RightsFinding::right)
                .containsExactly("administrator", "writable-files");
    }

    private Examination.Graded examine() {
        return examine(source());
    }

    private SourceConfig source() {
        return new SourceConfig(
                        "shop",
                        server.url(),
                        Optional.of("o\"dd"),
                        Optional.of(new Secret("x")),
                        Dialects.HSQLDB,
                        false,
                        1,
                        Duration.ofSeconds(30))
                .withDriverPath(TestDrivers.jarOf("org.hsqldb.jdbc.JDBCDriver"));
    }

    private static Examination.Graded examine(SourceConfig config) {
        try (Sources sources = new Sources(List.of(config))) {
            return (Examination.Graded)
                    sources.all().getFirst().examine(Duration.ofSeconds(20), () -> false);
        }
    }
}
