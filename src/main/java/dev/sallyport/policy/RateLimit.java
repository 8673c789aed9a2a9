package dev.sallyport.policy;

import dev.sallyport.config.ConfigSection;
import java.time.Duration;

/**
 * How many calls one caller may make.
 *
 * @param calls calls in a time, all of which may come at once
 * @param per the time
 */
public record RateLimit(int calls, Duration per) {
    /** What holds where nothing is configured: 600 calls a minute. */
    public static final RateLimit STANDARD = new RateLimit(600, Duration.ofMinutes(1));

    /** Reads the section {@code rate-limit}. */
    public static RateLimit read(ConfigSection in) {
        return new RateLimit(
                in.intBetween("calls", 1, 1_000_000, STANDARD.calls()),
                in.durationBetween("per", "1s", "24h", "1m"));
    }
}
