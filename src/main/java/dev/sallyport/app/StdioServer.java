package dev.sallyport.app;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.transport.StdioTransport;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The server on standard input and output, and the short way to it for the words that hosts use.
 *
 * <p>A host waits for its first answer, and the library of the command line is more than half of
 * the time to it: the class files are of a kind that the cache of loaded classes leaves out. So
 * this class must not use the library; what it does not understand is the library's to judge.
 */
final class StdioServer {
    private StdioServer() {}

    /** What the words of a host choose, if they are no more than {@code stdio} and one option. */
    static Optional<ConfigurationChoice> choice(List<String> words) {
        List<String> options =
                words.isEmpty() || !words.getFirst().equals("stdio")
                        ? words
                        : words.subList(1, words.size());
        if (options.isEmpty()) {
            return Optional.of(new ConfigurationChoice(false, Optional.empty()));
        }
        if (words.getFirst().equals("stdio") && options.equals(List.of("--demo"))) {
            return Optional.of(new ConfigurationChoice(true, Optional.empty()));
        }
        boolean file =
                words.getFirst().equals("stdio")
                        && options.size() == 2
                        && options.getFirst().equals("--config")
                        && !options.getLast().isBlank()
                        && !options.getLast().startsWith("-");
        return file
                ? Optional.of(
                        new ConfigurationChoice(false, Optional.of(Path.of(options.getLast()))))
                : Optional.empty();
    }

    /** Serves until the input ends; the result is the exit status. */
    static int run(ConfigurationChoice choice, Path workingFolder, Terminal terminal) {
        try {
            serve(choice, workingFolder, terminal);
            return 0;
        } catch (ConfigException | CommandException e) {
            return Failures.expected(e, terminal);
        } catch (RuntimeException e) {
            return Failures.unexpected(e, terminal);
        }
    }

    static void serve(ConfigurationChoice choice, Path workingFolder, Terminal terminal) {
        Environment environment = Environment.ofProcess(workingFolder.toAbsolutePath());
        Configuration configuration = choice.read(workingFolder, environment);
        try (Gate gate = Gate.open(configuration, environment)) {
            StdioTransport transport =
                    new StdioTransport(gate.dispatcher(), terminal.in(), terminal.out());
            try (SignalGuard _ = SignalGuard.around(transport::stop)) {
                transport.run();
            }
        }
    }
}
