package dev.sallyport.tool;

import dev.sallyport.call.Caller;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Tells which sources and tools the server has; no database is asked. */
final class DescribeServerTool implements Tool {
    static final String NAME = "describe_server";

    private final List<String> capabilities;
    private final Toolsets toolsets;
    private final JsonObject content;
    private final ToolDescription description;

    DescribeServerTool(
            String name, Collection<GovernedSource> sources, List<Tool> others, Toolsets toolsets) {
        this.toolsets = toolsets;
        this.capabilities =
                Stream.concat(others.stream().map(Tool::name), Stream.of(name)).toList();
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
        return plan(arguments, Caller.LOCAL);
    }

    /** The tools that the caller sees. */
    @Override
    public ToolAction plan(JsonObject arguments, Caller caller) {
        Optional<Set<String>> visible = toolsets.visible(caller);
        return new ToolAction.Reply(
                content.with(
                        "available_capabilities",
                        JsonArray.ofStrings(
                                capabilities.stream()
                                        .filter(name ->
                                                visible.isEmpty() || visible.get().contains(name))
                                        .toList())));
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
