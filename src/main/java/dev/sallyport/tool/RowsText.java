package dev.sallyport.tool;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonEncoded;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.result.Column;
import dev.sallyport.result.CsvText;
import dev.sallyport.result.ResultRows;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Rows as a table or as CSV: the first block of text holds them and nothing else; a second one,
 * only where there is something to say, holds as JSON what the first has no place for.
 */
final class RowsText {
    /** Cells that are named one by one as cut. */
    private static final int MAX_CUT_CELLS = 100;

    private final Function<JsonValue, String> cell;
    private final String separator;
    private final String lineEnd;
    private final StringBuilder text = new StringBuilder();
    private final List<JsonValue> cutCells = new ArrayList<>();
    private int cut;

    private RowsText(Function<JsonValue, String> cell, String separator, String lineEnd) {
        this.cell = cell;
        this.separator = separator;
        this.lineEnd = lineEnd;
    }

    /**
     * The answer.
     *
     * @param content the structured content of the same rows
     */
    static CallToolResult answer(ResultRows rows, TextFormat format, JsonObject content) {
        boolean csv = format == TextFormat.CSV;
        RowsText writer =
                csv
                        ? new RowsText(CsvText::of, ",", "\r\n")
                        : new RowsText(RowsText::tableCell, "|", "\n");
        List<String> headers = header(rows.columns(), csv);
        JsonValue text =
                !csv && rows.rowCount() > TextFormat.MANY_ROWS
                        ? writer.manyRows(headers, rows.rows())
                        : writer.rows(headers, rows.rows());
        List<JsonObject> blocks = new ArrayList<>();
        blocks.add(block(text));
        writer.remarks(rows, content)
                .map(remarks -> block(new JsonString(Json.text(remarks))))
                .ifPresent(blocks::add);
        return new CallToolResult(blocks, Optional.of(content), false);
    }

    /** The same text as {@link #rows} makes of a table, with less work. */
    private JsonValue manyRows(List<String> headers, JsonEncoded rows) {
        return TableBytes.text(String.join(separator, headers), rows, this::cellText);
    }

    private JsonValue rows(List<String> headers, JsonEncoded rows) {
        line(headers);
        List<JsonValue> all = ((JsonArray) rows.decode()).elements();
        for (int row = 0; row < all.size(); row++) {
            List<JsonValue> cells = ((JsonArray) all.get(row)).elements();
            List<String> written = new ArrayList<>(cells.size());
            for (int column = 0; column < cells.size(); column++) {
                written.add(cellText(row, column, cells.get(column)));
            }
            line(written);
        }
        return new JsonString(text.toString());
    }

    private String cellText(int row, int column, JsonValue value) {
        if (value instanceof JsonObject(Map<String, JsonValue> members)) {
            noteCut(row, column, members);
            // What is there of the value; how long it is stands among the remarks.
            return cell.apply(members.getOrDefault("cut", JsonNull.NULL));
        }
        return cell.apply(value);
    }

    private void line(List<String> cells) {
        text.append(String.join(separator, cells)).append(lineEnd);
    }

    private void noteCut(int row, int column, Map<String, JsonValue> members) {
        if (cut++ < MAX_CUT_CELLS) {
            cutCells.add(
                    JsonArray.of(
                            JsonNumber.of(row + 1L),
                            JsonNumber.of(column + 1L),
                            members.getOrDefault("length", JsonNull.NULL)));
        }
    }

    /** What is to be said beside the rows; empty where nothing is. */
    private Optional<JsonObject> remarks(ResultRows rows, JsonObject content) {
        JsonObject.Builder remarks = JsonObject.builder();
        if (cut > 0) {
            remarks.put("cut_cells", cut)
                    .put("cut_row_column_length", new JsonArray(List.copyOf(cutCells)));
        }
        JsonObject.Builder notes = JsonObject.builder();
        for (Column column : rows.columns()) {
            column.note().ifPresent(note -> notes.put(column.name(), note));
        }
        if (!notes.build().members().isEmpty()) {
            remarks.put("notes", notes.build());
        }
        if (rows.truncation().isPresent()) {
            remarks.put("row_count", rows.rowCount()).put("truncated", true);
        }
        for (String name : new String[] {"truncated_by", "paging", "next_cursor", "hint"}) {
            remarks.putIfPresent(name, content.member(name));
        }
        return Optional.of(remarks.build()).filter(found -> !found.members().isEmpty());
    }

    /** With a label of its own for each of several columns that have the same name. */
    private static List<String> header(List<Column> columns, boolean csv) {
        List<String> labels = ColumnLabels.of(columns);
        List<String> header = new ArrayList<>(labels.size());
        for (int i = 0; i < labels.size(); i++) {
            String label = labels.get(i);
            header.add(csv ? CsvText.of(label) : header(label, columns.get(i)));
        }
        return header;
    }

    /** Name and type; the type with length, digits, and whether it is never NULL. */
    private static String header(String label, Column column) {
        StringBuilder header = new StringBuilder(tableText(label)).append(' ');
        header.append(column.type());
        column.precision()
                .ifPresent(precision -> {
                    header.append('(').append(precision);
                    column.scale().ifPresent(scale -> header.append(',').append(scale));
                    header.append(')');
                });
        if (!column.nullable().orElse(true)) {
            header.append(" NOT NULL");
        }
        return header.toString();
    }

    /** NULL is nothing; a text that could be taken for something else is a JSON string. */
    private static String tableCell(JsonValue value) {
        return switch (value) {
            case JsonNull ignored -> "";
            case JsonString(String text) -> tableText(text);
            case JsonNumber ignored -> Json.text(value);
            case JsonBoolean ignored -> Json.text(value);
            case JsonArray ignored -> Json.text(value).replace("|", "\\u007c");
            case JsonObject ignored -> Json.text(value).replace("|", "\\u007c");
            case JsonEncoded encoded -> tableCell(encoded.decode());
        };
    }

    private static String tableText(String text) {
        boolean plain =
                !text.isEmpty()
                        && text.charAt(0) != '"'
                        && text.charAt(0) > ' '
                        && text.charAt(text.length() - 1) > ' '
                        && text.chars().noneMatch(RowsText::breaksALine);
        return plain ? text : Json.text(new JsonString(text)).replace("|", "\\u007c");
    }

    private static boolean breaksALine(int c) {
        return c == '|' || Character.isISOControl(c) || c == '\u2028' || c == '\u2029';
    }

    private static JsonObject block(JsonValue text) {
        return JsonObject.builder().put("type", "text").put("text", text).build();
    }
}
