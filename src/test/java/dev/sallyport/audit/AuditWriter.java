package dev.sallyport.audit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A process that writes to a log, for the tests of several. */
final class AuditWriter {
    private AuditWriter() {}

    public static void main(String[] arguments) throws IOException {
        AuditLog log = AuditLog.open(settings(Path.of(arguments[0])));
        write(log, Integer.parseInt(arguments[1]));
        if (arguments[2].equals("halt")) {
            log.decided(AuditLogTest.allowed("unfinished"));
            Runtime.getRuntime().halt(1);
        }
        log.close();
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
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        AuditWriter.class.getName(),
                        folder.toString());
        builder.command().addAll(List.of(arguments));
        return builder.inheritIO().start();
    }
}
