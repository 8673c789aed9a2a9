package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.result.Column;
import dev.sallyport.result.ResultRows;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Many rows are written another way than few, and the same. */
class RowsTextTest {
    private static final String[] CELLS = {
        "null",
        "1",
        "-12.50",
        "1E+30",
        "true",
        "\"plain\"",
        "\"Rue des Écoles 漢 😀\"",
        "\"\"",
        "\" blank before\"",
        "\"blank behind \"",
        "\"a|b\"",
        "\"a\\nb\\tc\"",
        "\"say \\\"yes\\\"\"",
        "\"\\\"begins quoted\"",
        "\"back\\\\slash\"",
        "\"\\\\\"",
        "\"]\"",
        "\"[,]\"",
        "\"\u0085\"",
        "\"a\u2028b\"",
        "\"a\u00a0\"",
        "\"\u00a0a\"",
        "\"\u007f\"",
        "\"\\u0000\"",
        "[1,null,\"a|b\",[\"]\",\"\\\"\"]]",
        "\"\\ud800\"",
        "\"\\ud800|\\n\"",
        "\"\u009f\"",
        "\"a \u20ac \u2027 \u202a b\"",
        "\"|\\\\|\"",
        "\" \"",
        "[]",
        "{\"cut\":\"begin|ning\",\"length\":70000}",
        "{\"cut\":\"{\\\"a\\\":[\",\"length\":70000}",
    };

    @Test
    void manyRowsReadAsFewDo() {
        List<String> rows = rows(TextFormat.MANY_ROWS + CELLS.length);
        CallToolResult many = table(rows);
        List<String> lines = lines(many);
        List<String> expected = new ArrayList<>(lines(table(rows.subList(0, 1))).subList(0, 1));
        for (int from = 0; from < rows.size(); from += TextFormat.MANY_ROWS) {
            int to = Math.min(rows.size(), from + TextFormat.MANY_ROWS);
            List<String> few = lines(table(rows.subList(from, to)));
            expected.addAll(few.subList(1, few.size()));
        }
        assertThat(lines).isEqualTo(expected).hasSize(rows.size() + 1);
    }

    @Test
    void cutCellsOfManyRowsAreNamed() {
        CallToolResult many = table(rows(TextFormat.MANY_ROWS + CELLS.length));
        JsonObject remarks = (JsonObject) Json.parse(text(many, 1));
        assertThat(Json.text(remarks))
                .contains("\"cut_cells\":")
                .contains("\"cut_row_column_length\":[[33,1,70000],[33,2,70000]");
    }

    @Test
    void manyRowsAreATableUnlessSomebodyAsks() {
        List<String> rows = rows(TextFormat.MANY_ROWS + 1);
        assertThat(text(answer(rows, TextFormat.BY_SIZE), 0)).startsWith("a t|b t\n");
        assertThat(text(answer(rows, TextFormat.JSON), 0)).startsWith("{\"columns\":");
        assertThat(text(answer(rows.subList(1, rows.size()), TextFormat.BY_SIZE), 0))
                .startsWith("{\"columns\":");
    }

    /** Each cell twice in a row, so that it is the first and the last one. */
    private static List<String> rows(int count) {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String cell = CELLS[i % CELLS.length];
            rows.add("[" + cell + "," + cell + "]");
        }
        return rows;
    }

    private static CallToolResult table(List<String> rows) {
        return answer(rows, TextFormat.TABLE);
    }

    private static CallToolResult answer(List<String> rows, TextFormat format) {
        String json = "[" + String.join(",", rows) + "]";
        ResultRows result =
                new ResultRows(
                        List.of(column("a"), column("b")),
                        new JsonEncoded(json.getBytes(StandardCharsets.UTF_8)),
                        rows.size(),
                        Optional.empty());
        return ToolResults.of(new ToolOutcome.Rows(result, format, Optional.empty()));
    }

    private static Column column(String name) {
        return new Column(name, "t");
    }

    private static List<String> lines(CallToolResult result) {
        return List.of(text(result, 0).split("\n", -1)).stream()
                .filter(line -> !line.isEmpty())
                .toList();
    }

    /** As a client reads it. */
    private static String text(CallToolResult result, int block) {
        JsonValue content = Json.parse(Json.text(new JsonArray(List.copyOf(result.content()))));
        return ((JsonObject) ((JsonArray) content).elements().get(block))
                .string("text")
                .orElseThrow();
    }
}
