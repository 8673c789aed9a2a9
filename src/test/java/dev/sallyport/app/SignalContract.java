package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.mcp.Peer;
import dev.sallyport.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * A process that is told to end leaves no statement behind on a real server: one that would take
 * minutes is gone from the server's own list.
 */
@DisabledOnOs(OS.WINDOWS)
abstract class SignalContract {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /**
     * The product's bound is two seconds; the rest is for a busy machine. At the end of input what
     * runs is not even cancelled by then.
     */
    private static final Duration AT_MOST = Duration.ofMillis(3_800);

    private static final String CALL =
            Peer.modern(
                    1,
                    "tools/call",
                    "{\"name\":\"query\",\"arguments\":{\"sql\":\"SELECT slept FROM slow\"}}");

    @TempDir Path folder;

    /** The members of the source, whose view {@code slow} has the one column {@code slept}. */
    abstract String source() throws SQLException;

    /** Whether the server lists the statement. */
    abstract boolean isRunning() throws SQLException;

    @Test
    void signalToAServerOfStandardStreamsEndsTheStatement() throws Exception {
        Process process = start("stdio");
        try (BufferedReader answers = process.inputReader();
                OutputStream input = process.getOutputStream()) {
            send(input, CALL);
            awaitRunning(true);
            tellToEnd(process);
            isGoneSoon();
            assertThat(answers.readLine()).contains("SP-404");
            endsInOrder(process);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void signalAfterTheEndOfInputEndsTheStatementToo() throws Exception {
        Process process = start("stdio");
        try (BufferedReader answers = process.inputReader()) {
            send(process.getOutputStream(), CALL);
            awaitRunning(true);
            process.getOutputStream().close();
            assertThat(isRunning()).isTrue();
            tellToEnd(process);
            isGoneSoon();
            assertThat(answers.readLine()).contains("SP-404");
            endsInOrder(process);
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void signalToAServerOfHttpEndsTheStatement() throws Exception {
        Process process = start("serve", "--port", "0");
        try (BufferedReader log = process.errorReader();
                HttpClient http = HttpClient.newHttpClient()) {
            String line = log.readLine();
            while (!line.startsWith("serving ")) {
                line = log.readLine();
            }
            CompletableFuture<HttpResponse<String>> answer =
                    http.sendAsync(
                            HttpRequest.newBuilder(URI.create(line.substring(8)))
                                    .header("Content-Type", "application/json")
                                    .header("Accept", "application/json, text/event-stream")
                                    .header("MCP-Protocol-Version", "2026-07-28")
                                    .header("Mcp-Method", "tools/call")
                                    .header("Mcp-Name", "query")
                                    .POST(HttpRequest.BodyPublishers.ofString(CALL))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            awaitRunning(true);
            tellToEnd(process);
            isGoneSoon();
            assertThat(answer.get(60, TimeUnit.SECONDS).body()).contains("SP-404");
            endsInOrder(process);
        } finally {
            process.destroyForcibly();
        }
    }

    final Process start(String... arguments) throws IOException, SQLException {
        Path file = folder.resolve("test.yaml");
        Files.writeString(
                file,
                """
                sources:
                  shop:
                    limits: {timeout: 5m}
                %s
                """
                        .formatted(source().indent(4)));
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName());
        builder.command().addAll(List.of(arguments));
        builder.command().addAll(List.of("--config", file.toString()));
        builder.environment().put("SALLYPORT_STATE", folder.resolve("state").toString());
        if (arguments[0].equals("stdio")) {
            builder.redirectError(ProcessBuilder.Redirect.DISCARD);
        }
        return builder.start();
    }

    static void send(OutputStream input, String message) throws IOException {
        input.write((message + "\n").getBytes(StandardCharsets.UTF_8));
        input.flush();
    }

    /** {@link Process#destroy} would close our ends of the pipes, too. */
    static void tellToEnd(Process process) {
        assertThat(process.toHandle().destroy()).isTrue();
    }

    private void isGoneSoon() throws Exception {
        long began = System.nanoTime();
        awaitRunning(false);
        Duration took = Duration.ofNanos(System.nanoTime() - began);
        System.out.printf("gone %d ms after the signal%n", took.toMillis());
        assertThat(took).isLessThan(AT_MOST);
    }

    static void endsInOrder(Process process) throws InterruptedException {
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    private void awaitRunning(boolean wanted) throws Exception {
        Eventually.is(wanted, this::isRunning, PATIENCE);
    }
}
