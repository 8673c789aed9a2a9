package dev.sallyport.audit;

import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The log as a chain of lines, to which several processes append.
 *
 * <p>Every method but {@link #isAsLeft} is called under the folder's lock. Plain file operations,
 * not those of a channel: an interrupt of the thread would close a channel.
 */
final class AuditFile implements AutoCloseable {
    private static final int TAIL = 4 * AuditLine.MAX_LENGTH;

    private final Path path;
    private final boolean sync;
    private final Clock clock;

    private @Nullable RandomAccessFile file;
    private @Nullable Object fileKey;

    /** Where the last line that this process knows of ends, and its hash. */
    private long knownEnd = -1;

    private String knownHash = AuditLine.NO_LINE;

    /** The file as this process left it, where nobody needs to look at it more closely. */
    private volatile @Nullable Left left;

    /** Whether a line that was cut short lies between the last whole line and the known end. */
    private boolean cutShort;

    AuditFile(Path path, boolean sync, Clock clock) {
        this.path = path;
        this.sync = sync;
        this.clock = clock;
    }

    /**
     * Whether nothing has happened to the log since this process wrote to it: cheap, without the
     * lock.
     */
    boolean isAsLeft() {
        Left known = left;
        try {
            return known != null
                    && known.key.equals(keyAtPath())
                    && known.file.length() == known.end;
        } catch (IOException e) {
            // What is wrong shows under the lock.
            return false;
        }
    }

    /** Checks that a line could be appended now. */
    void check(HmacKey key) throws IOException {
        findEnd(opened(), key);
    }

    /** Appends one line. */
    void append(JsonObject body, HmacKey key) throws IOException {
        RandomAccessFile out = opened();
        findEnd(out, key);
        if (cutShort) {
            write(out, AuditLine.cutShort(clock.instant()), "\n", key);
        }
        write(out, body, "", key);
    }

    @Override
    public void close() throws IOException {
        left = null;
        if (file != null) {
            file.close();
            file = null;
        }
    }

    /** The file at the path, opened again where somebody moved the old one away. */
    private RandomAccessFile opened() throws IOException {
        Object keyAtPath = keyAtPath();
        if (file == null || keyAtPath == null || !keyAtPath.equals(fileKey)) {
            close();
            file = StateFolder.openPrivate(path);
            fileKey = keyAtPath();
            knownEnd = -1;
        }
        return file;
    }

    /** What the system knows the file at the path by; null where there is none. */
    private @Nullable Object keyAtPath() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return attributes.fileKey() == null ? path : attributes.fileKey();
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    /** Finds the last whole line, and whether a line that was cut short follows it. */
    private void findEnd(RandomAccessFile in, HmacKey key) throws IOException {
        long length = in.length();
        if (length == knownEnd) {
            return;
        }
        int read = (int) Math.min(length, TAIL);
        byte[] tail = new byte[read];
        in.seek(length - read);
        in.readFully(tail);
        int end = lastNewline(tail, read);
        boolean open = end + 1 < read;
        Optional<AuditLine> last = lineBefore(tail, end, key);
        for (int skipped = 0; last.isEmpty() && open && end >= 0 && skipped < 3; skipped++) {
            // The note that follows a line that was cut short may have been cut short too.
            end = lastNewline(tail, end);
            last = lineBefore(tail, end, key);
        }
        if (last.isEmpty() && (end >= 0 || read < length)) {
            throw new IOException(
                    "the last line of the audit log was changed, or written with another key;"
                            + " move the file away to begin a new one");
        }
        knownHash = last.map(AuditLine::hash).orElse(AuditLine.NO_LINE);
        knownEnd = length;
        cutShort = open;
    }

    private static Optional<AuditLine> lineBefore(byte[] tail, int end, HmacKey key) {
        if (end < 0) {
            return Optional.empty();
        }
        int start = lastNewline(tail, end) + 1;
        return AuditLine.open(new String(tail, start, end - start, StandardCharsets.UTF_8), key);
    }

    /** Index of the last newline before {@code before}; -1 where there is none. */
    private static int lastNewline(byte[] bytes, int before) {
        int index = before - 1;
        while (index >= 0 && bytes[index] != '\n') {
            index--;
        }
        return Math.max(index, -1);
    }

    private void write(RandomAccessFile out, JsonObject body, String before, HmacKey key)
            throws IOException {
        String line = AuditLine.seal(body.with("prev", new JsonString(knownHash)), key);
        if (line.length() > AuditLine.MAX_LENGTH) {
            throw new IOException("a line of the audit log is too long");
        }
        long start = knownEnd;
        byte[] bytes = (before + line + "\n").getBytes(StandardCharsets.UTF_8);
        try {
            out.seek(start);
            out.write(bytes);
            if (sync) {
                out.getFD().sync();
            }
        } catch (IOException e) {
            knownEnd = -1;
            left = null;
            takeBack(out, start, e);
            throw e;
        }
        knownEnd = start + bytes.length;
        knownHash = AuditLine.hashOf(line);
        cutShort = false;
        left = fileKey == null ? null : new Left(out, fileKey, knownEnd);
    }

    /** Takes back our own half of a line; where that fails too, the next writer notes it. */
    private static void takeBack(RandomAccessFile out, long start, IOException cause) {
        try {
            out.setLength(start);
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    /**
     * The log after a line of this process.
     *
     * @param key what the system knows the file by
     * @param end where the line ends
     */
    private record Left(RandomAccessFile file, Object key, long end) {}
}
