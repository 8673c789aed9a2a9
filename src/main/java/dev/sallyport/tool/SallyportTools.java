package dev.sallyport.tool;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.catalog.DatabaseCatalog;
import dev.sallyport.execution.StatementExecutor;
import dev.sallyport.export.Exporter;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.mcp.CatalogFeature;
import dev.sallyport.mcp.ClientExchange;
import dev.sallyport.mcp.CompletionRequest;
import dev.sallyport.mcp.CompletionResult;
import dev.sallyport.mcp.LogLevel;
import dev.sallyport.mcp.PromptAnswer;
import dev.sallyport.mcp.PromptDescription;
import dev.sallyport.mcp.ResourceAnswer;
import dev.sallyport.mcp.ResourceDescription;
import dev.sallyport.mcp.ResourceTemplateDescription;
import dev.sallyport.mcp.ToolCallAnswer;
import dev.sallyport.mcp.ToolCatalog;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.policy.AccessPolicy;
import dev.sallyport.policy.RateLimiter;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The product's tools, each call of which takes the one pipeline; thread-safe. */
public final class SallyportTools implements ToolCatalog {
    /** Parts of the tools that are remembered, for callers who do not see everything. */
    private static final int MAX_SCOPES = 64;

    private final List<Tool> all;
    private final ToolScope everything;
    private final Map<Set<String>, ToolScope> scopes = new LinkedHashMap<>();
    private final EntityResources resources;
    private final DatabaseResources databases;
    private final ExportResources exports;
    private final ToolCallPipeline pipeline;
    private final List<GovernedSource> sources;
    private final ToolSettings settings;

    /**
     * The built-in tools, then the declared ones.
     *
     * @param sources at least one
     */
    public SallyportTools(
            List<GovernedSource> sources,
            DeclaredTools declared,
            RateLimiter rateLimiter,
            AccessPolicy policy,
            StatementExecutor executor,
            DatabaseCatalog catalog,
            AuditLog audit) {
        this(sources, ToolSettings.of(declared), rateLimiter, policy, executor, catalog, audit);
    }

    /**
     * The tools that the settings expose.
     *
     * @param sources at least one
     */
    public SallyportTools(
            List<GovernedSource> sources,
            ToolSettings settings,
            RateLimiter rateLimiter,
            AccessPolicy policy,
            StatementExecutor executor,
            DatabaseCatalog catalog,
            AuditLog audit) {
        this(sources, settings, rateLimiter, policy, executor, catalog, audit, Optional.empty());
    }

    /**
     * The same with what writes files.
     *
     * @param exporter for the sources that may be exported, if there can be any
     */
    public SallyportTools(
            List<GovernedSource> sources,
            ToolSettings settings,
            RateLimiter rateLimiter,
            AccessPolicy policy,
            StatementExecutor executor,
            DatabaseCatalog catalog,
            AuditLog audit,
            Optional<Exporter> exporter) {
        this(
                settings.tools(sources, exporter.map(Exporter::settings)),
                new EntityResources(sources, settings.entities()),
                settings.databaseResources()
                        ? DatabaseResources.of(sources)
                        : DatabaseResources.NONE,
                new ExportResources(exporter),
                new ToolCallPipeline(rateLimiter, policy, executor, catalog, audit, exporter),
                sources,
                settings);
    }

    private SallyportTools(
            List<Tool> all,
            EntityResources resources,
            DatabaseResources databases,
            ExportResources exports,
            ToolCallPipeline pipeline,
            List<GovernedSource> sources,
            ToolSettings settings) {
        this.sources = List.copyOf(sources);
        this.settings = settings;
        this.all = List.copyOf(all);
        this.everything = settings.everything(this.all);
        this.resources = resources;
        this.databases = databases;
        this.exports = exports;
        this.pipeline = pipeline;
    }

    SallyportTools(List<Tool> all, ToolCallPipeline pipeline) {
        this(
                all,
                EntityResources.NONE,
                DatabaseResources.NONE,
                new ExportResources(Optional.empty()),
                pipeline,
                List.of(),
                ToolSettings.of(DeclaredTools.NONE));
    }

    /**
     * Tries the declared tools, with the executor that the calls of these tools go to.
     *
     * @param caller who makes the calls of the examples
     */
    public List<ToolChecks.Check> check(
            ToolSettings settings, StatementExecutor executor, Caller caller) {
        return new ToolChecks(pipeline, executor, caller).of(settings.declared());
    }

    /**
     * Has the sources that can be reached prepare the declared statements.
     *
     * @return by the tool's name, the code of why its source does not take its statement
     */
    public Map<String, String> unprepared(ToolSettings settings, StatementExecutor executor) {
        return new ToolChecks(pipeline, executor, Caller.LOCAL).unprepared(settings.declared());
    }

    @Override
    public Set<CatalogFeature> features() {
        Set<CatalogFeature> features = EnumSet.of(CatalogFeature.LOGGING);
        if ((!resources.isEmpty() && (everything.seesEntities() || everything.seesTables()))
                || (!databases.isEmpty() && everything.seesTables())
                || !exports.isEmpty()) {
            features.add(CatalogFeature.RESOURCES);
        }
        if (settings.hasPrompts()) {
            features.add(CatalogFeature.PROMPTS);
        }
        if (!resources.isEmpty() || !databases.isEmpty() || settings.hasPrompts()) {
            features.add(CatalogFeature.COMPLETIONS);
        }
        return features;
    }

