package dev.sallyport.source;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds calls back until the login of their source has been examined, and for as long as it has
 * more rights than its owner wants. Thread-safe.
 */
final class Attestor {
    private static final Logger LOG = LoggerFactory.getLogger(Attestor.class);

    /** A login that was refused is looked at again after this, so that a fix needs no restart. */
    private static final Duration REFUSED_FOR = Duration.ofSeconds(30);

    private final String source;
    private final Grade minimum;
    private final Duration refusedFor;
    private final ReentrantLock examining = new ReentrantLock();
    private volatile boolean attested;
    private volatile @Nullable Refusal refusal;

    private record Refusal(Grade grade, long nanoTime) {}

    Attestor(String source, Grade minimum, Duration refusedFor) {
        this.source = source;
        this.minimum = minimum;
        this.refusedFor = refusedFor;
    }

    /** One for a source whose owner wants it. */
    static Optional<Attestor> of(SourceConfig config) {
        Attestation rule = config.attestation();
        return rule.required()
                ? Optional.of(new Attestor(config.name(), rule.minimum(), REFUSED_FOR))
                : Optional.empty();
    }

    /**
     * Why a caller gets no connection; empty where it may have one.
     *
     * @param examination examines the login; called by one caller while others wait
     */
    Optional<Borrowed> refuses(
            Duration wait, BooleanSupplier abandoned, Supplier<Examination> examination) {
        if (attested) {
            return Optional.empty();
        }
        long end = System.nanoTime() + wait.toNanos();
        try {
            while (!examining.tryLock(
                    Math.min(100, Math.max(1, (end - System.nanoTime()) / 1_000_000)),
                    TimeUnit.MILLISECONDS)) {
                if (abandoned.getAsBoolean()) {
                    return Optional.of(new Borrowed.Abandoned());
                }
                if (System.nanoTime() - end >= 0) {
                    return Optional.of(new Borrowed.Busy());
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of(new Borrowed.Abandoned());
        }
        try {
            return attested ? Optional.empty() : examined(examination);
        } finally {
            examining.unlock();
        }
    }

    private Optional<Borrowed> examined(Supplier<Examination> examination) {
        Refusal last = refusal;
        if (last != null && System.nanoTime() - last.nanoTime() < refusedFor.toNanos()) {
            return Optional.of(new Borrowed.NotAttested(last.grade(), minimum));
        }
        Examination result = examination.get();
        if (result instanceof Examination.NotConnected(Borrowed reason)) {
            return Optional.of(reason);
        }
        if (result.grade().isAtLeast(minimum)) {
            attested = true;
            LOG.info("source {}: the login is graded {}", source, result.grade());
            return Optional.empty();
        }
        refusal = new Refusal(result.grade(), System.nanoTime());
        LOG.error(
                "source {}: the login is graded {}, below {}: calls are refused; run: sallyport"
                        + " doctor",
                source,
                result.grade(),
                minimum);
        return Optional.of(new Borrowed.NotAttested(result.grade(), minimum));
    }
}
