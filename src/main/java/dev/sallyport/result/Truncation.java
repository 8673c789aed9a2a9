package dev.sallyport.result;

/** Why rows are missing at the end of a result. */
public enum Truncation {
    /** The limit of rows was reached, and there are more. */
    ROWS,
    /** The limit of bytes was reached, and there are more rows. */
    BYTES
}
