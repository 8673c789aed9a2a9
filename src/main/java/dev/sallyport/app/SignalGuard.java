package dev.sallyport.app;

import java.time.Duration;

/**
 * Ends what is being served in order when the process is told to end (Ctrl-C, a host's SIGTERM),
 * and then with exit status 0: to be ended so is the normal end of a server.
 */
final class SignalGuard implements AutoCloseable {
    /** What has not ended by then is ended with the process: its transaction is rolled back. */
    private static final Duration AT_MOST = Duration.ofSeconds(5);

    private final Thread hook;

    private SignalGuard(Thread hook) {
        this.hook = hook;
    }

    static SignalGuard around(Runnable stop) {
        Thread hook =
                new Thread(
                        () -> {
                            Thread.ofPlatform().daemon().name("end").start(SignalGuard::endLate);
                            stop.run();
                            Runtime.getRuntime().halt(0);
                        },
                        "stop");
        Runtime.getRuntime().addShutdownHook(hook);
        return new SignalGuard(hook);
    }

    private static void endLate() {
        try {
            Thread.sleep(AT_MOST);
            Runtime.getRuntime().halt(0);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was served has ended by itself. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyStopping) {
            // The hook is at work, and ends the process.
        }
    }
}
