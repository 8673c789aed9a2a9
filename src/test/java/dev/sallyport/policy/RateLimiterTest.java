package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Caller;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimiterTest {
    private static final Caller ADA = new Caller("ada");
    private static final Caller BOB = new Caller("bob");

    private final AtomicLong clock = new AtomicLong(-5);
    private final RateLimiter limiter =
            new RateLimiter(new RateLimit(3, Duration.ofSeconds(6)), clock::get);

    @Test
    void burstUpToTheLimitPasses() {
        for (int i = 0; i < 3; i++) {
            assertThat(limiter.tryAcquire(ADA)).isInstanceOf(Decision.Allowed.class);
        }
        assertThat(limiter.tryAcquire(ADA))
                .isEqualTo(
                        new Decision.Denied(
                                PolicyReason.TOO_MANY_CALLS,
                                "Wait 2 seconds, then call again. Fewer, wider statements do with"
                                        + " fewer calls."));
    }

    @Test
    void tokensComeBackEvenly() {
        exhaust(ADA);

        clock.addAndGet(Duration.ofMillis(1_999).toNanos());
        assertThat(limiter.tryAcquire(ADA)).isInstanceOf(Decision.Denied.class);
        clock.addAndGet(Duration.ofMillis(2).toNanos());
        assertThat(limiter.tryAcquire(ADA)).isInstanceOf(Decision.Allowed.class);
        assertThat(limiter.tryAcquire(ADA)).isInstanceOf(Decision.Denied.class);
    }

    @Test
    void tokensDoNotPileUp() {
        clock.addAndGet(Duration.ofHours(1).toNanos());
        exhaust(ADA);
        clock.addAndGet(Duration.ofHours(1).toNanos());

        for (int i = 0; i < 3; i++) {
            assertThat(limiter.tryAcquire(ADA)).isInstanceOf(Decision.Allowed.class);
        }
        assertThat(limiter.tryAcquire(ADA)).isInstanceOf(Decision.Denied.class);
    }

    @Test
    void callersDoNotShareABucket() {
        exhaust(ADA);

        assertThat(limiter.tryAcquire(BOB)).isInstanceOf(Decision.Allowed.class);
    }

    @Test
    void callerIsForgottenOnlyOnceThatMakesNoDifference() {
        exhaust(ADA);
        for (int i = 1; i < RateLimiter.MAX_CALLERS; i++) {
            assertThat(limiter.tryAcquire(new Caller("caller " + i)))
                    .isInstanceOf(Decision.Allowed.class);
        }

        assertThat(limiter.tryAcquire(BOB)).isInstanceOf(Decision.Denied.class);
        assertThat(limiter.tryAcquire(ADA)).isInstanceOf(Decision.Denied.class);
        clock.addAndGet(Duration.ofSeconds(6).toNanos());
        assertThat(limiter.tryAcquire(BOB)).isInstanceOf(Decision.Allowed.class);
    }

    private void exhaust(Caller caller) {
        while (limiter.tryAcquire(caller) instanceof Decision.Allowed) {
            // Goes on until it is denied.
        }
    }
}
