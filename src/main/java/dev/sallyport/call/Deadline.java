package dev.sallyport.call;

import java.time.Duration;

/**
 * The moment after which a call is not worth going on; monotonic, so a change of the clock does not
 * move it.
 */
public final class Deadline implements Comparable<Deadline> {
    private final long nanoTime;

    private Deadline(long nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** A deadline this long from now; 100 days at most. */
    public static Deadline after(Duration duration) {
        return new Deadline(
                System.nanoTime() + Math.min(duration.toNanos(), Duration.ofDays(100).toNanos()));
    }

    /** Time that is left; zero once it has passed. */
    public Duration remaining() {
        return Duration.ofNanos(Math.max(0, nanoTime - System.nanoTime()));
    }

    public boolean passed() {
        return nanoTime - System.nanoTime() <= 0;
    }

    /** The earlier of two. */
    public Deadline or(Deadline other) {
        return other.isBefore(this) ? other : this;
    }

    boolean isBefore(Deadline other) {
        return nanoTime - other.nanoTime < 0;
    }

    /** The earlier first; no two may be more than 292 years apart, and none is. */
    @Override
    public int compareTo(Deadline other) {
        return Long.signum(nanoTime - other.nanoTime);
    }
}
