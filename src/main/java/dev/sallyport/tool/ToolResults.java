package dev.sallyport.tool;

import dev.sallyport.catalog.CatalogAnswer;
import dev.sallyport.execution.ExecutionOutcome;
import dev.sallyport.execution.ProcedureResult;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.result.Column;
import dev.sallyport.result.ResultRows;
import dev.sallyport.result.Truncation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Outcomes as the protocol's results: structured content, and the same as compact JSON text for
 * clients that read text only.
 */
final class ToolResults {
    private static final String COMMITTED = "committed";
    private static final String ROLLED_BACK = "rolled_back";
    private static final String UNKNOWN = "unknown";

    private static final JsonObject PROBLEM_PROPERTIES =
            JsonObject.builder()
                    .put("code", Schemas.type("string"))
                    .put("reason", Schemas.type("string"))
                    .put("hint", Schemas.type("string"))
                    .build();

    /**
     * Schema of an answer with rows, or of a refusal: clients check both against the one schema.
     */
    static final JsonObject ROWS_SCHEMA =
            JsonObject.builder()
                    .put("type", "object")
                    .put(
                            "properties",
                            JsonObject.builder()
                                    .put("columns", Schemas.arrayOf(columnSchema()))
                                    .put("rows", Schemas.arrayOf(Schemas.type("array")))
                                    .put("row_count", Schemas.type("integer"))
                                    .put("truncated", Schemas.type("boolean"))
                                    .put("truncated_by", enumOf("rows", "bytes"))
                                    .put("next_cursor", Schemas.type("string"))
                                    .put("paging", Schemas.type("string"))
                                    .putAll(PROBLEM_PROPERTIES)
                                    .build())
                    .put("anyOf", either("columns", "rows", "row_count", "truncated"))
                    .build();

    /** Schema of an answer to a change, or of a refusal. */
    static final JsonObject CHANGE_SCHEMA =
            JsonObject.builder()
                    .put("type", "object")
                    .put(
                            "properties",
                            JsonObject.builder()
                                    .put("outcome", enumOf(COMMITTED, UNKNOWN))
                                    .put("affected_rows", Schemas.type("integer"))
                                    .put("replayed", Schemas.type("boolean"))
                                    .put("columns", Schemas.arrayOf(columnSchema()))
                                    .put("rows", Schemas.arrayOf(Schemas.type("array")))
                                    .putAll(PROBLEM_PROPERTIES)
                                    .build())
                    .put("anyOf", either("outcome", "affected_rows"))
                    .build();

    /** Schema of an answer of a procedure, or of a refusal. */
    static final JsonObject PROCEDURE_SCHEMA =
            JsonObject.builder()
                    .put("type", "object")
                    .put(
                            "properties",
                            JsonObject.builder()
                                    .put("outcome", enumOf(COMMITTED, ROLLED_BACK, UNKNOWN))
                                    .put("result_sets", Schemas.arrayOf(Schemas.type("object")))
                                    .put("rows_affected", Schemas.arrayOf(Schemas.type("integer")))
                                    .put("output", Schemas.type("object"))
                                    .put("return_value", Schemas.type("integer"))
                                    .put("truncated", Schemas.type("boolean"))
                                    .putAll(PROBLEM_PROPERTIES)
                                    .build())
                    .put("anyOf", either("outcome", "result_sets", "return_value"))
                    .build();

    /** Schema of an answer with one row, or of a refusal. */
    static final JsonObject ROW_SCHEMA =
            JsonObject.builder()
                    .put("type", "object")
                    .put(
                            "properties",
                            JsonObject.builder()
                                    .put("columns", Schemas.arrayOf(columnSchema()))
                                    .put(
                                            "row",
                                            JsonObject.builder()
                                                    .put(
                                                            "type",
                                                            JsonArray.ofStrings(
                                                                    List.of("object", "null")))
                                                    .build())
                                    .put("truncated", Schemas.type("boolean"))
                                    .putAll(PROBLEM_PROPERTIES)
                                    .build())
                    .put("anyOf", either("columns", "row"))
                    .build();

