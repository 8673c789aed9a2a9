package dev.sallyport.tool;

import dev.sallyport.config.DataSize;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs one read that the agent wrote. */
final class QueryTool implements Tool {
    static final String NAME = "query";

    /** As long as any source allows. */
    private static final int MAX_SECONDS = 600;

    /** The argument with the statement, unless the configuration names it otherwise. */
    static final String STATEMENT = "sql";

    private static final String MAX_ROWS = "max_rows";
    private static final String MAX_BYTES = "max_bytes";

    /** In their place where the configuration asks for pages as a former server had them. */
    static final String OFFSET = "offset";

    static final String LIMIT = "limit";

    private final SourceChoice sources;
    private final BuiltInTools.Query settings;
    private final AnswerShape shape;
    private final ToolDescription description;

    QueryTool(SourceChoice sources) {
        this(sources, BuiltInTools.STANDARD.query());
    }

    QueryTool(SourceChoice sources, BuiltInTools.Query settings) {
        this.sources = sources;
        this.settings = settings;
        this.shape = new AnswerShape(ResultShape.ROWS, settings.legacy(), settings.pagination());
        this.description = describe(sources, settings);
    }

    @Override
    public ToolDescription description() {
        return description;
    }

    @Override
    public String logName() {
        return "Query";
    }

    @Override
    public ToolAction plan(JsonObject arguments) {
        Arguments in = new Arguments(arguments);
        String sql = in.requiredText(settings.statement());
        Optional<String> database = in.text("database");
        List<SqlParameter> parameters = in.parameters("params");
        Optional<GovernedSource> chosen = sources.of(in);
        int maxRows = in.countUpTo(rowsName(settings), Integer.MAX_VALUE, Integer.MAX_VALUE);
        int bytes = in.countUpTo(MAX_BYTES, Integer.MAX_VALUE, Integer.MAX_VALUE);
        int seconds = in.countUpTo("timeout_seconds", MAX_SECONDS, MAX_SECONDS);
        TextFormat format =
                arguments.member("format").isPresent()
                        ? TextFormat.named(in.oneOf("format", TextFormat.NAMES))
                        : TextFormat.BY_SIZE;
        ToolAction.Paging paging =
                settings.pagination().isPresent()
                        ? ToolAction.Paging.behind(in.offset(OFFSET, PageCursors.MAX_SKIPPED))
                        : ToolAction.Paging.continuing(in.text("cursor"));
        Optional<ToolAction> refusal = in.refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (chosen.isEmpty()) {
            return sources.unknown();
        }
        GovernedSource source = chosen.get();
        if (database.isPresent() && !source.source().reaches(database.get())) {
            return unknownDatabase(source);
        }
        Optional<String> home = source.home(database);
        return new ToolAction.RunStatement(
                source,
                new SqlRequest(sql, StatementAccess.READ, SqlOrigin.AGENT, home),
                parameters,
                source.limits()
                        .withAtMostRows(maxRows)
                        .withAtMostBytes(new DataSize(bytes))
                        .withAtMostTime(Duration.ofSeconds(seconds)),
                format,
                paging);
    }

    @Override
    public CallToolResult answer(ToolOutcome outcome, JsonObject arguments) {
        return ToolResults.of(outcome, shape, arguments);
    }

    private static String rowsName(BuiltInTools.Query settings) {
        return settings.pagination().isPresent() ? LIMIT : MAX_ROWS;
    }

    static ToolAction unknownDatabase(GovernedSource source) {
        String hint =
                source.source()
                        .defaultDatabase()
                        .map(name -> "Leave database out, or set it to " + name + ".")
                        .orElse("Leave database out, and name it in the statement.");
        return new ToolAction.Refuse(
                Problem.of(
                        CallProblem.UNKNOWN_DATABASE,
                        "Statements for " + source.name() + " run in one database. " + hint));
    }

    private static ToolDescription describe(SourceChoice sources, BuiltInTools.Query settings) {
        JsonObject.Builder properties =
                JsonObject.builder().put(settings.statement(), Schemas.type("string"));
        sources.putSchema(properties);
        properties
                .put("database", Schemas.type("string"))
                .put("params", Schemas.values())
                .put(rowsName(settings), Schemas.type("integer"))
                .put(MAX_BYTES, Schemas.type("integer"))
                .put("timeout_seconds", Schemas.type("integer"));
        putPage(properties, settings);
        properties.put(
                "format",
                JsonObject.builder().put("enum", JsonArray.ofStrings(TextFormat.NAMES)).build());
        List<String> required = new ArrayList<>(List.of(settings.statement()));
        required.addAll(sources.required());
        JsonObject.Builder example =
                JsonObject.builder()
                        .put(settings.statement(), "SELECT name FROM customers WHERE state = ?");
        if (!sources.required().isEmpty()) {
            example.put("source", sources.all().iterator().next().name());
        }
        example.put("params", JsonArray.ofStrings(List.of("CA")));
        return new ToolDescription(
                settings.name(),
                Optional.of("Query"),
                "Runs one read-only "
                        + sources.dialectTitle()
                        + " statement. Bind values with ? and params. Find names with "
                        + settings.searchName()
                        + " first. Example: "
                        + Json.text(example.build()),
                Schemas.object(properties.build(), required),
                Optional.of(ToolResults.ROWS_SCHEMA),
                ToolAnnotations.READ_ONLY);
    }

    private static void putPage(JsonObject.Builder properties, BuiltInTools.Query settings) {
        if (settings.pagination().isEmpty()) {
            properties.put("cursor", Schemas.type("string"));
            return;
        }
        properties.put(
                OFFSET,
                JsonObject.builder()
                        .put("type", "integer")
                        .put("minimum", 0)
                        .put("maximum", PageCursors.MAX_SKIPPED)
                        .put("default", 0)
                        .build());
    }
}
