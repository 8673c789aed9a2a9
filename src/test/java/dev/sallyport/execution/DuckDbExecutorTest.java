package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Cancellation;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestDuckDb;
import dev.sallyport.sql.StatementClass;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each test loads the driver's native library anew. */
@Tag("full")
class DuckDbExecutorTest extends StatementExecutorContract {
    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("shop.duckdb");
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        TestDuckDb.run(file(), statements);
        return TestDuckDb.source("shop", file(), 4);
    }

    @Override
    protected String state() throws SQLException {
        try (Connection connection = TestDuckDb.connectToRead(file());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT (SELECT string_agg(o::VARCHAR ORDER BY id) FROM orders o),"
                                        + " (SELECT string_agg(sql) FROM duckdb_tables()),"
                                        + " (SELECT string_agg(s::VARCHAR) FROM duckdb_sequences()"
                                        + " s)")) {
            rows.next();
            return rows.getString(1) + rows.getString(2) + rows.getString(3);
        }
    }

    @Override
    protected String numbers(long last) {
        return "range(1, " + (last + 1) + ") AS s(n)";
    }

    @Override
    protected String slow() {
        return "SELECT max((a.range * b.range) % 7) FROM range(10000000) a, range(1000000) b";
    }

    /** DuckDB has no SQLSTATEs. */
    @Override
    protected String wrongStatement() {
        return "Binder Error";
    }

    /** The first call loads the native library, which is none of what is timed here. */
    @BeforeEach
    void load() {
        rows("SELECT 1 AS one");
    }

    /** While rows are fetched the driver's own request to cancel does nothing. */
    @Test
    void stopsAStatementBetweenItsRows() {
        String sql =
                "SELECT range FROM range(10) UNION ALL SELECT range FROM"
                        + " range(1000000000000) WHERE hash(range) = 0";
        assertThat(run(sql, limits(100, 10_000, Duration.ofMillis(500))))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.TIMED_OUT));
        assertThat(rows("SELECT 1 AS one").rows()).hasToString("[[1]]");
    }

    @Test
    void saysWhatIsKnownOfAnErrorWithoutWords() {
        assertThat(failure("SELECT CAST(note AS INTEGER) FROM orders").hint()).contains("TRY_CAST");
        assertThat(rows("SELECT 1 AS one").rows()).hasToString("[[1]]");
    }

    @Test
    void makesNoDatabaseOfAMistypedName() {
        Path none = folder.resolve("shopp.duckdb");
        try (Sources sources = new Sources(List.of(TestDuckDb.source("typo", none, 1)))) {
            assertThat(
                            executor.execute(
                                    sources.all().getFirst(),
                                    new BoundStatement("SELECT 1", StatementClass.READ, List.of()),
                                    LIMITS,
                                    context(new Cancellation())))
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Failed.class,
                            failed ->
                                    assertThat(failed.reason())
                                            .isEqualTo(FailureReason.SOURCE_UNREACHABLE));
        }
        assertThat(none).doesNotExist();
    }
}
