package dev.sallyport.tool;

import dev.sallyport.call.Caller;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.mcp.ToolDescription;

/** One tool: how it is described, and what a call of it means. */
interface Tool {
    ToolDescription description();

    /** The word that its lines in the log begin with. */
    String logName();

    /** What a call wants done; pure, and safe for arguments that do not follow the input schema. */
    ToolAction plan(JsonObject arguments);

    /** The same for a caller, of whom some tools take what the call must not say. */
    default ToolAction plan(JsonObject arguments, Caller caller) {
        return plan(arguments);
    }

    /**
     * The protocol's result of a call.
     *
     * @param arguments the arguments of the call, as they came
     */
    default CallToolResult answer(ToolOutcome outcome, JsonObject arguments) {
        return ToolResults.of(outcome);
    }

    /** The name that a client calls it by. */
    default String name() {
        return description().name();
    }
}
