package dev.sallyport.tool;

import dev.sallyport.call.CallContext;
import dev.sallyport.catalog.CatalogAnswer;
import dev.sallyport.catalog.CatalogQuery;
import dev.sallyport.catalog.Entities;
import dev.sallyport.catalog.Entity;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.InvalidParams;
import dev.sallyport.mcp.ReadResourceResult;
import dev.sallyport.mcp.ResourceAnswer;
import dev.sallyport.mcp.ResourceDescription;
import dev.sallyport.mcp.ResourceTemplateDescription;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * What a client may read beside tools where entities are declared: the schema of the sources, and
 * what the entities mean. Reading one takes the path of a call, and is limited and recorded like
 * one.
 */
final class EntityResources {
    /** No entities, no resources. */
    static final EntityResources NONE = new EntityResources(List.of(), Entities.NONE);

    private static final String JSON = "application/json";
    private static final String SCHEMA = "schema://schema";
    private static final String DOMAIN = "schema://domain/";
    private static final String DATASETS = "domain://datasets";
    private static final String ENTITIES = "semantic://entities";
    private static final int MAX_TABLES = 10_000;

    private final Collection<GovernedSource> sources;
    private final Entities entities;

    EntityResources(Collection<GovernedSource> sources, Entities entities) {
        this.sources = List.copyOf(sources);
        this.entities = entities;
    }

    /** Whether a resource, or those of a template, tell of entities; the others tell of tables. */
    static boolean isOfEntities(String uri) {
        return uri.startsWith(DOMAIN) || uri.equals(DATASETS) || uri.equals(ENTITIES);
    }

    boolean isEmpty() {
        return entities.isEmpty();
    }

    List<ResourceDescription> descriptions() {
        if (isEmpty()) {
            return List.of();
        }
        List<ResourceDescription> all = new ArrayList<>();
        all.add(description(SCHEMA, "schema", "Tables and columns of all sources"));
        for (Entity entity : entities.all()) {
            all.add(
                    description(
                            DOMAIN + entity.name(),
                            entity.name(),
                            "Where the data has " + entity.name() + ", and what it means"));
        }
        all.add(description(DATASETS, "datasets", "The tables of the declared entities"));
        all.add(description(ENTITIES, "entities", "The declared entities, their names and joins"));
        return List.copyOf(all);
    }

    List<ResourceTemplateDescription> templates() {
        return isEmpty()
                ? List.of()
                : List.of(
                        new ResourceTemplateDescription(
                                SCHEMA + "/{table}",
                                "table",
                                Optional.empty(),
                                Optional.of("The columns of one table"),
                                Optional.of(JSON)),
                        new ResourceTemplateDescription(
                                DOMAIN + "{entity}",
                                "entity",
                                Optional.empty(),
                                Optional.of("What one entity means, and where the data has it"),
                                Optional.of(JSON)));
    }

    Optional<ResourceAnswer> read(String uri, ToolCallPipeline pipeline, CallContext context) {
        if (isEmpty()) {
            return Optional.empty();
        }
        if (uri.equals(SCHEMA)) {
            return Optional.of(schema(uri, "", pipeline, context));
        }
        if (uri.startsWith(SCHEMA + "/")) {
            String table = decoded(uri.substring(SCHEMA.length() + 1));
            return Optional.of(schema(uri, table, pipeline, context));
        }
        List<Entity> shown = DescribeEntitiesTool.shown(sources, entities);
        Optional<JsonObject> content = Optional.empty();
        if (uri.startsWith(DOMAIN)) {
            String name = uri.substring(DOMAIN.length());
            content =
                    shown.stream()
                            .filter(entity -> entity.name().equals(name))
                            .findFirst()
                            .map(EntityResources::domain);
        } else if (uri.equals(DATASETS)) {
            content = Optional.of(datasets(shown));
        } else if (uri.equals(ENTITIES)) {
            content = Optional.of(DescribeEntitiesTool.list(shown));
        }
        return content.map(found ->
                answer(
                        uri,
                        pipeline.call(
                                CatalogReading.RESOURCE,
                                () -> new ToolAction.Reply(found),
                                context)));
    }

