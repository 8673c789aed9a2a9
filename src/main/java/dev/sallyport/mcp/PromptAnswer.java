package dev.sallyport.mcp;

/** What rendering a prompt comes to. */
public sealed interface PromptAnswer permits GetPromptResult, InputRequired, InvalidParams {}
