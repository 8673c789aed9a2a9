package dev.sallyport.tool;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Tells which sources and tools the server has; no database is asked. */
final class DescribeServerTool implements Tool {
    static final String NAME = "describe_server";

    private final JsonObject content;
    private final ToolDescription description;

    DescribeServerTool(String name, Collection<GovernedSource> sources, List<Tool> others) {
        this.content =
                JsonObject.builder()
                        .put("server", "sallyport")
                        .put("mode", mode(sources))
                        .put(
                                "sources",
                                new JsonArray(
                                        sources.stream()
                                                .<JsonValue>map(DescribeServerTool::source)
                                                .toList()))
                        .put(
                                "available_capabilities",
                                JsonArray.ofStrings(
                                        Stream.concat(
                                                        others.stream().map(Tool::name),
                                                        Stream.of(name))
                                                .toList()))
                        .build();
        this.description =
                new ToolDescription(
                        name,
                        Optional.of("Describe server"),
                        "Tells which sources and tools this server has.",
                        Schemas.object(JsonObject.EMPTY, List.of()),
                        Optional.empty(),
                        ToolAnnotations.READ_ONLY);
    }

    @Override
    public ToolDescription description() {
        return description;
    }

    @Override
    public String logName() {
        return "Server";
    }

    @Override
    public ToolAction plan(JsonObject arguments) {
        return new ToolAction.Reply(content);
    }

    private static String mode(Collection<GovernedSource> sources) {
        return sources.stream().anyMatch(source -> source.source().writes())
                ? "read-write"
                : "read-only";
    }

    private static JsonObject source(GovernedSource source) {
        return JsonObject.builder()
                .put("name", source.name())
                .put("engine", source.source().dialect().title())
                .put("writes", source.source().writes())
                .put("max_rows", source.limits().maxRows())
                .build();
    }
}