    /** Of each source, as a row for each column; a source that cannot be read is an error. */
    private ResourceAnswer schema(
            String uri, String table, ToolCallPipeline pipeline, CallContext context) {
        List<JsonValue> rows = new ArrayList<>();
        boolean more = false;
        for (GovernedSource source : sources) {
            CatalogQuery query =
                    new CatalogQuery(
                            "",
                            Optional.of(table).filter(name -> !name.isEmpty()),
                            MAX_TABLES,
                            true);
            ToolOutcome outcome =
                    pipeline.call(
                            CatalogReading.RESOURCE,
                            () -> new ToolAction.SearchCatalog(source, query),
                            context);
            if (!(outcome instanceof ToolOutcome.Tables(CatalogAnswer.Found found))) {
                return answer(uri, outcome);
            }
            more |= found.more();
            found.tables().forEach(entry -> addRows(rows, source, entry));
        }
        if (rows.isEmpty() && !table.isEmpty()) {
            return new InvalidParams("There is no such table");
        }
        JsonObject.Builder content = JsonObject.builder().put("schemas", new JsonArray(rows));
        if (more) {
            content.put("truncated", true);
        }
        return ReadResourceResult.ofText(uri, JSON, Json.text(content.build()));
    }

    private static void addRows(
            List<JsonValue> rows, GovernedSource source, CatalogAnswer.TableEntry table) {
        for (CatalogAnswer.ColumnEntry column : table.columns()) {
            JsonObject.Builder row =
                    JsonObject.builder()
                            .put("SOURCE", source.name())
                            .put("TABLE_NAME", table.name())
                            .put("COLUMN_NAME", column.name())
                            .put("DATA_TYPE", column.type());
            column.comment().ifPresent(comment -> row.put("REMARKS", comment));
            rows.add(row.build());
        }
    }

    private static JsonObject domain(Entity entity) {
        JsonObject described = DescribeEntitiesTool.json(entity);
        return JsonObject.builder().putAll(described).put("primary_table", entity.table()).build();
    }

    private static JsonObject datasets(List<Entity> shown) {
        return JsonObject.builder()
                .put(
                        "datasets",
                        new JsonArray(
                                shown.stream().<JsonValue>map(EntityResources::dataset).toList()))
                .build();
    }

    private static JsonObject dataset(Entity entity) {
        JsonObject.Builder dataset =
                JsonObject.builder()
                        .put("logical_name", entity.name())
                        .put("source", entity.source())
                        .put("table", entity.table());
        entity.key().ifPresent(key -> dataset.put("primary_key", key));
        return dataset.put("columns", JsonArray.ofStrings(entity.columns().keySet())).build();
    }

    private static ResourceAnswer answer(String uri, ToolOutcome outcome) {
        return switch (outcome) {
            case ToolOutcome.Reply(JsonObject content) ->
                    ReadResourceResult.ofText(uri, JSON, Json.text(content));
            case ToolOutcome.Rows ignored -> new InvalidParams("There is no such resource");
            case ToolOutcome.Tables ignored -> new InvalidParams("There is no such resource");
            case ToolOutcome.Written ignored -> new InvalidParams("There is no such resource");
            case ToolOutcome.Called ignored -> new InvalidParams("There is no such resource");
            case ToolOutcome.Exported ignored -> new InvalidParams("There is no such resource");
            case ToolOutcome.Unknown(Problem problem) -> new InvalidParams(text(problem));
            case ToolOutcome.Refused(Problem problem) -> new InvalidParams(text(problem));
            case ToolOutcome.Failed(Problem problem) -> new InvalidParams(text(problem));
        };
    }

    private static String text(Problem problem) {
        return problem.code() + ": " + problem.reason() + ". " + problem.hint();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return text;
        }
    }

    private static ResourceDescription description(String uri, String name, String text) {
        return new ResourceDescription(
                uri, name, Optional.empty(), Optional.of(text), Optional.of(JSON));
    }
}
