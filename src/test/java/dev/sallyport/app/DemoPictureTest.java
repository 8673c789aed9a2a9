package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.Golden;
import dev.sallyport.testing.TerminalPicture;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Holds the picture of the README against what the demonstration says. */
@Tag("launcher")
class DemoPictureTest {
    /** What a person sees first: a question, what is refused, what stays behind. */
    private static final List<String> SHOWN =
            List.of(
                    "▸ Which products of 2025 sold best?",
                    "▸ Hide a second statement behind a first one.",
                    "▸ Read a table of another database.",
                    "▸ What the owner of the data can read afterwards:");

    @Test
    void thePictureShowsWhatTheDemonstrationSays(@TempDir Path folder) {
        Launched run = Launched.run(folder, "", "demo");
        assertThat(run.status()).as(run.err()).isZero();

        List<String> lines = new ArrayList<>(List.of("$ ./sallyport demo"));
        boolean shown = false;
        for (String line : run.out().lines().toList()) {
            if (line.startsWith("▸")) {
                shown = SHOWN.stream().anyMatch(line::startsWith);
                if (shown) {
                    lines.add("");
                }
            }
            if (shown && !line.isEmpty() && !line.startsWith("Every step")) {
                lines.add(withoutWhatChanges(line));
            }
        }

        Golden.assertText(Path.of("docs", "demo.svg"), TerminalPicture.of(lines));
    }

    private static String withoutWhatChanges(String line) {
        return line.replaceAll("\"(time|fp)\":\"[^\"]*\"", "\"$1\":\"…\"")
                .replaceAll("\"duration_ms\":\\d+", "\"duration_ms\":…");
    }
}
