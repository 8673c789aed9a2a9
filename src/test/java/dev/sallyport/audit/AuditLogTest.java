package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.config.Secret;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Golden;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditLogTest {
    private static final Secret KEY = new Secret("a key of the test, of 32 characters or more");

    @TempDir Path folder;

    @Test
    void everyCallIsOneLine() throws IOException {
        try (AuditLog log = AuditLog.open(withGivenKeys())) {
            log.decided(allowed("c-1"));
            log.finished(allowed("c-1"));
            log.finished(refused("c-2"));
            log.finished(unknownTool("c-3"));
        }

        Golden.assertText("audit.jsonl", Files.readString(file()));
    }

    @Test
    void chainGoesOnAfterARestart() throws IOException {
        record("c-1", "c-2");
        record("c-3");

        AuditVerification verification = AuditVerification.of(file(), generatedKeys());

        assertThat(verification).isEqualTo(new AuditVerification(3, List.of(), List.of()));
        assertThat(line(3).string("prev")).isEqualTo(line(2).string("hash"));
    }

    @Test
    void changedLineIsFound() throws IOException {
        record("c-1", "c-2", "c-3");
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.set(1, lines.get(1).replace("\"rows\":42", "\"rows\":41"));
        Files.write(file(), lines);

        assertThat(problems())
                .containsExactly(
                        "line 2 was changed, or written with another key",
                        "line 3 does not follow the line before it");
    }

    @Test
    void removedLineIsFound() throws IOException {
        record("c-1", "c-2", "c-3");
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.remove(1);
        Files.write(file(), lines);

        assertThat(problems()).containsExactly("line 2 does not follow the line before it");
    }

    @Test
    void removedFirstLineIsFound() throws IOException {
        record("c-1", "c-2");
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.removeFirst();
        Files.write(file(), lines);

        assertThat(problems()).containsExactly("line 1 does not follow the line before it");
    }

    @Test
    void lineThatWasPutInIsFound() throws IOException {
        record("c-1", "c-2");
        List<String> lines = new ArrayList<>(Files.readAllLines(file()));
        lines.add(1, lines.get(0));
        Files.write(file(), lines);

        assertThat(problems()).containsExactly("line 2 does not follow the line before it");
    }

    @Test
    void lineThatWasCutShortIsNotedAndTheChainGoesOn() throws IOException {
        record("c-1", "c-2");
        String text = Files.readString(file());
        Files.writeString(file(), text.substring(0, text.length() - 30));

        record("c-3");

        assertThat(AuditVerification.of(file(), generatedKeys()))
                .isEqualTo(new AuditVerification(4, List.of(2L), List.of()));
        assertThat(line(3).string("code")).contains("SP-503");
        assertThat(line(4).string("call")).contains("c-3");
    }

    @Test
    void noteThatWasCutShortIsNotedToo() throws IOException {
        record("c-1");
        Files.writeString(file(), "{\"time\":\n{\"ti", StandardOpenOption.APPEND);

        record("c-2");

        assertThat(AuditVerification.of(file(), generatedKeys()))
                .isEqualTo(new AuditVerification(5, List.of(2L, 3L), List.of()));
    }

    @Test
    void lineCutShortInAnEmptyLogIsNoted() throws IOException {
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(file(), "{\"ti");

        record("c-1");

        assertThat(AuditVerification.of(file(), generatedKeys()))
                .isEqualTo(new AuditVerification(3, List.of(1L), List.of()));
    }

    @Test
    void logThatSomebodyWroteToIsNotContinued() throws IOException {
        record("c-1");
        Files.writeString(file(), "a line of somebody's\n", StandardOpenOption.APPEND);

        assertThatThrownBy(() -> record("c-2"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("move the file away");
    }

    @Test
    void logThatSomebodyWroteToMeanwhileIsNotContinued() throws IOException {
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            log.finished(refused("c-1"));
            log.finished(refused("c-2"));
            Files.writeString(file(), "a line of somebody's\n", StandardOpenOption.APPEND);

            assertThatThrownBy(() -> log.decided(allowed("c-3")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("move the file away");
        }
    }

    @Test
    void lineThatAnotherProcessDidNotEndIsNoted() throws IOException {
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            log.finished(refused("c-1"));
            log.finished(refused("c-2"));
            Files.writeString(file(), "{\"time\":", StandardOpenOption.APPEND);
            log.decided(allowed("c-3"));
            Files.writeString(file(), "\n{\"ti", StandardOpenOption.APPEND);
            log.finished(allowed("c-3"));
        }

        assertThat(AuditVerification.of(file(), generatedKeys()))
                .isEqualTo(new AuditVerification(6, List.of(3L, 4L), List.of()));
    }

    @Test
    void logThatWasReplacedInPlaceGoesOn() throws IOException {
        Path other = folder.resolve("other");
        AuditSettings elsewhere =
                new AuditSettings(other, Optional.of(KEY), Optional.of(KEY), false);
        try (AuditLog log = AuditLog.open(withGivenKeys());
                AuditLog replacing = AuditLog.open(elsewhere)) {
            log.finished(refused("c-1"));
            log.finished(refused("c-2"));
            replacing.finished(refused("a name of another log" + "-".repeat(2_000)));
            Files.write(file(), Files.readAllBytes(other.resolve(AuditLog.FILE)));

            log.decided(allowed("c-3"));
            log.finished(allowed("c-3"));
        }

        assertThat(AuditVerification.of(file(), withGivenKeys()))
                .isEqualTo(new AuditVerification(2, List.of(), List.of()));
    }

    @Test
    void logOfAnotherKeyIsNotContinued() throws IOException {
        record("c-1");

        try (AuditLog log = AuditLog.open(withGivenKeys())) {
            assertThatThrownBy(() -> log.decided(allowed("c-2")))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another key");
        }
    }

    @Test
    void logThatWasMovedAwayIsBegunAnew() throws IOException {
        Path moved = folder.resolve("audit-old.jsonl");
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            log.finished(refused("c-1"));
            Files.move(file(), moved);
            log.finished(refused("c-2"));
        }

        assertThat(AuditVerification.of(moved, generatedKeys()).isIntact()).isTrue();
        assertThat(AuditVerification.of(file(), generatedKeys()).isIntact()).isTrue();
        assertThat(line(1).string("call")).contains("c-2");
    }

    @Test
    void severalProcessesShareOneLog() throws Exception {
        int processes = 3;
        int calls = 150;
        List<Process> running = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            running.add(AuditWriter.start(folder, Integer.toString(calls), "finish"));
        }
        for (Process process : running) {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        assertThat(AuditVerification.of(file(), generatedKeys()))
                .isEqualTo(new AuditVerification((long) processes * calls, List.of(), List.of()));
        assertThat(Files.readAllLines(file()).stream().map(AuditLogTest::callOf).distinct())
                .hasSize(processes * calls);
    }

    @Test
    void severalThreadsShareOneLog() throws Exception {
        int threads = 8;
        int calls = 50;
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            List<Thread> running = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                running.add(Thread.startVirtualThread(() -> AuditWriter.write(log, calls)));
            }
            for (Thread thread : running) {
                thread.join();
            }
        }

        assertThat(AuditVerification.of(file(), generatedKeys()))
                .isEqualTo(new AuditVerification((long) threads * calls, List.of(), List.of()));
        assertThat(folder.resolve("state/unfinished")).isEmptyDirectory();
    }

    @Test
    void severalThreadsOfSeveralProcessesShareOneLog() throws Exception {
        int processes = 2;
        int calls = 2_000;
        List<Process> running = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            running.add(AuditWriter.start(folder, Integer.toString(calls), "threads"));
        }
        for (Process process : running) {
            assertThat(process.waitFor(180, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
        }

        long all = (long) processes * AuditWriter.THREADS * calls;
        assertThat(AuditVerification.of(file(), generatedKeys()))
                .isEqualTo(new AuditVerification(all, List.of(), List.of()));
        assertThat(Files.readAllLines(file()).stream().map(AuditLogTest::callOf).distinct())
                .hasSize((int) all);
        assertThat(folder.resolve("state/unfinished")).isEmptyDirectory();
    }

    /** Early, while its notes are written to a plain file, and later, to a mapped one. */
    @ParameterizedTest
    @ValueSource(ints = {50, 3_000})
    void everyCallThatRanBeforeAKillIsRecorded(int untilKilled) throws Exception {
        Process process = AuditWriter.startTelling(folder, "1000000", "tell");
        List<String> ran = new ArrayList<>();
        try (BufferedReader told = process.inputReader()) {
            for (String call = told.readLine(); call != null; call = told.readLine()) {
                ran.add(call);
                if (ran.size() == untilKilled) {
                    process.toHandle().destroyForcibly();
                }
            }
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        // Whatever was told last may have been cut.
        List<String> whole = ran.subList(0, ran.size() - 1);

        AuditLog.open(generatedKeys()).close();

        assertThat(AuditVerification.of(file(), generatedKeys()).problems()).isEmpty();
        List<String> lines = Files.readAllLines(file());
        List<String> recorded =
                lines.stream()
                        .filter(line -> line.contains("\"call\":"))
                        .filter(line -> line.endsWith("\"}"))
                        .map(AuditLogTest::callOf)
                        .toList();
        assertThat(recorded).containsAll(whole);
        assertThat(lines.stream().filter(line -> line.contains("SP-504")).count())
                .isLessThanOrEqualTo(AuditWriter.THREADS);
        assertThat(folder.resolve("state/unfinished")).isEmptyDirectory();
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nothingRunsWhileTheDiskIsFull() throws Exception {
        int blocks = 200;
        Process process = AuditWriter.startLimited(folder, blocks, "800", "full");
        List<String> told = process.inputReader().readAllLines();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();

        int withheld = told.indexOf("withheld");
        assertThat(withheld).isBetween(100, 399);
        assertThat(told.subList(0, withheld)).containsOnly("recorded");
        assertThat(told.subList(withheld + 1, 400)).containsOnly("refused");
        assertThat(told.get(400)).isEqualTo("recorded");

        AuditLog.open(generatedKeys()).close();
        assertThat(AuditVerification.of(folder.resolve("full.jsonl"), generatedKeys()))
                .isEqualTo(new AuditVerification(withheld, List.of(), List.of()));
        AuditVerification later = AuditVerification.of(file(), generatedKeys());
        assertThat(later.problems()).isEmpty();
        assertThat(later.cutShort()).isEmpty();
        assertThat(Files.readString(file())).contains("SP-504");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void nothingRunsWhereItsNoteHasNoRoom() throws Exception {
        Process process = AuditWriter.startLimited(folder, 60, "20", "full");
        List<String> told = process.inputReader().readAllLines();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(told).containsOnly("refused");
    }

    @Test
    void callsOfAKilledProcessAreRecorded() throws Exception {
        Process process = AuditWriter.start(folder, "2", "halt");
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        AuditLog.open(generatedKeys()).close();
        AuditLog.open(generatedKeys()).close();

        assertThat(AuditVerification.of(file(), generatedKeys()))
                .isEqualTo(new AuditVerification(3, List.of(), List.of()));
        assertThat(line(3).string("call")).contains("unfinished");
        assertThat(line(3).string("decision")).contains("failed");
        assertThat(line(3).string("code")).contains("SP-504");
        assertThat(folder.resolve("state/unfinished")).isEmptyDirectory();
    }

    @Test
    void callsOfALivingProcessAreLeftAlone() throws IOException {
        try (AuditLog living = AuditLog.open(generatedKeys())) {
            living.decided(allowed("c-1"));

            AuditLog.open(generatedKeys()).close();

            assertThat(Files.readString(file())).isEmpty();
            living.finished(allowed("c-1"));
        }
        assertThat(callOf(Files.readString(file()))).isEqualTo("c-1");
    }

    @Test
    void callIsRefusedWhereTheLogCannotBeOpened() throws IOException {
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            Files.createDirectory(file());

            assertThatThrownBy(() -> log.decided(allowed("c-1"))).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> log.finished(allowed("c-1"))).isInstanceOf(IOException.class);
        }
    }

    @Test
    void logThatCouldNotBeWrittenGoesOnOnceItCan() throws IOException {
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            log.finished(refused("c-1"));
            Path moved = folder.resolve("moved.jsonl");
            Files.move(file(), moved);
            Files.createDirectory(file());
            assertThatThrownBy(() -> log.finished(refused("c-2"))).isInstanceOf(IOException.class);
            Files.delete(file());
            Files.move(moved, file());

            log.finished(refused("c-3"));
        }

        assertThat(AuditVerification.of(file(), generatedKeys()))
                .isEqualTo(new AuditVerification(2, List.of(), List.of()));
    }

    @Test
    void interruptedThreadWritesItsLine() throws IOException {
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            Thread.currentThread().interrupt();
            log.decided(allowed("c-1"));
            log.finished(allowed("c-1"));
            assertThat(Thread.interrupted()).isTrue();
            log.finished(refused("c-2"));
        }

        assertThat(AuditVerification.of(file(), generatedKeys()).lines()).isEqualTo(2);
    }

    @Test
    void interruptsDoNotGiveUpTheNotesOfCallsThatRun() throws Exception {
        int calls = 1_500;
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            log.decided(allowed("early"));
            Thread writer = Thread.ofPlatform().start(() -> AuditWriter.write(log, calls));
            while (writer.isAlive()) {
                writer.interrupt();
                Thread.onSpinWait();
            }
            log.decided(allowed("late"));

            Process other = AuditWriter.start(folder, "1", "finish");
            assertThat(other.waitFor(60, TimeUnit.SECONDS)).isTrue();
            log.finished(allowed("early"));
            log.finished(allowed("late"));
        }

        assertThat(AuditVerification.of(file(), generatedKeys()))
                .isEqualTo(new AuditVerification(calls + 3L, List.of(), List.of()));
        assertThat(Files.readString(file())).doesNotContain("SP-504");
        assertThat(folder.resolve("state/unfinished")).isEmptyDirectory();
    }

    @Test
    void filesAreTheirOwnersAlone() throws IOException {
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            log.fingerprint("select 1");
            log.decided(allowed("c-1"));
            log.finished(allowed("c-1"));

            try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
                files.filter(Files::isRegularFile).forEach(AuditLogTest::assertPrivate);
            }
        }
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void keyFileThatOthersMayReadIsWarnedOf() throws IOException {
        record("c-1");
        assertThat(logged(() -> record("c-2"))).isEmpty();

        Path key = folder.resolve("state").resolve("audit.key");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-rw-rw-"));
        Files.setPosixFilePermissions(
                folder.resolve("state"), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThat(logged(() -> record("c-3")))
                .contains("WARN")
                .contains(key + " can be read or changed by other users: chmod 600")
                .contains(key.getParent() + " can be changed by other users: chmod 700")
                .doesNotContain(Files.readString(key).strip());
        assertThat(AuditVerification.of(file(), generatedKeys()).lines()).isEqualTo(3);
    }

    private interface Work {
        void run() throws IOException;
    }

    private static String logged(Work work) throws IOException {
        PrintStream before = System.err;
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        System.setErr(new PrintStream(text, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return text.toString(StandardCharsets.UTF_8);
    }

    @Test
    void fingerprintDependsOnStatementAndKey() throws IOException {
        try (AuditLog one = AuditLog.open(generatedKeys());
                AuditLog other = AuditLog.open(withGivenKeys())) {
            String fingerprint = one.fingerprint("select 1");

            assertThat(fingerprint).matches("[0-9a-f]{12}").isEqualTo(one.fingerprint("select 1"));
            assertThat(one.fingerprint("select 2")).isNotEqualTo(fingerprint);
            assertThat(other.fingerprint("select 1")).isNotEqualTo(fingerprint);
        }
        try (AuditLog later = AuditLog.open(generatedKeys());
                AuditLog given = AuditLog.open(withGivenKeys())) {
            assertThat(later.fingerprint("select 1"))
                    .isNotEqualTo(given.fingerprint("select 1"))
                    .isEqualTo(later.fingerprint("select 1"));
        }
    }

    @Test
    void generatedKeysOutliveTheProcess() throws IOException {
        String before;
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            before = log.fingerprint("select 1");
        }
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            assertThat(log.fingerprint("select 1")).isEqualTo(before);
        }
    }

    @Test
    void brokenKeyFileIsSaidWithoutItsContent() throws IOException {
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(folder.resolve("state/fingerprint.key"), "not a key\n");

        try (AuditLog log = AuditLog.open(generatedKeys())) {
            assertThatThrownBy(() -> log.fingerprint("select 1"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("fingerprint.key")
                    .hasMessageNotContaining("not a key");
        }
    }

    static AuditEvent allowed(String call) {
        return new AuditEvent(
                Instant.parse("2026-11-22T12:00:00.120Z"),
                call,
                "local",
                Optional.of("query"),
                Optional.of("shop"),
                Optional.of("shop"),
                AuditEvent.Outcome.ALLOWED,
                Optional.empty(),
                Optional.of(StatementClass.READ),
                Optional.of("3a1c9f82a2d1"),
                Optional.of(new AuditEvent.Result(42, 1234, false)),
                Duration.ofMillis(7));
    }

    static AuditEvent refused(String call) {
        return new AuditEvent(
                Instant.parse("2026-11-22T12:00:01Z"),
                call,
                "local",
                Optional.of("query"),
                Optional.of("shop"),
                Optional.of("shop"),
                AuditEvent.Outcome.REFUSED,
                Optional.of("SP-203"),
                Optional.empty(),
                Optional.of("9b2f00c51d7e"),
                Optional.empty(),
                Duration.ofMillis(1));
    }

    private static AuditEvent unknownTool(String call) {
        return new AuditEvent(
                Instant.parse("2026-11-22T12:00:02Z"),
                call,
                "ada \"the first\"",
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                AuditEvent.Outcome.REFUSED,
                Optional.of("SP-102"),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Duration.ZERO);
    }

    private void record(String... calls) throws IOException {
        try (AuditLog log = AuditLog.open(generatedKeys())) {
            for (String call : calls) {
                log.decided(allowed(call));
                log.finished(allowed(call));
            }
        }
    }

    private List<String> problems() throws IOException {
        return AuditVerification.of(file(), generatedKeys()).problems();
    }

    private JsonObject line(int number) throws IOException {
        return (JsonObject)
                Json.parse(Files.readAllLines(file(), StandardCharsets.UTF_8).get(number - 1));
    }

    private Path file() {
        return folder.resolve("state").resolve(AuditLog.FILE);
    }

    private AuditSettings generatedKeys() {
        return AuditWriter.settings(folder);
    }

    private AuditSettings withGivenKeys() {
        return new AuditSettings(folder.resolve("state"), Optional.of(KEY), Optional.of(KEY), true);
    }

    private static String callOf(String line) {
        return ((JsonObject) Json.parse(line)).string("call").orElseThrow();
    }

    private static void assertPrivate(Path file) {
        try {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .as("%s", file)
                    .isEqualTo("rw-------");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
