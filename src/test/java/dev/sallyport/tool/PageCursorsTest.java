package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Caller;
import dev.sallyport.execution.ExecutionOutcome;
import dev.sallyport.execution.PagedRead;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.result.ResultRows;
import dev.sallyport.result.Truncation;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageCursorsTest {
    private final TestSources sources = TestSources.open("shop", "fleet");
    private Instant now = Instant.parse("2030-01-01T00:00:00Z");
    private final PageCursors cursors = new PageCursors(() -> now);

    @AfterEach
    void close() {
        sources.close();
    }

    @Test
    void cursorLastsTenMinutes() {
        Optional<String> cursor = next(0, 5);
        now = now.plus(Duration.ofMinutes(10).minusSeconds(1));
        assertThat(cursors.position(statement(0, "app", cursor), Caller.LOCAL))
                .isEqualTo(new PageCursors.At(5, PagedRead.NO_LEASE));
        now = now.plusSeconds(1);
        assertThat(cursors.position(statement(0, "app", cursor), Caller.LOCAL))
                .isInstanceOfSatisfying(
                        PageCursors.Invalid.class,
                        invalid -> assertThat(invalid.problem().code()).isEqualTo("SP-108"));
    }

    @Test
    void cursorIsOfOneSourceAndDatabaseAndProcess() {
        Optional<String> cursor = next(0, 5);
        for (var position :
                List.of(
                        cursors.position(statement(1, "app", cursor), Caller.LOCAL),
                        cursors.position(statement(0, "other", cursor), Caller.LOCAL),
                        new PageCursors(() -> now)
                                .position(statement(0, "app", cursor), Caller.LOCAL))) {
            assertThat(position)
                    .isInstanceOfSatisfying(
                            PageCursors.Invalid.class,
                            invalid -> assertThat(invalid.problem().code()).isEqualTo("SP-107"));
        }
    }

    @Test
    void answerEndsWhereReadingPastItsRowsWouldCostTooMuch() {
        assertThat(next(PageCursors.MAX_SKIPPED - 5, 5)).isPresent();
        assertThat(next(PageCursors.MAX_SKIPPED - 5, 6)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
                    select a from t order by a                                   | true
                    SELECT a FROM t ORDER  BY a                                  | true
                    select a from t                                              | false
                    select a from (select a from t order by a) x                 | false
                    select row_number() over (order by a) from t                 | false
                    select 'order by' from t                                     | false
                    select "order by" from t                                     | false
                    select border by_ from t                                     | false
                    select 'it''s' from t order by 1                             | true
                    """)
    void ordersItsRows(String sql, boolean ordered) {
        assertThat(OrderBy.isOfAllRows(sql)).isEqualTo(ordered);
    }

    @Test
    void cursorHasTheLeaseOfAnOpenResult() {
        Optional<String> cursor = next(0, 5, 7);
        assertThat(cursors.position(statement(0, "app", cursor), Caller.LOCAL))
                .isEqualTo(new PageCursors.At(5, 7));
        byte[] bytes = Base64.getUrlDecoder().decode(cursor.orElseThrow());
        byte[] without = new byte[bytes.length - 8];
        System.arraycopy(bytes, 0, without, 0, 8);
        System.arraycopy(bytes, 16, without, 8, without.length - 8);
        for (int i = 0; i < bytes.length; i++) {
            byte[] changed = bytes.clone();
            changed[i] ^= 1;
            assertRefused(changed);
        }
        assertRefused(without);
    }

    private void assertRefused(byte[] cursor) {
        String text = Base64.getUrlEncoder().withoutPadding().encodeToString(cursor);
        assertThat(cursors.position(statement(0, "app", Optional.of(text)), Caller.LOCAL))
                .isInstanceOfSatisfying(
                        PageCursors.Invalid.class,
                        invalid -> assertThat(invalid.problem().code()).isEqualTo("SP-107"));
    }

    private Optional<String> next(int skipped, int rows) {
        return next(skipped, rows, PagedRead.NO_LEASE);
    }

    private Optional<String> next(int skipped, int count, long lease) {
        ResultRows rows =
                new ResultRows(
                        List.of(),
                        new JsonEncoded(new byte[] {'[', ']'}),
                        count,
                        Optional.of(Truncation.ROWS));
        return cursors.page(
                        statement(0, "app", Optional.empty()),
                        Caller.LOCAL,
                        skipped,
                        rows,
                        new PagedRead(new ExecutionOutcome.Rows(rows), false, lease))
                .flatMap(ToolOutcome.Page::next);
    }

    private ToolAction.RunStatement statement(
            int source, String database, Optional<String> cursor) {
        GovernedSource governed = sources.governed().get(source);
        return new ToolAction.RunStatement(
                governed,
                new SqlRequest(
                        "SELECT 1", StatementAccess.READ, SqlOrigin.AGENT, Optional.of(database)),
                List.of(),
                governed.limits(),
                TextFormat.JSON,
                ToolAction.Paging.continuing(cursor));
    }
}
