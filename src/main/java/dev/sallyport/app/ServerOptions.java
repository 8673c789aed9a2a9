package dev.sallyport.app;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code --config FILE} and {@code --demo}: which configuration a command works with. */
final class ServerOptions {
    private ServerOptions() {}

    static CommandSpec add(CommandSpec spec) {
        OptionSpec config =
                OptionSpec.builder("--config")
                        .paramLabel("FILE")
                        .type(Path.class)
                        .description(
                                "The configuration; otherwise SALLYPORT_CONFIG, or sallyport.yaml in this folder.")
                        .build();
        OptionSpec demo =
                OptionSpec.builder("--demo")
                        .type(boolean.class)
                        .description("Use the embedded example data and its configuration.")
                        .build();
        return spec.addArgGroup(
                ArgGroupSpec.builder()
                        .exclusive(true)
                        .multiplicity("0..1")
                        .addArg(config)
                        .addArg(demo)
                        .build());
    }

    /** Reads the configuration that the options choose. */
    static Configuration read(ParseResult arguments, Path workingFolder, Environment environment) {
        return choice(arguments).read(workingFolder, environment);
    }

    static ConfigurationChoice choice(ParseResult arguments) {
        return new ConfigurationChoice(
                arguments.hasMatchedOption("--demo"),
                Optional.ofNullable(arguments.matchedOptionValue("--config", (Path) null)));
    }
}
