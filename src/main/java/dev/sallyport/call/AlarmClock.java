package dev.sallyport.call;

import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks at deadlines: one thread for all of them; thread-safe.
 *
 * <p>Made for alarms that are nearly always taken back, as each call sets some that are minutes
 * away. So its thread is woken for one that is due earlier than any it waits for, and never because
 * one was taken back: it looks once at the time of the earliest, and finds out then.
 */
public final class AlarmClock implements AutoCloseable {
    private final String name;
    private final TreeSet<Entry> pending = new TreeSet<>(AlarmClock::byTime);
    private long numbers;
    private boolean closed;
    private @Nullable Thread thread;

    /** When the thread looks again; null while it waits for the first alarm. */
    private @Nullable Deadline looksAgain;

    /**
     * A clock without a thread, until the first alarm is set; it then has a daemon of this name.
     */
    public AlarmClock(String name) {
        this.name = name;
    }

    /**
     * Runs {@code task} at the deadline, unless it is taken back before or the clock closed.
     *
     * @param task returns at once, since other alarms wait for it; what it throws is ignored
     */
    public synchronized Alarm at(Deadline deadline, Runnable task) {
        Entry entry = new Entry(deadline, numbers++, task);
        if (closed) {
            return entry;
        }
        pending.add(entry);
        if (thread == null) {
            thread = Thread.ofPlatform().daemon().name(name).start(this::run);
        } else if (looksAgain == null || deadline.isBefore(looksAgain)) {
            looksAgain = deadline;
            notifyAll();
        }
        return entry;
    }

    /** Drops all alarms, and ends the thread. */
    @Override
    public synchronized void close() {
        closed = true;
        pending.clear();
        notifyAll();
    }

    private void run() {
        try {
            for (Entry due = next(); due != null; due = next()) {
                due.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Waits for the next alarm that is due; null at the end. */
    private synchronized @Nullable Entry next() throws InterruptedException {
        while (!closed) {
            if (pending.isEmpty()) {
                looksAgain = null;
                wait();
            } else if (pending.getFirst().due.passed()) {
                return pending.pollFirst();
            } else {
                looksAgain = pending.getFirst().due;
                // Never zero, which would mean for ever.
                wait(looksAgain.remaining().toMillis() + 1);
            }
        }
        return null;
    }

    private static int byTime(Entry one, Entry other) {
        int time = one.due.compareTo(other.due);
        return time == 0 ? Long.compare(one.number, other.number) : time;
    }

    private synchronized void remove(Entry entry) {
        pending.remove(entry);
    }

    /** A task that waits for its time; closing takes it back, and does nothing once it runs. */
    public interface Alarm extends AutoCloseable {
        @Override
        void close();
    }

    private final class Entry implements Alarm {
        private final Deadline due;
        private final long number;
        private final Runnable task;

        private Entry(Deadline due, long number, Runnable task) {
            this.due = due;
            this.number = number;
            this.task = task;
        }

        @Override
        public void close() {
            remove(this);
        }

        private void run() {
            try {
                task.run();
            } catch (RuntimeException | Error e) {
                // The other alarms must ring all the same.
            }
        }
    }
}
