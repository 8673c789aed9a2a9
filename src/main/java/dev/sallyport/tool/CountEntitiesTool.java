package dev.sallyport.tool;

import dev.sallyport.catalog.Entities;
import dev.sallyport.catalog.Entity;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.result.ResultRows;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Counts the rows of a business entity, by any of its names. */
final class CountEntitiesTool implements Tool {
    static final String NAME = "count_entities";

    private static final String ARGUMENT = "entity";

    private final Collection<GovernedSource> sources;
    private final Entities entities;
    private final ToolDescription description;

    CountEntitiesTool(String name, Collection<GovernedSource> sources, Entities entities) {
        this.sources = List.copyOf(sources);
        this.entities = entities;
        this.description =
                new ToolDescription(
                        name,
                        Optional.of("Count entities"),
                        "Counts the rows of a business entity, by its name or another name of it.",
                        Schemas.object(
                                JsonObject.builder()
                                        .put(
                                                ARGUMENT,
                                                Schemas.type(
                                                        "string", "such as " + example(entities)))
                                        .build(),
                                List.of(ARGUMENT)),
                        Optional.empty(),
                        ToolAnnotations.READ_ONLY);
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
        String name = in.requiredText(ARGUMENT);
        Optional<ToolAction> refusal = in.refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        List<Entity> shown = DescribeEntitiesTool.shown(sources, entities);
        Optional<Entity> entity = shown.stream().filter(one -> one.isCalled(name)).findFirst();
        return entity.<ToolAction>flatMap(found ->
                        sources.stream()
                                .filter(source -> source.name().equals(found.source()))
                                .findFirst()
                                .map(source ->
                                        new ToolAction.RunStatement(
                                                source,
                                                request(source, found),
                                                List.of(),
                                                source.limits().withAtMostRows(1))))
                .orElseGet(() -> DescribeEntitiesTool.unknown(shown));
    }

    @Override
    public CallToolResult answer(ToolOutcome outcome, JsonObject arguments) {
        if (!(outcome instanceof ToolOutcome.Rows(ResultRows rows, _, _))) {
            return ToolResults.of(outcome);
        }
        String name = arguments.string(ARGUMENT).orElse("");
        JsonObject content =
                JsonObject.builder()
                        .put("entity", name)
                        .put("table", entities.called(name).map(Entity::table).orElse(""))
                        .put("total", total(rows))
                        .build();
        return CallToolResult.ofJson(content);
    }

    /** The statement that counts an entity; its table's name is the owner's. */
    static SqlRequest request(GovernedSource source, Entity entity) {
        return new SqlRequest(
                "SELECT COUNT(*) AS TOTAL_COUNT FROM " + entity.table(),
                StatementAccess.READ,
                SqlOrigin.OPERATOR,
                source.source().defaultDatabase());
    }

    private static JsonValue total(ResultRows rows) {
        return rows.rows().decode() instanceof JsonArray(List<JsonValue> all)
                        && !all.isEmpty()
                        && all.getFirst() instanceof JsonArray(List<JsonValue> cells)
                        && !cells.isEmpty()
                ? cells.getFirst()
                : JsonNull.NULL;
    }

    private static String example(Entities entities) {
        return entities.all().stream().map(Entity::name).findFirst().orElse("");
    }
}
