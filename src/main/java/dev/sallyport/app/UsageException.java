package dev.sallyport.app;

import java.io.Serial;

/** The command line is not of the form that the command has; its usage is printed with it. */
final class UsageException extends RuntimeException {
    @Serial private static final long serialVersionUID = 1L;

    UsageException(String message) {
        super(message);
    }
}
