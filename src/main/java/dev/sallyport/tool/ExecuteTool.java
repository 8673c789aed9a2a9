package dev.sallyport.tool;

import dev.sallyport.execution.IdempotencyKey;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import dev.sallyport.sql.StatementClass;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Makes one change that the agent wrote, on a source whose owner allows changes. */
final class ExecuteTool implements Tool {
    static final String NAME = "execute";

    /** The argument with the statement, unless the configuration names it otherwise. */
    static final String STATEMENT = "sql";

    /** What an argument that names the operation may say, in any case. */
    private static final List<StatementClass> OPERATIONS =
            List.of(StatementClass.INSERT, StatementClass.UPDATE, StatementClass.DELETE);

    static final String KEY = "idempotency_key";
    private static final String MAX_AFFECTED = "max_affected_rows";
    private static final ToolAnnotations DESTRUCTIVE =
            new ToolAnnotations(false, true, false, false);

    private final SourceChoice sources;
    private final BuiltInTools.Execute settings;
    private final ToolDescription description;

    private ExecuteTool(BuiltInTools.Execute settings, SourceChoice sources) {
        this.sources = sources;
        this.settings = settings;
        this.description = describe(settings, sources);
    }

    /** The tool, if one of the sources takes changes. */
    static Optional<Tool> of(BuiltInTools.Execute settings, List<GovernedSource> sources) {
        List<GovernedSource> open =
                sources.stream().filter(source -> source.source().takesChanges()).toList();
        return open.isEmpty()
                ? Optional.empty()
                : Optional.of(new ExecuteTool(settings, new SourceChoice(open)));
    }

    @Override
    public ToolDescription description() {
        return description;
    }

    @Override
    public String logName() {
        return "Execute";
    }

    @Override
    public ToolAction plan(JsonObject arguments) {
        Arguments in = new Arguments(arguments);
        String sql = in.requiredText(settings.statement());
        Optional<String> database = in.text("database");
        List<SqlParameter> parameters = in.parameters("params");
        Optional<GovernedSource> chosen = sources.of(in);
        int maxAffected = in.countUpTo(MAX_AFFECTED, Integer.MAX_VALUE, Integer.MAX_VALUE);
        Optional<String> key = idempotencyKey(in);
        Optional<StatementClass> operation =
                settings.operation().flatMap(name -> operation(in, name));
        Optional<ToolAction> refusal = in.refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (chosen.isEmpty()) {
            return sources.unknown();
        }
        GovernedSource source = chosen.get();
        if (database.isPresent() && !source.source().reaches(database.get())) {
            return QueryTool.unknownDatabase(source);
        }
        if (key.isPresent() && source.writes().idempotencyTable().isEmpty()) {
            return new ToolAction.Refuse(
                    Problem.of(
                            CallProblem.NO_KEY_TABLE,
                            "Leave "
                                    + KEY
                                    + " out; the owner of "
                                    + source.name()
                                    + " has configured no table for keys."));
        }
        Optional<String> home = source.home(database);
        return new ToolAction.RunStatement(
                source,
                new SqlRequest(sql, StatementAccess.WRITE, SqlOrigin.AGENT, home),
                parameters,
                source.limits(),
                new ToolAction.Change(
                        Math.min(maxAffected, source.writes().maxAffectedRows()), key, operation));
    }

    @Override
    public CallToolResult answer(ToolOutcome outcome, JsonObject arguments) {
        return ToolResults.of(
                outcome, new AnswerShape(ResultShape.ROWS, settings.legacy()), arguments);
    }

    /** The caller's name for a change; what is wrong with it is noted. */
    static Optional<String> idempotencyKey(Arguments in) {
        Optional<String> key = in.text(KEY);
        if (key.isPresent() && !IdempotencyKey.isValid(key.get())) {
            in.problem(
                    KEY
                            + " must have 1 to "
                            + IdempotencyKey.MAX_LENGTH
                            + " printable ASCII characters, no blanks");
        }
        return key;
    }

    static void putKey(JsonObject.Builder properties) {
        properties.put(
                KEY, Schemas.type("string", "new for each change, the same when sent again"));
    }

    private static Optional<StatementClass> operation(Arguments in, String name) {
        String given = in.requiredText(name).strip();
        Optional<StatementClass> operation =
                OPERATIONS.stream().filter(one -> one.name().equalsIgnoreCase(given)).findFirst();
        if (operation.isEmpty() && !given.isEmpty()) {
            in.problem(name + " must be one of " + String.join(", ", operationNames()));
        }
        return operation;
    }

    private static List<String> operationNames() {
        return OPERATIONS.stream().map(one -> one.name().toLowerCase(Locale.ROOT)).toList();
    }

    private static ToolDescription describe(BuiltInTools.Execute settings, SourceChoice sources) {
        JsonObject.Builder properties = JsonObject.builder();
        settings.operation()
                .ifPresent(name ->
                        properties.put(
                                name, Schemas.type("string", String.join(", ", operationNames()))));
        properties.put(
                settings.statement(), Schemas.type("string", "one INSERT, UPDATE or DELETE"));
        sources.putSchema(properties);
        properties
                .put("database", Schemas.type("string"))
                .put("params", Schemas.values())
                .put(MAX_AFFECTED, atLeastOne("more: rolled back"));
        boolean keys =
                sources.all().stream()
                        .anyMatch(source -> source.writes().idempotencyTable().isPresent());
        if (keys) {
            putKey(properties);
        }
        List<String> required = new ArrayList<>();
        settings.operation().ifPresent(required::add);
        required.add(settings.statement());
        required.addAll(sources.required());
        JsonObject.Builder example = JsonObject.builder();
        settings.operation().ifPresent(name -> example.put(name, "update"));
        example.put(settings.statement(), "UPDATE customers SET city = ? WHERE id = ?");
        if (!sources.required().isEmpty()) {
            example.put("source", sources.all().iterator().next().name());
        }
        example.put("params", JsonArray.of(Json.parse("\"Reno\""), JsonNumber.of(7)));
        return new ToolDescription(
                settings.name(),
                Optional.of("Execute"),
                "Changes data for good: one "
                        + sources.dialectTitle()
                        + " INSERT, UPDATE or DELETE, committed when it answers committed. Bind"
                        + " values with ? and params. Example: "
                        + Json.text(example.build()),
                Schemas.object(properties.build(), required),
                Optional.of(ToolResults.CHANGE_SCHEMA),
                DESTRUCTIVE);
    }

    private static JsonObject atLeastOne(String description) {
        return JsonObject.builder()
                .put("type", "integer")
                .put("minimum", 1)
                .put("description", description)
                .build();
    }
}
