package dev.sallyport.call;

/**
 * Whoever makes a call, as the transport's authentication found it.
 *
 * @param name stable name for limits and audit, at most 200 characters
 */
public record Caller(String name) {
    /** The person who started the process: the caller of every request on standard input. */
    public static final Caller LOCAL = new Caller("local");

    public Caller {
        if (name.isBlank() || name.length() > 200) {
            throw new IllegalArgumentException("the name of a caller has 1 to 200 characters");
        }
    }
}
