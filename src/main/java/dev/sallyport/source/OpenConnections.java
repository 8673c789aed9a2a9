package dev.sallyport.source;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are open, on loan or resting, and the callers that wait for one, who longest
 * first. Thread-safe: one lock, under which nothing is asked of a connection.
 *
 * <p>Each caller that waits may have one opened, beside it, and gets whichever is there first: that
 * one or one that comes back. While it is not known that the server takes connections, one attempt
 * is under way at a time. A connection that is being opened or closed has its place, so that there
 * are never more than the limit.
 */
final class OpenConnections {
    /**
     * Callers that may wait, beside as many as there may be connections: at first, each of those
     * waits for its own. The next is told at once that all are in use.
     */
    static final int MAX_WAITING = 256;

    /** How often a waiting caller looks whether it is still wanted. */
    private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    /** Without a connection for so long, a caller that gives up takes the server to be gone. */
    private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(1);

    /**
     * A server that takes longer to answer a reset is far enough for a thread that waits for it.
     */
    private static final long FAR_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private static final Duration LIFETIME = Duration.ofMinutes(30);
    private static final long MAX_TIDY_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long OPENINGS_END_MILLIS = 2_000;
    private static final long CLOSINGS_END_MILLIS = 10_000;

    /** The generation of an attempt that has no place. */
    private static final int PROBE = -1;

    private final Engine engine;
    private final Engine.SecondConnection opener;
    private final Limits limits;
    private final Runnable whenCrowded;

    /** Who came last is first; empty while somebody waits. */
    private final Deque<Pooled> resting = new ArrayDeque<>();

    private final Set<Pooled> lent = new HashSet<>();
    private final Deque<Waiter> waiters = new ArrayDeque<>();
    private final Attempts attempts = new Attempts();
    private int opening;
    private int closing;

    /** What an earlier one opens or closes may hang, and has no place any more. */
    private int generation;

    private @Nullable ScheduledFuture<?> tidying;
    private boolean closed;

    /** Whether somebody waited long for the last answer to a reset. */
    private volatile boolean far;

    /**
     * How many there are.
     *
     * @param most at a time
     * @param least that are kept open, once the server took one
     * @param idleTimeout after which any other that rests is closed, give or take a quarter
     */
    record Limits(int most, int least, Duration idleTimeout) {}

    /** A caller, and what came of it; what changes, changes under the lock. */
    private final class Waiter {
        private final long start = System.nanoTime();
        private final CountDownLatch turn = new CountDownLatch(1);
        private boolean crowded;
        private volatile @Nullable Taken outcome;

        private void end(Taken with) {
            outcome = with;
            turn.countDown();
        }

        private void lend(Pooled pooled) {
            lent.add(pooled);
            end(new Taken.Ready(pooled, crowded ? System.nanoTime() - start : 0));
        }
    }

    /**
     * None yet.
     *
     * @param opener opens a connection, on any thread
     * @param whenCrowded run by whoever waits while all are on loan, a few times a second
     */
    OpenConnections(
            Engine engine, Engine.SecondConnection opener, Limits limits, Runnable whenCrowded) {
        this.engine = engine;
        this.opener = opener;
        this.limits = limits;
        this.whenCrowded = whenCrowded;
    }

    /**
     * A connection that lives, for one caller alone.
     *
     * @param abandoned whether the caller has gone; asked a few times a second
     */
    Taken take(Duration wait, BooleanSupplier abandoned) {
        if (abandoned.getAsBoolean()) {
            return new Taken.Abandoned();
        }
        long end = System.nanoTime() + wait.toNanos();
        Taken taken = await(queue(false), end, abandoned);
        while (taken instanceof Taken.Ready(Pooled pooled, long ignored) && !isGood(pooled)) {
            // It has had its turn.
            taken = await(queue(true), end, abandoned);
        }
        return taken;
    }

    /** Whether a connection can be lent; if not, it is on its way out. */
    private boolean isGood(Pooled pooled) {
        if (!isLikeNew(pooled)) {
            return false;
        }
        if (pooled.lives()) {
            return true;
        }
        bury(pooled);
        return false;
    }

