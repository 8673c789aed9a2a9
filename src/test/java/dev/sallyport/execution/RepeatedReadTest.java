package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.ConnectionSettings;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestSqlServer;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Eventually;
import dev.sallyport.testing.FaultProxy;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsAnswer;
import dev.sallyport.testing.tds.TdsColumn;
import dev.sallyport.testing.tds.TdsServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What is tried again, and kept open, over a network that breaks. */
@Timeout(120)
class RepeatedReadTest {
    private static final String SQL = "SELECT n FROM numbers";
    private static final Duration SHORT = Duration.ofMillis(50);

    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger breaks = new AtomicInteger();
    private final ScriptedBackend backend = new ScriptedBackend();
    private TdsServer server;
    private FaultProxy proxy;

    @BeforeEach
    void start() throws IOException {
        server = new TdsServer(backend);
        proxy = new FaultProxy(server.port());
        backend.on(
                SQL,
                (parameters, answer) -> {
                    runs.incrementAndGet();
                    if (breaks.getAndDecrement() > 0) {
                        proxy.cutAll();
                    }
                    answer(answer);
                });
        backend.onCall(
                "dbo.change",
                (parameters, answer) -> {
                    runs.incrementAndGet();
                    proxy.cutAll();
                });
    }

    @AfterEach
    void stop() throws IOException {
        proxy.close();
        server.close();
    }

    private static void answer(TdsAnswer answer) {
        answer.columns(new TdsColumn("n", "int"));
        answer.row(1);
        answer.rowsDone(1);
    }

    @Test
    void aReadThatBreaksBeforeItIsAnsweredRunsAgain() {
        breaks.set(2);
        assertThat(read(attempts(2))).isEqualTo("ok");
        assertThat(runs).hasValue(3);
    }

    @Test
    void noMoreOftenThanTheOwnerWants() {
        breaks.set(9);
        assertThat(read(attempts(2))).isEqualTo("SP-407");
        assertThat(runs).hasValue(3);
    }

    @Test
    void notAtAllUnlessTheOwnerWantsIt() {
        breaks.set(9);
        assertThat(read(ConnectionSettings.STANDARD)).isEqualTo("SP-407");
        assertThat(runs).hasValue(1);
    }

    @Test
    void notOnceRowsHaveCome() {
        backend.on(
                SQL,
                (parameters, answer) -> {
                    runs.incrementAndGet();
                    answer.columns(new TdsColumn("n", "varchar(8000)"));
                    for (int i = 0; i < 200; i++) {
                        answer.row("x".repeat(8_000));
                    }
                    answer.rowsDone(200);
                });
        proxy.plan(() -> new FaultProxy.Fault(FaultProxy.Kind.CUT, 400_000));
        assertThat(read(attempts(5))).isEqualTo("SP-407");
        assertThat(runs).hasValue(1);
    }

    @Test
    void notWhereTheCallHasNoTimeForIt() {
        breaks.set(9);
        ConnectionSettings patient =
                new ConnectionSettings(
                        0, Duration.ofMinutes(1), 9, Duration.ofMinutes(1), Duration.ofMinutes(1));
        assertThat(read(patient)).isEqualTo("SP-407");
        assertThat(runs).hasValue(1);
    }

    @Test
    void aProcedureThatMayChangeDataNeverRunsAgain() {
        try (Sources sources = sources(attempts(5));
                StatementExecutor executor = new StatementExecutor()) {
            ExecutionOutcome outcome =
                    executor.call(
                            sources.all().getFirst(),
                            new BoundCall(Optional.empty(), "dbo", "change", List.of(), false),
                            limits(),
                            new WriteTerms(10, Optional.empty()),
                            context());
            assertThat(outcome).isNotInstanceOf(ExecutionOutcome.Called.class);
        }
        assertThat(runs).hasValue(1);
    }

    @Test
    void openingAConnectionIsTriedAgain() {
        AtomicInteger connections = new AtomicInteger();
        proxy.plan(() ->
                connections.incrementAndGet() <= 2
                        ? new FaultProxy.Fault(FaultProxy.Kind.RESET, 0)
                        : FaultProxy.Fault.NONE);
        assertThat(read(attempts(9))).isEqualTo("ok");
        assertThat(runs).hasValue(1);
        assertThat(connections.get()).isGreaterThan(2);
    }

