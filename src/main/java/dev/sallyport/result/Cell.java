package dev.sallyport.result;

/**
 * One value of a row, as answers write it.
 *
 * @param text of a string what it says, of anything else its JSON
 * @param binary whether it is base64 of bytes
 * @param cut whether it is the beginning of a longer value
 */
public record Cell(Kind kind, String text, boolean binary, boolean cut) {
    /** What it is in JSON. */
    public enum Kind {
        NULL,
        BOOLEAN,
        NUMBER,
        STRING,
        /** An array or an object. */
        NESTED
    }

    /** Values must not reach a log. */
    @Override
    public String toString() {
        return "Cell[" + kind + "]";
    }
}
