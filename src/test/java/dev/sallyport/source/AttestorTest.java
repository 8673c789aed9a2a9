package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.execution.BoundStatement;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.execution.ExecutionOutcome;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.execution.StatementExecutor;
import dev.sallyport.sql.StatementClass;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AttestorTest {
    private static final Duration LONG = Duration.ofSeconds(20);

    private final AtomicInteger examinations = new AtomicInteger();

    @TempDir Path folder;

    @Test
    void refusesTheCallsOfItsSourceAlone() throws SQLException {
        TestH2.run(folder, "shop", "CREATE TABLE orders (id INT)");
        SourceConfig config = TestH2.source("strong", folder, "shop");
        try (Sources sources =
                        new Sources(
                                List.of(
                                        config.withAttestation(new Attestation(true, Grade.B)),
                                        TestH2.source("other", folder, "shop")));
                StatementExecutor executor = new StatementExecutor()) {
            sources.attest();
            ExecutionOutcome.Failed refused =
                    (ExecutionOutcome.Failed) run(executor, sources, "strong");
            assertThat(refused.reason()).isEqualTo(FailureReason.NOT_ATTESTED);
            assertThat(refused.hint())
                    .contains("source 'strong' is graded F, below min-grade B", "sallyport doctor");
            assertThat(run(executor, sources, "other")).isInstanceOf(ExecutionOutcome.Rows.class);
        }
    }

    @Test
    void examinesAGoodLoginOnce() {
        Attestor attestor = new Attestor("shop", Grade.B, LONG);
        for (int i = 0; i < 3; i++) {
            assertThat(refuses(attestor, graded(Grade.B))).isEmpty();
        }
        assertThat(examinations).hasValue(1);
    }

    @Test
    void remembersARefusalForAWhile() {
        Attestor attestor = new Attestor("shop", Grade.B, LONG);
        for (int i = 0; i < 3; i++) {
            assertThat(refuses(attestor, graded(Grade.C)))
                    .contains(new Borrowed.NotAttested(Grade.C, Grade.B));
        }
        assertThat(examinations).hasValue(1);
    }

    @Test
    void seesThatTheLoginWasMended() {
        Attestor attestor = new Attestor("shop", Grade.B, Duration.ZERO);
        assertThat(refuses(attestor, graded(Grade.C))).isPresent();
        assertThat(refuses(attestor, graded(Grade.A))).isEmpty();
    }

    @Test
    void refusesWhatCannotBeExamined() {
        Attestor attestor = new Attestor("shop", Grade.D, Duration.ZERO);
        Borrowed refused = new Borrowed.NotAttested(Grade.F, Grade.D);
        assertThat(refuses(attestor, () -> new Examination.Failed("42501"))).contains(refused);
        Borrowed busy = new Borrowed.Busy();
        assertThat(refuses(attestor, () -> new Examination.NotConnected(busy))).contains(busy);
    }

    @Test
    void callersWaitForOneExamination() throws Exception {
        Attestor attestor = new Attestor("shop", Grade.B, LONG);
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch finish = new CountDownLatch(1);
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Optional<Borrowed>>> waiting = new ArrayList<>();
            Supplier<Examination> slow =
                    () -> {
                        begun.countDown();
                        await(finish);
                        return graded(Grade.A).get();
                    };
            waiting.add(callers.submit(() -> refuses(attestor, slow)));
            begun.await();
            for (int i = 0; i < 10; i++) {
                waiting.add(callers.submit(() -> refuses(attestor, graded(Grade.F))));
            }
            assertThat(attestor.refuses(Duration.ofMillis(1), () -> false, graded(Grade.F)))
                    .contains(new Borrowed.Busy());
            assertThat(attestor.refuses(LONG, () -> true, graded(Grade.F)))
                    .contains(new Borrowed.Abandoned());
            finish.countDown();
            for (Future<Optional<Borrowed>> caller : waiting) {
                assertThat(caller.get()).isEmpty();
            }
        }
        assertThat(examinations).hasValue(1);
    }

    private Optional<Borrowed> refuses(Attestor attestor, Supplier<Examination> examination) {
        return attestor.refuses(LONG, () -> false, examination);
    }

    private Supplier<Examination> graded(Grade grade) {
        return () -> {
            examinations.incrementAndGet();
            return new Examination.Graded(
                    "reader",
                    grade == Grade.A
                            ? List.of()
                            : List.of(new RightsFinding("some", grade, "it can", List.of())),
                    List.of());
        };
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ExecutionOutcome run(
            StatementExecutor executor, Sources sources, String source) {
        return executor.execute(
                sources.named(source).orElseThrow(),
                new BoundStatement("SELECT 1", StatementClass.READ, List.of()),
                new ExecutionLimits(10, new DataSize(1_000), LONG),
                new CallContext(Caller.LOCAL, Deadline.after(LONG), new Cancellation()));
    }
}
