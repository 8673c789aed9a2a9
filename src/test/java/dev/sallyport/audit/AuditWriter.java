package dev.sallyport.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A process that writes to a log, for the tests of several. */
final class AuditWriter {
    static final int THREADS = 8;

    private AuditWriter() {}

    public static void main(String[] arguments) throws Exception {
        Path folder = Path.of(arguments[0]);
        int calls = Integer.parseInt(arguments[1]);
        try (AuditLog log = AuditLog.open(settings(folder))) {
            switch (arguments[2]) {
                case "finish" -> write(log, calls);
                case "halt" -> {
                    write(log, calls);
                    log.decided(AuditLogTest.allowed("unfinished"));
                    Runtime.getRuntime().halt(1);
                }
                case "threads" -> inThreads(() -> write(log, calls));
                case "tell" -> inThreads(() -> tell(log, calls));
                case "full" -> fill(log, calls, folder);
                default -> throw new IllegalArgumentException(arguments[2]);
            }
        }
    }

    private static void inThreads(Runnable work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.ofPlatform().start(work));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Prints each call before what it is allowed to do would run. */
    private static void tell(AuditLog log, int calls) {
        try {
            for (int i = 0; i < calls; i++) {
                String call = log.newCall();
                log.decided(AuditLogTest.allowed(call));
                System.out.println(call);
                log.finished(AuditLogTest.allowed(call));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Prints what becomes of each call; moves the log away in the middle. */
    private static void fill(AuditLog log, int calls, Path folder) throws IOException {
        for (int i = 0; i < calls; i++) {
            if (i == calls / 2) {
                Files.move(log.path(), folder.resolve("full.jsonl"));
            }
            AuditEvent event = AuditLogTest.allowed(log.newCall());
            try {
                log.decided(event);
            } catch (IOException e) {
                System.out.println("refused");
                continue;
            }
            try {
                log.finished(event);
                System.out.println("recorded");
            } catch (IOException e) {
                System.out.println("withheld");
            }
        }
    }

    static void write(AuditLog log, int calls) {
        try {
            for (int i = 0; i < calls; i++) {
                String call = log.newCall();
                log.decided(AuditLogTest.allowed(call));
                log.finished(AuditLogTest.allowed(call));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static AuditSettings settings(Path folder) {
        return new AuditSettings(
                folder.resolve("state"), Optional.empty(), Optional.empty(), false);
    }

    static Process start(Path folder, String... arguments) throws IOException {
        return builder(folder, arguments).inheritIO().start();
    }

    /** The same with its output to be read. */
    static Process startTelling(Path folder, String... arguments) throws IOException {
        return builder(folder, arguments).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    /** The same that may write no file longer than so many times 512 bytes. */
    static Process startLimited(Path folder, int blocks, String... arguments) throws IOException {
        ProcessBuilder builder = builder(folder, arguments);
        List<String> shell = List.of("sh", "-c", "ulimit -f " + blocks + "; exec \"$@\"", "sh");
        builder.command().addAll(0, shell);
        return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }

    private static ProcessBuilder builder(Path folder, String... arguments) {
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:-UsePerfData",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AuditWriter.class.getName(),
                        folder.toString());
        builder.command().addAll(List.of(arguments));
        return builder;
    }
}
