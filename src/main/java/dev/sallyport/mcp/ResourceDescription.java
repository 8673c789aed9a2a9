package dev.sallyport.mcp;

import java.util.Optional;

/**
 * A resource as {@code resources/list} shows it.
 *
 * @param uri what a client reads it by
 * @param name short name
 * @param title the name for people
 * @param description what it holds
 * @param mimeType type of its content
 */
public record ResourceDescription(
        String uri,
        String name,
        Optional<String> title,
        Optional<String> description,
        Optional<String> mimeType) {}
