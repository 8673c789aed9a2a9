package dev.sallyport.app;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.source.Source;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code sallyport config}: validates the configuration and prints what is in force. */
final class ConfigCommand implements Command {
    private final Path workingFolder;

    ConfigCommand(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    @Override
    public String name() {
        return "config";
    }

    @Override
    public String synopsis() {
        return "[--config FILE | --demo]";
    }

    @Override
    public List<String> description() {
        return List.of(
                "Validates the configuration and prints what is in force, secrets masked.",
                "No database is contacted.",
                "Exit status: 0 valid, 1 with a report of all problems, 2 wrong usage.");
    }

    @Override
    public Options options() {
        return ServerOptions.options();
    }

    @Override
    public int run(CommandLine arguments, Terminal terminal) {
        Environment environment = Environment.ofProcess(workingFolder.toAbsolutePath());
        Configuration configuration = ServerOptions.read(arguments, workingFolder, environment);
        GateConfig config = GateConfig.read(configuration, environment);
        terminal.out().print(configuration.effective());
        for (Source source : config.sources().all()) {
            // Not an error: a driver may be brought later, and other sources work without it.
            source.driverProblem()
                    .ifPresent(problem -> terminal.err().println("note: " + problem.hint()));
        }
        return 0;
    }
}
