package dev.sallyport.app;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.Configuration;
import org.jspecify.annotations.Nullable;

/**
 * Inspects the declared statements beside a server that answers already: a host waits for the list
 * of tools, and inspecting the first statement loads the parsers. The first call of an agent finds
 * them loaded.
 *
 * <p>Nothing is less safe for that: every call is inspected when it comes. A statement that the
 * guard refuses ends the server, with the same report as any other problem of the configuration.
 */
final class StatementInspection implements AutoCloseable {
    private final Thread thread;
    private volatile @Nullable ConfigException problems;

    private StatementInspection(GateConfig config, Configuration configuration, Runnable stop) {
        thread =
                Thread.ofPlatform()
                        .daemon()
                        .name("inspection")
                        .unstarted(() -> inspect(config, configuration, stop));
    }

    /**
     * Begins at once.
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
        config.tools().inspect(config.governed());
        try {
            configuration.finish();
        } catch (ConfigException e) {
            problems = e;
            stop.run();
        }
    }
}
