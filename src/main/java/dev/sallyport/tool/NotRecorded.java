package dev.sallyport.tool;

import java.io.IOException;
import java.io.Serial;

/** A call must not go on, since the audit log cannot be written. */
final class NotRecorded extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    NotRecorded(IOException cause) {
        super(cause.getMessage(), cause);
    }
}
