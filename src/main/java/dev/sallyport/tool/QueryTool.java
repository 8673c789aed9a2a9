package dev.sallyport.tool;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Runs one read that the agent wrote. */
final class QueryTool implements Tool {
    static final String NAME = "query";

    private final SourceChoice sources;
    private final ToolDescription description;

    QueryTool(SourceChoice sources) {
        this.sources = sources;
        this.description = describe(sources);
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
        String sql = in.requiredText("sql");
        Optional<String> database = in.text("database");
        List<SqlParameter> parameters = in.parameters("params");
        Optional<GovernedSource> chosen = sources.of(in);
        int maxRows = in.countUpTo("max_rows", Integer.MAX_VALUE, Integer.MAX_VALUE);
        Optional<ToolAction> refusal = in.refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (chosen.isEmpty()) {
            return sources.unknown();
        }
        GovernedSource source = chosen.get();
        Optional<String> own = source.source().defaultDatabase();
        if (database.isPresent() && !source.source().reaches(database.get())) {
            return unknownDatabase(source, own);
        }
        Optional<String> home = database.filter(name -> !source.source().isOwn(name)).or(() -> own);
        return new ToolAction.RunStatement(
                source,
                new SqlRequest(sql, StatementAccess.READ, SqlOrigin.AGENT, home),
                parameters,
                source.limits().withAtMostRows(maxRows));
    }

    static ToolAction unknownDatabase(GovernedSource source, Optional<String> own) {
        String hint =
                own.map(name -> "Leave database out, or set it to " + name + ".")
                        .orElse("Leave database out, and name it in the statement.");
        return new ToolAction.Refuse(
                Problem.of(
                        CallProblem.UNKNOWN_DATABASE,
                        "Statements for " + source.name() + " run in one database. " + hint));
    }

    private static ToolDescription describe(SourceChoice sources) {
        JsonObject.Builder properties =
                JsonObject.builder().put("sql", Schemas.type("string", "one SELECT"));
        sources.putSchema(properties);
        properties
                .put("database", Schemas.type("string"))
                .put("params", Schemas.values())
                .put(
                        "max_rows",
                        JsonObject.builder().put("type", "integer").put("minimum", 1).build());
        List<String> required = new ArrayList<>(List.of("sql"));
        required.addAll(sources.required());
        JsonObject.Builder example =
                JsonObject.builder().put("sql", "SELECT name FROM customers WHERE state = ?");
        if (!sources.required().isEmpty()) {
            example.put("source", sources.all().iterator().next().name());
        }
        example.put("params", JsonArray.ofStrings(List.of("CA")));
        return new ToolDescription(
                NAME,
                Optional.of("Query"),
                "Runs one read-only "
                        + sources.dialectTitle()
                        + " statement. Bind values with ? and params. Find names of tables and"
                        + " columns with search_schema first. Example: "
                        + Json.text(example.build()),
                Schemas.object(properties.build(), required),
                Optional.of(ToolResults.ROWS_SCHEMA),
                ToolAnnotations.READ_ONLY);
    }
}
