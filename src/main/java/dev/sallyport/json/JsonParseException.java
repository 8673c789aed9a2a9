package dev.sallyport.json;

import java.io.Serial;

/** The text is not JSON, or exceeds a limit of the reader; the message never quotes the text. */
public final class JsonParseException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    private final int line;
    private final int column;

    JsonParseException(String message, int line, int column) {
        super(message);
        this.line = line;
        this.column = column;
    }

    /** Line of the problem, from 1. */
    public int line() {
        return line;
    }

    /** Column of the problem, from 1. */
    public int column() {
        return column;
    }
}
