package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.AuditSettings;
import dev.sallyport.audit.AuditVerification;
import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.catalog.DatabaseCatalog;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.execution.StatementExecutor;
import dev.sallyport.execution.WriteSettings;
import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.policy.AccessPolicy;
import dev.sallyport.policy.RateLimit;
import dev.sallyport.policy.RateLimiter;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.Ports;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Kill -9 of PostgreSQL, its postmaster and all children, while changes run through the pipeline;
 * then it is started again on the same data, and each row of the database is held against what the
 * calls were told.
 */
@Tag("full")
@Timeout(300)
class KilledPostgresTest {
    private static final int WRITES = 1_200;
    private static final int THREADS = 8;
    private static final int KILLS = 8;
    private static final long MAX_ATTEMPTS = 2_000;

    @TempDir Path folder;

    /** What the calls of one write were told. */
    private enum Told {
        COMMITTED,
        UNKNOWN
    }

    @Test
    void noChangeIsLostAndNoneIsMadeTwice() throws Exception {
        int port = Ports.free();
        Path data = folder.resolve("data");
        try (Server server = new Server(data, port)) {
            server.run(
                    "CREATE TABLE ledger (id int NOT NULL, attempt int NOT NULL)",
                    """
                    CREATE TABLE sallyport_keys (
                      caller VARCHAR(200) NOT NULL, idempotency_key VARCHAR(200) NOT NULL,
                      fingerprint VARCHAR(64) NOT NULL, affected_rows BIGINT NOT NULL,
                      created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,
                      PRIMARY KEY (caller, idempotency_key))
                    """);
            Map<Integer, Told> told = new ConcurrentHashMap<>();
            int kills = writeUnderFire(server, told);

            Map<Integer, Integer> rows = server.rowsById();
            int unknownMade = 0;
            int unknownNotMade = 0;
            for (int id = 0; id < WRITES; id++) {
                int made = rows.getOrDefault(id, 0);
                assertThat(told).as("write %s", id).containsKey(id);
                if (told.get(id) == Told.COMMITTED) {
                    assertThat(made).as("write %s was acknowledged", id).isOne();
                } else {
                    assertThat(isKeyed(id)).isFalse();
                    assertThat(made).as("the outcome of write %s is unknown", id).isBetween(0, 1);
                    unknownMade += made;
                    unknownNotMade += 1 - made;
                }
            }
            assertThat(rows.keySet()).allMatch(id -> id < WRITES);
            assertThat(kills).isEqualTo(KILLS);
            System.out.printf(
                    "%d writes, %d kills: %d acknowledged, %d unknown (%d made, %d not)%n",
                    WRITES,
                    kills,
                    told.values().stream().filter(Told.COMMITTED::equals).count(),
                    unknownMade + unknownNotMade,
                    unknownMade,
                    unknownNotMade);
        }
    }

    /** Half of the writes carry a key, and are sent again for as long as they are not answered. */
    private static boolean isKeyed(int id) {
        return id % 2 == 0;
    }

    private int writeUnderFire(Server server, Map<Integer, Told> told) throws Exception {
        AuditSettings auditSettings =
                new AuditSettings(
                        folder.resolve("state"), Optional.empty(), Optional.empty(), false);
        AtomicInteger next = new AtomicInteger();
        AtomicInteger calls = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        int kills = 0;
        Path auditFile;
        try (Sources sources = new Sources(List.of(server.source()));
                StatementExecutor executor = new StatementExecutor();
                AuditLog audit = AuditLog.open(auditSettings)) {
            auditFile = audit.path();
            SallyportTools tools = tools(sources, executor, audit);
            for (int i = 0; i < THREADS; i++) {
                threads.execute(() -> {
                    for (int id = next.getAndIncrement();
                            id < WRITES;
                            id = next.getAndIncrement()) {
                        told.put(id, write(tools, id, calls));
                    }
                });
            }
            threads.shutdown();
            Random random = new Random(4711);
            for (int i = 1; i <= KILLS; i++) {
                while (next.get() < WRITES * i / (KILLS + 1)) {
                    Thread.sleep(1);
                }
                Thread.sleep(random.nextInt(20));
                server.kill();
                kills++;
                server.start();
            }
            assertThat(threads.awaitTermination(200, TimeUnit.SECONDS)).isTrue();
        } finally {
            threads.shutdownNow();
        }
        AuditVerification verified = AuditVerification.of(auditFile, auditSettings);
        assertThat(verified.isIntact()).isTrue();
        assertThat(verified.lines()).isEqualTo(calls.get());
        return kills;
    }

