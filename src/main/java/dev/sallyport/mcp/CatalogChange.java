package dev.sallyport.mcp;

/** What a catalog can announce. */
public sealed interface CatalogChange {
    /** Another tool, one less, or one that changed. */
    record Tools() implements CatalogChange {}

    /** Another prompt, one less, or one that changed. */
    record Prompts() implements CatalogChange {}

    /** Another resource, one less, or one that changed its place. */
    record Resources() implements CatalogChange {}

    /** The content of one resource. */
    record ResourceContent(String uri) implements CatalogChange {}
}
