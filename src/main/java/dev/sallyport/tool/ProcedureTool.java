package dev.sallyport.tool;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.sql.ProcedureArgument;
import dev.sallyport.sql.SqlServerType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Calls a procedure that the owner lists. */
final class ProcedureTool implements Tool {
    static final String NAME = "execute_stored_procedure";

    /** The name that a former server had for it. */
    static final String FORMER_NAME = "execute_StoredProcedure";

    private static final ToolAnnotations DESTRUCTIVE =
            new ToolAnnotations(false, true, false, false);

    private final SourceChoice sources;
    private final Optional<String> errorType;
    private final ToolDescription description;

    private ProcedureTool(BuiltInTools.Procedure settings, List<GovernedSource> sources) {
        this.sources = new SourceChoice(sources);
        this.errorType = settings.errorType();
        this.description = describe(settings.named().name(), this.sources);
    }

    /** The tool, if it is to appear and one of the sources knows procedures. */
    static Optional<Tool> of(BuiltInTools.Procedure settings, List<GovernedSource> sources) {
        List<GovernedSource> open =
                sources.stream().filter(source -> source.source().callsProcedures()).toList();
        boolean listed = open.stream().anyMatch(source -> !source.procedures().isEmpty());
        return open.isEmpty() || !settings.shown().orElse(listed)
                ? Optional.empty()
                : Optional.of(new ProcedureTool(settings, open));
    }

    @Override
    public ToolDescription description() {
        return description;
    }

    @Override
    public String logName() {
        return "Procedure";
    }

    @Override
    public ToolAction plan(JsonObject arguments) {
        Arguments in = new Arguments(arguments);
        String procedure = in.requiredText("procedure");
        Optional<String> database = in.text("database");
        List<ProcedureArgument> parameters = ProcedureArguments.read(in, "parameters");
        Optional<GovernedSource> chosen = sources.of(in);
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
        return new ToolAction.CallProcedure(
                source,
                procedure,
                database.or(() -> source.source().defaultDatabase()),
                parameters,
                source.limits());
    }

    @Override
    public CallToolResult answer(ToolOutcome outcome, JsonObject arguments) {
        return ToolResults.of(outcome, errorType);
    }

    private static ToolDescription describe(String name, SourceChoice sources) {
        JsonObject column =
                JsonObject.builder()
                        .put("type", "object")
                        .put(
                                "properties",
                                JsonObject.builder()
                                        .put("name", Schemas.type("string"))
                                        .put("type", Schemas.type("string"))
                                        .build())
                        .put("required", JsonArray.ofStrings(List.of("name", "type")))
                        .put("additionalProperties", false)
                        .build();
        JsonObject parameter =
                JsonObject.builder()
                        .put("type", "object")
                        .put(
                                "properties",
                                JsonObject.builder()
                                        .put("name", Schemas.type("string"))
                                        .put(
                                                "type",
                                                Schemas.type(
                                                        "string",
                                                        String.join(", ", SqlServerType.titles())))
                                        .put("value", JsonObject.EMPTY)
                                        .put(
                                                "type_name",
                                                Schemas.type(
                                                        "string",
                                                        "of TVP: its table type; value: rows"))
                                        .put("columns", Schemas.arrayOf(column))
                                        .put("output", Schemas.type("boolean"))
                                        .build())
                        .put("required", JsonArray.ofStrings(List.of("name", "type")))
                        .put("additionalProperties", false)
                        .build();
        JsonObject.Builder properties =
                JsonObject.builder().put("procedure", Schemas.type("string"));
        sources.putSchema(properties);
        properties
                .put("parameters", Schemas.arrayOf(parameter))
                .put("database", Schemas.type("string"));
        List<String> required = new ArrayList<>(List.of("procedure"));
        required.addAll(sources.required());
        boolean writes = sources.all().stream().anyMatch(source -> source.procedures().hasWrites());
        return new ToolDescription(
                name,
                Optional.of("Execute stored procedure"),
                "Calls one "
                        + sources.dialectTitle()
                        + " stored procedure that the owner lists; a call without a listed one tells"
                        + " which there are. Answers its results, affected rows, output parameters"
                        + " (those with output: true) and return value.",
                Schemas.object(properties.build(), required),
                Optional.of(ToolResults.PROCEDURE_SCHEMA),
                writes ? DESTRUCTIVE : ToolAnnotations.READ_ONLY);
    }
}
