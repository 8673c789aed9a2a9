package dev.sallyport.transport;

import dev.sallyport.call.AlarmClock;
import dev.sallyport.call.Deadline;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One thread's time as the one that reads, after the pattern of leader and followers: it runs what
 * it has read itself, which spares the way over another thread, and loses the lead to a follower
 * where that takes longer than a moment.
 */
final class Lead implements Executor {
    /** For so long nothing else is read: a cancellation, or a call that could run beside it. */
    private static final Duration MOMENT = Duration.ofMillis(5);

    private enum State {
        READING,
        RUNNING,
        LOST
    }

    private final AlarmClock clock;
    private final Runnable follower;
    private final Thread thread = Thread.currentThread();
    private final AtomicReference<State> state = new AtomicReference<>(State.READING);

    /**
     * The lead of the thread that asks.
     *
     * @param follower has another thread go on reading, and returns at once
     */
    Lead(AlarmClock clock, Runnable follower) {
        this.clock = clock;
        this.follower = follower;
    }

    /** Runs a call on this thread, which may cost it the lead. */
    @Override
    public void execute(Runnable call) {
        state.set(State.RUNNING);
        try (AlarmClock.Alarm _ = clock.at(Deadline.after(MOMENT), this::pass)) {
            call.run();
        } finally {
            // An interrupt was meant for the call that is over.
            Thread.interrupted();
            state.compareAndSet(State.RUNNING, State.READING);
        }
    }

    private void pass() {
        if (state.compareAndSet(State.RUNNING, State.LOST)) {
            follower.run();
        }
    }

    boolean isLost() {
        return state.get() == State.LOST;
    }

    /** Whether the thread that asks is the one to read what comes next. */
    boolean isReading() {
        return state.get() == State.READING && Thread.currentThread().equals(thread);
    }
}
