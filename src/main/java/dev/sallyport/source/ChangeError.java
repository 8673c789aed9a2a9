package dev.sallyport.source;

/** What an engine's error means for a change that was not committed. */
public enum ChangeError {
    /** A key, a foreign key, a NOT NULL or a check does not let the rows be as they would. */
    CONSTRAINT,
    /** Another transaction holds or has changed the same rows. */
    CONFLICT,
    /** Anything else. */
    OTHER
}
