package dev.sallyport.mcp;

/** What a tool call comes to. */
public sealed interface ToolCallAnswer permits CallToolResult, InputRequired, InvalidParams {}
