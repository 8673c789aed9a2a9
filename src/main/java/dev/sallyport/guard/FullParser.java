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
 * Layer 3: a full parser written by others must read the statement as the grammar did. Its steps
 * are counted. A flat statement is parsed by the thread that asks; any other on a few threads with
 * a larger stack and, as a last resort, a limit of time, because it was not made for hostile input.
 */
final class FullParser {
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final int QUEUE = 64;
    private static final long STACK_BYTES = 2L << 20;

    /** The first parse loads a few hundred classes. */
    private static final long FIRST_MILLISECONDS = 15_000;

    /** The steps end a parse long before; this must not refuse on a busy machine. */
    private static final long MILLISECONDS = 5_000;

    /** The first ones load classes, which must not fail for want of stack. */
    private static final int FIRST = 10;

    private static final int FLAT_TOKENS = 400;
    private static final int FLAT_DEPTH = 12;

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
        boolean started = PARSED.get() >= FIRST;
        Attempt attempt =
                dialect.equals(Dialects.TRINO)
                        ? new TrinoParserAttempt(tokens, sql, reading, functions, started)
                        : new JSqlParserAttempt(tokens, reading, dialect);
        if (started && isFlat(tokens)) {
            try {
                attempt.run();
                return;
            } catch (StackOverflowError _) {
                // The thread that asks has a small stack, or has used it: try one with a larger.
            }
        }
        hand(attempt);
    }

    /** Whether a stack of common size holds the parse: what nests is a bracket or a word. */
    private static boolean isFlat(List<Token> tokens) {
        if (tokens.size() > FLAT_TOKENS) {
            return false;
        }
        int depth = 0;
        int words = 0;
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.OPERATOR) {
                String text = token.text();
                if (text.equals("(") || text.equals("[") || text.equals("{")) {
                    depth++;
                } else if (text.equals(")") || text.equals("]") || text.equals("}")) {
                    depth--;
                }
            } else if (token.is("CASE") || token.is("NOT")) {
                words++;
            }
            if (depth > FLAT_DEPTH || words > FLAT_DEPTH) {
                return false;
            }
        }
        return true;
    }

    private static void hand(Attempt attempt) {
        FutureTask<Boolean> task = new FutureTask<>(attempt, true);
        try {
            POOL.execute(task);
        } catch (RejectedExecutionException e) {
            throw new Refusal(RefusalReason.BUSY, -1, "Send the statement again in a moment.");
        }
        try {
            long limit = PARSED.get() < FIRST ? FIRST_MILLISECONDS : MILLISECONDS;
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