    private static SallyportTools tools(
            Sources sources, StatementExecutor executor, AuditLog audit) {
        GovernedSource source =
                new GovernedSource(
                        sources.all().getFirst(),
                        new SqlGuard(Dialects.POSTGRES, AllowList.ANY.without("sallyport_keys")),
                        TestSources.LIMITS,
                        new WriteSettings(false, 10, Optional.of("sallyport_keys")));
        return new SallyportTools(
                List.of(source),
                DeclaredTools.NONE,
                new RateLimiter(new RateLimit(1_000_000, Duration.ofSeconds(1))),
                new AccessPolicy(List.of("shop")),
                executor,
                new DatabaseCatalog(),
                audit);
    }

    /** Sends a write until it is answered; one without a key not again once it may be made. */
    private static Told write(SallyportTools tools, int id, AtomicInteger calls) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            JsonObject.Builder arguments =
                    JsonObject.builder()
                            .put("sql", "INSERT INTO ledger (id, attempt) VALUES (?, 0)")
                            .put("params", Json.parse("[" + id + "]"));
            if (isKeyed(id)) {
                arguments.put("idempotency_key", "write-" + id);
            }
            calls.incrementAndGet();
            CallToolResult result =
                    tools.call(
                            ExecuteTool.NAME,
                            arguments.build(),
                            new CallContext(
                                    Caller.LOCAL,
                                    Deadline.after(Duration.ofSeconds(30)),
                                    new Cancellation()));
            JsonObject content = (JsonObject) result.structuredContent().orElseThrow();
            String outcome = content.string("outcome").orElse("failed");
            if (outcome.equals("committed")) {
                return Told.COMMITTED;
            }
            if (outcome.equals("unknown")) {
                if (!isKeyed(id)) {
                    return Told.UNKNOWN;
                }
            } else {
                // Each of these says that nothing was changed, and is believed.
                assertThat(content.string("code").orElseThrow())
                        .isIn(
                                FailureReason.CONNECTION_LOST.code(),
                                FailureReason.SOURCE_UNREACHABLE.code(),
                                FailureReason.SOURCE_BUSY.code());
            }
            pause();
        }
        throw new AssertionError("write " + id + " was never answered");
    }

    private static void pause() {
        try {
            Thread.sleep(10);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** A PostgreSQL that keeps what it acknowledges, and can be killed. */
    private static final class Server implements AutoCloseable {
        private final Path data;
        private final int port;
        private EmbeddedPostgres running;

        Server(Path data, int port) throws IOException {
            this.data = data;
            this.port = port;
            this.running = started();
        }

        void start() throws IOException {
            running = started();
        }

        private EmbeddedPostgres started() throws IOException {
            // The library's own settings would trade what was acknowledged for speed.
            return EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setServerConfig("synchronous_commit", "on")
                    .setServerConfig("fsync", "on")
                    .setServerConfig("full_page_writes", "on")
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .start();
        }

        /** Kill -9 of the postmaster and every process below it. */
        void kill() throws IOException, InterruptedException {
            long pid =
                    Long.parseLong(
                            Files.readAllLines(data.resolve("postmaster.pid")).getFirst().strip());
            ProcessHandle postmaster = ProcessHandle.of(pid).orElseThrow();
            // One that it forked after they were listed would keep the shared memory, and no other
            // server could start.
            Process stop = new ProcessBuilder("sh", "-c", "kill -STOP " + pid).start();
            assertThat(stop.waitFor()).isZero();
            List<ProcessHandle> all = new ArrayList<>(postmaster.descendants().toList());
            postmaster.destroyForcibly();
            all.forEach(ProcessHandle::destroyForcibly);
            all.add(postmaster);
            for (ProcessHandle process : all) {
                while (process.isAlive()) {
                    Thread.sleep(2);
                }
            }
            // Gives back its lock on the folder; there is nothing left to stop.
            running.close();
        }

        SourceConfig source() {
            return new SourceConfig(
                    "shop",
                    url(),
                    Optional.of("postgres"),
                    Optional.empty(),
                    Dialects.POSTGRES,
                    true);
        }

        private String url() {
            return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
        }

        void run(String... statements) throws SQLException {
            try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
                    Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
        }

        Map<Integer, Integer> rowsById() throws SQLException {
            try (Connection connection = DriverManager.getConnection(url(), "postgres", "");
                    Statement statement = connection.createStatement();
                    ResultSet rows =
                            statement.executeQuery("SELECT id, count(*) FROM ledger GROUP BY id")) {
                Map<Integer, Integer> found = new HashMap<>();
                while (rows.next()) {
                    found.put(rows.getInt(1), rows.getInt(2));
                }
                return found;
            }
        }

        @Override
        public void close() throws IOException {
            running.close();
        }
    }
}
