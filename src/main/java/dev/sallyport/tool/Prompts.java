package dev.sallyport.tool;

import dev.sallyport.call.CallContext;
import dev.sallyport.mcp.CompletionRequest;
import dev.sallyport.mcp.CompletionResult;
import dev.sallyport.mcp.InvalidParams;
import dev.sallyport.mcp.PromptAnswer;
import dev.sallyport.mcp.PromptDescription;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What a client may fill in: the prompts, and suggestions for their arguments. */
final class Prompts {
    private final Map<String, Prompt> prompts = new LinkedHashMap<>();
    private final Completions completions;

    Prompts(
            ToolScope scope,
            List<GovernedSource> sources,
            ToolSettings settings,
            ToolCallPipeline pipeline) {
        settings.prompts(scope).forEach(prompt -> prompts.put(prompt.name(), prompt));
        this.completions =
                new Completions(
                        scope,
                        sources,
                        settings.entities(),
                        settings.declared(),
                        prompts,
                        pipeline);
    }

    List<PromptDescription> descriptions() {
        return prompts.values().stream().map(Prompt::shown).toList();
    }

    PromptAnswer filledIn(String name, Map<String, String> arguments) {
        Prompt prompt = prompts.get(name);
        return prompt == null
                ? new InvalidParams("Unknown prompt: " + name)
                : prompt.filledIn(arguments);
    }

    CompletionResult complete(CompletionRequest request, CallContext context) {
        return completions.of(request, context);
    }
}
