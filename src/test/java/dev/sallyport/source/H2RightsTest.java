package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Secret;
import dev.sallyport.sql.Dialects;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class H2RightsTest {
    @TempDir Path folder;

    @BeforeEach
    void prepare() throws SQLException {
        TestH2.run(
                folder,
                "shop",
                "CREATE TABLE orders (id INT GENERATED ALWAYS AS IDENTITY, total INT NOT NULL)",
                "INSERT INTO orders (total) VALUES (7), (8)",
                "CREATE SCHEMA other",
                "CREATE TABLE other.\"Odd \"\"name\" (id INT)",
                "CREATE USER chief PASSWORD 'x' ADMIN",
                "CREATE USER reader PASSWORD 'x'",
                "GRANT SELECT ON SCHEMA public TO reader",
                "GRANT SELECT ON SCHEMA other TO reader",
                "CREATE USER inserter PASSWORD 'x'",
                "GRANT INSERT ON orders TO inserter",
                "CREATE USER updater PASSWORD 'x'",
                "GRANT SELECT, UPDATE ON other.\"Odd \"\"name\" TO updater",
                "CREATE USER schema_writer PASSWORD 'x'",
                "GRANT SELECT, DELETE ON SCHEMA public TO schema_writer",
                "CREATE ROLE writers",
                "GRANT INSERT ON orders TO writers",
                "CREATE USER role_writer PASSWORD 'x'",
                "GRANT writers TO role_writer",
                "CREATE USER owner PASSWORD 'x'",
                "CREATE SCHEMA owned AUTHORIZATION owner",
                "CREATE USER builder PASSWORD 'x'",
                "GRANT ALTER ANY SCHEMA TO builder");
    }

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    CHIEF         | F | administrator
                    BUILDER       | D | alter-any-schema
                    OWNER         | D | owned-schema
                    INSERTER      | C | change-rows
                    UPDATER       | C | change-rows
                    SCHEMA_WRITER | C | change-rows
                    ROLE_WRITER   | C | change-rows
                    READER        | A |
                    """)
    void gradesALoginByTheWorstThatItCanDo(String login, Grade grade, String right)
            throws SQLException {
        String before = content();
        Examination.Graded graded = examine(login, true);
        assertThat(graded.login()).isEqualTo(login);
        assertThat(graded.grade()).isEqualTo(grade);
        if (right == null) {
            assertThat(graded.findings()).isEmpty();
        } else {
            assertThat(graded.findings().getFirst().right()).isEqualTo(right);
        }
        assertThat(content()).isEqualTo(before);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CHIEF", "BUILDER", "INSERTER", "UPDATER"})
    void theSqlThatItSaysMakesTheLoginGradeA(String login) throws SQLException {
        for (RightsFinding finding : examine(login, true).findings()) {
            for (String fix : finding.fixes()) {
                TestH2.run(folder, "shop", fix);
            }
        }
        assertThat(examine(login, true).findings()).isEmpty();
    }

    @Test
    void namesEachRightOnItsTable() {
        assertThat(examine("UPDATER", true).findings())
                .singleElement()
                .extracting(RightsFinding::fixes)
                .asString()
                .isEqualTo("[REVOKE UPDATE ON \"OTHER\".\"Odd \"\"name\" FROM \"UPDATER\"]");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({"CHIEF, F", "BUILDER, D", "INSERTER, A", "READER, A"})
    void countsNoRightToChangeRowsWhereTheFileIsOnlyRead(String login, Grade grade) {
        // The engine refuses every change there, so that the right cannot be tried, nor used.
        assertThat(examine(login, false).grade()).isEqualTo(grade);
    }

    @Test
    void aTriggerThatWouldActIsNotTouched() throws SQLException {
        TestH2.run(
                folder,
                "shop",
                "CREATE TRIGGER noisy BEFORE DELETE ON orders CALL '"
                        + Noisy.class.getName()
                        + "'");
        assertThat(examine("READER", true).findings())
                .extracting(RightsFinding::right)
                .containsExactly("not-tried");
        assertThat(examine("READER", false).findings()).isEmpty();
        assertThat(examine("SCHEMA_WRITER", true).grade()).isEqualTo(Grade.C);
        assertThat(Noisy.fired).isFalse();
    }

    /** A trigger that acts once a statement, even where there is no row. */
    public static final class Noisy implements org.h2.api.Trigger {
        private static boolean fired;

        @Override
        public void fire(Connection connection, Object[] before, Object[] after) {
            fired = true;
        }
    }

    private Examination.Graded examine(String login, boolean writes) {
        SourceConfig config =
                new SourceConfig(
                        "shop",
                        TestH2.url(folder, "shop"),
                        Optional.of(login),
                        Optional.of(new Secret("x")),
                        Dialects.H2,
                        writes);
        try (Sources sources = new Sources(List.of(config))) {
            return (Examination.Graded)
                    sources.all().getFirst().examine(Duration.ofSeconds(20), () -> false);
        }
    }

    private String content() throws SQLException {
        try (Connection connection = TestH2.connect(folder, "shop")) {
            return TestH2.script(connection);
        }
    }
}
