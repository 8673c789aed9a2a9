package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditEvent;
import dev.sallyport.audit.AuditLog;
import dev.sallyport.audit.AuditSettings;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @TempDir Path folder;

    private Path log;

    @BeforeEach
    void writeThreeLines() throws IOException {
        Path state = folder.resolve("state");
        Files.writeString(folder.resolve(".env"), "SALLYPORT_STATE=" + state + "\n");
        log = state.resolve("audit.jsonl");
        try (AuditLog audit =
                AuditLog.open(
                        new AuditSettings(state, Optional.empty(), Optional.empty(), false))) {
            for (int i = 0; i < 3; i++) {
                audit.finished(refused(audit.newCall()));
            }
        }
    }

    @Test
    void logThatHoldsIsCounted() {
        assertThat(run("audit", "verify")).isZero();
        assertThat(printed()).isEqualTo(log + ": 3 lines in a chain that holds\n");
    }

    @Test
    void logThatWasMovedAwayIsCheckedByItsName() throws IOException {
        Files.move(log, folder.resolve("old.jsonl"));

        assertThat(run("audit", "verify", "old.jsonl")).isZero();
        assertThat(printed()).contains("old.jsonl: 3 lines");
        assertThat(run("audit", "verify")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("there is no audit log " + log + "\n");
    }

    @Test
    void firstLineThatDoesNotHoldIsNamedWithTheReason() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(log));
        lines.set(1, lines.get(1).replace("refused", "allowed"));
        Files.write(log, lines);

        assertThat(run("audit", "verify")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(printed())
                .startsWith(log + ": line 2 was changed, or written with another key\n");
    }

    @Test
    void withoutAKeyNothingIsClaimedAndNoneIsMade() throws IOException {
        Path key = log.resolveSibling("audit.key");
        Files.delete(key);

        assertThat(run("audit", "verify")).isEqualTo(CommandLineInterface.FAILED);
        assertThat(printed()).isEmpty();
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("there is no key " + key);
        assertThat(key).doesNotExist();
    }

    private static AuditEvent refused(String call) {
        return new AuditEvent(
                Instant.parse("2026-11-22T12:00:00.120Z"),
                call,
                "local",
                Optional.of("query"),
                Optional.of("shop"),
                Optional.of("shop"),
                AuditEvent.Outcome.REFUSED,
                Optional.of("SP-204"),
                Optional.empty(),
                Optional.of("3a1c9f82a2d1"),
                Optional.empty(),
                Duration.ZERO);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private int run(String... arguments) {
        Terminal terminal =
                new Terminal(
                        new ByteArrayInputStream(new byte[0]),
                        new PrintStream(out, true, StandardCharsets.UTF_8),
                        new PrintStream(err, true, StandardCharsets.UTF_8));
        return CommandLineInterface.run(arguments, terminal, folder);
    }
}
