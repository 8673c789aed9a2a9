package dev.sallyport.app;

import java.io.Serial;

/** A command cannot do its work; the message is one sentence for the person who started it. */
final class CommandException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    CommandException(String message) {
        super(message);
    }
}
