package dev.sallyport.app;

import dev.sallyport.config.Environment;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The Maven of this machine, which knows by its settings the mirror and the proxy of a company.
 *
 * @param executable {@code mvn}
 */
record MavenFetch(Path executable) {
    private static final String GOAL =
            "org.apache.maven.plugins:maven-dependency-plugin:3.9.0:copy";
    private static final Duration LIMIT = Duration.ofMinutes(15);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);
    private static final int MAX_ERRORS = 5;

    /** The first one on the PATH. */
    static Optional<MavenFetch> onPath(Environment environment) {
        boolean windows =
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT).contains("windows");
        String name = windows ? "mvn.cmd" : "mvn";
        String path =
                environment.variable("PATH").or(() -> environment.variable("Path")).orElse("");
        for (String folder : path.split(File.pathSeparator, -1)) {
            Path candidate = Path.of(folder).resolve(name);
            if (!folder.isEmpty() && Files.isExecutable(candidate)) {
                return Optional.of(new MavenFetch(candidate));
            }
        }
        return Optional.empty();
    }

    /**
     * Copies an artifact into a folder, through the user's own repository.
     *
     * @throws CommandException if Maven does not manage to, with what it says; or after 15 minutes
     */
    void fetch(String coordinates, Path folder, PrintStream progress) {
        progress.println("fetching " + coordinates + " with Maven …");
        ProcessBuilder builder =
                new ProcessBuilder(
                        executable.toString(),
                        "-B",
                        GOAL,
                        "-Dartifact=" + coordinates,
                        "-DoutputDirectory=" + folder);
        // No project of the working folder has a say.
        builder.directory(folder.toFile()).redirectErrorStream(true);
        List<String> errors = new ArrayList<>();
        try {
            Process process = builder.start();
            process.getOutputStream().close();
            Thread watch = Thread.ofVirtual().start(() -> watch(process, progress));
            try (BufferedReader output = process.inputReader(StandardCharsets.UTF_8)) {
                for (String line = output.readLine(); line != null; line = output.readLine()) {
                    note(line, errors, progress);
                }
                if (process.waitFor() != 0) {
                    throw new CommandException(
                            "Maven cannot fetch "
                                    + coordinates
                                    + (errors.isEmpty() ? "" : ":\n" + String.join("\n", errors)));
                }
            } finally {
                watch.interrupt();
                process.destroy();
            }
        } catch (IOException e) {
            throw new CommandException(executable + " cannot be started");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandException("interrupted");
        }
    }

    private static void note(String line, List<String> errors, PrintStream progress) {
        // Maven fetches parts of its own as well: only jars are worth a line.
        int download = line.indexOf("Downloaded ");
        if (download >= 0 && line.contains(".jar")) {
            progress.println("  " + line.substring(download));
        } else if (line.startsWith("[ERROR]") && errors.size() < MAX_ERRORS) {
            errors.add("  " + line.substring("[ERROR]".length()).strip());
        }
    }

    /** Says that it is still at it, and ends what takes too long. */
    private static void watch(Process process, PrintStream progress) {
        try {
            for (Duration past = HEARTBEAT;
                    past.compareTo(LIMIT) < 0;
                    past = past.plus(HEARTBEAT)) {
                Thread.sleep(HEARTBEAT);
                progress.println("  … " + past.toSeconds() + " s");
            }
            process.destroyForcibly();
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }
}
