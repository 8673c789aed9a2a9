package dev.sallyport.tool;

import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolDescription;
import java.util.Optional;

/** A reading of a resource, as the pipeline records it: under its kind, not its whole URI. */
final class ResourceReading implements Tool {
    @Override
    public ToolDescription description() {
        return new ToolDescription(
                "resource",
                Optional.empty(),
                "",
                JsonObject.EMPTY,
                Optional.empty(),
                ToolAnnotations.READ_ONLY);
    }

    @Override
    public String logName() {
        return "Resource";
    }

    @Override
    public ToolAction plan(JsonObject arguments) {
        throw new IllegalStateException("a resource has no arguments");
    }
}
