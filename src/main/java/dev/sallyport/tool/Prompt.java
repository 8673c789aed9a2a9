package dev.sallyport.tool;

import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.GetPromptResult;
import dev.sallyport.mcp.InvalidParams;
import dev.sallyport.mcp.PromptAnswer;
import dev.sallyport.mcp.PromptDescription;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A message that a person picks, fills in and sends to the model; it reaches no source.
 *
 * @param toolsets where it appears; empty: everywhere
 */
record Prompt(
        String name,
        Optional<String> title,
        Optional<String> description,
        List<Argument> arguments,
        PromptTemplate template,
        Optional<List<String>> toolsets) {
    private static final int MAX_VALUE_LENGTH = 20_000;

    Prompt {
        arguments = List.copyOf(arguments);
    }

    /** One that appears everywhere. */
    Prompt(
            String name,
            Optional<String> title,
            Optional<String> description,
            List<Argument> arguments,
            PromptTemplate template) {
        this(name, title, description, arguments, template, Optional.empty());
    }

    /**
     * What fills a prompt in.
     *
     * @param allowed the values that it may have; empty for any
     * @param completes what its values are, if a client may be told some
     */
    record Argument(
            String name,
            Optional<String> description,
            boolean required,
            List<String> allowed,
            Optional<Completes> completes) {
        Argument {
            allowed = List.copyOf(allowed);
        }
    }

    PromptDescription shown() {
        return new PromptDescription(
                name,
                title,
                description,
                arguments.stream()
                        .map(argument ->
                                new PromptDescription.Argument(
                                        argument.name(),
                                        argument.description(),
                                        argument.required()))
                        .toList());
    }

    PromptAnswer filledIn(Map<String, String> values) {
        Map<String, String> given = new HashMap<>();
        for (Argument argument : arguments) {
            String value = values.getOrDefault(argument.name(), "");
            if (value.length() > MAX_VALUE_LENGTH) {
                return new InvalidParams(
                        argument.name() + " has more than " + MAX_VALUE_LENGTH + " characters");
            }
            if (value.isBlank()) {
                if (argument.required()) {
                    return new InvalidParams(argument.name() + " is blank");
                }
            } else if (!argument.allowed().isEmpty() && !argument.allowed().contains(value)) {
                return new InvalidParams(
                        argument.name()
                                + " must be one of "
                                + String.join(", ", argument.allowed()));
            } else {
                given.put(argument.name(), value);
            }
        }
        return new GetPromptResult(
                description,
                List.of(
                        JsonObject.builder()
                                .put("role", "user")
                                .put(
                                        "content",
                                        JsonObject.builder()
                                                .put("type", "text")
                                                .put("text", template.filledIn(given).strip())
                                                .build())
                                .build()));
    }
}
