package dev.sallyport.app;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The entry point of the process. */
public final class Main {
    private static final List<String> LOG_LEVELS =
            List.of("trace", "debug", "info", "warn", "error", "off");

    private Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        // Standard output belongs to the protocol: what a driver prints by mistake goes to the log.
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        // What the product writes is English and for programs, whatever digits the user writes
        // with.
        Locale.setDefault(Locale.ROOT);
        configureLog(arguments);
        // Unbuffered: who reads it has a buffer, and one before that asks each time what has come.
        InputStream in = new FileInputStream(FileDescriptor.in);
        Terminal terminal = new Terminal(in, out, System.err);
        int status = CommandLineInterface.run(arguments, terminal, Path.of(""));
        // Not flushed: nothing is buffered, and a host that reads no more would be waited for.
        System.exit(status);
    }

    /** Before the first logger is made, which reads the property. */
    private static void configureLog(String[] arguments) {
        // The one there is: to look for others opens every jar.
        System.setProperty("slf4j.provider", "org.slf4j.simple.SimpleServiceProvider");
        System.setProperty("slf4j.internal.verbosity", "WARN");
        if (arguments.length > 0 && arguments[0].equals("serve")) {
            // A host notes the time of each line itself, and should not wait for a date format.
            System.setProperty("org.slf4j.simpleLogger.showDateTime", "true");
            System.setProperty(
                    "org.slf4j.simpleLogger.dateTimeFormat", "yyyy-MM-dd'T'HH:mm:ss.SSSXXX");
        }
        String level = System.getenv("SALLYPORT_LOG_LEVEL");
        if (level != null && LOG_LEVELS.contains(level)) {
            System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", level);
        } else if (level != null && !level.isBlank()) {
            System.err.println("SALLYPORT_LOG_LEVEL is one of " + String.join(", ", LOG_LEVELS));
        }
    }
}
