package dev.sallyport.source;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Keeps callers from waiting for a server that is gone: open from a failure to connect until a
 * probe connects. Callers start the probes, which run beside them, so that none waits longer than
 * {@link #PATIENCE} for one; without callers nobody probes. Thread-safe.
 */
final class Circuit {
    /** From the end of one probe to the next. */
    private static final Duration PAUSE = Duration.ofMillis(500);

    /** How long a caller waits for the outcome of a probe. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** After which a probe without an outcome is given a second one beside it. */
    private static final Duration STUCK = Duration.ofSeconds(2);

    private static final int MAX_PROBES = 4;

    private final Supplier<Optional<Borrowed.Unreachable>> probe;
    private Optional<Borrowed.Unreachable> failure = Optional.empty();
    private int probes;

    /** When the newest probe began while one runs, else when the last one ended. */
    private long lastNanos;

    /**
     * A closed circuit.
     *
     * @param probe tries to connect; empty where that worked, or failed in a way that callers find
     *     out by themselves
     */
    Circuit(Supplier<Optional<Borrowed.Unreachable>> probe) {
        this.probe = probe;
    }

    /** A connection could not be opened: from now on nobody waits for one. */
    synchronized void open(Borrowed.Unreachable why) {
        if (failure.isEmpty()) {
            lastNanos = System.nanoTime();
        }
        failure = Optional.of(why);
    }

    synchronized boolean isOpen() {
        return failure.isPresent();
    }

    /** Why a caller should not even try; empty where it should. */
    synchronized Optional<Borrowed.Unreachable> refusal(Duration wait) {
        if (failure.isEmpty()) {
            return failure;
        }
        long pause = (probes > 0 ? STUCK : PAUSE).toNanos();
        if (probes < MAX_PROBES && System.nanoTime() - lastNanos >= pause) {
            probes++;
            lastNanos = System.nanoTime();
            Thread.ofPlatform().name("probe").daemon().start(this::run);
        }
        long end = System.nanoTime() + Math.min(PATIENCE.toNanos(), wait.toNanos());
        try {
            while (probes > 0 && failure.isPresent()) {
                long left = (end - System.nanoTime()) / 1_000_000;
                if (left <= 0) {
                    break;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return failure;
    }

    private void run() {
        Optional<Borrowed.Unreachable> outcome = Optional.empty();
        try {
            outcome = probe.get();
        } finally {
            ended(outcome);
        }
    }

    private synchronized void ended(Optional<Borrowed.Unreachable> outcome) {
        probes--;
        lastNanos = System.nanoTime();
        // A probe that was stuck tells nothing new once another one got through.
        if (failure.isPresent()) {
            failure = outcome;
        }
        notifyAll();
    }
}
