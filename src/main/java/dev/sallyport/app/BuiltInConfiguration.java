package dev.sallyport.app;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.demo.ConnxConfiguration;
import dev.sallyport.demo.DemoConfiguration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * A configuration that comes with the product.
 *
 * <p>A host starts a process for every chat, so the build compiles their YAML. Where it did not,
 * such as in a development environment, the YAML is read.
 */
enum BuiltInConfiguration {
    DEMO("the example configuration"),
    CONNX("the configuration that the CONNX_ variables make"),
    CONNX_ADABAS("the configuration that the CONNX_ variables make");

    private final String title;

    BuiltInConfiguration(String title) {
        this.title = title;
    }

    /**
     * Compiles all of them.
     *
     * @param arguments the folder for the files
     */
    static void main(String[] arguments) throws IOException {
        Path folder = Files.createDirectories(Path.of(arguments[0]));
        for (BuiltInConfiguration configuration : values()) {
            Files.write(folder.resolve(configuration.file()), configuration.compiled());
        }
    }

    byte[] compiled() {
        return Configuration.compile(title, text());
    }

    /** The text of the configuration file. */
    String text() {
        return switch (this) {
            case DEMO -> DemoConfiguration.text();
            case CONNX -> ConnxConfiguration.text(false);
            case CONNX_ADABAS -> ConnxConfiguration.text(true);
        };
    }

    Configuration read(Environment environment) {
        Optional<Path> compiled =
                Launch.home()
                        .map(home -> home.resolve("demo").resolve(file()))
                        .filter(Files::isRegularFile);
        if (compiled.isPresent()) {
            try {
                return Configuration.readCompiled(
                        title, Files.readAllBytes(compiled.get()), environment);
            } catch (IOException e) {
                // It was damaged.
            }
        }
        return Configuration.read(title, text(), environment);
    }

    /** The name of the compiled file. */
    String file() {
        return name().toLowerCase(Locale.ROOT) + ".config";
    }
}
