package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How often a call waits for PostgreSQL, counted on the wire. */
class RoundTripsTest {
    @Test
    void aCallIsTwoRoundTrips() throws Exception {
        String database =
                TestPostgres.newDatabase(
                        "CREATE TABLE t (id bigserial PRIMARY KEY, name varchar(9), day date)",
                        "INSERT INTO t (name) VALUES ('x'), ('y')");
        try (CountingProxy proxy = new CountingProxy(TestPostgres.url(database));
                Sources sources = new Sources(List.of(source(proxy.port(), database)));
                StatementExecutor executor = new StatementExecutor()) {
            // The first opens the connection.
            assertThat(run(executor, sources, "SELECT 1"))
                    .isInstanceOf(ExecutionOutcome.Rows.class);
            proxy.awaitQuiet(2);
            for (String sql :
                    List.of("SELECT 1 AS one", "SELECT id, name, day, 1 + id AS n FROM t")) {
                for (int i = 0; i < 3; i++) {
                    proxy.roundTrips.set(0);
                    assertThat(run(executor, sources, sql))
                            .isInstanceOf(ExecutionOutcome.Rows.class);
                    proxy.awaitQuiet(2);
                    assertThat(proxy.roundTrips).hasValue(2);
                }
            }
            proxy.roundTrips.set(0);
            assertThat(
                            run(
                                    executor,
                                    sources,
                                    "SELECT name FROM t WHERE id = ?",
                                    new SqlParameter.Numeric(BigDecimal.ONE)))
                    .isInstanceOf(ExecutionOutcome.Rows.class);
            proxy.awaitQuiet(2);
            assertThat(proxy.roundTrips).hasValue(2);
        }
    }

    private static ExecutionOutcome run(
            StatementExecutor executor, Sources sources, String sql, SqlParameter... parameters) {
        return executor.execute(
                sources.all().getFirst(),
                new BoundStatement(sql, StatementClass.READ, List.of(parameters)),
                new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(20)),
                new CallContext(
                        Caller.LOCAL, Deadline.after(Duration.ofSeconds(20)), new Cancellation()));
    }

    private static SourceConfig source(int port, String database) {
        return new SourceConfig(
                "proxied",
                "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable",
                Optional.of("postgres"),
                Optional.empty(),
                Dialects.POSTGRES,
                false);
    }

    /** Counts how often the client speaks after the server has. */
    static final class CountingProxy implements AutoCloseable {
        final AtomicInteger roundTrips = new AtomicInteger();

        /** How long an answer is held back, so that what is sent without waiting for it is seen. */
        volatile int holdMillis;

        private final ServerSocket listener;
        private final int target;

        CountingProxy(String url) throws IOException {
            listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            target = URI.create(url.substring("jdbc:".length())).getPort();
            start(this::accept);
        }

        /** Waits for a session that is made like new beside the answer. */
        void awaitQuiet(int atLeast) throws InterruptedException {
            for (int i = 0; i < 2_000 && roundTrips.get() < atLeast; i++) {
                Thread.sleep(10);
            }
            // What comes too many comes at once.
            Thread.sleep(50);
        }

        int port() {
            return listener.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = listener.accept();
                    Socket server = new Socket(InetAddress.getLoopbackAddress(), target);
                    client.setTcpNoDelay(true);
                    server.setTcpNoDelay(true);
                    AtomicBoolean clientSpeaks = new AtomicBoolean();
                    start(() -> copy(client, server, clientSpeaks, true));
                    start(() -> copy(server, client, clientSpeaks, false));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private void copy(Socket from, Socket to, AtomicBoolean clientSpeaks, boolean fromClient) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[64 * 1024];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!fromClient && holdMillis > 0) {
                        Thread.sleep(holdMillis);
                    }
                    if (clientSpeaks.getAndSet(fromClient) != fromClient && fromClient) {
                        roundTrips.incrementAndGet();
                    }
                    out.write(buffer, 0, read);
                }
            } catch (IOException closed) {
                // One side has hung up.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        private static void start(Runnable task) {
            Thread.ofPlatform().daemon().start(task);
        }

        @Override
        public void close() throws IOException {
            listener.close();
        }
    }
}
