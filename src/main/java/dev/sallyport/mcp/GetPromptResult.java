package dev.sallyport.mcp;

import dev.sallyport.json.JsonObject;
import java.util.List;
import java.util.Optional;

/**
 * A rendered prompt.
 *
 * @param description what it is for
 * @param messages each a {@code role} and a {@code content} block, as the protocol has them
 */
public record GetPromptResult(Optional<String> description, List<JsonObject> messages)
        implements PromptAnswer {
    public GetPromptResult {
        messages = List.copyOf(messages);
    }
}
