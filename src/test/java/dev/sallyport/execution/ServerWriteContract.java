package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Cancellation;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.CommitProxy;
import dev.sallyport.testing.Eventually;
import java.io.IOException;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What changes have to keep besides where a network lies between driver and database. */
abstract class ServerWriteContract extends WriteContract {
    private static final ExecutionLimits LIMITS =
            new ExecutionLimits(100, new DataSize(10_000), Duration.ofSeconds(20));
    private static final String BALANCE = "SELECT balance FROM accounts WHERE id = 1";
    static final String RAISE = "UPDATE accounts SET balance = balance + 1 WHERE id = 1";

    /** Ends the server's side of the session that runs an UPDATE, if there is one by now. */
    protected abstract void endSessionThatChanges() throws SQLException;

    /** One in front of the server of {@link #prepared}. */
    protected abstract CommitProxy proxy(CommitProxy.Mode mode) throws IOException;

    /** The source of {@link #prepared}, reached through a proxy. */
    protected abstract SourceConfig through(CommitProxy proxy);

    @Test
    void aConnectionThatIsLostBeforeTheCommitChangesNothing() throws Exception {
        String before = accounts();
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try {
            Future<ExecutionOutcome> outcome =
                    threads.submit(() ->
                            write(
                                    "UPDATE accounts SET balance = 1 WHERE id = 1 OR "
                                            + slowCondition()));
            while (!outcome.isDone()) {
                Thread.sleep(50);
                endSessionThatChanges();
            }
            assertThat(reason(outcome.get(20, TimeUnit.SECONDS)))
                    .isEqualTo(FailureReason.CONNECTION_LOST);
        } finally {
            threads.shutdownNow();
        }
        assertThat(accounts()).isEqualTo(before);
    }

    /** What becomes of the connection once the commit is on its way, and whether it was made. */
    @ParameterizedTest(name = "{0}, with a key: {1}")
    @CsvSource({"SWALLOW, false, 1", "SWALLOW, true, 1", "CUT, false, 0", "CUT, true, 0"})
    void aConnectionThatIsCutAtTheCommitLeavesTheOutcomeUnknown(
            CommitProxy.Mode mode, boolean withKey, int made) throws Exception {
        try (CommitProxy proxy = proxy(mode);
                Sources sources = new Sources(List.of(through(proxy)))) {
            Optional<IdempotencyKey> key =
                    withKey
                            ? Optional.of(new IdempotencyKey(KEYS, "ada", "cut"))
                            : Optional.empty();
            ExecutionOutcome outcome =
                    raise(sources.all().getFirst(), key, new Cancellation(), LIMITS);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Unknown.class,
                            unknown ->
                                    assertThat(unknown.hint())
                                            .contains(
                                                    withKey
                                                            ? "the same call again"
                                                            : "Do not send it again"));
            assertThat(proxy.commits()).isOne();
            assertThat(new BigDecimal(seen(BALANCE))).isEqualByComparingTo(1 + made + ".00");
            if (withKey) {
                // Over a connection that is not cut, the same call is safe: it is made once.
                assertThat(raise(source(), key, new Cancellation(), LIMITS))
                        .isEqualTo(new ExecutionOutcome.Written(1, Optional.empty(), made == 1));
                assertThat(new BigDecimal(seen(BALANCE))).isEqualByComparingTo("2.00");
            }
        }
    }

    @Test
    void aCommitThatStallsPastTheTimeOfTheCallIsUnknown() throws Exception {
        try (CommitProxy proxy = proxy(CommitProxy.Mode.STALL);
                Sources sources = new Sources(List.of(through(proxy)))) {
            ExecutionLimits brief =
                    new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(3));
            assertThat(raise(sources.all().getFirst(), Optional.empty(), new Cancellation(), brief))
                    .isInstanceOf(ExecutionOutcome.Unknown.class);
        }
    }

    @Test
    void aCancelDuringACommitThatStallsIsUnknown() throws Exception {
        ExecutorService threads = Executors.newSingleThreadExecutor();
        try (CommitProxy proxy = proxy(CommitProxy.Mode.STALL);
                Sources sources = new Sources(List.of(through(proxy)))) {
            Cancellation cancellation = new Cancellation();
            Future<ExecutionOutcome> outcome =
                    threads.submit(() ->
                            raise(
                                    sources.all().getFirst(),
                                    Optional.empty(),
                                    cancellation,
                                    LIMITS));
            Eventually.isTrue(() -> proxy.commits() > 0);
            cancellation.cancel();
            assertThat(outcome.get(15, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionOutcome.Unknown.class);
        } finally {
            threads.shutdownNow();
        }
    }

    private ExecutionOutcome raise(
            Source source,
            Optional<IdempotencyKey> key,
            Cancellation cancellation,
            ExecutionLimits limits) {
        return executor.write(
                source,
                new BoundStatement(RAISE, StatementClass.UPDATE, List.of()),
                limits,
                new WriteTerms(1, key),
                context("ada", cancellation));
    }
}
