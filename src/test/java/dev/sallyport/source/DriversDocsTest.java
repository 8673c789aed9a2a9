package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of brought drivers in {@code docs/engines.md}, held against the code. */
class DriversDocsTest {
    @Test
    void everyDriverIsDocumentedWithTheFileThatWasTried() throws IOException {
        List<String> rows =
                Files.readAllLines(Path.of("docs/engines.md")).stream()
                        .filter(line -> line.startsWith("| `"))
                        .toList();
        assertThat(rows).hasSize(Drivers.brought().size());
        for (BroughtDriver driver : Drivers.brought()) {
            String file = driver.artifact().map(DriverArtifact::coordinates).orElse(driver.jar());
            assertThat(rows)
                    .anySatisfy(row ->
                            assertThat(row)
                                    .startsWith(
                                            "| `"
                                                    + driver.name()
                                                    + "` | "
                                                    + driver.title()
                                                    + " | `"
                                                    + file
                                                    + "`"));
        }
    }

    @Test
    void pinnedChecksumsAreChecksums() {
        assertThat(Drivers.brought())
                .flatMap(driver -> driver.artifact().stream().toList())
                .allSatisfy(artifact -> assertThat(artifact.sha256()).matches("[0-9a-f]{64}"))
                .hasSizeGreaterThan(4);
        assertThat(Drivers.comingAlong()).contains("H2", "PostgreSQL");
    }
}
