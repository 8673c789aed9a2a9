package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnxRightsTest {
    @TempDir private Path folder;

    @Test
    void aGatewayTellsNoRightsSoThatOnlyWhatTheConnectionWasOpenedWithCounts() throws SQLException {
        SourceConfig reads = TestConnx.prepared(folder, "shop", "CREATE TABLE orders (id INT)");
        Examination.Graded graded = examine(reads);
        assertThat(graded.grade()).isEqualTo(Grade.D);
        assertThat(graded.known()).isFalse();
        assertThat(graded.findings())
                .singleElement()
                .extracting(RightsFinding::says)
                .asString()
                .startsWith("not known whether ")
                .contains("READONLY and DBREADONLY");
    }

    @Test
    void nothingIsRuledOutWhereTheSourceAllowsChanges() throws SQLException {
        TestConnx.prepared(folder, "shop", "CREATE TABLE orders (id INT)");
        SourceConfig writes =
                TestConnx.source("shop", TestConnx.registered(folder, "shop", "SHOP", true), true);
        Examination.Graded graded = examine(writes);
        assertThat(graded.grade()).isEqualTo(Grade.F);
        assertThat(graded.known()).isFalse();
    }

    private static Examination.Graded examine(SourceConfig config) {
        try (Sources sources = new Sources(List.of(config))) {
            return (Examination.Graded)
                    sources.all().getFirst().examine(Duration.ofSeconds(20), () -> false);
        }
    }
}
