package dev.sallyport.mcp;

import java.util.Locale;
import java.util.Optional;

/** Severity of a log message, as RFC 5424 has it; in ascending order. */
public enum LogLevel {
    DEBUG,
    INFO,
    NOTICE,
    WARNING,
    ERROR,
    CRITICAL,
    ALERT,
    EMERGENCY;

    /** The level by its name on the wire. */
    static Optional<LogLevel> named(String name) {
        for (LogLevel level : values()) {
            if (level.wireName().equals(name)) {
                return Optional.of(level);
            }
        }
        return Optional.empty();
    }

    String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
