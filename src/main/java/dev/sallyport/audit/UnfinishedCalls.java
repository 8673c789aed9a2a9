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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The calls of this process that were allowed and have not ended, in a file, so that the log can
 * tell of them even if the process is killed; thread-safe.
 *
 * <p>A process holds the lock of its file as long as it lives, which is how others know that a file
 * was left behind.
 */
final class UnfinishedCalls implements AutoCloseable {
    private static final int MAX_CALLS = 10_000;
    private static final int MAX_ATTEMPTS = 100;
    private static final long COMPACT_FROM = 1 << 20;

    /**
     * Emptied from this length on, where no call is left: to cut a file costs more than to append.
     */
    private static final long EMPTY_FROM = 1 << 16;

    private final Path folder;
    private final Path path;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private @Nullable RandomAccessFile file;

    /** Where the file ends, and the next line goes: nobody else writes to it. */
    private long length;

    UnfinishedCalls(Path folder, String process) {
        this.folder = folder;
        this.path = folder.resolve(process + ".jsonl");
    }

    /** Notes that a call is about to run. */
    synchronized void begin(String call, JsonObject body, HmacKey key) throws IOException {
        if (lines.size() >= MAX_CALLS) {
            throw new IOException("too many calls have not ended");
        }
        RandomAccessFile out = opened();
        String line = AuditLine.seal(body, key) + "\n";
        append(out, line);
        lines.put(call, line);
    }

    /** Notes that the log has the end of a call. */
    synchronized void end(String call) throws IOException {
        if (file == null || lines.remove(call) == null) {
            return;
        }
        if (length > (lines.isEmpty() ? EMPTY_FROM : COMPACT_FROM)) {
            file.setLength(0);
            file.seek(0);
            length = 0;
            append(file, String.join("", lines.values()));
        } else {
            append(file, ended(call));
        }
    }

    private void append(RandomAccessFile out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            out.write(bytes);
            length += bytes.length;
        } catch (IOException e) {
            // Half of it may be there: what follows begins where it began.
            out.seek(length);
            throw e;
        }
    }

    /** The calls that processes left behind which are gone; their files are deleted afterwards. */
    synchronized void recover(HmacKeySupplier key, Recovered recovered) throws IOException {
        if (!Files.isDirectory(folder)) {
            return;
        }
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*.jsonl")) {
            found.forEach(files::add);
        }
        for (Path left : files) {
            if (!left.equals(path)) {
                recover(left, key, recovered);
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
        int length = (int) Math.min(in.length(), 2 * COMPACT_FROM + AuditLine.MAX_LENGTH);
        byte[] bytes = new byte[length];
        in.readFully(bytes);
        Map<String, JsonObject> calls = new LinkedHashMap<>();
        for (String line : new String(bytes, StandardCharsets.UTF_8).split("\n", -1)) {
            AuditLine.open(line, key)
                    .ifPresent(read ->
                            read.body()
                                    .string("call")
                                    .ifPresent(call -> calls.put(call, read.body())));
            calls.keySet().removeIf(call -> ended(call).stripTrailing().equals(line));
        }
        return List.copyOf(calls.values());
    }

    private static String ended(String call) {
        return "ended " + call + "\n";
    }

    @Override
    public synchronized void close() throws IOException {
        if (file != null) {
            if (lines.isEmpty()) {
                Files.deleteIfExists(path);
            }
            file.close();
            file = null;
        }
    }

    private RandomAccessFile opened() throws IOException {
        for (int attempt = 0; file == null && attempt < MAX_ATTEMPTS; attempt++) {
            StateFolder.createPrivateFolder(folder);
            RandomAccessFile candidate = StateFolder.openPrivate(path);
            // A process that looks for files left behind may take a new one for such a one.
            if (candidate.getChannel().tryLock() != null && Files.exists(path)) {
                file = candidate;
            } else {
                candidate.close();
                LockSupport.parkNanos(1_000_000);
            }
        }
        if (file == null) {
            throw new IOException("another process holds the file of this one's calls");
        }
        return file;
    }

    /** The key, read when it is needed. */
    interface HmacKeySupplier {
        HmacKey get() throws IOException;
    }

    /** What is done with the calls of one process that is gone. */
    interface Recovered {
        void calls(List<JsonObject> bodies) throws IOException;
    }
}
