package dev.sallyport.guard;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Layer 3: a full parser written by others must read the statement as the grammar did. It runs on a
 * few threads of its own, with a limit of time, because it was not made for hostile input.
 */
final class FullParser {
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int QUEUE = 64;
    private static final long STACK_BYTES = 2L << 20;

    /** The first parse loads a few hundred classes. */
    private static final long FIRST_MILLISECONDS = 15_000;

    private static final long MILLISECONDS = 2_000;

    private static final AtomicLong PARSED = new AtomicLong();
    private static final ThreadPoolExecutor POOL = pool();

    private FullParser() {}

    /** One attempt, which can be told to end. */
    interface Attempt extends Runnable {
        void interrupt();
    }

    /** Refuses the statement where the parser does, or where it finds other tables or functions. */
    static void check(
            List<Token> tokens,
            String sql,
            Reading reading,
            FunctionCatalog functions,
            Dialect dialect) {
        Attempt attempt =
                dialect.equals(Dialects.TRINO)
                        ? new TrinoParserAttempt(tokens, sql, reading, functions)
                        : new JSqlParserAttempt(tokens, reading, dialect);
        FutureTask<Boolean> task = new FutureTask<>(attempt, true);
        try {
            POOL.execute(task);
        } catch (RejectedExecutionException e) {
            throw new Refusal(RefusalReason.BUSY, -1, "Send the statement again in a moment.");
        }
        try {
            long limit = PARSED.get() < 10 ? FIRST_MILLISECONDS : MILLISECONDS;
            boolean _ = task.get(limit, TimeUnit.MILLISECONDS);
            PARSED.incrementAndGet();
        } catch (TimeoutException e) {
            attempt.interrupt();
            task.cancel(true);
            throw new Refusal(
                    RefusalReason.PARSER_TIMEOUT,
                    -1,
                    "Send a simpler statement, with less nesting.");
        } catch (InterruptedException e) {
            attempt.interrupt();
            task.cancel(true);
            Thread.currentThread().interrupt();
            throw new Refusal(RefusalReason.BUSY, -1, "Send the statement again in a moment.");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            if (e.getCause() instanceof StackOverflowError) {
                throw new Refusal(
                        RefusalReason.TOO_DEEP, -1, "Nest less: name parts of the query in WITH.");
            }
            throw new Refusal(RefusalReason.INTERNAL, -1, "Write the statement in a plainer way.");
        }
    }

    static Refusal disagreement(List<Token> tokens, int index) {
        return new Refusal(
                RefusalReason.PARSERS_DISAGREE,
                index < 0 ? -1 : tokens.get(index).offset(),
                "Write this part in a plainer way; it can be read in two ways.");
    }

    private static ThreadPoolExecutor pool() {
        ThreadPoolExecutor pool =
                new ThreadPoolExecutor(
                        THREADS,
                        THREADS,
                        30,
                        TimeUnit.SECONDS,
                        new ArrayBlockingQueue<>(QUEUE),
                        task -> {
                            Thread thread = new Thread(null, task, "sql-parser", STACK_BYTES);
                            thread.setDaemon(true);
                            return thread;
                        });
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }
}
