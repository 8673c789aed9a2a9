package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Cancellation;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestSqlite;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteExecutorTest extends StatementExecutorContract {
    @TempDir private Path folder;

    private Path file() {
        return folder.resolve("shop.db");
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        TestSqlite.run(
                file(),
                statements.stream().filter(sql -> !sql.startsWith("CREATE SEQUENCE")).toList());
        return TestSqlite.source("shop", file(), 4);
    }

    @Override
    protected String state() throws SQLException {
        StringBuilder state = new StringBuilder();
        try (Connection connection = TestSqlite.connect(file());
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT group_concat(id || ',' || total || ',' || note),"
                                        + " (SELECT group_concat(sql) FROM sqlite_schema) FROM"
                                        + " orders")) {
            state.append(rows.getString(1)).append(rows.getString(2));
        }
        return state.toString();
    }

    @Override
    protected String numbers(long last) {
        return "(WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < "
                + last
                + ") SELECT n FROM s)";
    }

    @Override
    protected String slow() {
        return "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n <"
                + " 100000000000) SELECT max(n % 7) FROM s";
    }

    /** SQLite has no decimals. */
    @Override
    protected String firstOrders() {
        return "[[1,1.5,\"order 1\"],[2,3,\"order 2\"]]";
    }

    /** Nor SQLSTATEs. */
    @Override
    protected String wrongStatement() {
        return "no such column";
    }

    /** Nor types that a value has to fit. */
    @Override
    @Test
    void refusesAValueThatDoesNotFitItsColumn() {
        assertThat(
                        rows(
                                        "SELECT note FROM orders WHERE id = ?",
                                        new SqlParameter.Text("not a number"))
                                .rows())
                .hasToString("[]");
    }

    /** A name in double quotes that is no column's is a text. */
    @Override
    @Test
    void cutsTheWordsOfTheEngine() {
        assertThat(failure("SELECT * FROM \"" + "x".repeat(5_000) + "\"").hint().length())
                .isLessThan(600);
    }

    @Test
    void bindsANumberAsANumber() {
        assertThat(
                        rows(
                                        "SELECT typeof(?), ? < 100, typeof(?)",
                                        new SqlParameter.Numeric(new BigDecimal("3.25")),
                                        new SqlParameter.Numeric(new BigDecimal("3.25")),
                                        new SqlParameter.Numeric(new BigDecimal("7")))
                                .rows())
                .hasToString("[[\"real\",1,\"integer\"]]");
    }

    @Test
    void makesNoDatabaseOfAMistypedName() {
        Path none = folder.resolve("shopp.db");
        try (Sources sources = new Sources(List.of(TestSqlite.source("typo", none, 1)))) {
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

    @Test
    void leavesTheFileToItsByte() throws Exception {
        byte[] before = Files.readAllBytes(file());
        rows("SELECT * FROM orders ORDER BY note DESC");
        failure("WITH x AS (SELECT 1) INSERT INTO orders SELECT 5000, 1, 'x' FROM x");
        close();
        assertThat(Arrays.equals(Files.readAllBytes(file()), before)).isTrue();
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file());
        }
    }
}
