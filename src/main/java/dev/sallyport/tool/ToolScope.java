package dev.sallyport.tool;

import dev.sallyport.mcp.ToolDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one caller sees of tools, prompts, resources and completions. Tables and columns are told to
 * who sees the tool that searches them, entities to who sees the tool that describes them.
 */
final class ToolScope {
    private final Optional<Set<String>> visible;
    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final List<ToolDescription> descriptions;
    private final boolean tables;
    private final boolean entities;
    private final boolean exports;
    private @Nullable Prompts prompts;

    /**
     * A part of all tools.
     *
     * @param visible names of what is seen; empty: everything
     */
    ToolScope(List<Tool> all, Optional<Set<String>> visible, BuiltInTools names) {
        this.visible = visible;
        all.stream()
                .filter(tool -> sees(tool.name()))
                .forEach(tool -> tools.put(tool.name(), tool));
        this.descriptions = tools.values().stream().map(Tool::description).toList();
        this.tables = sees(names.search().name());
        this.entities = sees(names.describeEntities().name());
        this.exports = sees(names.export().name());
    }

    /** Whether it is of these members. */
    boolean isOf(Optional<Set<String>> members) {
        return visible.equals(members);
    }

    boolean sees(String member) {
        return visible.isEmpty() || visible.get().contains(member);
    }

    Map<String, Tool> tools() {
        return tools;
    }

    List<ToolDescription> descriptions() {
        return descriptions;
    }

    boolean seesTables() {
        return tables;
    }

    boolean seesEntities() {
        return entities;
    }

    /** Whether files that the caller exported are told of. */
    boolean seesExports() {
        return exports;
    }

    /** Whether a resource, or those of a template, may be read. */
    boolean seesResource(String uri) {
        return EntityResources.isOfEntities(uri) ? entities : tables;
    }

    /** Made when a client first asks: a start needs none of it. */
    synchronized Prompts prompts(
            List<GovernedSource> sources, ToolSettings settings, ToolCallPipeline pipeline) {
        Prompts known = prompts;
        if (known == null) {
            known = new Prompts(this, sources, settings, pipeline);
            prompts = known;
        }
        return known;
    }
}
