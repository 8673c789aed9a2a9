package dev.sallyport.app;

import dev.sallyport.source.BroughtDriver;
import dev.sallyport.source.DriverArtifact;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The folder of fetched drivers: a folder for each driver, with its jar. */
final class DriverStore {
    private final Path folder;
    private final Optional<MavenFetch> maven;
    private final PrintStream progress;

    DriverStore(Path folder, Optional<MavenFetch> maven, PrintStream progress) {
        this.folder = folder.toAbsolutePath();
        this.maven = maven;
        this.progress = progress;
    }

    /**
     * Fetches a driver, unless it is there.
     *
     * @throws CommandException if it cannot be had; then the folder is as it was
     */
    void add(BroughtDriver driver) {
        Path place = driver.folder(folder);
        DriverArtifact artifact =
                driver.artifact()
                        .orElseThrow(() ->
                                new CommandException(
                                        "the driver of "
                                                + driver.title()
                                                + " is in no public repository: put "
                                                + driver.jar()
                                                + ", which comes with "
                                                + driver.title()
                                                + ", into "
                                                + place
                                                + " or name it with driver-path"));
        Path jar = place.resolve(artifact.fileName());
        try {
            if (Files.exists(jar) && checksum(jar).equals(artifact.sha256())) {
                progress.println(driver.name() + ": " + jar + " is there");
                return;
            }
            Files.createDirectories(place);
            fetch(artifact, place, jar);
            removeOtherVersions(artifact, place);
        } catch (IOException e) {
            throw new CommandException("the folder " + place + " cannot be written");
        }
        progress.println(driver.name() + ": " + jar);
    }

    /** What is there of a driver, in a few words. */
    String state(BroughtDriver driver) {
        Path place = driver.folder(folder);
        Path jar = place.resolve(driver.jar());
        try {
            if (Files.exists(jar)) {
                return driver.artifact().isEmpty()
                                || checksum(jar).equals(driver.artifact().get().sha256())
                        ? "there"
                        : "wrong checksum";
            }
            List<String> others = jars(place);
            return others.isEmpty() ? "missing" : "another: " + String.join(", ", others);
        } catch (IOException e) {
            return "cannot be read";
        }
    }

    private void fetch(DriverArtifact artifact, Path place, Path jar) throws IOException {
        MavenFetch fetch =
                maven.orElseThrow(() ->
                        new CommandException(
                                "there is no Maven (mvn) on the PATH. Fetch "
                                        + artifact.coordinates()
                                        + " by other means and put "
                                        + artifact.fileName()
                                        + " (SHA-256 "
                                        + artifact.sha256()
                                        + ") into "
                                        + place));
        Path fresh = Files.createTempDirectory(place, "fetching");
        try {
            fetch.fetch(artifact.coordinates(), fresh, progress);
            Path fetched = fresh.resolve(artifact.fileName());
            if (!Files.isRegularFile(fetched)) {
                throw new CommandException("Maven fetched no " + artifact.fileName());
            }
            String sum = checksum(fetched);
            if (!sum.equals(artifact.sha256())) {
                throw new CommandException(
                        "the checksum of "
                                + artifact.coordinates()
                                + " is wrong, and the file is thrown away: expected SHA-256 "
                                + artifact.sha256()
                                + ", got "
                                + sum
                                + ". Your Maven repository or its mirror serves another file.");
            }
            Files.move(
                    fetched,
                    jar,
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } finally {
            delete(fresh);
        }
    }

    /** Two versions in one folder would be mixed. */
    private static void removeOtherVersions(DriverArtifact artifact, Path place)
            throws IOException {
        for (String name : jars(place)) {
            if (name.startsWith(artifact.artifact() + "-") && !name.equals(artifact.fileName())) {
                Files.delete(place.resolve(name));
            }
        }
    }

    private static List<String> jars(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(place)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".jar"))
                    .sorted()
                    .toList();
        }
    }

    private static void delete(Path fresh) throws IOException {
        try (Stream<Path> files = Files.list(fresh)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(fresh);
    }

    static String checksum(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file);
                DigestInputStream digest =
                        new DigestInputStream(in, MessageDigest.getInstance("SHA-256"))) {
            digest.transferTo(OutputStream.nullOutputStream());
            return HexFormat.of().formatHex(digest.getMessageDigest().digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
