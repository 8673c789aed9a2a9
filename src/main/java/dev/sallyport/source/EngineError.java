package dev.sallyport.source;

/** What an engine's error means, as far as the remedy differs. */
public enum EngineError {
    /** The engine's own limit of time ended the statement, or a request to cancel did. */
    STOPPED,
    /** The statement would have changed something, and the engine did not let it. */
    NOT_READ_ONLY,
    /** The login lacks a right. */
    NO_RIGHT,
    /** The values do not fit the placeholders. */
    PARAMETERS,
    /** The connection is gone. */
    CONNECTION_LOST,
    /**
     * The rows of one fetch are more than the driver may hold; the connection is gone, and fewer
     * rows a fetch may do.
     */
    FETCH_TOO_LARGE,
    /** The engine has too many connections, or is starting or stopping. */
    BUSY,
    /** The engine refused the login. */
    LOGIN,
    /** The engine has no database of the name, or does not let the login into it. */
    DATABASE,
    /** Anything else: most often the statement is wrong. */
    STATEMENT
}
