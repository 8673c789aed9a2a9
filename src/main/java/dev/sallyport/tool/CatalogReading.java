package dev.sallyport.tool;

import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import java.util.Optional;

/**
 * What a client reads without calling a tool, as the pipeline records it: under its kind, not its
 * whole URI or what was typed.
 */
enum CatalogReading implements Tool {
    RESOURCE("resource", "Resource"),
    COMPLETION("completion", "Completion");

    private final String kind;
    private final String logName;

    CatalogReading(String kind, String logName) {
        this.kind = kind;
        this.logName = logName;
    }

    @Override
    public ToolDescription description() {
        return new ToolDescription(
                kind,
                Optional.empty(),
                "",
                JsonObject.EMPTY,
                Optional.empty(),
                ToolAnnotations.READ_ONLY);
    }

    @Override
    public String logName() {
        return logName;
    }

    @Override
    public ToolAction plan(JsonObject arguments) {
        throw new IllegalStateException("a " + kind + " has no arguments of a tool");
    }
}
