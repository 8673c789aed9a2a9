package dev.sallyport.sql;

/** What a statement does, as the guard found it. */
public enum StatementClass {
    READ,
    INSERT,
    UPDATE,
    DELETE,
    /** A procedure that may change data. */
    CALL;

    /** Whether it changes data. */
    public boolean isWrite() {
        return this != READ;
    }
}