    @Override
    public List<ResourceDescription> resources(Caller caller) {
        ToolScope scope = scope(caller);
        Stream<ResourceDescription> files =
                scope.seesExports() ? exports.descriptions(caller).stream() : Stream.of();
        return Stream.of(
                        resources.descriptions().stream()
                                .filter(resource -> scope.seesResource(resource.uri())),
                        databases.descriptions().stream()
                                .filter(resource -> scope.seesResource(resource.uri())),
                        files)
                .flatMap(part -> part)
                .toList();
    }

    @Override
    public List<ResourceTemplateDescription> resourceTemplates(Caller caller) {
        ToolScope scope = scope(caller);
        return Stream.concat(resources.templates().stream(), databases.templates().stream())
                .filter(template -> scope.seesResource(template.uriTemplate()))
                .toList();
    }

    @Override
    public Optional<ResourceAnswer> readResource(
            String uri, CallContext context, ClientExchange client) {
        ToolScope scope = scope(context.caller());
        Optional<ResourceAnswer> file =
                scope.seesExports() ? exports.read(uri, pipeline, context) : Optional.empty();
        if (file.isPresent() || !scope.seesResource(uri)) {
            return file;
        }
        return resources
                .read(uri, pipeline, context)
                .or(() -> databases.read(uri, pipeline, context));
    }

    @Override
    public String listedName(String name) {
        return name.equals(ProcedureTool.FORMER_NAME)
                        && everything.tools().containsKey(ProcedureTool.NAME)
                ? ProcedureTool.NAME
                : name;
    }

    /** What a caller sees. */
    private ToolScope scope(Caller caller) {
        Optional<Set<String>> visible = settings.visible(caller);
        if (visible.isEmpty() || everything.isOf(visible)) {
            return everything;
        }
        synchronized (scopes) {
            ToolScope known = scopes.get(visible.get());
            if (known == null) {
                known = settings.part(all, visible);
                if (scopes.size() < MAX_SCOPES) {
                    scopes.put(visible.get(), known);
                }
            }
            return known;
        }
    }

    private Prompts promptsOf(Caller caller) {
        return scope(caller).prompts(sources, settings, pipeline);
    }

    @Override
    public List<PromptDescription> prompts(Caller caller) {
        return promptsOf(caller).descriptions();
    }

    @Override
    public PromptAnswer prompt(
            String name,
            Map<String, String> arguments,
            CallContext context,
            ClientExchange client) {
        return promptsOf(context.caller()).filledIn(name, arguments);
    }

    @Override
    public CompletionResult complete(CompletionRequest request, CallContext context) {
        if (!databases.completes(request)) {
            return promptsOf(context.caller()).complete(request, context);
        }
        return scope(context.caller()).seesTables()
                ? databases.complete(request, pipeline, context)
                : CompletionResult.NONE;
    }

    @Override
    public List<ToolDescription> tools(Caller caller) {
        return scope(caller).descriptions();
    }

    @Override
    public CallToolResult call(String name, JsonObject arguments, CallContext context) {
        return call(
                name,
                arguments,
                tool -> tool.plan(arguments, context.caller()),
                context,
                CallFollower.NONE);
    }

    @Override
    public ToolCallAnswer call(
            String name, JsonObject arguments, CallContext context, ClientExchange client) {
        return call(
                name,
                arguments,
                tool -> tool.plan(arguments, context.caller()),
                context,
                new ClientFollower(client));
    }

    @Override
    public CallToolResult invalidArguments(
            String name, List<String> violations, CallContext context) {
        ToolAction refusal = new ToolAction.Refuse(Problem.ofArguments(violations));
        return call(name, JsonObject.EMPTY, tool -> refusal, context, CallFollower.NONE);
    }

    @Override
    public void unknownTool(CallContext context) {
        var _ = refuseUnknown(context, CallFollower.NONE);
    }

    private ToolOutcome refuseUnknown(CallContext context, CallFollower follower) {
        return pipeline.unknownTool(
                context,
                "Tools: " + String.join(", ", scope(context.caller()).tools().keySet()) + ".",
                follower);
    }

    private CallToolResult call(
            String name,
            JsonObject arguments,
            Function<Tool, ToolAction> plan,
            CallContext context,
            CallFollower follower) {
        Tool tool = scope(context.caller()).tools().get(name);
        return tool == null
                ? ToolResults.of(refuseUnknown(context, follower))
                : tool.answer(
                        pipeline.call(tool, () -> plan.apply(tool), context, follower), arguments);
    }

    /** A client that hears of its call by the notifications that it asked for. */
    private record ClientFollower(ClientExchange client) implements CallFollower {
        @Override
        public void read(long rows) {
            client.progress((double) rows, OptionalDouble.empty(), Optional.of(rows + " rows"));
        }

        @Override
        public void ended(LogLevel level, String line) {
            client.log(level, CallLog.NAME, new JsonString(line));
        }
    }
}
