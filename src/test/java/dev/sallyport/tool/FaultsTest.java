package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.policy.RateLimit;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.Eventually;
import dev.sallyport.testing.FaultProxy;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Calls over a network that breaks a thousand times. */
@Tag("full")
@Timeout(400)
class FaultsTest {
    private static final int FAULTS = Integer.getInteger("faults", 1_000);
    private static final int CALLERS = 16;
    private static final ExecutionLimits LIMITS =
            new ExecutionLimits(1_000, new DataSize(1 << 20), Duration.ofMillis(700));

    /** The time of a call, two seconds until its connection is torn down, three for its reset. */
    private static final Duration AT_MOST = Duration.ofSeconds(15);

    private static final String SQL = "SELECT id, pad FROM wide ORDER BY id";

    @TempDir Path folder;

    private final Random random = new Random(20_26_11_22L);
    private final Map<String, Integer> codes = new ConcurrentHashMap<>();
    private final AtomicLong slowestNanos = new AtomicLong();

    @Test
    void aThousandFaultsLeaveNothingBehind() throws Exception {
        String database =
                TestPostgres.newDatabase(
                        "CREATE TABLE wide AS SELECT n AS id, repeat('x', 100) AS pad FROM"
                                + " generate_series(1, 200) AS n");
        int port = URI.create(TestPostgres.url(database).substring(5)).getPort();
        try (FaultProxy proxy = new FaultProxy(port);
                Sources sources = sources(proxy.port(), database);
                TestServer server = server(sources)) {
            assertThat(call(server)).isEqualTo("ok");
            proxy.cutAll();
            int threads = liveThreads();
            proxy.plan(this::fault);

            callUntil(proxy, server);

            // Those that have a fault before them yet go too; a rest is what makes the pool ask.
            proxy.plan(() -> FaultProxy.Fault.NONE);
            proxy.cutAll();
            Thread.sleep(600);
            System.out.printf(
                    "faults=%d slowest=%dms %s%n",
                    proxy.injected(), slowestNanos.get() / 1_000_000, new TreeMap<>(codes));
            assertThat(proxy.injected()).isGreaterThanOrEqualTo(FAULTS);
            assertThat(codes.keySet()).isSubsetOf("ok", "SP-401", "SP-402", "SP-403", "SP-407");
            assertThat(Duration.ofNanos(slowestNanos.get())).isLessThan(AT_MOST);
            assertGoesOn(server);
            // Those that open connections rest for ten seconds before they end.
            Eventually.is(
                    true, () -> liveThreads() <= threads + 2 * CALLERS, Duration.ofSeconds(30));
            assertThat(unfinished()).isEmpty();
            assertThat(server.verification().isIntact()).isTrue();
            // Every connection of the pool is one that works, and all of them can be had at once.
            assertThat(inParallel(server, 4)).containsOnly("ok");
            Eventually.isTrue(() -> proxy.connections() <= CALLERS / 2);
            Eventually.isTrue(() -> onServer(database) <= CALLERS / 2);
            sources.close();
            Eventually.is(0, proxy::connections);
            Eventually.is(0, () -> onServer(database));
        }
    }

    private void callUntil(FaultProxy proxy, TestServer server) throws Exception {
        try (ExecutorService callers = Executors.newFixedThreadPool(CALLERS)) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < CALLERS; i++) {
                running.add(
                        callers.submit(
                                (Callable<Boolean>)
                                        () -> {
                                            while (proxy.injected() < FAULTS) {
                                                String code = call(server);
                                                codes.merge(code, 1, Integer::sum);
                                                if (!code.equals("ok")) {
                                                    Thread.sleep(20);
                                                }
                                            }
                                            return true;
                                        }));
            }
            for (Future<?> each : running) {
                each.get(300, TimeUnit.SECONDS);
            }
        }
    }

    /** Most in the middle of rows, some while the connection is made or its session reset. */
    private synchronized FaultProxy.Fault fault() {
        var kinds = FaultProxy.Kind.values();
        int at = random.nextInt(20) == 0 ? random.nextInt(700) : 500 + random.nextInt(40_000);
        return new FaultProxy.Fault(kinds[random.nextInt(kinds.length)], at);
    }

    private void assertGoesOn(TestServer server) throws Exception {
        Eventually.is("ok", () -> call(server), Duration.ofSeconds(10));
    }

    private List<String> inParallel(TestServer server, int calls) throws Exception {
        List<String> answers = new ArrayList<>();
        try (ExecutorService callers = Executors.newFixedThreadPool(calls)) {
            List<Future<String>> running = new ArrayList<>();
            for (int i = 0; i < 5 * calls; i++) {
                running.add(callers.submit(() -> call(server)));
            }
            for (Future<String> each : running) {
                answers.add(each.get(60, TimeUnit.SECONDS));
            }
        }
        return answers;
    }

    /** {@code ok}, or the code of the failure. */
    private String call(TestServer server) {
        long start = System.nanoTime();
        JsonObject content =
                (JsonObject)
                        server.tools()
                                .call(
                                        "query",
                                        JsonObject.builder().put("sql", SQL).build(),
                                        new CallContext(
                                                Caller.LOCAL,
                                                Deadline.after(Duration.ofSeconds(60)),
                                                new Cancellation()))
                                .structuredContent()
                                .orElseThrow();
        slowestNanos.accumulateAndGet(System.nanoTime() - start, Math::max);
        return content.string("code").orElse("ok");
    }

    /** Calls that were allowed and whose end is not noted. */
    private Set<String> unfinished() throws Exception {
        Set<String> calls = new HashSet<>();
        try (Stream<Path> files = Files.walk(folder.resolve("unfinished"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                for (String line : Files.readAllLines(file)) {
                    // Of a note that was taken out, the beginning is gone.
                    if (line.startsWith("{")) {
                        calls.add(((JsonObject) Json.parse(line)).string("call").orElseThrow());
                    }
                }
            }
        }
        return calls;
    }

    private static int onServer(String database) throws SQLException {
        return TestPostgres.sessions("datname = '" + database + "'");
    }

    private static int liveThreads() {
        return (int)
                Thread.getAllStackTraces().keySet().stream()
                        .filter(thread -> !thread.isVirtual())
                        .count();
    }

    private TestServer server(Sources sources) throws Exception {
        Source source = sources.all().getFirst();
        return new TestServer(
                folder,
                TestSources.open(),
                List.of(
                        new GovernedSource(
                                source, new SqlGuard(source.dialect(), AllowList.ANY), LIMITS)),
                DeclaredTools.NONE,
                new RateLimit(1_000_000, Duration.ofSeconds(1)));
    }

    private static Sources sources(int port, String database) {
        return new Sources(
                List.of(
                        new SourceConfig(
                                "shop",
                                "jdbc:postgresql://127.0.0.1:" + port + "/" + database,
                                Optional.of("postgres"),
                                Optional.empty(),
                                Dialects.POSTGRES,
                                false,
                                CALLERS / 2,
                                LIMITS.timeout())));
    }
}
