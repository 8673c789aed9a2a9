package dev.sallyport.source;

import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The threads that all pools share; without work they end. */
final class PoolThreads {
    private static final int IDLE_SECONDS = 10;

    /**
     * Where connections are opened and closed, which may hang. Each task holds a place of its pool
     * meanwhile, so that those places are the limit of these threads.
     */
    private static final Executor ASIDE =
            new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    task -> Thread.ofPlatform().daemon().name("connect").unstarted(task));

    private PoolThreads() {}

    static void start(Runnable task) {
        ASIDE.execute(task);
    }

    /** Runs a task that returns at once, later. */
    static ScheduledFuture<?> later(long nanos, Runnable task) {
        return Later.CLOCK.schedule(task, nanos, TimeUnit.NANOSECONDS);
    }

    /** Made by the first pool in which a connection rests. */
    private static final class Later {
        static final ScheduledThreadPoolExecutor CLOCK = clock();

        private static ScheduledThreadPoolExecutor clock() {
            ScheduledThreadPoolExecutor clock =
                    new ScheduledThreadPoolExecutor(
                            1, task -> Thread.ofPlatform().daemon().name("pools").unstarted(task));
            clock.setKeepAliveTime(IDLE_SECONDS, TimeUnit.SECONDS);
            clock.allowCoreThreadTimeOut(true);
            clock.setRemoveOnCancelPolicy(true);
            return clock;
        }
    }
}
