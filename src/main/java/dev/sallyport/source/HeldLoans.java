package dev.sallyport.source;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The loans of one pool that are kept between two calls of a caller, the oldest first. Each has one
 * owner at a time: whoever takes it out of here, for another call or to end it. Thread-safe.
 */
final class HeldLoans {
    private final int most;
    private final Map<Object, Held> held = new LinkedHashMap<>();
    private boolean closed;

    /** {@code end} ends the loan. */
    private record Held(String holder, Runnable end) {}

    HeldLoans(int most) {
        this.most = most;
    }

    /**
     * Keeps a loan. A holder has at most half of all, rounded up: its oldest ends for this one.
     *
     * @param key by which it is taken out: another each time that a loan is kept, so that nobody
     *     takes a loan that has been used since
     * @param end ends the loan once it was taken out; may take its time
     * @return whether it is kept
     */
    boolean keep(Object key, String holder, Runnable end) {
        Optional<Runnable> displaced;
        synchronized (this) {
            displaced = crowdedBy(holder) ? oldest(Optional.of(holder)) : Optional.empty();
            if (closed || held.size() >= most) {
                return false;
            }
            held.put(key, new Held(holder, end));
        }
        displaced.ifPresent(HeldLoans::start);
        return true;
    }

    /** Takes a loan out; whether it was here. */
    synchronized boolean take(Object key) {
        return held.remove(key) != null;
    }

    /** Ends the oldest, beside the caller; whether there was one. */
    boolean endOldest() {
        Optional<Runnable> end = oldest(Optional.empty());
        end.ifPresent(HeldLoans::start);
        return end.isPresent();
    }

    /** Ends all, beside the caller. */
    void endAll() {
        while (endOldest()) {
            // The next.
        }
    }

    /** Ends all, and keeps none any more. */
    void close() {
        List<Held> last;
        synchronized (this) {
            closed = true;
            last = List.copyOf(held.values());
            held.clear();
        }
        last.forEach(one -> one.end().run());
    }

    private synchronized boolean crowdedBy(String holder) {
        return most > 0
                && held.values().stream().filter(one -> one.holder().equals(holder)).count()
                        >= (most + 1) / 2;
    }

    private synchronized Optional<Runnable> oldest(Optional<String> holder) {
        for (Iterator<Held> all = held.values().iterator(); all.hasNext(); ) {
            Held one = all.next();
            if (holder.isEmpty() || holder.get().equals(one.holder())) {
                all.remove();
                return Optional.of(one.end());
            }
        }
        return Optional.empty();
    }

    /** Not a virtual thread: statements of an embedded engine may hold every carrier of those. */
    private static void start(Runnable end) {
        Thread.ofPlatform().name("held-end").daemon().start(end);
    }
}
