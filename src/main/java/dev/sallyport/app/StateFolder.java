package dev.sallyport.app;

import dev.sallyport.config.Environment;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Where the product keeps what outlives a process: the audit log, its keys, caches, fetched
 * drivers.
 *
 * <p>{@code SALLYPORT_STATE}, or the user's folder for state by the convention of the platform:
 * {@code $XDG_STATE_HOME/sallyport} or {@code ~/.local/state/sallyport}; {@code
 * ~/Library/Application Support/sallyport}; {@code %LOCALAPPDATA%\sallyport}.
 */
final class StateFolder {
    private StateFolder() {}

    static Path of(Environment environment) {
        return of(
                environment,
                System.getProperty("os.name", "").toLowerCase(Locale.ROOT),
                Path.of(System.getProperty("user.home", "")));
    }

    /** Where each fetched driver has a folder with its name. */
    static Path drivers(Environment environment) {
        return of(environment).resolve("drivers");
    }

    static Path of(Environment environment, String system, Path home) {
        Optional<Path> chosen = folder(environment, "SALLYPORT_STATE");
        if (chosen.isPresent()) {
            return chosen.get();
        }
        if (system.contains("mac")) {
            return home.resolve("Library").resolve("Application Support").resolve("sallyport");
        }
        if (system.contains("windows")) {
            return folder(environment, "LOCALAPPDATA")
                    .orElse(home.resolve("AppData").resolve("Local"))
                    .resolve("sallyport");
        }
        return folder(environment, "XDG_STATE_HOME")
                .orElse(home.resolve(".local").resolve("state"))
                .resolve("sallyport");
    }

    private static Optional<Path> folder(Environment environment, String variable) {
        return environment.variable(variable).filter(value -> !value.isBlank()).map(Path::of);
    }
}
