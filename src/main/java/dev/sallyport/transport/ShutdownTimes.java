package dev.sallyport.transport;

import java.time.Duration;

/**
 * How long a transport waits when the process is told to end: together less than the two seconds in
 * which no statement may run on.
 */
final class ShutdownTimes {
    /** For what runs to finish by itself. */
    static final Duration FINISH = Duration.ofMillis(500);

    /** Then, for what was cancelled to roll back. */
    static final Duration ROLL_BACK = Duration.ofMillis(800);

    /** Then, for the last answers to be written. */
    static final Duration LAST_WRITES = Duration.ofMillis(200);

    private ShutdownTimes() {}
}
