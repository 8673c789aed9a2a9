package dev.sallyport.sql;

/** How an engine compares names, and what it makes of a name that is not quoted. */
public enum NameFolding {
    /** To upper case; a quoted name is taken as it stands, and case counts. */
    UPPER,
    /** To lower case; a quoted name is taken as it stands, and case counts. */
    LOWER,
    /** Names stand as written, and case does not count, quoted or not. */
    INSENSITIVE,
    /** Names stand as written, and case may count: it depends on the server's file system. */
    AS_WRITTEN
}
