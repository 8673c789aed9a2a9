package dev.sallyport.mcp;

/** What a client may tell its user of a tool; hints, never enforcement. */
public record ToolAnnotations(
        boolean readOnly, boolean destructive, boolean idempotent, boolean openWorld) {
    /** A tool that only reads, from a closed world. */
    public static final ToolAnnotations READ_ONLY = new ToolAnnotations(true, false, true, false);
}
