package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.config.Environment;
import dev.sallyport.source.BroughtDriver;
import dev.sallyport.source.DriverArtifact;
import dev.sallyport.source.Drivers;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverStoreTest {
    /** SHA-256 of what the programs below write as the jar: {@code a driver} and a line's end. */
    private static final String CHECKSUM =
            "91bc0b019cfad6182101cdf4a72c9996e13b747d9b3e424daad743959bd328eb";

    @TempDir Path folder;

    private final ByteArrayOutputStream progress = new ByteArrayOutputStream();
    private Path drivers;

    @BeforeEach
    void folders() {
        drivers = folder.resolve("state/drivers");
    }

    @Test
    void keepsAFetchedJarUnderTheDriversName() throws IOException {
        DriverStore store = store(program("printf 'a driver\\n' > \"$folder/tiny-1.0.jar\""));
        BroughtDriver tiny = tiny(CHECKSUM);
        assertThat(store.state(tiny)).isEqualTo("missing");
        store.add(tiny);
        assertThat(drivers.resolve("tiny/tiny-1.0.jar")).hasContent("a driver");
        assertThat(store.state(tiny)).isEqualTo("there");
        assertThat(progress.toString(StandardCharsets.UTF_8))
                .contains("fetching org.example:tiny:1.0")
                .contains("tiny-1.0.jar");
        assertOnly("tiny-1.0.jar");
    }

    @Test
    void asksForThePinnedVersionWithAPinnedPlugin() throws IOException {
        Path seen = folder.resolve("seen");
        DriverStore store =
                store(
                        program(
                                "echo \"$@\" > "
                                        + seen
                                        + "; printf 'a driver\\n' > \"$folder/tiny-1.0.jar\""));
        store.add(tiny(CHECKSUM));
        assertThat(Files.readString(seen))
                .matches(
                        "(?s)-B org\\.apache\\.maven\\.plugins:maven-dependency-plugin:[0-9.]+:copy"
                                + " -Dartifact=org\\.example:tiny:1\\.0 -DoutputDirectory=.*\n");
    }

    @Test
    void doesNotFetchWhatIsThere() throws IOException {
        store(program("printf 'a driver\\n' > \"$folder/tiny-1.0.jar\"")).add(tiny(CHECKSUM));
        store(program("exit 7")).add(tiny(CHECKSUM));
        assertThat(progress.toString(StandardCharsets.UTF_8)).contains("is there");
    }

    @Test
    void throwsAwayAFileWithAWrongChecksum() throws IOException {
        DriverStore store = store(program("printf 'no driver\\n' > \"$folder/tiny-1.0.jar\""));
        assertThatThrownBy(() -> store.add(tiny(CHECKSUM)))
                .isInstanceOf(CommandException.class)
                .hasMessageContaining("the checksum of org.example:tiny:1.0 is wrong")
                .hasMessageContaining("expected SHA-256 " + CHECKSUM);
        assertOnly();
    }

    @Test
    void replacesADamagedFileAndOtherVersionsOnly() throws IOException {
        Path place = Files.createDirectories(drivers.resolve("tiny"));
        Files.writeString(place.resolve("tiny-1.0.jar"), "damaged");
        Files.writeString(place.resolve("tiny-0.9.jar"), "old");
        Files.writeString(place.resolve("wallet.jar"), "the owner's");
        DriverStore store = store(program("printf 'a driver\\n' > \"$folder/tiny-1.0.jar\""));
        assertThat(store.state(tiny(CHECKSUM))).isEqualTo("wrong checksum");
        store.add(tiny(CHECKSUM));
        assertOnly("tiny-1.0.jar", "wallet.jar");
        assertThat(place.resolve("tiny-1.0.jar")).hasContent("a driver");
    }

    @Test
    void saysWhatMavenSays() throws IOException {
        DriverStore store =
                store(program("echo '[INFO] one'; echo '[ERROR] no route to the mirror'; exit 1"));
        assertThatThrownBy(() -> store.add(tiny(CHECKSUM)))
                .hasMessage("Maven cannot fetch org.example:tiny:1.0:\n  no route to the mirror");
        assertOnly();
    }

    @Test
    void saysWhichFileToPutWhereWithoutMaven() {
        DriverStore store = new DriverStore(drivers, Optional.empty(), stream());
        assertThatThrownBy(() -> store.add(tiny("ab".repeat(32))))
                .hasMessage(
                        "there is no Maven (mvn) on the PATH. Fetch org.example:tiny:1.0 by other"
                                + " means and put tiny-1.0.jar (SHA-256 "
                                + "ab".repeat(32)
                                + ") into "
                                + drivers.resolve("tiny"));
        assertThatThrownBy(() -> store.add(Drivers.named("connx").orElseThrow()))
                .hasMessageContaining("put connxjdbc.jar")
                .hasMessageContaining(drivers.resolve("connx").toString());
    }

    @Test
    void findsMavenOnThePath() throws IOException {
        Path maven = program("exit 0").executable();
        assertThat(MavenFetch.onPath(path("/nowhere:" + maven.getParent() + ":/usr/bin")))
                .contains(new MavenFetch(maven));
        assertThat(MavenFetch.onPath(path("/nowhere::"))).isEmpty();
        assertThat(MavenFetch.onPath(Environment.of(Map.of()))).isEmpty();
    }

    /** The real thing: 100 MB of drivers by the Maven and the settings of this machine. */
    @Test
    @Tag("full")
    void fetchesEveryDriverWithMaven() {
        Optional<MavenFetch> maven = MavenFetch.onPath(Environment.of(System.getenv()));
        DriverStore store = new DriverStore(drivers, maven, stream());
        for (BroughtDriver driver : Drivers.brought()) {
            if (driver.artifact().isPresent()) {
                store.add(driver);
                assertThat(store.state(driver)).as(driver.name()).isEqualTo("there");
            }
        }
    }

    private static Environment path(String path) {
        return Environment.of(Map.of("PATH", path));
    }

    private DriverStore store(MavenFetch maven) {
        return new DriverStore(drivers, Optional.of(maven), stream());
    }

    private PrintStream stream() {
        return new PrintStream(progress, true, StandardCharsets.UTF_8);
    }

    /** A program in Maven's place, so that no test depends on what a repository serves. */
    private MavenFetch program(String script) throws IOException {
        Path file = Files.createTempDirectory(folder, "bin").resolve("mvn");
        Files.writeString(
                file,
                "#!/bin/sh\nfor a; do folder=${a#-DoutputDirectory=}; done\n" + script + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new MavenFetch(file);
    }

    private static BroughtDriver tiny(String checksum) {
        return new BroughtDriver(
                "tiny",
                "Tiny",
                "Tiny",
                "tiny-1.0.jar",
                Optional.of(new DriverArtifact("org.example", "tiny", "1.0", checksum)));
    }

    private void assertOnly(String... names) throws IOException {
        try (Stream<Path> files = Files.list(drivers.resolve("tiny"))) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(names);
        }
    }
}
