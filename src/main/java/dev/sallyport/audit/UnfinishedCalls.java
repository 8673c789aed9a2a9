package dev.sallyport.audit;

import dev.sallyport.json.JsonObject;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The calls of this process that were allowed and have not ended, in files, so that the log can
 * tell of them even if the process is killed; thread-safe.
 *
 * <p>A process holds the locks of its files as long as it lives, which is how others know that a
 * file was left behind.
 */
final class UnfinishedCalls implements AutoCloseable {
    private static final String SUFFIX = ".jsonl";

    /** Most files, of which one has room for a hundred calls at a time. */
    private static final int MAX_FILES = 64;

    /** Longest file that is read: earlier versions went on writing one for a while. */
    private static final int MAX_LENGTH = (2 << 20) + AuditLine.MAX_LENGTH;

    /** How earlier versions noted that a call had ended. */
    private static final String ENDED = "ended ";

    private final Path folder;
    private final String process;
    private final int mappedFrom;
    private final List<UnfinishedFile> files = new ArrayList<>();
    private final Map<String, Place> places = new HashMap<>();
    private int named;
    private long begun;

    /**
     * The calls of a process.
     *
     * @param process its name
     * @param mappedFrom calls after which a mapped file is worth what it costs to load the classes
     *     for it: the first calls of a process wait for enough
     */
    UnfinishedCalls(Path folder, String process, int mappedFrom) {
        this.folder = folder;
        this.process = process;
        this.mappedFrom = mappedFrom;
    }

    /**
     * Notes that a call is about to run.
     *
     * @param line a sealed line
     */
    synchronized void begin(String call, String line) throws IOException {
        if (begun == mappedFrom) {
            addMapped();
        }
        begun++;
        places.put(call, put(line));
    }

    private Place put(String line) throws IOException {
        if (line.length() > AuditLine.MAX_LENGTH) {
            throw new IOException("the note of a call is too long");
        }
        for (UnfinishedFile file : files) {
            Optional<UnfinishedFile.Note> note = file.put(line);
            if (note.isPresent()) {
                return new Place(file, note.get());
            }
        }
        if (files.size() >= MAX_FILES) {
            throw new IOException("too many calls have not ended");
        }
        UnfinishedFile file = UnfinishedFile.create(nextPath());
        files.add(file);
        return new Place(file, file.put(line).orElseThrow());
    }

    /** Puts a mapped file before the others, which keep what they have. */
    private void addMapped() {
        try {
            files.addFirst(UnfinishedFile.createMapped(nextPath()));
        } catch (IOException e) {
            // Then the others go on.
        }
    }

    /** A name that this process has not used, since a file may stay with what it has. */
    private Path nextPath() throws IOException {
        StateFolder.createPrivateFolder(folder);
        named++;
        return folder.resolve(process + "-" + named + SUFFIX);
    }

    /** Notes that the log has the end of a call. */
    synchronized void end(String call) throws IOException {
        Place place = places.remove(call);
        if (place != null) {
            place.file.remove(place.note);
        }
    }

    /** The calls that processes left behind which are gone; their files are deleted afterwards. */
    void recover(HmacKeySupplier key, Recovered recovered) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> left = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            found.forEach(left::add);
        }
        for (Path file : left) {
            // To close a file of this process would give up its lock.
            if (!file.getFileName().toString().startsWith(process)) {
                recover(file, key, recovered);
            }
        }
    }

    private static void recover(Path left, HmacKeySupplier key, Recovered recovered)
            throws IOException {
        try (RandomAccessFile in = new RandomAccessFile(left.toFile(), "rw");
                FileLock lock = in.getChannel().tryLock()) {
            if (lock == null) {
                return;
            }
            if (in.length() > 0) {
                recovered.calls(read(in, key.get()));
                // Another process may have opened the file already, and reads it after this one.
                in.setLength(0);
            }
            Files.deleteIfExists(left);
        } catch (OverlappingFileLockException aliveInThisProcess) {
            // It is not left behind.
        }
    }

    private static List<JsonObject> read(RandomAccessFile in, HmacKey key) throws IOException {
        byte[] bytes = new byte[(int) Math.min(in.length(), MAX_LENGTH)];
        in.readFully(bytes);
        Map<String, JsonObject> calls = new LinkedHashMap<>();
        new String(bytes, StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.isEmpty())
                .forEach(line -> {
                    if (line.startsWith(ENDED)) {
                        calls.remove(line.substring(ENDED.length()));
                    }
                    AuditLine.open(line, key)
                            .ifPresent(note ->
                                    note.body()
                                            .string("call")
                                            .ifPresent(call -> calls.put(call, note.body())));
                });
        return List.copyOf(calls.values());
    }

    @Override
    public synchronized void close() throws IOException {
        for (UnfinishedFile file : files) {
            file.close();
        }
        files.clear();
        places.clear();
    }

    /** Where the note of a call is. */
    private record Place(UnfinishedFile file, UnfinishedFile.Note note) {}

    /** The key, read when it is needed. */
    interface HmacKeySupplier {
        HmacKey get() throws IOException;
    }

    /** What is done with the calls of one process that is gone. */
    interface Recovered {
        void calls(List<JsonObject> bodies) throws IOException;
    }
}
