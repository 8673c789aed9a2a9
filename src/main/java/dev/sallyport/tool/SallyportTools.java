package dev.sallyport.tool;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.catalog.DatabaseCatalog;
import dev.sallyport.execution.StatementExecutor;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.mcp.ToolCatalog;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.policy.AccessPolicy;
import dev.sallyport.policy.RateLimiter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The product's tools, each call of which takes the one pipeline; thread-safe. */
public final class SallyportTools implements ToolCatalog {
    private final Map<String, Tool> tools = new LinkedHashMap<>();
    private final List<ToolDescription> descriptions;
    private final ToolCallPipeline pipeline;

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
        this(
                allTools(sources, declared),
                new ToolCallPipeline(rateLimiter, policy, executor, catalog, audit));
    }

    SallyportTools(List<Tool> all, ToolCallPipeline pipeline) {
        all.forEach(tool -> tools.put(tool.name(), tool));
        this.descriptions = all.stream().map(Tool::description).toList();
        this.pipeline = pipeline;
    }

    @Override
    public List<ToolDescription> tools(Caller caller) {
        return descriptions;
    }

    @Override
    public CallToolResult call(String name, JsonObject arguments, CallContext context) {
        return call(name, tool -> tool.plan(arguments), context);
    }

    @Override
    public CallToolResult invalidArguments(
            String name, List<String> violations, CallContext context) {
        ToolAction refusal = new ToolAction.Refuse(Problem.ofArguments(violations));
        return call(name, tool -> refusal, context);
    }

    @Override
    public void unknownTool(CallContext context) {
        var _ = refuseUnknown(context);
    }

    private ToolOutcome refuseUnknown(CallContext context) {
        return pipeline.unknownTool(context, "Tools: " + String.join(", ", tools.keySet()) + ".");
    }

    private CallToolResult call(String name, Function<Tool, ToolAction> plan, CallContext context) {
        Tool tool = tools.get(name);
        return ToolResults.of(
                tool == null
                        ? refuseUnknown(context)
                        : pipeline.call(tool, () -> plan.apply(tool), context));
    }

    private static List<Tool> allTools(List<GovernedSource> sources, DeclaredTools declared) {
        SourceChoice choice = new SourceChoice(sources);
        List<Tool> tools = new ArrayList<>();
        tools.add(new QueryTool(choice));
        ExecuteTool.of(sources).ifPresent(tools::add);
        tools.add(new SearchSchemaTool(choice));
        tools.addAll(declared.tools());
        return tools;
    }
}
