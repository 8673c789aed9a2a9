package dev.sallyport.testing.tds;

/** An error that the client is to see. */
@SuppressWarnings("serial")
public final class TdsError extends Exception {
    private final int number;
    private final int severity;

    /** An error of severity 16: the statement is wrong. */
    public TdsError(int number, String message) {
        this(number, 16, message);
    }

    public TdsError(int number, int severity, String message) {
        super(message);
        this.number = number;
        this.severity = severity;
    }

    int number() {
        return number;
    }

    int severity() {
        return severity;
    }
}