    /** Schema of an answer with one value, or of a refusal. */
    static final JsonObject VALUE_SCHEMA =
            JsonObject.builder()
                    .put("type", "object")
                    .put(
                            "properties",
                            JsonObject.builder()
                                    .put("truncated", Schemas.type("boolean"))
                                    .putAll(PROBLEM_PROPERTIES)
                                    .build())
                    .put("anyOf", either("value"))
                    .build();

    /** Schema of an answer with tables, or of a refusal. */
    static final JsonObject TABLES_SCHEMA =
            JsonObject.builder()
                    .put("type", "object")
                    .put(
                            "properties",
                            JsonObject.builder()
                                    .put("tables", Schemas.arrayOf(Schemas.type("object")))
                                    .put("truncated", Schemas.type("boolean"))
                                    .putAll(PROBLEM_PROPERTIES)
                                    .build())
                    .put("anyOf", either("tables", "truncated"))
                    .build();

    private ToolResults() {}

    static CallToolResult of(ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Rows(ResultRows rows, TextFormat format, var page) ->
                    answer(rows, format, rows(rows, page));
            case ToolOutcome.Written(ExecutionOutcome.Written change) -> answer(change(change));
            case ToolOutcome.Called(ProcedureResult result) -> answer(called(result));
            case ToolOutcome.Exported(var summary) -> ExportResults.of(summary);
            case ToolOutcome.Unknown(Problem problem) -> unknown(problem);
            case ToolOutcome.Tables(CatalogAnswer.Found found) -> answer(tables(found));
            case ToolOutcome.Reply(JsonObject content) -> answer(content);
            case ToolOutcome.Refused(Problem problem) -> problem(problem);
            case ToolOutcome.Failed(Problem problem) -> problem(problem);
        };
    }

    /**
     * An outcome of a tool whose rows have a shape. Where the owner declared legacy members, the
     * text is what the former server wrote, and the structured content has both.
     */
    static CallToolResult of(ToolOutcome outcome, AnswerShape shape, JsonObject arguments) {
        if (shape.legacy().isEmpty()) {
            return outcome instanceof ToolOutcome.Rows(ResultRows rows, TextFormat format, var page)
                    ? answer(rows, format, shape.structured(rows, page))
                    : of(outcome);
        }
        return switch (outcome) {
            case ToolOutcome.Rows(ResultRows rows, TextFormat format, var page) -> {
                JsonObject legacy = shape.legacy(rows, arguments);
                JsonObject.Builder content =
                        JsonObject.builder().putAll(shape.structured(rows, page));
                content.putAll(legacy);
                yield format == TextFormat.JSON || format == TextFormat.BY_SIZE
                        ? CallToolResult.ofText(Json.text(legacy), content.build(), false)
                        : answer(rows, format, content.build());
            }
            case ToolOutcome.Written(ExecutionOutcome.Written change) -> {
                JsonObject legacy = shape.legacy(change, arguments);
                JsonObject.Builder content = JsonObject.builder().putAll(change(change));
                content.putAll(legacy);
                yield CallToolResult.ofText(Json.text(legacy), content.build(), false);
            }
            case ToolOutcome.Called ignored -> of(outcome);
            case ToolOutcome.Exported ignored -> of(outcome);
            case ToolOutcome.Unknown ignored -> of(outcome);
            case ToolOutcome.Tables ignored -> of(outcome);
            case ToolOutcome.Reply ignored -> of(outcome);
            case ToolOutcome.Refused(Problem problem) ->
                    legacyProblem(problem, shape.legacy().errorType());
            case ToolOutcome.Failed(Problem problem) ->
                    legacyProblem(problem, shape.legacy().errorType());
        };
    }

    /** An outcome of a tool whose problems have the names that a former server had for them. */
    static CallToolResult of(ToolOutcome outcome, Optional<String> errorType) {
        if (errorType.isPresent() && outcome instanceof ToolOutcome.Refused(Problem problem)) {
            return legacyProblem(problem, errorType);
        }
        return errorType.isPresent() && outcome instanceof ToolOutcome.Failed(Problem problem)
                ? legacyProblem(problem, errorType)
                : of(outcome);
    }

    /** A problem with the member {@code error}, which former servers had. */
    private static CallToolResult legacyProblem(Problem problem, Optional<String> errorType) {
        String text = text(problem);
        JsonObject content = content(problem);
        if (errorType.isPresent()) {
            String type = FormerErrorType.of(problem.code());
            text = problem.code() + " " + type + ": " + problem.reason() + ". " + problem.hint();
            content = content.with(errorType.get(), new JsonString(type));
        }
        return CallToolResult.ofText(text, content.with("error", new JsonString(text)), true);
    }

    private static CallToolResult answer(JsonObject content) {
        return CallToolResult.ofJson(content);
    }

    private static CallToolResult problem(Problem problem) {
        return CallToolResult.ofText(text(problem), content(problem), true);
    }

    private static CallToolResult answer(ResultRows rows, TextFormat format, JsonObject content) {
        return switch (format) {
            case JSON -> answer(content);
            case TABLE, CSV -> RowsText.answer(rows, format, content);
            case BY_SIZE ->
                    rows.rowCount() > TextFormat.MANY_ROWS
                            ? RowsText.answer(rows, TextFormat.TABLE, content)
                            : answer(content);
        };
    }

    private static CallToolResult unknown(Problem problem) {
        JsonObject content = content(problem).with("outcome", new JsonString(UNKNOWN));
        return CallToolResult.ofText(text(problem) + " outcome: " + UNKNOWN, content, true);
    }

    private static JsonObject change(ExecutionOutcome.Written change) {
        JsonObject.Builder content =
                JsonObject.builder()
                        .put("outcome", COMMITTED)
                        .put("affected_rows", change.affectedRows());
        if (change.replayed()) {
            content.put("replayed", true)
                    .put("hint", "An earlier call with this key made the change; not made again.");
        }
        change.returned().map(rows -> rows(rows, Optional.empty())).ifPresent(content::putAll);
        return content.build();
    }

    private static JsonObject called(ProcedureResult result) {
        JsonObject.Builder content =
                JsonObject.builder()
                        .put("outcome", result.committed() ? COMMITTED : ROLLED_BACK)
                        .put(
                                "result_sets",
                                array(
                                        result.results().stream()
                                                .map(rows -> rows(rows, Optional.empty()))
                                                .toList()))
                        .put(
                                "rows_affected",
                                new JsonArray(
                                        result.affectedRows().stream()
                                                .<JsonValue>map(JsonNumber::of)
                                                .toList()))
                        .putIfPresent("output", result.outputs())
                        .put("return_value", result.returned())
                        .put("truncated", result.isCut());
        if (result.moreResults() || result.outputs().isEmpty()) {
            content.put(
                    "hint",
                    result.moreResults()
                            ? "The procedure gave more results than are kept."
                            : "The values of output parameters exceed the size limit.");
        }
        return content.build();
    }

    private static String text(Problem problem) {
        return problem.code() + ": " + problem.reason() + ". " + problem.hint();
    }

    private static JsonObject content(Problem problem) {
        return JsonObject.builder()
                .put("code", problem.code())
                .put("reason", problem.reason())
                .put("hint", problem.hint())
                .build();
    }

    static JsonArray columns(ResultRows rows) {
        List<JsonValue> columns = new ArrayList<>();
        for (Column column : rows.columns()) {
            columns.add(column.json());
        }
        return new JsonArray(columns);
    }

    static JsonObject rows(ResultRows rows, Optional<ToolOutcome.Page> page) {
        JsonObject.Builder content =
                JsonObject.builder()
                        .put("columns", columns(rows))
                        .put("rows", rows.rows())
                        .put("row_count", rows.rowCount())
                        .put("truncated", rows.truncation().isPresent())
                        .putIfPresent("first_row", ColumnLabels.firstRow(rows));
        if (rows.truncation().isPresent()) {
            Truncation truncation = rows.truncation().get();
            content.put("truncated_by", truncation.name().toLowerCase(Locale.ROOT))
                    .put("hint", hint(truncation, rows.rowCount(), page));
        }
        if (page.isPresent() && (page.get().skipped() > 0 || page.get().next().isPresent())) {
            content.put("paging", page.get().held() ? "held" : "re-executed")
                    .putIfPresent("next_cursor", page.get().next().map(JsonString::new));
        }
        return content.build();
    }

    private static String hint(
            Truncation truncation, int rowCount, Optional<ToolOutcome.Page> page) {
        if (truncation == Truncation.BYTES && rowCount == 0) {
            return "The next row alone exceeds the size limit. Select fewer columns, or parts of"
                    + " their values.";
        }
        String narrower = narrower(truncation);
        if (page.flatMap(ToolOutcome.Page::next).isEmpty()) {
            return narrower;
        }
        return narrower
                + " Or send the same call with cursor set to next_cursor for the rows that follow."
                + (page.get().ordered()
                        ? ""
                        : " Without ORDER BY over a unique key the order is not fixed: rows may be"
                                + " missing or come twice.");
    }

    private static String narrower(Truncation truncation) {
        return switch (truncation) {
            case ROWS ->
                    "There are more rows than the limit. Aggregate, or narrow the WHERE clause.";
            case BYTES ->
                    "The rows exceed the size limit. Select fewer columns, aggregate, or narrow"
                            + " the WHERE clause.";
        };
    }

    static JsonObject tables(CatalogAnswer.Found found) {
        JsonObject.Builder content =
                JsonObject.builder()
                        .put(
                                "tables",
                                array(found.tables().stream().map(ToolResults::table).toList()))
                        .put("truncated", found.more());
        if (found.tables().isEmpty()) {
            content.put(
                    "hint", "Nothing matches. Try fewer or other words, or none for all tables.");
        } else if (found.more()) {
            content.put("hint", "There are more tables. Add a word, or raise limit.");
        }
        return content.build();
    }

    private static JsonObject table(CatalogAnswer.TableEntry table) {
        JsonObject.Builder entry =
                JsonObject.builder().put("name", table.name()).put("kind", table.kind());
        table.comment().ifPresent(comment -> entry.put("comment", comment));
        if (!table.matchedColumns().isEmpty()) {
            entry.put("matched_columns", JsonArray.ofStrings(table.matchedColumns()));
        }
        if (!table.columns().isEmpty()) {
            entry.put("columns", array(table.columns().stream().map(ToolResults::column).toList()));
        }
        return entry.build();
    }

    private static JsonObject column(CatalogAnswer.ColumnEntry column) {
        JsonObject.Builder entry =
                JsonObject.builder()
                        .put("name", column.name())
                        .put("type", column.type())
                        .put("nullable", column.nullable());
        if (column.key()) {
            entry.put("key", true);
        }
        column.comment().ifPresent(comment -> entry.put("comment", comment));
        return entry.build();
    }

    private static JsonArray array(List<JsonObject> objects) {
        return new JsonArray(objects.stream().<JsonValue>map(object -> object).toList());
    }

    private static JsonObject enumOf(String... values) {
        return JsonObject.builder().put("enum", JsonArray.ofStrings(List.of(values))).build();
    }

    private static JsonObject columnSchema() {
        return JsonObject.builder()
                .put("type", "object")
                .put(
                        "properties",
                        JsonObject.builder()
                                .put("name", Schemas.type("string"))
                                .put("type", Schemas.type("string"))
                                .build())
                .build();
    }

    private static JsonArray either(String... answerMembers) {
        return JsonArray.of(
                required(List.of(answerMembers)), required(List.of("code", "reason", "hint")));
    }

    private static JsonObject required(List<String> members) {
        return JsonObject.builder().put("required", JsonArray.ofStrings(members)).build();
    }
}
