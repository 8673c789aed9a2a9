package dev.sallyport.mcp;

import java.util.List;
import java.util.Optional;

/**
 * A prompt as {@code prompts/list} shows it.
 *
 * @param name what a client gets it by
 * @param title the name for people
 * @param description what it is for
 * @param arguments what fills it in
 */
public record PromptDescription(
        String name,
        Optional<String> title,
        Optional<String> description,
        List<Argument> arguments) {
    public PromptDescription {
        arguments = List.copyOf(arguments);
    }

    /**
     * An argument of a prompt; its value is always text.
     *
     * @param name what a client calls it by
     * @param description what to fill in
     * @param required whether the prompt cannot be had without
     */
    public record Argument(String name, Optional<String> description, boolean required) {}
}
