package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.guard.AllowList;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.policy.RateLimit;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PagingTest {
    private static final String SQL = "SELECT id, total FROM orders WHERE id > ? ORDER BY id";

    @TempDir Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws IOException {
        server =
                TestServer.open(
                        folder,
                        AllowList.ANY,
                        new ExecutionLimits(90, new DataSize(1_100), Duration.ofSeconds(30)),
                        RateLimit.STANDARD);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 50, 90, 1_000})
    void pagesGiveEachRowOnceAndInOrder(int maxRows) {
        int last = maxRows == 1 ? 12 : 500;
        List<Integer> ids = new ArrayList<>();
        Optional<String> cursor = Optional.empty();
        do {
            JsonObject page =
                    answer(
                            call(
                                    Caller.LOCAL,
                                    arguments(
                                            "SELECT id, total FROM orders WHERE id <= ? ORDER BY id",
                                            String.valueOf(last),
                                            cursor,
                                            maxRows)));
            rows(page).forEach(row -> ids.add(Integer.parseInt(first(row))));
            cursor = page.string("next_cursor");
        } while (cursor.isPresent());
        assertThat(ids).hasSize(last).isSorted().doesNotHaveDuplicates().startsWith(1);
    }

    @Test
    void answerThatIsCutSaysHowItContinues() {
        JsonObject page = answer(call(Caller.LOCAL, arguments(SQL, "0", Optional.empty(), 10)));
        assertThat(page.string("paging")).contains("re-executed");
        assertThat(page.string("hint").orElseThrow())
                .contains("next_cursor")
                .doesNotContain("ORDER BY");
        JsonObject unordered =
                answer(
                        call(
                                Caller.LOCAL,
                                arguments(
                                        "SELECT id FROM orders WHERE id > ?",
                                        "0",
                                        Optional.empty(),
                                        10)));
        assertThat(unordered.string("hint").orElseThrow()).contains("Without ORDER BY");
    }

    @Test
    void answerThatIsCompleteHasNoCursor() {
        JsonObject page = answer(call(Caller.LOCAL, arguments(SQL, "495", Optional.empty(), 90)));
        assertThat(page.string("next_cursor")).isEmpty();
        assertThat(page.string("paging")).isEmpty();
    }

    @Test
    void rowThatNeverFitsIsNotContinuedForEver() {
        JsonObject page =
                answer(
                        call(
                                Caller.LOCAL,
                                JsonObject.builder()
                                        .put("sql", "SELECT REPEAT('x', 5000) AS v FROM orders")
                                        .build()));
        assertThat(page.string("truncated_by")).contains("bytes");
        assertThat(page.string("next_cursor")).isEmpty();
        assertThat(page.string("hint").orElseThrow()).contains("row alone");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    other caller    | SELECT id, total FROM orders WHERE id > ? ORDER BY id      | 0 | bob
                    other statement | SELECT id, total FROM orders WHERE id > ? ORDER BY id DESC | 0 | local
                    other value     | SELECT id, total FROM orders WHERE id > ? ORDER BY id      | 1 | local
                    """)
    void cursorOfAnotherCallIsRefused(String name, String sql, String value, String caller) {
        String cursor = cursor();
        assertThat(code(call(new Caller(caller), arguments(sql, value, Optional.of(cursor), 10))))
                .isEqualTo("SP-107");
    }

    @Test
    void cursorThatWasTamperedWithIsRefused() {
        String cursor = cursor();
        for (int i = 0; i < cursor.length(); i++) {
            String tampered =
                    cursor.substring(0, i)
                            + (cursor.charAt(i) == 'A' ? 'B' : 'A')
                            + cursor.substring(i + 1);
            assertThat(code(call(Caller.LOCAL, arguments(SQL, "0", Optional.of(tampered), 10))))
                    .isEqualTo("SP-107");
        }
        for (String other : List.of("", "x", "ä", cursor + "A", "A".repeat(1_000_000))) {
            assertThat(code(call(Caller.LOCAL, arguments(SQL, "0", Optional.of(other), 10))))
                    .isEqualTo("SP-107");
        }
    }

    @Test
    void pagesMayDifferInSizeAndFormat() {
        JsonObject arguments =
                arguments(SQL, "0", Optional.of(cursor()), 2).with("format", new JsonString("csv"));
        JsonObject page = answer(call(Caller.LOCAL, arguments));
        assertThat(rows(page)).hasSize(2);
        assertThat(first(rows(page).getFirst())).isEqualTo("11");
    }

    private String cursor() {
        return answer(call(Caller.LOCAL, arguments(SQL, "0", Optional.empty(), 10)))
                .string("next_cursor")
                .orElseThrow();
    }

    private JsonObject call(Caller caller, JsonObject arguments) {
        return (JsonObject)
                server.tools()
                        .call(
                                "query",
                                arguments,
                                new CallContext(
                                        caller,
                                        Deadline.after(Duration.ofSeconds(60)),
                                        new Cancellation()))
                        .structuredContent()
                        .orElseThrow();
    }

    private static JsonObject arguments(
            String sql, String value, Optional<String> cursor, int maxRows) {
        JsonObject.Builder arguments =
                JsonObject.builder()
                        .put("sql", sql)
                        .put("params", Json.parse("[" + value + "]"))
                        .put("max_rows", maxRows);
        cursor.ifPresent(text -> arguments.put("cursor", text));
        return arguments.build();
    }

    private static JsonObject answer(JsonObject content) {
        assertThat(content.string("code")).isEmpty();
        return (JsonObject) Json.parse(Json.utf8(content));
    }

    private static String code(JsonObject content) {
        assertThat(content.string("hint")).isPresent();
        return content.string("code").orElseThrow();
    }

    private static List<JsonValue> rows(JsonObject content) {
        return ((JsonArray) content.member("rows").orElseThrow()).elements();
    }

    private static String first(JsonValue row) {
        return Json.text(((JsonArray) row).elements().getFirst());
    }
}
