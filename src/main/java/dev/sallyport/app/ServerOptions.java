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
import java.util.Optional;
import org.apache.commons.cli.CommandLine;
import org.apache.commons.cli.Option;
import org.apache.commons.cli.OptionGroup;
import org.apache.commons.cli.Options;

/** {@code --config FILE} and {@code --demo}: which configuration a command works with. */
final class ServerOptions {
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final String STANDARD_FILE = "sallyport.yaml";

    private ServerOptions() {}

    static Options options() {
        OptionGroup group = new OptionGroup();
        group.addOption(
                withValue(
                        "config",
                        "FILE",
                        "The configuration; otherwise SALLYPORT_CONFIG, or sallyport.yaml here."));
        group.addOption(
                Option.builder()
                        .longOpt("demo")
                        .desc("Use the embedded example data and its configuration.")
                        .get());
        return new Options().addOptionGroup(group);
    }

    /** An option that takes a value. */
    static Option withValue(String name, String label, String description) {
        return Option.builder().longOpt(name).hasArg().argName(label).desc(description).get();
    }

    /** Reads the configuration that the options choose. */
    static Configuration read(CommandLine arguments, Path workingFolder, Environment environment) {
        if (arguments.hasOption("demo")) {
            return DemoSetup.configuration(environment);
        }
        Path chosen =
                Optional.ofNullable(arguments.getOptionValue("config"))
                        .or(() -> environment.variable("SALLYPORT_CONFIG"))
                        .map(Path::of)
                        .orElse(null);
        Path file = workingFolder.resolve(chosen == null ? Path.of(STANDARD_FILE) : chosen);
        if (chosen == null && !Files.exists(file)) {
            if (ConnxMode.isChosen(environment)) {
                return ConnxMode.configuration(environment);
            }
            if (SqlServerMode.isChosen(environment)) {
                return SqlServerMode.configuration(environment);
            }
            throw new CommandException(
                    "there is no configuration: give --config FILE, set SALLYPORT_CONFIG, "
                            + "put a sallyport.yaml into this folder, or try --demo");
        }
        return read(file, environment);
    }

    /** Reads a file. */
    static Configuration read(Path file, Environment environment) {
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
