package dev.sallyport.mcp;

import java.util.Map;

/**
 * What a client wants suggestions for.
 *
 * @param reference a prompt or a resource template
 * @param argument name of the argument, or of the variable
 * @param value what has been typed so far
 * @param context arguments that have their value already
 */
public record CompletionRequest(
        Reference reference, String argument, String value, Map<String, String> context) {
    public CompletionRequest {
        context = Map.copyOf(context);
    }

    /** What has the argument. */
    public sealed interface Reference {
        /** A prompt, by its name. */
        record Prompt(String name) implements Reference {}

        /** A resource, by its URI or URI template. */
        record Resource(String uri) implements Reference {}
    }
}
