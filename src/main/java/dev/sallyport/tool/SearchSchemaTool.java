package dev.sallyport.tool;

import dev.sallyport.catalog.CatalogQuery;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import java.util.Optional;

/** Finds tables and columns: names first, then the details of one table. */
final class SearchSchemaTool implements Tool {
    static final String NAME = "search_schema";

    private static final int MAX_LIMIT = 200;
    private static final int DEFAULT_LIMIT = 20;

    private final SourceChoice sources;
    private final ToolDescription description;

    SearchSchemaTool(SourceChoice sources, String name) {
        this.sources = sources;
        this.description = describe(sources, name);
    }

    @Override
    public ToolDescription description() {
        return description;
    }

    @Override
    public String logName() {
        return "Search";
    }

    @Override
    public ToolAction plan(JsonObject arguments) {
        Arguments in = new Arguments(arguments);
        String words = in.text("words").orElse("");
        Optional<String> table = in.text("table").filter(name -> !name.isBlank());
        int limit = in.countUpTo("limit", MAX_LIMIT, DEFAULT_LIMIT);
        Optional<GovernedSource> source = sources.of(in);
        Optional<ToolAction> refusal = in.refusal();
        if (refusal.isPresent()) {
            return refusal.get();
        }
        if (source.isEmpty()) {
            return sources.unknown();
        }
        return new ToolAction.SearchCatalog(source.get(), new CatalogQuery(words, table, limit));
    }

    private static ToolDescription describe(SourceChoice sources, String name) {
        JsonObject.Builder properties =
                JsonObject.builder()
                        .put("words", Schemas.type("string", "none: all tables"))
                        .put("table", Schemas.type("string", "its columns in detail"));
        sources.putSchema(properties);
        properties.put(
                "limit",
                JsonObject.builder().put("type", "integer").put("default", DEFAULT_LIMIT).build());
        return new ToolDescription(
                name,
                Optional.of("Search schema"),
                "Finds tables by words in names and comments of tables and columns, or shows the"
                        + " columns of one. Example:"
                        + " {\"words\":\"customer phone\"}",
                Schemas.object(properties.build(), sources.required()),
                Optional.of(ToolResults.TABLES_SCHEMA),
                ToolAnnotations.READ_ONLY);
    }
}
