package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbRightsTest {
    @TempDir private Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void prepare() throws SQLException {
        file = folder.resolve("shop.duckdb");
        TestDuckDb.run(file, List.of("CREATE TABLE orders (id INT)"));
    }

    @Test
    void aFileThatIsOnlyReadAndThatTheProcessMayNotWriteToIsGradedA() throws SQLException {
        assertThat(examine(source(), true).findings()).isEmpty();
    }

    @Test
    void aFileThatTheProcessMayWriteToIsGradedB() {
        try (Sources sources = new Sources(List.of(source()))) {
            Examination.Graded graded =
                    (Examination.Graded)
                            sources.all().getFirst().examine(Duration.ofSeconds(20), () -> false);
            assertThat(graded.findings())
                    .extracting(RightsFinding::right)
                    .containsExactly("writable-files");
            assertThat(graded.grade()).isEqualTo(Grade.B);
        }
    }

    @Test
    void aFileThatIsOpenForChangesIsGradedC() throws SQLException {
        SourceConfig config =
                new SourceConfig(
                        "shop",
                        TestDuckDb.url(file),
                        source().user(),
                        source().password(),
                        source().dialect(),
                        true);
        assertThat(examine(config, true).findings())
                .extracting(RightsFinding::right)
                .containsExactly("change-rows");
    }

    @Test
    void aConnectionThatReachesOutOfItsFileIsGradedF() throws SQLException {
        assertThat(examine(source(), false).findings())
                .extracting(RightsFinding::right)
                .containsExactly("external-access", "libraries", "settings", "change-rows");
    }

    private SourceConfig source() {
        return TestDuckDb.source("shop", file, 1);
    }

    private Examination.Graded examine(SourceConfig config, boolean pinned) throws SQLException {
        DuckDbEngine engine = new DuckDbEngine();
        Properties properties = pinned ? engine.properties(config) : new Properties();
        try (Connection connection =
                DriverManager.getConnection(TestDuckDb.url(file), properties)) {
            connection.setAutoCommit(false);
            if (pinned) {
                engine.opened(connection, config);
            }
            return new DuckDbRights(new FileAccess(path -> false)).examine(connection, config);
        }
    }
}
