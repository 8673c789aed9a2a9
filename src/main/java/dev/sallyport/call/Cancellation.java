package dev.sallyport.call;

import java.util.ArrayList;
import java.util.List;

/**
 * Tells those who work for a call that the caller no longer wants it; thread-safe.
 *
 * <p>Cancelling is final and happens once. Listeners run on the thread that cancels, outside any
 * lock.
 */
public final class Cancellation {
    private final List<Runnable> listeners = new ArrayList<>();
    private boolean cancelled;

    /** Cancels, and runs the listeners; later calls do nothing. */
    public void cancel() {
        List<Runnable> toRun;
        synchronized (this) {
            if (cancelled) {
                return;
            }
            cancelled = true;
            toRun = List.copyOf(listeners);
            listeners.clear();
        }
        toRun.forEach(Runnable::run);
    }

    public synchronized boolean isCancelled() {
        return cancelled;
    }

    /**
     * Runs {@code listener} on cancellation, at once where that has happened; close to stop
     * listening.
     */
    public Registration onCancel(Runnable listener) {
        synchronized (this) {
            if (!cancelled) {
                listeners.add(listener);
                return () -> remove(listener);
            }
        }
        listener.run();
        return () -> {};
    }

    private synchronized void remove(Runnable listener) {
        listeners.remove(listener);
    }

    /** A listener's place; closing it is idempotent. */
    public interface Registration extends AutoCloseable {
        @Override
        void close();
    }
}
