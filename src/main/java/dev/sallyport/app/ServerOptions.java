package dev.sallyport.app;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.ConfigProblem;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** {@code --config FILE} and {@code --demo}: which configuration a command works with. */
final class ServerOptions {
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final String STANDARD_FILE = "sallyport.yaml";

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
        if (arguments.hasMatchedOption("--demo")) {
            return DemoSetup.configuration(environment);
        }
        Path chosen = arguments.matchedOptionValue("--config", (Path) null);
        if (chosen == null) {
            chosen = environment.variable("SALLYPORT_CONFIG").map(Path::of).orElse(null);
        }
        Path file = workingFolder.resolve(chosen == null ? Path.of(STANDARD_FILE) : chosen);
        if (chosen == null && !Files.exists(file)) {
            throw new CommandException(
                    "there is no configuration: give --config FILE, set SALLYPORT_CONFIG, "
                            + "put a sallyport.yaml into this folder, or try --demo");
        }
        return Configuration.read(file.toString(), content(file), environment);
    }

    private static String content(Path file) {
        try {
            if (Files.size(file) > MAX_FILE_BYTES) {
                throw problem(file, "the file is larger than 1 MiB");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            throw problem(file, "there is no such file");
        } catch (CharacterCodingException e) {
            throw problem(file, "the file is not UTF-8");
        } catch (IOException | UncheckedIOException e) {
            throw problem(file, "the file cannot be read");
        }
    }

    private static ConfigException problem(Path file, String message) {
        return new ConfigException(file.toString(), List.of(new ConfigProblem("", 0, message)));
    }
}