    /** Whether its session is like new; if not, it is on its way out. */
    private boolean isLikeNew(Pooled pooled) {
        if (!pooled.isAwaited()) {
            return true;
        }
        long asked = System.nanoTime();
        try {
            if (pooled.isLikeNew()) {
                return true;
            }
            end(pooled, false);
        } catch (SQLException | RuntimeException | LinkageError e) {
            // It is gone.
            bury(pooled);
        } finally {
            far = System.nanoTime() - asked >= FAR_NANOS;
        }
        return false;
    }

    private synchronized Waiter queue(boolean first) {
        Waiter waiter = new Waiter();
        Pooled rested = resting.pollFirst();
        if (rested != null) {
            waiter.lend(rested);
        } else if (closed || waiters.size() >= MAX_WAITING + limits.most) {
            waiter.end(new Taken.Full());
        } else if (first) {
            waiters.addFirst(waiter);
        } else {
            waiters.addLast(waiter);
        }
        return waiter;
    }

    private Taken await(Waiter waiter, long end, BooleanSupplier abandoned) {
        try {
            while (waiter.outcome == null) {
                long left = end - System.nanoTime();
                if (abandoned.getAsBoolean()) {
                    return leave(waiter, new Taken.Abandoned());
                }
                if (supplies(waiter)) {
                    whenCrowded.run();
                }
                if (left <= 0) {
                    return late(waiter);
                }
                waiter.turn.await(Math.min(left, SLICE_NANOS), TimeUnit.NANOSECONDS);
            }
            return waiter.outcome;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return leave(waiter, new Taken.Abandoned());
        } catch (RuntimeException | Error e) {
            leave(waiter, new Taken.Abandoned());
            throw e;
        }
    }

    /** Sees to it that there will be one for a caller; whether all are in use. */
    private synchronized boolean supplies(Waiter waiter) {
        supply();
        boolean crowded = lent.size() + closing >= limits.most;
        waiter.crowded |= crowded;
        return crowded;
    }

    private synchronized Taken late(Waiter waiter) {
        if (waiter.outcome != null) {
            return waiter.outcome;
        }
        Optional<SQLException> tooMany = attempts.tooManyAfter(waiter.start);
        if (tooMany.isPresent()) {
            return leave(waiter, new Taken.Failed(tooMany.get()));
        }
        // Nobody has a connection, so that nobody is in the way: there are none to be had.
        boolean silent = lent.isEmpty() && System.nanoTime() - waiter.start >= SILENT_NANOS;
        return leave(waiter, silent ? new Taken.Silent() : new Taken.Full());
    }

    private synchronized Taken leave(Waiter waiter, Taken with) {
        waiters.remove(waiter);
        if (waiter.outcome instanceof Taken.Ready(Pooled pooled, long ignored)) {
            lent.remove(pooled);
            put(pooled);
        }
        return with;
    }

    /** Ends a loan; {@code good}: whether another caller may have the connection. */
    void giveBack(Pooled pooled, boolean good) {
        if (good && far && pooled.isAwaited()) {
            // Whoever comes next may have another one: calls in a row would wait twice each.
            PoolThreads.start(() -> {
                if (isLikeNew(pooled)) {
                    end(pooled, true);
                }
            });
        } else {
            end(pooled, good);
        }
    }

    private synchronized void end(Pooled pooled, boolean good) {
        if (!lent.remove(pooled)) {
            return;
        }
        pooled.rest();
        if (good && !pooled.isOlderThan(LIFETIME)) {
            put(pooled);
        } else {
            retire(pooled);
        }
    }

    /** Whatever ended a connection has ended those that rested for longer. */
    private synchronized void bury(Pooled dead) {
        attempts.doubted();
        lent.remove(dead);
        retire(dead);
        retireIf(other -> other.restsLongerThan(dead));
    }

    private void put(Pooled pooled) {
        Waiter next = waiters.pollFirst();
        if (closed) {
            retire(pooled);
        } else if (next != null) {
            next.lend(pooled);
        } else {
            resting.addFirst(pooled);
            tidyLater();
        }
    }

    private void retire(Pooled pooled) {
        aside(pooled::end);
    }

    /** Who has rested longest goes first. */
    private void retireIf(Predicate<Pooled> over) {
        for (Iterator<Pooled> oldest = resting.descendingIterator(); oldest.hasNext(); ) {
            Pooled pooled = oldest.next();
            if (over.test(pooled)) {
                oldest.remove();
                retire(pooled);
            }
        }
    }

