package dev.sallyport.mcp;

import java.util.Optional;

/**
 * A family of resources as {@code resources/templates/list} shows it.
 *
 * @param uriTemplate URI with variables (RFC 6570)
 * @param name short name
 * @param title the name for people
 * @param description what it holds
 * @param mimeType type of its content
 */
public record ResourceTemplateDescription(
        String uriTemplate,
        String name,
        Optional<String> title,
        Optional<String> description,
        Optional<String> mimeType) {}
