package dev.sallyport.app;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.demo.DemoConfiguration;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code --demo}: the example configuration over the database files of the installation. */
final class DemoSetup {
    private DemoSetup() {}

    static Configuration configuration(Environment environment) {
        Path folder = folder(environment);
        return BuiltInConfiguration.DEMO.read(
                environment.with(
                        DemoConfiguration.FOLDER_VARIABLE, folder.toAbsolutePath().toString()));
    }

    /** Where the database files are. */
    static Path folder(Environment environment) {
        Path folder =
                environment
                        .variable(DemoConfiguration.FOLDER_VARIABLE)
                        .map(Path::of)
                        .or(() -> Launch.home().map(home -> home.resolve("demo")))
                        .orElseThrow(() ->
                                new CommandException(
                                        "the example data is not here: start through the launcher, or set "
                                                + DemoConfiguration.FOLDER_VARIABLE));
        if (!Files.isDirectory(folder)) {
            throw new CommandException("there is no folder " + folder + " with the example data");
        }
        return folder;
    }
}
