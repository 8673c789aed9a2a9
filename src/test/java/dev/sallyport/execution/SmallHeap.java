package dev.sallyport.execution;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.config.Secret;
import dev.sallyport.result.ResultRows;
import dev.sallyport.result.Truncation;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Memory;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A process of its own with 256 MiB of heap and no more, which ends as soon as they do not suffice:
 * it makes one read after the other by the same executor, each when it is told to.
 */
final class SmallHeap implements AutoCloseable {
    /** Bytes of the rows of an answer, at most. */
    static final int LIMIT = 1 << 20;

    private static final String NONE = "-";
    private static final int MAX_SECONDS = 100;

    private final Process process;
    private final BufferedReader out;
    private final PrintStream in;
    private final Path errors;

    /**
     * What became of a read.
     *
     * @param rows how many
     * @param bytes of their JSON
     * @param text their beginning
     * @param residentBytes the most memory that the process has ever had, native memory included; 0
     *     where the system does not say
     */
    record Answer(String truncation, int rows, long bytes, String text, long residentBytes) {}

    private SmallHeap(Process process, Path errors) {
        this.process = process;
        this.errors = errors;
        this.out =
                new BufferedReader(
                        new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        this.in = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
    }

    /** Starts the process; it reads from this source. */
    static SmallHeap over(SourceConfig source, Path folder) throws IOException {
        Path errors = Files.createTempFile(folder, "errors", ".txt");
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xmx256m",
                                "-XX:MaxDirectMemorySize=64m",
                                "-XX:+ExitOnOutOfMemoryError",
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                System.getProperty("java.class.path"),
                                SmallHeap.class.getName(),
                                source.dialect().name(),
                                source.url(),
                                source.user().orElse(NONE),
                                source.password().map(Secret::reveal).orElse(NONE),
                                source.driver().path().map(Path::toString).orElse(NONE))
                        .redirectError(errors.toFile())
                        .start();
        // Whoever waits for its answer waits for its end, too.
        CompletableFuture.delayedExecutor(MAX_SECONDS, TimeUnit.SECONDS)
                .execute(process::destroyForcibly);
        return new SmallHeap(process, errors);
    }

    /** Has it read, and waits for the answer. */
    Answer read(String sql) throws IOException, InterruptedException {
        in.println(sql);
        List<String> lines = new ArrayList<>();
        for (String line = out.readLine(); line != null; line = out.readLine()) {
            lines.add(line);
            if (lines.size() == 5) {
                return new Answer(
                        lines.get(0),
                        Integer.parseInt(lines.get(1)),
                        Long.parseLong(lines.get(2)),
                        lines.get(3),
                        Long.parseLong(lines.get(4)));
            }
        }
        throw new AssertionError(
                "the process ended with "
                        + process.waitFor()
                        + ": "
                        + lines
                        + Files.readString(errors));
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process. */
    public static void main(String[] arguments) throws IOException {
        SourceConfig source =
                new SourceConfig(
                        "shop",
                        arguments[1],
                        Optional.of(arguments[2]).filter(user -> !user.equals(NONE)),
                        Optional.of(arguments[3])
                                .filter(password -> !password.equals(NONE))
                                .map(Secret::new),
                        Dialects.named(arguments[0]).orElseThrow(),
                        false,
                        1,
                        Duration.ofSeconds(90));
        if (!arguments[4].equals(NONE)) {
            source = source.withDriverPath(Path.of(arguments[4]));
        }
        BufferedReader in =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        try (Sources sources = new Sources(List.of(source));
                StatementExecutor executor = new StatementExecutor()) {
            for (String sql = in.readLine(); sql != null; sql = in.readLine()) {
                ExecutionOutcome outcome =
                        executor.execute(
                                sources.all().getFirst(),
                                new BoundStatement(sql, StatementClass.READ, List.of()),
                                new ExecutionLimits(
                                        100_000, new DataSize(LIMIT), Duration.ofSeconds(90)),
                                new CallContext(
                                        Caller.LOCAL,
                                        Deadline.after(Duration.ofSeconds(90)),
                                        new Cancellation()));
                print(outcome, out);
            }
        }
    }

    private static void print(ExecutionOutcome outcome, PrintStream out) throws IOException {
        switch (outcome) {
            case ExecutionOutcome.Rows(ResultRows rows) -> {
                String text = rows.rows().toString();
                out.println(rows.truncation().map(Truncation::name).orElse(NONE));
                out.println(rows.rowCount());
                out.println(rows.rows().length());
                out.println(text.substring(0, Math.min(99, text.length())));
            }
            case ExecutionOutcome.Failed(FailureReason reason, String hint) -> {
                out.println(reason);
                out.println(0);
                out.println(0);
                out.println(hint.replace('\n', ' '));
            }
            case ExecutionOutcome other -> throw new IllegalStateException(other.toString());
        }
        out.println(Memory.residentBytes());
    }
}
