package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("full")
class Db2RightsTest {
    @Test
    void aServerWithoutTheViewsOfDb2TellsNothingAndNothingIsRuledOut() throws SQLException {
        String database = TestDb2.newDatabase(List.of("CREATE TABLE orders (id INT)"));
        try (Sources sources = new Sources(List.of(TestDb2.source("shop", database, 1)))) {
            Examination.Graded graded =
                    (Examination.Graded)
                            sources.all().getFirst().examine(Duration.ofSeconds(30), () -> false);
            assertThat(graded.login()).isEqualTo("APP");
            assertThat(graded.grade()).isEqualTo(Grade.F);
            assertThat(graded.known()).isFalse();
            assertThat(graded.findings()).hasSize(1 + Db2Rights.PROBES.size());
            assertThat(graded.findings()).noneMatch(RightsFinding::known);
        }
    }
}
