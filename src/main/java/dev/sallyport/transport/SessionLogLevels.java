package dev.sallyport.transport;

import dev.sallyport.mcp.LogLevel;
import dev.sallyport.mcp.Session;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The level of log messages that the clients of HTTP sessions set, which each of their requests
 * finds again; of the sessions used last, so that nobody fills the memory. Thread-safe.
 */
final class SessionLogLevels {
    private static final int MAX_SESSIONS = 10_000;

    private final Map<Key, LogLevel> levels = new LinkedHashMap<>(16, 0.75f, true);

    private record Key(String caller, String session) {}

    /** Sets the level of a request's session to what another request set. */
    void restore(String caller, String id, Session session) {
        LogLevel level;
        synchronized (levels) {
            level = levels.get(new Key(caller, id));
        }
        if (level != null) {
            session.setLogLevel(level);
        }
    }

    /** Remembers what this request may have set. */
    void keep(String caller, String id, Session session) {
        if (session.logLevel().isEmpty()) {
            return;
        }
        synchronized (levels) {
            levels.put(new Key(caller, id), session.logLevel().get());
            if (levels.size() > MAX_SESSIONS) {
                levels.remove(levels.keySet().iterator().next());
            }
        }
    }
}
