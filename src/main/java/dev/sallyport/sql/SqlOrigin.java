package dev.sallyport.sql;

/** Who wrote a statement, and so how far it is trusted. */
public enum SqlOrigin {
    /** An agent, in this very call: not trusted at all. */
    AGENT,
    /** The owner of the data, in the configuration; the agent fills in parameters only. */
    OPERATOR,
    /** The product itself. */
    BUILT_IN
}
