package dev.sallyport.source;

/**
 * Why a source has no driver.
 *
 * @param hint what the owner does about it, in whole sentences; holds no credential and no URL
 */
public record DriverProblem(Kind kind, String hint) {
    /** What differs in the remedy. */
    public enum Kind {
        /** There is no jar. */
        MISSING,
        /** There is one, and the driver in it cannot be used. */
        UNUSABLE
    }
}
