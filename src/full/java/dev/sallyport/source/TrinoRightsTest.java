package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The users are those of the server's rules: see {@code TrinoTestServer}. */
@Tag("full")
class TrinoRightsTest {
    @Test
    void aUserWhomTheRulesLetReadHasNothingButWhatNobodyCanAsk() throws SQLException {
        String path = TestTrino.newSchema("CREATE TABLE orders (id INT)");
        Examination.Graded graded = examine(path, TestTrino.READER);
        assertThat(graded.login()).isEqualTo(TestTrino.READER);
        assertThat(graded.findings())
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.right()).isEqualTo("procedures");
                    assertThat(finding.known()).isFalse();
                });
        assertThat(graded.grade()).isEqualTo(Grade.C);
        assertThat(graded.known()).isFalse();
    }

    @Test
    void aUserWhoMayDoEverythingIsFoundOutAndNothingIsDone() throws SQLException {
        String path =
                TestTrino.newSchema(
                        "CREATE TABLE orders (id INT NOT NULL)", "INSERT INTO orders VALUES 1");
        String before = there(path);
        Examination.Graded graded = examine(path, TestTrino.ADMINISTRATOR);
        assertThat(graded.findings())
                .extracting(RightsFinding::right)
                .containsExactly(
                        "create-schema",
                        "change-tables",
                        "change-rows",
                        "procedures",
                        "other-catalogs");
        assertThat(graded.findings().stream().filter(finding -> !finding.known())).hasSize(1);
        assertThat(graded.grade()).isEqualTo(Grade.D);
        assertThat(graded.known()).isTrue();
        assertThat(there(path)).isEqualTo(before);
    }

    @Test
    void aUserWhoMayNotSeeTheOtherCatalogsOrRolesIsNotFailed() {
        Examination.Graded graded = examine("hive/default", "hive");
        assertThat(graded.findings())
                .extracting(RightsFinding::right)
                .contains("create-schema", "change-tables")
                .doesNotContain("other-catalogs");
    }

    @Test
    void refusesCallsOfAUserWhoMayDoTooMuch() {
        SourceConfig config =
                TestTrino.source("shop", TestTrino.url("memory"), TestTrino.READER)
                        .withAttestation(new Attestation(true, Grade.B));
        try (Sources sources = new Sources(List.of(config))) {
            assertThat(
                            sources.all()
                                    .getFirst()
                                    .borrow(Optional.empty(), Duration.ofSeconds(60), () -> false))
                    .isEqualTo(new Borrowed.NotAttested(Grade.C, Grade.B));
        }
    }

    private static Examination.Graded examine(String path, String user) {
        try (Sources sources =
                new Sources(List.of(TestTrino.source("shop", TestTrino.url(path), user)))) {
            return (Examination.Graded)
                    sources.all().getFirst().examine(Duration.ofSeconds(60), () -> false);
        }
    }

    /** Schemas, tables and rows. */
    private static String there(String path) throws SQLException {
        StringBuilder there = new StringBuilder();
        try (Connection connection = TestTrino.connect(path);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT schema_name FROM memory.information_schema.schemata UNION"
                                    + " ALL SELECT table_schema || '.' || table_name FROM"
                                    + " memory.information_schema.tables UNION ALL SELECT CAST(id"
                                    + " AS varchar) FROM orders ORDER BY 1")) {
            while (rows.next()) {
                there.append(rows.getString(1)).append('\n');
            }
        }
        return there.toString();
    }
}
