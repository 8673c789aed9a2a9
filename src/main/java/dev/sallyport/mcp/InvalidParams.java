package dev.sallyport.mcp;

/**
 * The request cannot be served as it stands; becomes the JSON-RPC error -32602.
 *
 * @param message what is wrong, without values of the request
 */
public record InvalidParams(String message)
        implements ToolCallAnswer, ResourceAnswer, PromptAnswer {}
