package dev.sallyport.app;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How this process was started, for those commands that start the server as a host would. */
final class Launch {
    private Launch() {}

    /**
     * The folder of the installation, that holds {@code lib} and {@code demo}, where the launcher
     * named it.
     */
    static Optional<Path> home() {
        return Optional.ofNullable(System.getProperty("sallyport.home")).map(Path::of);
    }

    /**
     * The command line of a server with these arguments: through the launcher, where there is one.
     */
    static List<String> command(String... arguments) {
        List<String> command = new ArrayList<>();
        String launcher = System.getProperty("sallyport.launcher");
        if (launcher != null) {
            command.add(launcher);
        } else {
            command.addAll(java(List.of()));
        }
        command.addAll(List.of(arguments));
        return command;
    }

    /**
     * The command line of another process of this very program, with more options for the virtual
     * machine.
     */
    static List<String> java(List<String> options) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.add("-cp");
        command.add(System.getProperty("java.class.path"));
        command.add(Main.class.getName());
        return command;
    }
}
