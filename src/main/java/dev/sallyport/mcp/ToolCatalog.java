package dev.sallyport.mcp;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.json.JsonObject;
import java.util.List;

/** What the protocol serves: the one port through which it reaches the rest of the product. */
public interface ToolCatalog {
    /** The tools that a caller may see, in a stable order. */
    List<ToolDescription> tools(Caller caller);

    /**
     * Calls a tool that {@link #tools} lists; the arguments have passed its input schema. It may
     * block, returns soon after the context's cancellation, and reports what goes wrong as a
     * result.
     */
    CallToolResult call(String tool, JsonObject arguments, CallContext context);
}
