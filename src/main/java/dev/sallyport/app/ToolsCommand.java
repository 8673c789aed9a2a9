package dev.sallyport.app;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.tool.ToolChecks;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Options;

/** {@code sallyport tools test}: tries the declared tools on their sources. */
final class ToolsCommand implements Command {
    private final Path workingFolder;

    ToolsCommand(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    @Override
    public String name() {
        return "tools";
    }

    @Override
    public String synopsis() {
        return "test [FILE | --config FILE | --demo]";
    }

    @Override
    public List<String> description() {
        return List.of(
                "Tries the declared tools: prepares each statement on its source, runs the examples.",
                "Every example is a call like any other, and is recorded.",
                "Exit status: 0 all well, 1 with what is not, 2 wrong usage.");
    }

    @Override
    public Options options() {
        return ServerOptions.options();
    }

    @Override
    public int words() {
        return 2;
    }

    @Override
    public int run(CommandLine arguments, Terminal terminal) {
        List<String> words = arguments.getArgList();
        if (words.isEmpty() || !words.getFirst().equals("test")) {
            throw new UsageException("say what to do: tools test");
        }
        Environment environment = Environment.ofProcess(workingFolder.toAbsolutePath());
        Configuration configuration = configuration(arguments, environment);
        GateConfig config = GateConfig.read(configuration, environment);
        try (Gate gate = Gate.open(config)) {
            List<ToolChecks.Check> checks = gate.toolChecks(config.tools());
            for (ToolChecks.Check check : checks) {
                terminal.out()
                        .println(
                                check.problem()
                                        .map(problem -> "FAILED  " + check.name() + ": " + problem)
                                        .orElse("ok      " + check.name()));
            }
            long failed = checks.stream().filter(check -> check.problem().isPresent()).count();
            terminal.out()
                    .println(
                            failed == 0
                                    ? checks.size() + " checks, all well"
                                    : failed + " of " + checks.size() + " checks failed");
            return failed == 0 ? 0 : CommandLineInterface.FAILED;
        }
    }

    /** Of the file that is named as a word, or what the options choose. */
    private Configuration configuration(CommandLine arguments, Environment environment) {
        if (arguments.getArgList().size() < 2) {
            return ServerOptions.read(arguments, workingFolder, environment);
        }
        if (arguments.hasOption("config") || arguments.hasOption("demo")) {
            throw new UsageException("name one configuration: FILE, --config FILE or --demo");
        }
        return ServerOptions.read(
                workingFolder.resolve(arguments.getArgList().get(1)), environment);
    }
}
