package dev.sallyport.source;

import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What attempts to connect have told of a server, and so how many more may be under way. Not
 * thread-safe: its pool's lock guards it.
 */
final class Attempts {
    /** So long a login that was refused is not tried again: the server may lock it. */
    private static final Duration REFUSED = Duration.ofSeconds(1);

    /** So long a server that has too many connections is not asked for one more. */
    private static final Duration TOO_MANY = Duration.ofMillis(250);

    private boolean answers;
    private @Nullable Failure refusal;
    private @Nullable Failure tooMany;

    private record Failure(SQLException error, long at) {
        static boolean isWithin(Duration time, @Nullable Failure failure) {
            return failure != null && System.nanoTime() - failure.at < time.toNanos();
        }
    }

    /** The server took a connection. */
    void succeeded() {
        answers = true;
        refusal = null;
        tooMany = null;
    }

    void failed(SQLException error, EngineError meaning) {
        answers = false;
        Failure failure = new Failure(error, System.nanoTime());
        tooMany = meaning == EngineError.BUSY ? failure : tooMany;
        refusal = meaning == EngineError.LOGIN ? failure : refusal;
    }

    /** A connection of the server's turned out to be dead. */
    void doubted() {
        answers = false;
    }

    /**
     * How many should be under way.
     *
     * @param callers those that wait for one
     * @param spare connections that are to be opened without a caller
     */
    int wanted(int callers, int spare) {
        if (Failure.isWithin(TOO_MANY, tooMany)) {
            return 0;
        }
        // A server that is gone, or refuses the login, is tried once at a time.
        return answers ? Math.max(callers, spare) : Math.min(callers, 1);
    }

    /** The refusal of the login, while it is the answer to whoever would make an attempt. */
    Optional<SQLException> refusal() {
        return refusal != null && Failure.isWithin(REFUSED, refusal)
                ? Optional.of(refusal.error)
                : Optional.empty();
    }

    /** That the server had too many connections, at some time after another. */
    Optional<SQLException> tooManyAfter(long nanoTime) {
        return tooMany != null && tooMany.at - nanoTime > 0
                ? Optional.of(tooMany.error)
                : Optional.empty();
    }
}
