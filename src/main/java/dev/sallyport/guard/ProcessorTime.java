package dev.sallyport.guard;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * A bound on the processor time of this thread, for the seconds in which the parser's code is not
 * compiled yet and a step takes twenty times as long. Processor time, so that a busy machine does
 * not count; and a statement that is refused for it may be sent again.
 */
final class ProcessorTime {
    private static final long MOST_NANOSECONDS = 35_000_000;

    private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    private final long end = now() + MOST_NANOSECONDS;

    void check() {
        if (now() > end) {
            throw new Refusal(
                    RefusalReason.BUSY,
                    -1,
                    "Send the statement again in a moment, or a shorter one.");
        }
    }

    /** Stands still where the thread's time can't be told: then the steps alone are the bound. */
    private long now() {
        return !Thread.currentThread().isVirtual() && threads.isCurrentThreadCpuTimeSupported()
                ? threads.getCurrentThreadCpuTime()
                : 0;
    }
}
