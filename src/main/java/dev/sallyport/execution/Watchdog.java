package dev.sallyport.execution;

import dev.sallyport.call.Deadline;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Wakes at deadlines: one thread for all calls, which only ever starts others. */
final class Watchdog implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer =
            new ScheduledThreadPoolExecutor(
                    1,
                    task -> {
                        Thread thread = new Thread(task, "watchdog");
                        thread.setDaemon(true);
                        return thread;
                    });

    Watchdog() {
        timer.setRemoveOnCancelPolicy(true);
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    ScheduledFuture<?> at(Deadline deadline, Runnable task) {
        return timer.schedule(task, deadline.remaining().toNanos(), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
