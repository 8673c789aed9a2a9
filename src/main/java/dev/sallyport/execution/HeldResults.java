package dev.sallyport.execution;

import dev.sallyport.call.AlarmClock;
import dev.sallyport.call.Deadline;
import dev.sallyport.source.Source;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The results that stay open for the next page of their callers, by their leases; thread-safe. How
 * many there may be is the source's affair, which also ends them where their connections are
 * wanted: a result belongs to whoever has taken its loan back.
 */
final class HeldResults {
    private final AlarmClock clock;
    private final Map<Long, Held> open = new ConcurrentHashMap<>();
    private final AtomicLong leases = new AtomicLong(PagedRead.NO_LEASE);

    /** {@code key} is the loan's, and another each time: the connection may be held again. */
    private record Held(HeldResult result, Object key) {}

    HeldResults(AlarmClock clock) {
        this.clock = clock;
    }

    /**
     * Keeps a result, if its source does.
     *
     * @return its lease; {@link PagedRead#NO_LEASE} where it is not kept, and the caller's to end
     */
    long keep(HeldResult result) {
        Optional<Duration> time = result.connection().holdsFor();
        if (time.isEmpty()) {
            return PagedRead.NO_LEASE;
        }
        long lease = leases.incrementAndGet();
        Object key = new Object();
        open.put(lease, new Held(result, key));
        if (!result.connection().keep(key, result.holder(), () -> end(lease))) {
            open.remove(lease);
            return PagedRead.NO_LEASE;
        }
        // Never taken back: it finds nothing where the result was read on.
        clock.at(Deadline.after(time.get()), () -> start(() -> expire(lease)));
        return lease;
    }

    /** Takes a result out, for the caller that it is for, behind the rows that this one has. */
    Optional<HeldResult> take(long lease, Source source, BoundStatement statement, String caller) {
        Held held = open.get(lease);
        return held != null && held.result().continues(source, statement, caller)
                ? taken(lease, held)
                : Optional.empty();
    }

    private void expire(long lease) {
        Held held = open.get(lease);
        if (held != null) {
            taken(lease, held).ifPresent(HeldResult::end);
        }
    }

    /** One of all who want it gets it. */
    private Optional<HeldResult> taken(long lease, Held held) {
        if (!held.result().connection().takeBack(held.key())) {
            return Optional.empty();
        }
        open.remove(lease);
        return Optional.of(held.result());
    }

    /** Its loan was taken back for the purpose. */
    private void end(long lease) {
        Held held = open.remove(lease);
        if (held != null) {
            held.result().end();
        }
    }

    /** Not a virtual thread: statements of an embedded engine may hold every carrier of those. */
    private static void start(Runnable task) {
        Thread.ofPlatform().name("held-end").daemon().start(task);
    }
}
