package dev.sallyport.tool;

import dev.sallyport.config.ConfigSection;
import dev.sallyport.execution.ExecutionOutcome;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.result.Column;
import dev.sallyport.result.ResultRows;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How the rows of a statement become a tool's answer.
 *
 * @param pagination name of the member that tells which of all rows these are
 */
record AnswerShape(ResultShape shape, LegacyKeys legacy, Optional<String> pagination) {
    private static final String TOO_LARGE =
            "There is a row, which exceeds the size limit by itself: tell the user that the tool's"
                    + " owner can raise the limit or have it select less.";

    /** All rows, and nothing beside them. */
    static final AnswerShape ROWS = new AnswerShape(ResultShape.ROWS, LegacyKeys.NONE);

    AnswerShape(ResultShape shape, LegacyKeys legacy) {
        this(shape, legacy, Optional.empty());
    }

    static AnswerShape read(ConfigSection in) {
        ResultShape shape =
                ResultShape.named(
                        in.oneOf("result", ResultShape.ROWS.configName(), ResultShape.names()));
        return new AnswerShape(shape, LegacyKeys.read(in.section("legacy")));
    }

    JsonObject schema() {
        return switch (shape) {
            case ROWS -> ToolResults.ROWS_SCHEMA;
            case ROW -> ToolResults.ROW_SCHEMA;
            case VALUE -> ToolResults.VALUE_SCHEMA;
        };
    }

    /** Rows that are read at most for this shape; one more is asked for, to know of others. */
    int mostRows(int limit) {
        return shape == ResultShape.ROWS ? limit : 1;
    }

    /** The members of the structured answer, without the legacy ones. */
    JsonObject structured(ResultRows rows, Optional<ToolOutcome.Page> page) {
        return switch (shape) {
            case ROWS -> ToolResults.rows(rows, page);
            case ROW -> {
                JsonObject.Builder content =
                        JsonObject.builder()
                                .put("columns", ToolResults.columns(rows))
                                .put("row", first(rows));
                putTruncation(content, rows);
                yield content.build();
            }
            case VALUE -> {
                JsonObject.Builder content = JsonObject.builder().put("value", value(rows));
                putTruncation(content, rows);
                yield content.build();
            }
        };
    }

    /** Nothing of a row that is there must not look like no row. */
    private static void putTruncation(JsonObject.Builder content, ResultRows rows) {
        if (rows.truncation().isPresent()) {
            content.put("truncated", true)
                    .put("hint", rows.rowCount() == 0 ? TOO_LARGE : "There are more rows.");
        }
    }

    /** The members that a former server's users rely on. */
    JsonObject legacy(ResultRows rows, JsonObject arguments) {
        JsonObject.Builder content = JsonObject.builder();
        echo(content, arguments);
        legacy.rows()
                .ifPresent(key ->
                        content.put(
                                key,
                                new JsonArray(
                                        objects(rows).stream()
                                                .<JsonValue>map(row -> row)
                                                .toList())));
        legacy.row().ifPresent(key -> content.put(key, first(rows)));
        legacy.value().ifPresent(key -> content.put(key, value(rows)));
        legacy.count().ifPresent(key -> content.put(key, JsonNumber.of((long) rows.rowCount())));
        legacy.truncated().ifPresent(key -> content.put(key, rows.truncation().isPresent()));
        pagination.ifPresent(key -> content.put(key, page(rows, arguments)));
        return content.build();
    }

    /** The same for a change: the count is of the rows that it affected. */
    JsonObject legacy(ExecutionOutcome.Written change, JsonObject arguments) {
        JsonObject.Builder content = JsonObject.builder();
        echo(content, arguments);
        legacy.count().ifPresent(key -> content.put(key, change.affectedRows()));
        return content.build();
    }

    private void echo(JsonObject.Builder content, JsonObject arguments) {
        for (String name : legacy.echo()) {
            content.put(name, arguments.member(name).orElse(JsonNull.NULL));
        }
    }

    private static JsonObject page(ResultRows rows, JsonObject arguments) {
        long offset = number(arguments, QueryTool.OFFSET).orElse(0);
        // A row that does not fit by itself would be cut off again.
        boolean more = rows.truncation().isPresent() && rows.rowCount() > 0;
        JsonObject.Builder page = JsonObject.builder().put("offset", JsonNumber.of(offset));
        number(arguments, QueryTool.LIMIT)
                .ifPresent(limit -> page.put("limit", JsonNumber.of(limit)));
        page.put("count", JsonNumber.of((long) rows.rowCount())).put("has_more", more);
        if (more) {
            page.put("next_offset", JsonNumber.of(offset + rows.rowCount()));
        }
        return page.build();
    }

    private static OptionalLong number(JsonObject arguments, String name) {
        return arguments.member(name).orElse(JsonNull.NULL) instanceof JsonNumber number
                ? number.asLong()
                : OptionalLong.empty();
    }

    private static JsonValue first(ResultRows rows) {
        List<JsonObject> objects = objects(rows);
        return objects.isEmpty() ? JsonNull.NULL : objects.getFirst();
    }

    private static JsonValue value(ResultRows rows) {
        List<List<JsonValue>> cells = cells(rows);
        return cells.isEmpty() || cells.getFirst().isEmpty()
                ? JsonNull.NULL
                : cells.getFirst().getFirst();
    }

    private static List<JsonObject> objects(ResultRows rows) {
        List<String> names = names(rows.columns());
        List<JsonObject> objects = new ArrayList<>();
        for (List<JsonValue> cells : cells(rows)) {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            for (int i = 0; i < cells.size(); i++) {
                members.put(names.get(i), cells.get(i));
            }
            objects.add(new JsonObject(members));
        }
        return objects;
    }

    private static List<List<JsonValue>> cells(ResultRows rows) {
        List<List<JsonValue>> cells = new ArrayList<>();
        if (rows.rows().decode() instanceof JsonArray(List<JsonValue> all)) {
            for (JsonValue row : all) {
                if (row instanceof JsonArray(List<JsonValue> values)) {
                    cells.add(values);
                }
            }
        }
        return cells;
    }

    /** Names of the columns, made different where an object would lose one of them. */
    private static List<String> names(List<Column> columns) {
        List<String> own = columns.stream().map(Column::name).toList();
        List<String> names = new ArrayList<>();
        for (Column column : columns) {
            String name = column.name();
            for (int i = 2; names.contains(name) || (i > 2 && own.contains(name)); i++) {
                name = column.name() + "_" + i;
            }
            names.add(name);
        }
        return names;
    }
}
