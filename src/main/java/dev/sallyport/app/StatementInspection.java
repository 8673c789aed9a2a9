package dev.sallyport.app;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.Configuration;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Inspects the declared statements beside a server that answers already: a host waits for the list
 * of tools, and a first call for its answer.
 *
 * <p>Nothing is less safe for that: every call is inspected when it comes. A statement that the
 * guard refuses ends the server, with the same report as any other problem of the configuration.
 */
final class StatementInspection implements AutoCloseable {
    /** A host's first requests come first. */
    private static final Duration AFTER_THE_START = Duration.ofMillis(500);

    private final Thread thread;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile @Nullable ConfigException problems;

    private StatementInspection(GateConfig config, Configuration configuration, Runnable stop) {
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("inspection")
                        .unstarted(() -> inspect(config, configuration, stop));
    }

    /**
     * Begins soon.
     *
     * @param stop ends the server
     */
    static StatementInspection start(
            GateConfig config, Configuration configuration, Runnable stop) {
        StatementInspection inspection = new StatementInspection(config, configuration, stop);
        inspection.thread.start();
        return inspection;
    }

    /**
     * Waits for the end.
     *
     * @throws ConfigException if the guard refuses a statement
     */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        ConfigException found = problems;
        if (found != null) {
            throw found;
        }
    }

    private void inspect(GateConfig config, Configuration configuration, Runnable stop) {
        try {
            boolean _ = closing.await(AFTER_THE_START.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        config.tools().inspect(config.governed());
        try {
            configuration.finish();
        } catch (ConfigException e) {
            problems = e;
            stop.run();
        }
    }
}
