package dev.sallyport.sql;

/** What a tool may do with a statement. */
public enum StatementAccess {
    /** Return rows, without any side effect. */
    READ,
    /** One INSERT, UPDATE or DELETE. */
    WRITE
}
