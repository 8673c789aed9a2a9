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

/**
 * Which configuration a command works with.
 *
 * @param demo whether it is the embedded example's
 * @param file the file that the command line names
 */
record ConfigurationChoice(boolean demo, Optional<Path> file) {
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final String STANDARD_FILE = "sallyport.yaml";

    Configuration read(Path workingFolder, Environment environment) {
        if (demo) {
            return DemoSetup.configuration(environment);
        }
        Optional<Path> chosen =
                file.or(() -> environment.variable("SALLYPORT_CONFIG").map(Path::of));
        Path path = workingFolder.resolve(chosen.orElse(Path.of(STANDARD_FILE)));
        if (chosen.isEmpty() && !Files.exists(path)) {
            throw new CommandException(
                    "there is no configuration: give --config FILE, set SALLYPORT_CONFIG, "
                            + "put a sallyport.yaml into this folder, or try --demo");
        }
        return Configuration.read(path.toString(), content(path), environment);
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
