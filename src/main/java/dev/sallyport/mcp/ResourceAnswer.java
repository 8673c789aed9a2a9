package dev.sallyport.mcp;

/** What reading a resource comes to. */
public sealed interface ResourceAnswer permits ReadResourceResult, InputRequired, InvalidParams {}
