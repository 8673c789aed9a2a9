package dev.sallyport.policy;

import dev.sallyport.call.Caller;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Limits how often each caller calls: a bucket of tokens a caller, refilled evenly; thread-safe.
 *
 * <p>It remembers at most {@value #MAX_CALLERS} callers. A caller is forgotten only once its bucket
 * is full again, when forgetting makes no difference; where all are busy, a new one is denied.
 */
public final class RateLimiter {
    /** Callers that are remembered. */
    public static final int MAX_CALLERS = 10_000;

    private final RateLimit limit;
    private final LongSupplier nanoTime;
    private final double nanosPerToken;

    /** Least recently used first. */
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true);

    public RateLimiter(RateLimit limit) {
        this(limit, System::nanoTime);
    }

    RateLimiter(RateLimit limit, LongSupplier nanoTime) {
        this.limit = limit;
        this.nanoTime = nanoTime;
        this.nanosPerToken = (double) limit.per().toNanos() / limit.calls();
    }

    /** Takes one token of the caller's, or denies; a hint tells when to come again. */
    public synchronized Decision tryAcquire(Caller caller) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.get(caller.name());
        if (bucket == null) {
            if (buckets.size() >= MAX_CALLERS && !forgetIdle(now)) {
                return denied(nanosPerToken);
            }
            bucket = new Bucket(limit.calls(), now);
            buckets.put(caller.name(), bucket);
        }
        bucket.refill(now);
        if (bucket.tokens < 1) {
            return denied((1 - bucket.tokens) * nanosPerToken);
        }
        bucket.tokens -= 1;
        return new Decision.Allowed();
    }

    /** Forgets the caller that was idle longest, if that loses nothing. */
    private boolean forgetIdle(long now) {
        var eldest = buckets.entrySet().iterator();
        Bucket bucket = eldest.next().getValue();
        bucket.refill(now);
        if (bucket.tokens < limit.calls()) {
            return false;
        }
        eldest.remove();
        return true;
    }

    private Decision denied(double nanosToWait) {
        long seconds = Math.max(1, (long) Math.ceil(nanosToWait / 1e9));
        return new Decision.Denied(
                PolicyReason.TOO_MANY_CALLS,
                "Wait "
                        + seconds
                        + (seconds == 1 ? " second" : " seconds")
                        + ", then call again. Fewer, wider statements do with fewer calls.");
    }

    private final class Bucket {
        private double tokens;
        private long refilled;

        Bucket(double tokens, long now) {
            this.tokens = tokens;
            this.refilled = now;
        }

        void refill(long now) {
            tokens = Math.min(limit.calls(), tokens + (now - refilled) / nanosPerToken);
            refilled = now;
        }
    }
}
