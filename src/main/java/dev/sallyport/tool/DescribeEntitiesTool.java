package dev.sallyport.tool;

import dev.sallyport.catalog.Entities;
import dev.sallyport.catalog.Entity;
import dev.sallyport.guard.Verdict;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Tells which business entities there are, what people call them and where the data has them. */
final class DescribeEntitiesTool implements Tool {
    static final String NAME = "describe_entities";

    private final Collection<GovernedSource> sources;
    private final Entities entities;
    private final ToolDescription description;

    DescribeEntitiesTool(String name, Collection<GovernedSource> sources, Entities entities) {
        this.sources = List.copyOf(sources);
        this.entities = entities;
        this.description =
                new ToolDescription(
                        name,
                        Optional.of("Describe entities"),
                        "Tells which business entities there are: their other names, table, key,"
                                + " columns and joins.",
                        Schemas.object(
                                JsonObject.builder()
                                        .put("entity", Schemas.type("string", "none: all"))
                                        .build(),
                                List.of()),
                        Optional.empty(),
                        ToolAnnotations.READ_ONLY);
    }

    @Override
    public ToolDescription description() {
        return description;
    }

    @Override
    public String logName() {
        return "Entities";
    }

    @Override
    public ToolAction plan(JsonObject arguments) {
        Arguments in = new Arguments(arguments);
        Optional<String> name = in.text("entity").filter(text -> !text.isBlank());
        Optional<ToolAction> refusal = in.refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        List<Entity> shown = shown(sources, entities);
        if (name.isEmpty()) {
            return new ToolAction.Reply(list(shown));
        }
        List<Entity> called = shown.stream().filter(one -> one.isCalled(name.get())).toList();
        return called.isEmpty() ? unknown(shown) : new ToolAction.Reply(list(called));
    }

    /** The entities whose tables the lists of their sources let a statement read. */
    static List<Entity> shown(Collection<GovernedSource> sources, Entities entities) {
        return entities.all().stream()
                .filter(entity -> sources.stream().anyMatch(source -> shows(source, entity)))
                .toList();
    }

    private static boolean shows(GovernedSource source, Entity entity) {
        return source.name().equals(entity.source())
                && source.guard().inspect(CountEntitiesTool.request(source, entity))
                        instanceof Verdict.Allowed;
    }

    static ToolAction unknown(List<Entity> known) {
        return new ToolAction.Refuse(
                Problem.of(
                        CallProblem.UNKNOWN_ENTITY,
                        "Entities: "
                                + String.join(", ", known.stream().map(Entity::name).toList())
                                + "."));
    }

    static JsonObject list(List<Entity> entities) {
        return JsonObject.builder()
                .put(
                        "entities",
                        new JsonArray(
                                entities.stream()
                                        .<JsonValue>map(DescribeEntitiesTool::json)
                                        .toList()))
                .build();
    }

    static JsonObject json(Entity entity) {
        JsonObject.Builder content =
                JsonObject.builder()
                        .put("entity", entity.name())
                        .put("aliases", JsonArray.ofStrings(entity.aliases()))
                        .put("source", entity.source())
                        .put("table", entity.table());
        entity.key().ifPresent(key -> content.put("primary_key", key));
        content.put("description", entity.description());
        putTexts(content, "columns", entity.columns());
        putTexts(content, "relationships", entity.relationships());
        putTexts(content, "common_queries", entity.queries());
        return content.build();
    }

    private static void putTexts(
            JsonObject.Builder content, String name, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            Map<String, JsonValue> members = new LinkedHashMap<>();
            texts.forEach((key, text) -> members.put(key, new JsonString(text)));
            content.put(name, new JsonObject(members));
        }
    }
}
