package dev.sallyport.app;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The entry point of the process. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        // Standard output belongs to the protocol: what a driver prints by mistake goes to the log.
        PrintStream out =
                new PrintStream(
                        new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(System.err);
        Terminal terminal = new Terminal(System.in, out, System.err);
        int status = CommandLineInterface.run(arguments, terminal, Path.of(""));
        out.flush();
        System.exit(status);
    }
}
