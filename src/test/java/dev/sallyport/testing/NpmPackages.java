package dev.sallyport.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Programs from npm that tests run, locked to a version in {@code src/test/npm}.
 *
 * <p>The first use needs {@code npm} and its registry, later ones only the folder where the
 * packages are: {@code target/npm}, or the one of the system property {@code sallyport.npm.cache}.
 */
public final class NpmPackages {
    private static final Path FOLDER =
            Path.of(System.getProperty("sallyport.npm.cache", "target/npm")).toAbsolutePath();

    private NpmPackages() {}

    /** The folder with {@code node_modules} of one folder of {@code src/test/npm}. */
    public static synchronized Path install(String name) throws IOException, InterruptedException {
        Path source = Path.of("src/test/npm", name);
        Path folder = FOLDER.resolve(name);
        Path wanted = source.resolve("package-lock.json");
        Path installed = folder.resolve("installed-package-lock.json");
        if (Files.exists(installed) && Files.mismatch(installed, wanted) == -1) {
            return folder;
        }
        Files.createDirectories(folder);
        for (String file : List.of("package.json", "package-lock.json", ".npmrc")) {
            Files.copy(
                    source.resolve(file),
                    folder.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        Path log = folder.resolve("npm.log");
        Process npm =
                new ProcessBuilder("npm", "ci")
                        .directory(folder.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(log.toFile())
                        .start();
        boolean ended = npm.waitFor(5, TimeUnit.MINUTES);
        if (!ended) {
            npm.destroyForcibly();
        }
        assertThat(ended && npm.exitValue() == 0).as(() -> "npm ci: " + text(log)).isTrue();
        Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
        return folder;
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
