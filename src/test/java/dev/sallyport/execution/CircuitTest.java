package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Eventually;
import dev.sallyport.testing.FaultProxy;
import dev.sallyport.testing.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that is gone costs its callers little time, and one that is back is found soon. */
@Timeout(120)
class CircuitTest {
    private static final ExecutionLimits LIMITS =
            new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(20));
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration BACK = Duration.ofSeconds(5);

    @TempDir Path folder;

    private final StatementExecutor executor = new StatementExecutor();
    private FaultProxy proxy;
    private Sources sources;

    @BeforeEach
    void open() throws Exception {
        proxy = new FaultProxy(port(TestPostgres.url("postgres")));
        sources = sources(proxy.port());
    }

    @AfterEach
    void close() throws IOException {
        sources.close();
        proxy.close();
        executor.close();
    }

    @Test
    void callsOfAServerThatRefusesFailSoonAndGoOnOnceItIsBack() throws Exception {
        assertThat(call(Optional.empty())).isEqualTo("ok");
        proxy.down();
        for (int i = 0; i < 10; i++) {
            assertFailsSoon(Optional.empty());
            Thread.sleep(120);
        }
        proxy.up();
        assertIsBack(Optional.empty());
    }

    @Test
    void callsOfAServerThatIsSilentFailSoonAfterTheFirst() throws Exception {
        proxy.plan(() -> FaultProxy.Fault.SILENCE);
        ExecutionLimits brief =
                new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(2));
        assertThat(call(Optional.empty(), brief)).isEqualTo("SP-401");
        for (int i = 0; i < 10; i++) {
            assertFailsSoon(Optional.empty());
            Thread.sleep(120);
        }
        // The driver has given up none of its attempts yet.
        assertThat(proxy.connections()).isBetween(1, 5);
        proxy.plan(() -> FaultProxy.Fault.NONE);
        assertIsBack(Optional.empty());
    }

    @Test
    void everyDatabaseHasACircuitOfItsOwn() throws Exception {
        Optional<String> other = Optional.of(TestPostgres.newDatabase());
        proxy.plan(() -> FaultProxy.Fault.SILENCE);
        ExecutionLimits brief =
                new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(2));
        assertThat(call(other, brief)).isEqualTo("SP-401");
        assertFailsSoon(other);
        proxy.plan(() -> FaultProxy.Fault.NONE);
        assertThat(call(Optional.empty())).isEqualTo("ok");
        assertIsBack(other);
    }

    @Test
    void databaseThatIsNotThereOpensNoCircuit() {
        assertThat(call(Optional.of("nowhere"))).isEqualTo("SP-405");
        assertThat(call(Optional.empty())).isEqualTo("ok");
    }

    @Test
    @Tag("full")
    void serverThatIsStoppedAndStartedAgainIsFound() throws Exception {
        Path data = folder.resolve("data");
        EmbeddedPostgres first = server(data, Ports.free());
        int port = first.getPort();
        try (Sources restarted = sources(port)) {
            Source source = restarted.all().getFirst();
            for (int round = 0; round < 2; round++) {
                assertThat(call(source, Optional.empty(), LIMITS)).isEqualTo("ok");
                first.close();
                String code = "ok";
                for (int i = 0; i < 8; i++) {
                    long start = System.nanoTime();
                    code = call(source, Optional.empty(), LIMITS);
                    assertThat(code).isIn("SP-401", "SP-407");
                    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
                }
                assertThat(code).isEqualTo("SP-401");
                first = server(data, port);
                assertIsBack(source, Optional.empty());
            }
        } finally {
            first.close();
        }
    }

    private void assertFailsSoon(Optional<String> database) {
        long start = System.nanoTime();
        assertThat(call(database)).isIn("SP-401", "SP-407");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
    }

    private void assertIsBack(Optional<String> database) throws Exception {
        assertIsBack(sources.all().getFirst(), database);
    }

    private void assertIsBack(Source source, Optional<String> database) throws Exception {
        long start = System.nanoTime();
        Eventually.is("ok", () -> call(source, database, LIMITS), BACK);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(BACK);
    }

    private String call(Optional<String> database) {
        return call(database, LIMITS);
    }

    private String call(Optional<String> database, ExecutionLimits limits) {
        return call(sources.all().getFirst(), database, limits);
    }

    /** {@code ok}, or the code of the failure. */
    private String call(Source source, Optional<String> database, ExecutionLimits limits) {
        return switch (executor.execute(
                source,
                new BoundStatement("SELECT 1", StatementClass.READ, List.of(), database),
                limits,
                new CallContext(
                        Caller.LOCAL,
                        Deadline.after(Duration.ofSeconds(30)),
                        new Cancellation()))) {
            case ExecutionOutcome.Rows ignored -> "ok";
            case ExecutionOutcome.Failed(FailureReason reason, String ignored) -> reason.code();
            case ExecutionOutcome.Written ignored -> throw new AssertionError("a read wrote");
            case ExecutionOutcome.Called ignored -> throw new AssertionError("a read called");
            case ExecutionOutcome.Unknown ignored -> throw new AssertionError("a read committed");
        };
    }

    private static Sources sources(int port) {
        return new Sources(
                List.of(
                        new SourceConfig(
                                "shop",
                                "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
                                Optional.of("postgres"),
                                Optional.empty(),
                                Dialects.POSTGRES,
                                false)));
    }

    private static EmbeddedPostgres server(Path data, int port) throws IOException {
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPort(port)
                .start();
    }

    private static int port(String url) {
        return URI.create(url.substring("jdbc:".length())).getPort();
    }
}
