package dev.sallyport.mcp;

import java.util.List;
import java.util.OptionalInt;

/**
 * Suggestions for an argument.
 *
 * @param values most relevant first; the protocol sends the first 100
 * @param total how many there are, where known
 */
public record CompletionResult(List<String> values, OptionalInt total) {
    /** No suggestion. */
    public static final CompletionResult NONE = new CompletionResult(List.of(), OptionalInt.of(0));

    public CompletionResult {
        values = List.copyOf(values);
    }
}
