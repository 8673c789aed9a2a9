package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.config.Secret;
import dev.sallyport.execution.BoundStatement;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.execution.ExecutionOutcome;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.execution.StatementExecutor;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.sql.Driver;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Oracle's driver without a server: what it makes of our URLs, properties and dead addresses. */
@Tag("full")
@Timeout(60)
class OracleDriverTest {
    private static final String CLASS = "oracle.jdbc.OracleDriver";

    @Test
    void loadsInALoaderOfItsOwn() throws Exception {
        SourceConfig config = source("jdbc:oracle:thin:@//127.0.0.1:1/shop");
        Driver driver = BroughtDriver.ORACLE.load(config);
        try {
            assertThat(driver.acceptsURL(config.url())).isTrue();
            assertThat(driver.getMajorVersion()).isEqualTo(23);
            assertThat(driver).isInstanceOf(IsolatedDriver.class);
        } finally {
            ((IsolatedDriver) driver).close();
        }
    }

    @Test
    void saysThatNoServerIsThere() throws Exception {
        int closed = Ports.free();
        assertThat(failure("jdbc:oracle:thin:@//127.0.0.1:" + closed + "/shop"))
                .isEqualTo(FailureReason.SOURCE_UNREACHABLE);
    }

    /** A listener that takes the first packet, which names service and program, and hangs up. */
    @Test
    void asksTheListenerForTheServiceOfTheUrl() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> packet =
                    inThread(() -> firstPacket(listener));
            String url =
                    "jdbc:oracle:thin:@tcp://127.0.0.1:" + listener.getLocalPort() + "/shop?sdu=4096";
            CompletableFuture<FailureReason> reason = inThread(() -> failure(url));
            assertThat(packet.get(30, TimeUnit.SECONDS))
                    .contains("(SERVICE_NAME=shop)", "(PROGRAM=sallyport)");
            listener.close();
            assertThat(reason.get(50, TimeUnit.SECONDS))
                    .isEqualTo(FailureReason.SOURCE_UNREACHABLE);
        }
    }

    /** A server that takes a connection and says nothing is given up after ten seconds. */
    @Test
    void givesUpASilentServer() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertThat(failure("jdbc:oracle:thin:@//127.0.0.1:" + silent.getLocalPort() + "/shop"))
                    .isEqualTo(FailureReason.SOURCE_UNREACHABLE);
        }
    }

    private static <T> CompletableFuture<T> inThread(Supplier<T> task) {
        return CompletableFuture.supplyAsync(
                task, command -> Thread.ofPlatform().daemon().start(command));
    }

    private static String firstPacket(ServerSocket listener) {
        try (Socket client = listener.accept()) {
            byte[] bytes = new byte[8_192];
            StringBuilder text = new StringBuilder();
            while (text.indexOf("PROGRAM=") < 0) {
                int read = client.getInputStream().read(bytes);
                if (read < 0) {
                    break;
                }
                text.append(new String(bytes, 0, read, StandardCharsets.ISO_8859_1));
            }
            return text.toString();
        } catch (IOException e) {
            return e.toString();
        }
    }

    private static FailureReason failure(String url) {
        try (Sources sources = new Sources(List.of(source(url)));
                StatementExecutor executor = new StatementExecutor()) {
            ExecutionOutcome outcome =
                    executor.execute(
                            sources.all().getFirst(),
                            new BoundStatement(
                                    "SELECT 1 FROM dual", StatementClass.READ, List.of()),
                            new ExecutionLimits(10, new DataSize(10_000), Duration.ofSeconds(30)),
                            new CallContext(
                                    Caller.LOCAL,
                                    Deadline.after(Duration.ofSeconds(40)),
                                    new Cancellation()));
            assertThat(outcome).isInstanceOf(ExecutionOutcome.Failed.class);
            return ((ExecutionOutcome.Failed) outcome).reason();
        }
    }

    private static SourceConfig source(String url) {
        return new SourceConfig(
                        "oracle",
                        url,
                        Optional.of("reader"),
                        Optional.of(new Secret("for tests")),
                        Dialects.ORACLE,
                        false,
                        2,
                        Duration.ofSeconds(30))
                .withDriverPath(TestDrivers.jarOf(CLASS));
    }
}
