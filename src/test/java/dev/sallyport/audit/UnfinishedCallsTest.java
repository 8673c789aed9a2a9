package dev.sallyport.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.json.JsonObject;
import dev.sallyport.testing.Golden;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UnfinishedCallsTest {
    private static final HmacKey KEY =
            new HmacKey(
                    "a key of the test, of 32 characters or more".getBytes(StandardCharsets.UTF_8));

    /** For {@code mappedFrom}: from the first call on, and never. */
    private static final int MAPPED = 0;

    private static final int PLAIN = Integer.MAX_VALUE;

    private static final Path EARLIER =
            Path.of("src", "test", "resources", "audit", "unfinished-earlier.jsonl");

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(ints = {MAPPED, PLAIN})
    void notesAreThereUntilTheirCallsEnd(int mappedFrom) throws IOException {
        try (UnfinishedCalls calls = new UnfinishedCalls(own(), "p", mappedFrom)) {
            begin(calls, "c-1");
            begin(calls, "c-2");
            begin(calls, "c-3");
            assertThat(left()).containsExactlyInAnyOrder("c-1", "c-2", "c-3");

            calls.end("c-2");
            assertThat(left()).containsExactlyInAnyOrder("c-1", "c-3");

            begin(calls, "c-4");
            assertThat(left()).containsExactlyInAnyOrder("c-1", "c-3", "c-4");
            calls.end("c-1");
            calls.end("c-3");
            calls.end("c-4");
            assertThat(left()).isEmpty();
        }
        assertThat(own()).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {MAPPED, PLAIN})
    void notesOfAnyLengthTakeEachOthersRoom(int mappedFrom) throws IOException {
        try (UnfinishedCalls calls = new UnfinishedCalls(own(), "p", mappedFrom)) {
            List<String> running = new ArrayList<>();
            for (int i = 0; i < 600; i++) {
                String call = "c-" + i + "-" + "x".repeat(i * 379 % 4_000);
                begin(calls, call);
                running.add(call);
                if (running.size() > 12) {
                    calls.end(running.remove(i * 7 % running.size()));
                }
                if (i % 50 == 0) {
                    assertThat(left()).containsExactlyInAnyOrderElementsOf(running);
                }
            }
            assertThat(left()).containsExactlyInAnyOrderElementsOf(running);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {MAPPED, PLAIN})
    void moreCallsThanAFileHasRoomForTakeAnother(int mappedFrom) throws IOException {
        int many = 3 * UnfinishedFile.BLOCKS;
        try (UnfinishedCalls calls = new UnfinishedCalls(own(), "p", mappedFrom)) {
            for (int i = 0; i < many; i++) {
                begin(calls, "c-" + i);
            }
            assertThat(left()).hasSize(many);
            try (Stream<Path> files = Files.list(own())) {
                assertThat(files).hasSize(3);
            }
            for (int i = 0; i < many; i++) {
                calls.end("c-" + i);
            }
            assertThat(left()).isEmpty();
        }
        assertThat(own()).isEmptyDirectory();
    }

    @Test
    void callBeyondAllFilesIsRefusedUntilAnotherEnds() throws IOException {
        String rest = "x".repeat(15_000);
        try (UnfinishedCalls calls = new UnfinishedCalls(own(), "p", PLAIN)) {
            int begun = 0;
            try {
                for (; begun < 1_000; begun++) {
                    begin(calls, begun + rest);
                }
            } catch (IOException e) {
                assertThat(e).hasMessage("too many calls have not ended");
            }
            assertThat(begun).isEqualTo(256);

            calls.end("5" + rest);
            begin(calls, "another" + rest);
            assertThat(left()).hasSize(256);
        }
    }

    @Test
    void noteThatIsTooLongIsRefused() throws IOException {
        try (UnfinishedCalls calls = new UnfinishedCalls(own(), "p", MAPPED)) {
            assertThatThrownBy(() -> begin(calls, "x".repeat(AuditLine.MAX_LENGTH)))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("too long");
            String longest = "€".repeat(16_000);
            begin(calls, longest);
            assertThat(left()).containsExactly(longest);
        }
    }

    @Test
    void mappedFileTakesOverFromThePlainOne() throws IOException {
        try (UnfinishedCalls calls = new UnfinishedCalls(own(), "p", 2)) {
            begin(calls, "c-1");
            begin(calls, "c-2");
            begin(calls, "c-3");
            begin(calls, "c-4");
            calls.end("c-1");
            calls.end("c-3");

            assertThat(left()).containsExactlyInAnyOrder("c-2", "c-4");
            try (Stream<Path> files = Files.list(own())) {
                assertThat(files).hasSize(2);
            }
            calls.end("c-2");
            calls.end("c-4");
        }
        assertThat(own()).isEmptyDirectory();
    }

    @ParameterizedTest
    @ValueSource(ints = {MAPPED, PLAIN})
    void notesOfCallsThatRunStayAtTheEnd(int mappedFrom) throws IOException {
        try (UnfinishedCalls calls = new UnfinishedCalls(own(), "p", mappedFrom)) {
            begin(calls, "c-1");
            begin(calls, "c-2");
            calls.end("c-1");
        }
        assertThat(left()).containsExactly("c-2");
    }

    @Test
    void callBegunAfterTheEndTakesAFileOfItsOwn() throws IOException {
        UnfinishedCalls calls = new UnfinishedCalls(own(), "p", PLAIN);
        begin(calls, "c-1");
        calls.close();
        begin(calls, "c-2");

        assertThat(left()).containsExactlyInAnyOrder("c-1", "c-2");
        calls.close();
    }

    @Test
    void noteOfAnotherKeyIsNotTaken() throws IOException {
        HmacKey other = new HmacKey("another key".getBytes(StandardCharsets.UTF_8));
        try (UnfinishedCalls calls = new UnfinishedCalls(own(), "p", MAPPED)) {
            begin(calls, "c-1");
            calls.begin("c-2", AuditLine.seal(note("c-2"), other));

            assertThat(left()).containsExactly("c-1");
        }
    }

    @Test
    void halfANoteIsNone() throws IOException {
        String note = AuditLine.seal(note("c-1"), KEY);
        Files.createDirectories(own());
        for (int length = 0; length < note.length(); length += 7) {
            Files.writeString(own().resolve("gone.jsonl"), "\n" + note.substring(0, length));

            assertThat(left()).as("%d characters", length).isEmpty();
        }
    }

    @Test
    void fileOfAnEarlierVersionIsRead() throws IOException {
        Files.createDirectories(own());
        Files.copy(EARLIER, own().resolve("gone.jsonl"));

        assertThat(left()).containsExactly("c-1", "c-3");
    }

    @Test
    void lineIsTheSameFromAnyNote() throws IOException {
        Files.createDirectories(own());
        Files.copy(EARLIER, own().resolve("gone.jsonl"));
        List<JsonObject> earlier = notes();
        Files.delete(own().resolve("gone.jsonl"));
        try (UnfinishedCalls calls = new UnfinishedCalls(own(), "p", MAPPED)) {
            begin(calls, "c-1");

            String line = AuditLine.unfinished(notes().getFirst());
            assertThat(AuditLine.unfinished(earlier.getFirst())).isEqualTo(line);
            Golden.assertText("audit-unfinished.jsonl", line + "}");
        }
    }

    @Test
    void fileThatSomebodyCutRefusesCalls() throws IOException {
        try (UnfinishedCalls calls = new UnfinishedCalls(own(), "p", MAPPED)) {
            begin(calls, "c-1");
            calls.end("c-1");
            try (Stream<Path> files = Files.list(own())) {
                cut(files.findFirst().orElseThrow());
            }

            assertThatThrownBy(() -> begin(calls, "c-2"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("cannot be written");
        }
    }

    private static void cut(Path file) throws IOException {
        try (RandomAccessFile opened = new RandomAccessFile(file.toFile(), "rw")) {
            opened.setLength(0);
        }
    }

    private static void begin(UnfinishedCalls calls, String call) throws IOException {
        calls.begin(call, AuditLine.seal(note(call), KEY));
    }

    private static String note(String call) {
        return AuditLine.note(AuditLogTest.allowed(call));
    }

    /** What a process that starts now would find, of copies: the files are in use. */
    private List<String> left() throws IOException {
        return notes().stream().map(note -> note.string("call").orElseThrow()).toList();
    }

    private List<JsonObject> notes() throws IOException {
        Path copies = folder.resolve("copies");
        Files.createDirectories(copies);
        try (Stream<Path> files = Files.list(own())) {
            for (Path file : files.toList()) {
                Files.copy(file, copies.resolve(file.getFileName()));
            }
        }
        List<JsonObject> notes = new ArrayList<>();
        try (UnfinishedCalls later = new UnfinishedCalls(copies, "later", PLAIN)) {
            later.recover(() -> KEY, notes::addAll);
        }
        assertThat(copies).isEmptyDirectory();
        return notes;
    }

    private Path own() {
        return folder.resolve("unfinished");
    }
}