    @Test
    void aLoginThatIsRefusedIsNotTriedAgain() {
        // A pause would be longer than this test may take.
        Duration pause = Duration.ofMinutes(4);
        ConnectionSettings settings = new ConnectionSettings(0, pause, 5, pause, pause);
        SourceConfig config =
                TestSqlServer.source(proxied("shop"), "wrong").withConnections(settings);
        try (Sources sources = new Sources(List.of(config));
                StatementExecutor executor = new StatementExecutor()) {
            assertThat(
                            code(
                                    executor.execute(
                                            sources.all().getFirst(),
                                            new BoundStatement(SQL, StatementClass.READ, List.of()),
                                            new ExecutionLimits(
                                                    1,
                                                    new DataSize(1_024),
                                                    Duration.ofMinutes(9),
                                                    new DataSize(1_024),
                                                    Duration.ofMinutes(9)),
                                            new CallContext(
                                                    Caller.LOCAL,
                                                    Deadline.after(Duration.ofMinutes(9)),
                                                    new Cancellation()))))
                    .isEqualTo("SP-406");
        }
        assertThat(runs).hasValue(0);
    }

    @Test
    void connectionsStayOpenOnceTheFirstCallCame() throws Exception {
        ConnectionSettings kept =
                new ConnectionSettings(3, Duration.ofSeconds(10), 0, SHORT, SHORT);
        try (Sources sources = sources(kept);
                StatementExecutor executor = new StatementExecutor()) {
            Source source = sources.all().getFirst();
            assertThat(server.sessions()).isZero();
            assertThat(code(read(executor, source, Optional.empty()))).isEqualTo("ok");
            Eventually.is(3, server::sessions);
            // Other databases may be many: none of their connections is kept.
            assertThat(code(read(executor, source, Optional.of("sales")))).isEqualTo("ok");
            Eventually.is(4, server::sessions);
            Thread.sleep(300);
            assertThat(server.sessions()).isEqualTo(4);
        }
    }

    private static ConnectionSettings attempts(int attempts) {
        return new ConnectionSettings(
                0, Duration.ofMinutes(1), attempts, SHORT, Duration.ofMillis(400));
    }

    private String read(ConnectionSettings settings) {
        return read(
                TestSqlServer.source(proxied("shop"), ScriptedBackend.PASSWORD)
                        .withConnections(settings));
    }

    private String read(SourceConfig config) {
        try (Sources sources = new Sources(List.of(config));
                StatementExecutor executor = new StatementExecutor()) {
            return code(read(executor, sources.all().getFirst(), Optional.empty()));
        }
    }

    private Sources sources(ConnectionSettings settings) {
        return new Sources(
                List.of(
                        new SourceConfig(
                                        "shop",
                                        proxied("shop"),
                                        Optional.of("reader"),
                                        TestSqlServer.source(server, "shop").password(),
                                        TestSqlServer.source(server, "shop").dialect(),
                                        true,
                                        4,
                                        Duration.ofSeconds(20))
                                .withConnections(settings)));
    }

    private String proxied(String database) {
        return server.url(database).replace(":" + server.port(), ":" + proxy.port());
    }

    private static ExecutionOutcome read(
            StatementExecutor executor, Source source, Optional<String> database) {
        return executor.execute(
                source,
                new BoundStatement(SQL, StatementClass.READ, List.of(), database),
                limits(),
                context());
    }

    private static ExecutionLimits limits() {
        return new ExecutionLimits(1_000, new DataSize(4 << 20), Duration.ofSeconds(20));
    }

    private static CallContext context() {
        return new CallContext(
                Caller.LOCAL, Deadline.after(Duration.ofSeconds(20)), new Cancellation());
    }

    private static String code(ExecutionOutcome outcome) {
        return outcome instanceof ExecutionOutcome.Failed(FailureReason reason, String _)
                ? reason.code()
                : "ok";
    }
}
