package dev.sallyport.source;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Keeps what a driver writes to {@code java.util.logging} out of every log: at FINE that is
 * statements, values and URLs.
 *
 * <p>The first logger costs a start some 20 ms, so it is made with the first driver.
 */
final class DriverLog {
    /** Kept, since a logger that nobody holds is made anew. */
    private static final Map<String, Logger> SILENCED = new ConcurrentHashMap<>();

    private DriverLog() {}

    static void silence(String name) {
        SILENCED.computeIfAbsent(name, Logger::getLogger).setLevel(Level.OFF);
    }
}
