package dev.sallyport.mcp;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The threads that calls run on, as many as there is work for and no more than a limit;
 * thread-safe.
 *
 * <p>Who rested last works first: calls that come one after another all run on one thread, whose
 * stack and allocation buffer are in the caches, and no others are started for them. Threads of the
 * platform: an embedded database that only computes would hold the carriers of virtual ones, and
 * with them the call that is to cancel it.
 */
final class Workers {
    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final String name;
    private final int limit;
    private final Deque<Worker> resting = new ArrayDeque<>();
    private final Queue<Runnable> waiting = new ArrayDeque<>();
    private int threads;

    /** Threads of others that run a task. */
    private int guests;

    Workers(String name, int limit) {
        this.name = name;
        this.limit = limit;
    }

    /**
     * Runs a task, which throws nothing, when it is its turn; whoever calls bounds how many wait.
     */
    void execute(Runnable task) {
        Worker rested;
        synchronized (this) {
            if (atWork() == limit) {
                waiting.add(task);
                return;
            }
            rested = assign(task);
        }
        begin(task, rested);
    }

    /**
     * Runs a task, which throws nothing, on a thread that is none of these, but counts as one until
     * it is done.
     *
     * @param here runs it before it returns
     * @return whether it ran; if not, it has to wait
     */
    boolean executeHere(Runnable task, Executor here) {
        synchronized (this) {
            if (atWork() == limit) {
                return false;
            }
            guests++;
        }
        try {
            here.execute(task);
        } finally {
            leave();
        }
        return true;
    }

    /** A guest is done: who waits longest is next. */
    private void leave() {
        Runnable next;
        Worker rested = null;
        synchronized (this) {
            guests--;
            next = waiting.poll();
            if (next != null) {
                rested = assign(next);
            }
        }
        if (next != null) {
            begin(next, rested);
        }
    }

    private int atWork() {
        return threads - resting.size() + guests;
    }

    /** Gives a task to whoever rested last; null where a thread has to be started for it. */
    private @Nullable Worker assign(Runnable task) {
        Worker rested = resting.pollLast();
        if (rested == null) {
            threads++;
        } else {
            rested.task = task;
        }
        return rested;
    }

    private void begin(Runnable task, @Nullable Worker rested) {
        if (rested == null) {
            start(task);
        } else {
            LockSupport.unpark(rested.thread);
        }
    }

    private void start(Runnable task) {
        Worker worker = new Worker(task);
        try {
            worker.thread.start();
        } catch (OutOfMemoryError e) {
            synchronized (this) {
                threads--;
            }
            throw e;
        }
    }

    private final class Worker implements Runnable {
        private final Thread thread;
        private volatile @Nullable Runnable task;

        Worker(Runnable first) {
            this.task = first;
            this.thread = Thread.ofPlatform().daemon().name(name).unstarted(this);
        }

        @Override
        public void run() {
            boolean finished = false;
            try {
                for (Runnable next = task; next != null; next = next()) {
                    next.run();
                }
                finished = true;
            } finally {
                if (!finished) {
                    gone();
                }
            }
        }

        /** The next task, once there is one; null where none came for a while. */
        private @Nullable Runnable next() {
            // An interrupt was meant for the task that is over.
            Thread.interrupted();
            synchronized (Workers.this) {
                task = waiting.poll();
                if (task == null) {
                    resting.addLast(this);
                }
            }
            long end = System.nanoTime() + IDLE_NANOS;
            while (task == null) {
                LockSupport.parkNanos(Workers.this, end - System.nanoTime());
                if (task == null && System.nanoTime() - end >= 0 && gaveUp()) {
                    return null;
                }
            }
            return task;
        }

        private boolean gaveUp() {
            synchronized (Workers.this) {
                if (!resting.remove(this)) {
                    // Somebody has just given it a task.
                    return false;
                }
                threads--;
                return true;
            }
        }

        /** Its task threw after all: the next one waits for no thread that is gone. */
        private void gone() {
            Runnable next;
            synchronized (Workers.this) {
                next = waiting.poll();
                if (next == null) {
                    threads--;
                }
            }
            if (next != null) {
                start(next);
            }
        }
    }
}
