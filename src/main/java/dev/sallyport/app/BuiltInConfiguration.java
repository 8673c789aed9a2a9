package dev.sallyport.app;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.demo.ConnxConfiguration;
import dev.sallyport.demo.DemoConfiguration;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

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
     * @param arguments the folder of the classes
     */
    static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]).resolve("dev/sallyport/app");
        for (BuiltInConfiguration configuration : values()) {
            Files.writeString(
                    folder.resolve(configuration.resource()),
                    Configuration.compile(configuration.title, configuration.text()));
        }
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
        try (InputStream compiled = BuiltInConfiguration.class.getResourceAsStream(resource())) {
            return compiled == null
                    ? Configuration.read(title, text(), environment)
                    : Configuration.readCompiled(
                            title,
                            new String(compiled.readAllBytes(), StandardCharsets.UTF_8),
                            environment);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String resource() {
        return name().toLowerCase(Locale.ROOT) + ".json";
    }
}
