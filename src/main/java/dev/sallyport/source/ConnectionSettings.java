package dev.sallyport.source;

import dev.sallyport.config.ConfigSection;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * How the connections of a source are kept, and what is tried again where one breaks.
 *
 * @param minIdle connections that stay open, once the first call came; of those that read in the
 *     source's own database
 * @param idleTimeout after which any other that nobody uses is closed
 * @param attempts how often more opening a connection is tried, and how often more a read is run
 *     whose connection broke before the database began to answer
 * @param delay pause before the first of these; each later one is twice as long
 * @param maxDelay longest pause
 * @param heldCursors results at most that stay open for the next page of their callers, in the
 *     source's own database; 0 for none
 * @param heldFor how long one stays open that nobody asks for
 */
public record ConnectionSettings(
        int minIdle,
        Duration idleTimeout,
        int attempts,
        Duration delay,
        Duration maxDelay,
        int heldCursors,
        Duration heldFor) {
    /** What holds where nothing is configured: nothing is kept open, nothing is tried again. */
    public static final ConnectionSettings STANDARD =
            new ConnectionSettings(
                    0, Duration.ofMinutes(5), 0, Duration.ofMillis(200), Duration.ofSeconds(2));

    private static final Duration STANDARD_HELD_FOR = Duration.ofSeconds(30);
    private static final int MAX_DOUBLINGS = 20;
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Settings by which no result stays open. */
    public ConnectionSettings(
            int minIdle, Duration idleTimeout, int attempts, Duration delay, Duration maxDelay) {
        this(minIdle, idleTimeout, attempts, delay, maxDelay, 0, STANDARD_HELD_FOR);
    }

    static ConnectionSettings read(
            ConfigSection source, int concurrentCalls, Optional<Engine> engine) {
        ConfigSection pool = source.section("pool");
        ConfigSection retries = source.section("retries");
        ConnectionSettings settings =
                new ConnectionSettings(
                        pool.intBetween("min-idle", 0, 200, 0),
                        pool.durationBetween("idle-timeout", "10s", "29m", "5m"),
                        retries.intBetween("attempts", 0, 10, 0),
                        retries.durationBetween("delay", "10ms", "1m", "200ms"),
                        retries.durationBetween("max-delay", "10ms", "1m", "2s"),
                        pool.intBetween("held-cursors", 0, 199, 0),
                        pool.durationBetween("held-for", "1s", "1m", "30s"));
        if (settings.minIdle > concurrentCalls) {
            pool.problem("min-idle", "is more than limits.concurrent-calls, " + concurrentCalls);
        }
        if (settings.heldCursors > 0 && settings.heldCursors >= concurrentCalls) {
            pool.problem(
                    "held-cursors",
                    "must be less than limits.concurrent-calls, " + concurrentCalls);
        }
        if (settings.heldCursors > 0 && engine.isPresent() && !engine.get().holdsResults()) {
            pool.problem(
                    "held-cursors",
                    "results of " + engine.get().dialect().title() + " do not stay open");
        }
        return settings;
    }

    /** The same for connections that are not kept: neither open for any call, nor for one. */
    ConnectionSettings withNothingKept() {
        return new ConnectionSettings(0, idleTimeout, attempts, delay, maxDelay);
    }

    /**
     * Waits before one more attempt; says whether it is to be made.
     *
     * @param made attempts that were made beside the first
     * @param left time that is left for all of them: one that it does not reach is not waited for
     * @param abandoned whether the caller has gone; asked a few times a second
     */
    public boolean awaitAttempt(int made, Duration left, BooleanSupplier abandoned) {
        Duration pause = pause(made);
        if (made >= attempts || pause.compareTo(left) >= 0) {
            return false;
        }
        long end = System.nanoTime() + pause.toNanos();
        try {
            for (long rest = pause.toNanos(); rest > 0; rest = end - System.nanoTime()) {
                if (abandoned.getAsBoolean()) {
                    return false;
                }
                TimeUnit.NANOSECONDS.sleep(Math.min(rest, SLICE_NANOS));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return !abandoned.getAsBoolean();
    }

    private Duration pause(int made) {
        Duration pause = delay.multipliedBy(1L << Math.min(made, MAX_DOUBLINGS));
        return pause.compareTo(maxDelay) < 0 ? pause : maxDelay;
    }
}