    private void tidyLater() {
        if (tidying == null) {
            long nanos = Math.min(limits.idleTimeout.toNanos() / 4, MAX_TIDY_NANOS);
            tidying = PoolThreads.later(nanos, this::tidy);
        }
    }

    private synchronized void tidy() {
        tidying = null;
        retireIf(pooled ->
                pooled.isOlderThan(LIFETIME)
                        || (lent.size() + resting.size() > limits.least
                                && pooled.restsFor(limits.idleTimeout)));
        if (!resting.isEmpty()) {
            tidyLater();
        }
    }

    /** Has as many opened as are wanted and have a place. */
    private void supply() {
        int open = lent.size() + resting.size();
        int more =
                Math.min(
                        attempts.wanted(waiters.size(), limits.least - open) - opening,
                        limits.most - open - opening - closing);
        if (closed || more <= 0) {
            return;
        }
        Optional<SQLException> refusal = attempts.refusal();
        if (refusal.isPresent()) {
            endAll(new Taken.Failed(refusal.get()));
            return;
        }
        int of = generation;
        for (int i = 0; i < more; i++) {
            PoolThreads.start(() -> open(of));
            opening++;
        }
    }

    private void open(int of) {
        try {
            admit(connect(), of);
        } catch (SQLException e) {
            failed(e, of);
        }
    }

    private Connection connect() throws SQLException {
        try {
            return opener.open();
        } catch (RuntimeException | Error e) {
            throw new SQLException("the driver failed to connect", "08001", e);
        }
    }

    private synchronized void admit(Connection connection, int of) {
        attempts.succeeded();
        opened(of);
        boolean hasPlace = lent.size() + resting.size() + opening + closing < limits.most;
        Pooled pooled = new Pooled(connection, engine);
        if (hasPlace) {
            put(pooled);
        } else {
            retire(pooled);
        }
        supply();
    }

    private synchronized void failed(SQLException error, int of) {
        if (of != generation && of != PROBE) {
            // Another one has got through since.
            return;
        }
        opened(of);
        EngineError meaning = engine.meaning(error);
        attempts.failed(error, meaning);
        // Of a server that is full, one of those in use may come back, or one have room again.
        if (meaning != EngineError.BUSY) {
            endAll(new Taken.Failed(error));
        }
    }

    private void opened(int of) {
        opening -= of == generation ? 1 : 0;
        notifyAll();
    }

    private void endAll(Taken with) {
        waiters.forEach(waiter -> waiter.end(with));
        waiters.clear();
    }

    /** Does what may hang; the connection has its place until then. */
    private void aside(Runnable task) {
        int of = generation;
        PoolThreads.start(() -> {
            try {
                task.run();
            } finally {
                closed(of);
            }
        });
        closing++;
    }

    private synchronized void closed(int of) {
        closing -= of == generation ? 1 : 0;
        notifyAll();
        supply();
    }

    /**
     * Tries to connect on this thread, whatever hangs on others; where it works out, nobody waits
     * for those any more.
     *
     * @return why it did not work out
     */
    Optional<SQLException> probe() {
        try {
            Connection connection = connect();
            admit(connection, nextGeneration());
            return Optional.empty();
        } catch (SQLException e) {
            failed(e, PROBE);
            return Optional.of(e);
        }
    }

    private synchronized int nextGeneration() {
        generation++;
        opening = 1;
        closing = 0;
        return generation;
    }

    /** Whether any is on loan. */
    synchronized boolean isUsed() {
        return !lent.isEmpty();
    }

    /** Closes those that rest, tears down those on loan, and takes none back any more. */
    synchronized void close() {
        closed = true;
        endAll(new Taken.Full());
        retireIf(pooled -> true);
        lent.forEach(pooled -> aside(pooled::destroy));
        if (tidying != null) {
            tidying.cancel(false);
        }
        try {
            settle(OPENINGS_END_MILLIS, () -> opening > 0);
            settle(CLOSINGS_END_MILLIS, () -> closing > 0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void settle(long millis, BooleanSupplier unsettled) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long left = millis;
        while (unsettled.getAsBoolean() && left > 0) {
            wait(left);
            left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        }
    }
}
