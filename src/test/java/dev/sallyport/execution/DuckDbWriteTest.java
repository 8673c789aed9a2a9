package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.call.Cancellation;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Borrowed;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.SourceConnection;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestDuckDb;
import dev.sallyport.sql.StatementClass;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test loads the driver's native library anew. */
@Tag("full")
class DuckDbWriteTest extends WriteContract {
    private static final String RAISE = "UPDATE accounts SET balance = balance + 1 WHERE id = 1";

    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("shop.duckdb");
    }

    @Override
    protected SourceConfig prepared() throws SQLException {
        List<String> statements = new ArrayList<>(SCHEMA);
        statements.add("INSERT INTO accounts SELECT n, 'owner ' || n, n FROM range(1, 51) s(n)");
        TestDuckDb.run(file(), statements);
        return TestDuckDb.source("shop", file(), true, 4);
    }

    /** The driver takes longer to load than the shortest limits. */
    @BeforeEach
    void loadTheDriver() {
        assertWritten(write("UPDATE accounts SET owner = 'owner 1' WHERE id = 1"), 1);
    }

    /** On a connection that reads: another instance of the library must not open the file. */
    @Override
    protected String seen(String sql) throws SQLException {
        try (SourceConnection connection = borrowed(source());
                Statement statement = connection.jdbc().createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }

    private static SourceConnection borrowed(Source source) {
        Borrowed borrowed = source.borrow(Duration.ofSeconds(10), () -> false);
        assertThat(borrowed).isInstanceOf(Borrowed.Ready.class);
        return ((Borrowed.Ready) borrowed).connection();
    }

    @Override
    protected String slowCondition() {
        return "(SELECT max((a.range * b.range) % 7) FROM range(10000000) a, range(1000000) b) < 0";
    }

    @Override
    protected String failing() {
        return "error('no')";
    }

    private ExecutionOutcome raise(Source source) {
        return executor.write(
                source,
                new BoundStatement(RAISE, StatementClass.UPDATE, List.of()),
                new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(20)),
                new WriteTerms(5, Optional.empty()),
                context("ada", new Cancellation()));
    }

    @Test
    void answersTheRowsThatTheChangeReturns() throws SQLException {
        assertThat(write("UPDATE accounts SET balance = 9 WHERE id < 3 RETURNING id, balance"))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Written.class,
                        written -> {
                            assertThat(written.affectedRows()).isEqualTo(2);
                            assertThat(written.returned().map(ResultRows::rows))
                                    .hasValueSatisfying(rows ->
                                            assertThat(rows).hasToString("[[1,9.00],[2,9.00]]"));
                        });
        assertThat(reason(write("DELETE FROM accounts WHERE id > 3 RETURNING id")))
                .isEqualTo(FailureReason.TOO_MANY_AFFECTED);
        assertThat(seen("SELECT COUNT(*) FROM accounts")).isEqualTo("50");
    }

    @Test
    void readsOfASourceWithWritesAreReadOnlyByTheEngine() throws SQLException {
        for (int call = 0; call < 3; call++) {
            try (SourceConnection connection = borrowed(source());
                    Statement statement = connection.jdbc().createStatement()) {
                assertThatThrownBy(() -> statement.execute("DELETE FROM accounts"))
                        .hasMessageContaining("read-only mode");
            }
        }
        assertThat(seen("SELECT COUNT(*) FROM accounts")).isEqualTo("50");
    }

    @Test
    void makesNoDatabaseOfAMistypedName() {
        Path none = folder.resolve("shopp.duckdb");
        try (Sources sources = new Sources(List.of(TestDuckDb.source("typo", none, true, 1)))) {
            assertThat(reason(raise(sources.all().getFirst())))
                    .isEqualTo(FailureReason.SOURCE_UNREACHABLE);
        }
        assertThat(none).doesNotExist();
    }

    /** The locks of the operating system would let it in. */
    @Test
    void opensAFileThatIsOpenForChangesOnlyOnce() throws Exception {
        Path linked = Files.createSymbolicLink(folder.resolve("other"), folder);
        try (Sources reading = new Sources(List.of(TestDuckDb.source("r", file(), 1)));
                Sources writing =
                        new Sources(
                                List.of(
                                        TestDuckDb.source(
                                                "w", linked.resolve("shop.duckdb"), true, 1)))) {
            assertThat(reading.all().getFirst().borrow(Duration.ofSeconds(5), () -> false))
                    .isInstanceOf(Borrowed.Unreachable.class);
            assertWritten(raise(writing.all().getFirst()), 1);
            assertWritten(raise(source().apart(1, Duration.ofSeconds(5))), 1);
            assertWritten(write(RAISE), 1);
        }
        assertThat(seen("SELECT balance FROM accounts WHERE id = 1")).isEqualTo("4.00");
    }
}
