package dev.sallyport.mcp;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what should not have happened: types and places, never messages, because those of drivers
 * quote statements and values. Loaded by its first use, and the logging library with it.
 */
final class InternalErrors {
    private static final Logger LOG = LoggerFactory.getLogger("dev.sallyport.mcp");
    private static final int MAX_CAUSES = 4;
    private static final int MAX_FRAMES = 12;

    private InternalErrors() {}

    static void log(Throwable error) {
        StringBuilder text = new StringBuilder();
        Throwable current = error;
        for (int i = 0; current != null && i < MAX_CAUSES; i++) {
            text.append(i == 0 ? "" : " caused by ").append(current.getClass().getName());
            StackTraceElement[] frames = current.getStackTrace();
            for (int frame = 0; frame < Math.min(frames.length, MAX_FRAMES); frame++) {
                text.append("\n    at ").append(frames[frame]);
            }
            current = current.getCause();
        }
        LOG.error("Internal error in a request: {}", text);
    }
}
