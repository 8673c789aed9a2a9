package dev.sallyport.tool;

import dev.sallyport.call.Caller;
import dev.sallyport.catalog.Entities;
import dev.sallyport.catalog.Entity;
import dev.sallyport.config.ConfigSection;
import dev.sallyport.export.ExportSettings;
import dev.sallyport.guard.Verdict;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the configuration says of tools: which there are, what they are called, who appears. */
public final class ToolSettings {
    private final BuiltInTools builtIn;
    private final DeclaredTools declared;
    private final Entities entities;
    private final boolean databaseResources;

    private final Toolsets toolsets;

    private final boolean preparesTools;

    private final boolean builtInPrompts;
    private final List<Prompt> declaredPrompts;

    /** Where each entity is declared. */
    private final Map<String, ConfigSection> in;

    private ToolSettings(
            BuiltInTools builtIn,
            DeclaredTools declared,
            Entities entities,
            boolean databaseResources,
            Toolsets toolsets,
            boolean preparesTools,
            boolean builtInPrompts,
            List<Prompt> declaredPrompts,
            Map<String, ConfigSection> in) {
        this.builtInPrompts = builtInPrompts;
        this.declaredPrompts = declaredPrompts;
        this.preparesTools = preparesTools;
        this.databaseResources = databaseResources;
        this.builtIn = builtIn;
        this.declared = declared;
        this.entities = entities;
        this.toolsets = toolsets;
        this.in = in;
    }

    /** The built-in tools under their own names, and declared ones. */
    static ToolSettings of(DeclaredTools declared) {
        return new ToolSettings(
                BuiltInTools.STANDARD,
                declared,
                Entities.NONE,
                false,
                Toolsets.NONE,
                false,
                true,
                List.of(),
                Map.of());
    }

    /**
     * Reads the sections {@code tools}, {@code toolsets}, {@code built-in-tools} and {@code
     * entities} of the configuration's root; what is wrong is noted as a problem.
     */
    public static ToolSettings read(ConfigSection root, Collection<GovernedSource> sources) {
        DeclaredTools declared = DeclaredTools.read(root, sources);
        BuiltInTools builtIn = BuiltInTools.read(root, sources);
        Map<String, ConfigSection> in = root.sections("entities");
        Entities entities = Entities.read(in, sources.stream().map(GovernedSource::name).toList());
        Set<String> known = new HashSet<>(builtIn.names());
        declared.all().forEach(one -> known.add(one.tool().name()));
        List<Prompt> prompts = declaredPrompts(root, declared);
        return new ToolSettings(
                builtIn,
                declared,
                entities,
                root.section("resources").flag("databases", false),
                Toolsets.read(root, known, prompts),
                root.flag("prepare-tools", true),
                root.flag("built-in-prompts", true),
                prompts,
                in);
    }

    private static List<Prompt> declaredPrompts(ConfigSection root, DeclaredTools tools) {
        Map<String, ConfigSection> sections = root.sections("prompts");
        return sections.isEmpty() ? List.of() : DeclaredPrompts.read(sections, tools);
    }

    /** Whether there is a prompt. */
    boolean hasPrompts() {
        return builtInPrompts || !declaredPrompts.isEmpty();
    }

    /** The prompts for the tools that are seen. */
    List<Prompt> prompts(ToolScope scope) {
        List<Prompt> all = new ArrayList<>();
        if (builtInPrompts) {
            all.addAll(BuiltInPrompts.of(builtIn, scope.tools().keySet()));
        }
        declaredPrompts.stream()
                .filter(prompt ->
                        prompt.toolsets().isEmpty()
                                || scope.sees(Toolsets.promptMember(prompt.name())))
                .forEach(all::add);
        return all;
    }

    /** Names of the toolsets that an endpoint may be limited to. */
    public Set<String> toolsets() {
        return toolsets.names();
    }

    /** The roles that have toolsets; none where roles do not matter. */
    public Set<String> roles() {
        return toolsets.roles();
    }

