package dev.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for what another thread, process or server brings about, and fails where nobody does. */
public final class Eventually {
    /** Longer than a busy machine takes: it says nothing about the product. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final Duration PAUSE = Duration.ofMillis(20);

    private Eventually() {}

    /** Returns as soon as a condition holds. */
    public static void isTrue(Callable<Boolean> condition) throws Exception {
        is(true, condition);
    }

    /** Returns as soon as the wanted value is seen. */
    public static <T> void is(T wanted, Callable<T> seen) throws Exception {
        is(wanted, seen, PATIENCE);
    }

    /** The same for who is in a hurry, or has more patience. */
    public static <T> void is(T wanted, Callable<T> seen, Duration atMost) throws Exception {
        long end = System.nanoTime() + atMost.toNanos();
        T last = seen.call();
        while (!last.equals(wanted) && System.nanoTime() - end < 0) {
            Thread.sleep(PAUSE);
            last = seen.call();
        }
        assertThat(last).isEqualTo(wanted);
    }
}
