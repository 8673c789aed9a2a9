package dev.sallyport.mcp;

/** What a response says of its request, for transports that have a status of their own. */
public enum ResponseKind {
    /** A result; a tool that failed is one too. */
    RESULT,
    /** An error: the message was not a request that any server could carry out. */
    MALFORMED,
    /** An error: there is no such method. */
    UNKNOWN_METHOD,
    /** An error: a request in good form could not be answered. */
    FAILED
}
