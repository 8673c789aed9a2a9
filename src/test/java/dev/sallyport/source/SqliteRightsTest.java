package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files may be the administrator's of the machine, who may write to all: so the predicate. */
class SqliteRightsTest {
    private static final Predicate<Path> NOTHING = path -> false;

    @TempDir private Path folder;
    private Path file = Path.of("");

    @BeforeEach
    void prepare() throws SQLException {
        file = folder.resolve("shop.db");
        TestSqlite.run(file, List.of("CREATE TABLE orders (id INT)"));
    }

    @Test
    void aFileThatIsOnlyReadAndThatTheProcessMayNotWriteToIsGradedA() throws SQLException {
        assertThat(examine(NOTHING, properties(false)).findings()).isEmpty();
    }

    @Test
    void aFileThatTheProcessMayWriteToIsGradedB() {
        try (Sources sources = new Sources(List.of(TestSqlite.source("shop", file, 1)))) {
            Examination.Graded graded =
                    (Examination.Graded)
                            sources.all().getFirst().examine(Duration.ofSeconds(20), () -> false);
            assertThat(graded.grade()).isEqualTo(Grade.B);
            assertThat(graded.findings())
                    .extracting(RightsFinding::right)
                    .containsExactly("writable-files");
            assertThat(graded.findings().getFirst().says()).endsWith(": " + file + ", " + folder);
        }
    }

    @Test
    void aFolderAloneThatTheProcessMayWriteToIsFoundToo() throws SQLException {
        RightsFinding finding = examine(folder::equals, properties(false)).findings().getFirst();
        assertThat(finding.says()).endsWith(": " + folder);
        assertThat(finding.grade()).isEqualTo(Grade.B);
    }

    @Test
    void aFileThatIsOpenForChangesIsGradedC() throws SQLException {
        Examination.Graded graded = examine(NOTHING, properties(true));
        assertThat(graded.findings())
                .extracting(RightsFinding::right)
                .containsExactly("change-rows");
        assertThat(graded.grade()).isEqualTo(Grade.C);
    }

    @Test
    void aConnectionThatAttachesFilesAndLoadsLibrariesIsGradedF() throws SQLException {
        Properties open = new Properties();
        open.setProperty("enable_load_extension", "true");
        assertThat(examine(NOTHING, open).findings())
                .extracting(RightsFinding::right)
                .containsExactly("libraries", "other-files", "trusted-schema", "change-rows");
    }

    private Properties properties(boolean writes) {
        SourceConfig config = TestSqlite.source("shop", file, 1);
        return new SqliteEngine().properties(writes ? writing(config) : config);
    }

    private static SourceConfig writing(SourceConfig config) {
        return new SourceConfig(
                config.name(),
                config.url(),
                config.user(),
                config.password(),
                config.dialect(),
                true);
    }

    private Examination.Graded examine(Predicate<Path> writable, Properties properties)
            throws SQLException {
        try (Connection connection =
                DriverManager.getConnection(TestSqlite.url(file), properties)) {
            connection.setAutoCommit(false);
            if (properties.containsKey("limit_attached")) {
                SourceConfig config = TestSqlite.source("shop", file, 1);
                boolean writes = !connection.isReadOnly();
                new SqliteEngine().opened(connection, writes ? writing(config) : config);
            }
            return new SqliteRights(new FileAccess(writable))
                    .examine(connection, TestSqlite.source("shop", file, 1));
        }
    }
}
