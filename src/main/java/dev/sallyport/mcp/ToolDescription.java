package dev.sallyport.mcp;

import dev.sallyport.json.JsonObject;
import java.util.Optional;

/**
 * A tool as {@code tools/list} shows it.
 *
 * @param name what a client calls it by
 * @param title the name for people
 * @param description for the model: short, exact, with an example
 * @param inputSchema JSON Schema 2020-12 of the arguments; always of type object
 * @param outputSchema JSON Schema 2020-12 of the structured content
 * @param annotations hints for the client
 */
public record ToolDescription(
        String name,
        Optional<String> title,
        String description,
        JsonObject inputSchema,
        Optional<JsonObject> outputSchema,
        ToolAnnotations annotations) {}
