package dev.sallyport.mcp;

/** What a catalog may serve beside tools. */
public enum CatalogFeature {
    RESOURCES,
    PROMPTS,
    COMPLETIONS,
    /** Calls may send log messages to the client; deprecated by the revision 2026-07-28. */
    LOGGING,
    /** The catalog announces changes of its lists and resources to {@link McpDispatcher}. */
    CHANGES
}
