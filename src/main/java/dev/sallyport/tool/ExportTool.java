package dev.sallyport.tool;

import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.export.ExportFormat;
import dev.sallyport.export.ExportOrder;
import dev.sallyport.export.ExportSettings;
import dev.sallyport.export.FileName;
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

/** Writes the full result of one read that the agent wrote to a file. */
final class ExportTool implements Tool {
    static final String NAME = "export";

    /** A day: as long as the configuration allows. */
    private static final int MAX_SECONDS = 86_400;

    private static final String STATEMENT = "sql";
    private static final String FILE = "file";

    /** It changes no data; it does write a file, and a second call writes another. */
    private static final ToolAnnotations ANNOTATIONS =
            new ToolAnnotations(false, false, false, false);

    private final SourceChoice sources;
    private final ExportSettings settings;
    private final ToolDescription description;

    private ExportTool(String name, SourceChoice sources, ExportSettings settings) {
        this.sources = sources;
        this.settings = settings;
        this.description = describe(name, sources, settings);
    }

    /** The tool for the sources that may be exported, if there are any. */
    static Optional<Tool> of(
            String name,
            List<GovernedSource> sources,
            Optional<String> defaultSource,
            Optional<ExportSettings> settings) {
        List<GovernedSource> exported =
                sources.stream().filter(source -> source.exports().isPresent()).toList();
        Optional<String> standard =
                defaultSource.filter(
                        one -> exported.stream().anyMatch(source -> source.name().equals(one)));
        return exported.isEmpty()
                ? Optional.empty()
                : settings.map(
                        known -> new ExportTool(name, new SourceChoice(exported, standard), known));
    }

    @Override
    public ToolDescription description() {
        return description;
    }

    @Override
    public String logName() {
        return "Export";
    }

    @Override
    public ToolAction plan(JsonObject arguments) {
        Arguments in = new Arguments(arguments);
        String sql = in.requiredText(STATEMENT);
        Optional<String> database = in.text("database");
        List<SqlParameter> parameters = in.parameters("params");
        Optional<GovernedSource> chosen = sources.of(in);
        int maxRows = in.countUpTo("max_rows", Integer.MAX_VALUE, Integer.MAX_VALUE);
        int seconds = in.countUpTo("timeout_seconds", MAX_SECONDS, MAX_SECONDS);
        ExportFormat format = ExportFormat.named(in.oneOf("format", formats(settings)));
        Optional<String> asked = in.text(FILE);
        Optional<String> file = asked.flatMap(name -> FileName.of(name, format));
        if (asked.isPresent() && file.isEmpty()) {
            in.problem(FILE + " " + FileName.RULE);
        }
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
        Optional<String> home = source.home(database);
        ExecutionLimits limits =
                settings.limits()
                        .withAtMostRows(maxRows)
                        .withAtMostTime(Duration.ofSeconds(seconds));
        return ToolAction.RunStatement.exporting(
                source,
                new SqlRequest(sql, StatementAccess.READ, SqlOrigin.AGENT, home),
                parameters,
                limits,
                new ExportOrder(format, file));
    }

    @Override
    public CallToolResult answer(ToolOutcome outcome, JsonObject arguments) {
        return outcome instanceof ToolOutcome.Exported(var summary)
                ? ExportResults.of(summary)
                : ToolResults.of(outcome);
    }

    private static List<String> formats(ExportSettings settings) {
        return settings.formats().stream().map(ExportFormat::wireName).toList();
    }

    private static ToolDescription describe(
            String name, SourceChoice sources, ExportSettings settings) {
        JsonObject.Builder properties = JsonObject.builder().put(STATEMENT, Schemas.type("string"));
        sources.putSchema(properties);
        properties
                .put("database", Schemas.type("string"))
                .put("params", Schemas.values())
                .put(
                        "format",
                        JsonObject.builder()
                                .put("enum", JsonArray.ofStrings(formats(settings)))
                                .build())
                .put(FILE, Schemas.type("string", "plain file name"))
                .put(
                        "max_rows",
                        JsonObject.builder().put("type", "integer").put("minimum", 1).build())
                .put("timeout_seconds", Schemas.type("integer"));
        List<String> required = new ArrayList<>(List.of(STATEMENT));
        required.addAll(sources.required());
        return new ToolDescription(
                name,
                Optional.of("Export"),
                "Writes all rows of one read-only "
                        + sources.dialectTitle()
                        + " statement to a file, for results too large to answer; answers with a"
                        + " link and a summary, not with the rows.",
                Schemas.object(properties.build(), required),
                Optional.of(ExportResults.SCHEMA),
                ANNOTATIONS);
    }
}
