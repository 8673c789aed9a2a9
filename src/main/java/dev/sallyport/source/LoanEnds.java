package dev.sallyport.source;

import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Where sessions on a server are made like new: beside the call that had them, whose answer need
 * not wait for that. Nobody gets such a connection before it is done.
 */
final class LoanEnds {
    /** Sessions at a time; where there are more, the callers do it themselves. */
    private static final int THREADS = 32;

    private static final int IDLE_SECONDS = 30;

    /** At once, on the thread of the call. */
    static final Executor AT_ONCE = Runnable::run;

    private LoanEnds() {}

    static Executor of(Engine engine) {
        return engine.resetsOverTheNetwork() ? Aside.EXECUTOR : AT_ONCE;
    }

    /** Made by the first source that needs it. */
    private static final class Aside {
        /** A queue without room hands the work to whoever rested last. */
        static final Executor EXECUTOR =
                new ThreadPoolExecutor(
                        0,
                        THREADS,
                        IDLE_SECONDS,
                        TimeUnit.SECONDS,
                        new SynchronousQueue<>(),
                        task -> Thread.ofPlatform().daemon().name("session-reset").unstarted(task),
                        new ThreadPoolExecutor.CallerRunsPolicy());
    }
}