    /** Names of what a caller may see; empty: everything. */
    Optional<Set<String>> visible(Caller caller) {
        return toolsets.visible(caller);
    }

    /** What anybody may see. */
    ToolScope everything(List<Tool> all) {
        return new ToolScope(all, toolsets.exposed(), builtIn);
    }

    /** A part of it. */
    ToolScope part(List<Tool> all, Optional<Set<String>> visible) {
        return new ToolScope(all, visible, builtIn);
    }

    public DeclaredTools declared() {
        return declared;
    }

    public Entities entities() {
        return entities;
    }

    /** Whether declared statements are prepared on their sources after the start. */
    public boolean preparesTools() {
        return preparesTools && !declared.isEmpty();
    }

    /** Whether the tables of each database are a resource. */
    boolean databaseResources() {
        return databaseResources;
    }

    /** Whether there is nothing for {@link #inspect} to do. */
    public boolean isEmpty() {
        return declared.isEmpty() && entities.isEmpty();
    }

    /**
     * Has the guard inspect every statement that a declared tool can become, and the tables of
     * entities; see {@link DeclaredTools#inspect}.
     *
     * @param sources the sources of the configuration
     */
    public void inspect(Collection<GovernedSource> sources) {
        declared.inspect();
        for (Entity entity : entities.all()) {
            sources.stream()
                    .filter(source -> source.name().equals(entity.source()))
                    .forEach(source -> inspect(source, entity));
        }
    }

    private void inspect(GovernedSource source, Entity entity) {
        ConfigSection section = in.get(entity.name());
        if (section != null
                && source.guard().inspect(CountEntitiesTool.request(source, entity))
                        instanceof Verdict.Refused refused) {
            Problem problem = Problem.of(refused);
            section.problem("table", problem.code() + ": " + problem.reason());
        }
    }

    /** The tools that appear, in their order. */
    List<Tool> tools(List<GovernedSource> sources) {
        return tools(sources, Optional.empty());
    }

    /**
     * The same with a tool that writes files, where a source allows that.
     *
     * @param exports what the owner says of exports, if there can be any
     */
    List<Tool> tools(List<GovernedSource> sources, Optional<ExportSettings> exports) {
        SourceChoice choice = new SourceChoice(sources, builtIn.defaultSource());
        List<Tool> tools = new ArrayList<>();
        if (builtIn.query().named().enabled()) {
            tools.add(new QueryTool(choice, builtIn.query()));
        }
        if (builtIn.execute().named().enabled()) {
            ExecuteTool.of(builtIn.execute(), sources).ifPresent(tools::add);
        }
        ProcedureTool.of(builtIn.procedure(), sources).ifPresent(tools::add);
        if (builtIn.search().enabled()) {
            tools.add(new SearchSchemaTool(choice, builtIn.search().name()));
        }
        if (builtIn.export().enabled()) {
            ExportTool.of(builtIn.export().name(), sources, builtIn.defaultSource(), exports)
                    .ifPresent(tools::add);
        }
        tools.addAll(declared.tools());
        if (!entities.isEmpty()) {
            if (builtIn.describeEntities().enabled()) {
                tools.add(
                        new DescribeEntitiesTool(
                                builtIn.describeEntities().name(), sources, entities));
            }
            if (builtIn.countEntities().enabled()) {
                tools.add(new CountEntitiesTool(builtIn.countEntities().name(), sources, entities));
            }
        }
        Optional<Set<String>> exposed = toolsets.exposed();
        tools.removeIf(tool -> exposed.isPresent() && !exposed.get().contains(tool.name()));
        if (builtIn.describeServer().enabled()
                && exposed.map(all -> all.contains(builtIn.describeServer().name())).orElse(true)) {
            tools.add(
                    new DescribeServerTool(
                            builtIn.describeServer().name(), sources, tools, toolsets));
        }
        return List.copyOf(tools);
    }
}
