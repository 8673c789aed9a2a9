package dev.sallyport.config;

import java.time.Duration;
import java.util.Optional;

/**
 * Durations as they are written in the configuration: {@code 100ms}, {@code 30s}, {@code 10m},
 * {@code 1h}.
 */
public final class Durations {
    private Durations() {}

    /** Reads the written form; empty where the text is not of it. */
    public static Optional<Duration> parse(String text) {
        // "ms" first: it ends with the suffix of seconds.
        return switch (unitOf(text)) {
            case "ms" -> Quantity.parse(text, "ms", 1).map(Duration::ofMillis);
            case "s" -> Quantity.parse(text, "s", 1).map(Duration::ofSeconds);
            case "m" -> Quantity.parse(text, "m", 60).map(Duration::ofSeconds);
            case "h" -> Quantity.parse(text, "h", 3_600).map(Duration::ofSeconds);
            default -> Optional.empty();
        };
    }

    /** The shortest written form. */
    public static String text(Duration duration) {
        long millis = duration.toMillis();
        if (millis % 1_000 != 0 || millis == 0) {
            return millis + "ms";
        }
        long seconds = millis / 1_000;
        if (seconds % 3_600 == 0) {
            return seconds / 3_600 + "h";
        }
        return seconds % 60 == 0 ? seconds / 60 + "m" : seconds + "s";
    }

    private static String unitOf(String text) {
        if (text.endsWith("ms")) {
            return "ms";
        }
        return text.isEmpty() ? "" : text.substring(text.length() - 1);
    }
}
