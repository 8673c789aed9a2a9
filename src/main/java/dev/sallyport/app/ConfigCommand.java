package dev.sallyport.app;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** {@code sallyport config}: validates the configuration and prints what is in force. */
final class ConfigCommand implements Command {
    private final Path workingFolder;

    ConfigCommand(Path workingFolder) {
        this.workingFolder = workingFolder;
    }

    @Override
    public CommandSpec spec() {
        CommandSpec spec =
                ServerOptions.add(CommandSpec.wrapWithoutInspection(this).name("config"));
        spec.usageMessage()
                .description(
                        "Validates the configuration and prints what is in force: defaults put in, secrets masked.",
                        "No database is contacted.")
                .footer(
                        "",
                        "Exit status: 0 valid, 1 with a report of all problems, 2 wrong usage.");
        return spec;
    }

    @Override
    public int run(ParseResult arguments, Terminal terminal) {
        Environment environment = Environment.ofProcess(workingFolder.toAbsolutePath());
        Configuration configuration = ServerOptions.read(arguments, workingFolder, environment);
        GateConfig.read(configuration, environment);
        terminal.out().print(configuration.effective());
        return 0;
    }
}
