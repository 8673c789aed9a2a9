package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestTrino;
import dev.sallyport.sql.StatementClass;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A network that falls silent while Trino works. */
@Tag("full")
@Timeout(120)
class TrinoStallTest {
    @Test
    void givesUpAServerThatFallsSilent() throws Exception {
        try (SilencingProxy proxy = new SilencingProxy();
                StatementExecutor executor = new StatementExecutor();
                Sources sources =
                        new Sources(
                                List.of(
                                        TestTrino.source(
                                                "shop",
                                                "jdbc:trino://127.0.0.1:" + proxy.port() + "/memory",
                                                TestTrino.ADMINISTRATOR)));
                ExecutorService threads = Executors.newCachedThreadPool()) {
            assertThat(run(executor, sources, "SELECT 1"))
                    .isInstanceOf(ExecutionOutcome.Rows.class);
            Future<ExecutionOutcome> running =
                    threads.submit(() ->
                            run(
                                    executor,
                                    sources,
                                    "SELECT count(*) FROM TABLE(sequence(start => 1, stop =>"
                                            + " 1000000000000)) AS s(n) WHERE n % 7 = 9"));
            Thread.sleep(2_000);
            proxy.silent = true;
            ExecutionOutcome outcome = running.get(40, TimeUnit.SECONDS);
            assertThat(outcome)
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Failed.class,
                            failed ->
                                    assertThat(failed.reason())
                                            .isIn(
                                                    FailureReason.TIMED_OUT,
                                                    FailureReason.CONNECTION_LOST));
            proxy.silent = false;
            assertThat(run(executor, sources, "SELECT 1"))
                    .isInstanceOf(ExecutionOutcome.Rows.class);
        }
    }

    private static ExecutionOutcome run(StatementExecutor executor, Sources sources, String sql) {
        return executor.execute(
                sources.all().getFirst(),
                new BoundStatement(sql, StatementClass.READ, List.of()),
                new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(20)),
                new CallContext(
                        Caller.LOCAL, Deadline.after(Duration.ofSeconds(6)), new Cancellation()));
    }

    /** Passes bytes on: the server names its URLs by the host that the client has asked for. */
    private static final class SilencingProxy implements AutoCloseable {
        private final ServerSocket listener =
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        private final URI target = URI.create("http://" + TestTrino.hostAndPort());
        private volatile boolean silent;

        SilencingProxy() throws IOException {
            start(this::accept);
        }

        int port() {
            return listener.getLocalPort();
        }

        private void accept() {
            try {
                while (true) {
                    Socket client = listener.accept();
                    Socket server = new Socket(target.getHost(), target.getPort());
                    start(() -> copy(client, server));
                    start(() -> copy(server, client));
                }
            } catch (IOException closed) {
                // The test is over.
            }
        }

        private void copy(Socket from, Socket to) {
            try (from;
                    to) {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                byte[] buffer = new byte[64 * 1024];
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    if (!silent) {
                        out.write(buffer, 0, read);
                    }
                }
            } catch (IOException closed) {
                // One side has hung up.
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
