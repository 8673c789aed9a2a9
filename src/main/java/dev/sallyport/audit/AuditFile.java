package dev.sallyport.audit;

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

    /** Where the last whole line that this process knows of begins. */
    private long knownStart;

    /** Where what this process knows of ends; -1 where it knows of nothing. */
    private long knownEnd = -1;

    /** The hash of the last whole line. */
    private String knownHash = AuditLine.NO_LINE;

    /** The file as this process left it, where nobody needs to look at it more closely. */
    private volatile @Nullable Left left;

    /** Whether a line that was cut short lies between the last whole line and the known end. */
    private boolean cutShort;

    /** Whether the last line could not be written, as on a full disk. */
    private boolean failed;

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
        if (known == null) {
            return false;
        }
        try {
            Optional<Found> found = atPath();
            return found.isPresent()
                    && found.get().key().equals(known.key)
                    && found.get().length(known.file) == known.end;
        } catch (IOException e) {
            // What is wrong shows under the lock.
            return false;
        }
    }

    /**
     * Checks that a line could be appended now; where the last one could not be, by writing one's
     * room and taking it back.
     */
    void check(HmacKey key) throws IOException {
        RandomAccessFile out = atEnd(key);
        if (failed) {
            write(out, " ".repeat(AuditLine.MAX_LENGTH).getBytes(StandardCharsets.UTF_8));
            out.setLength(knownEnd);
            failed = false;
        }
    }

    /**
     * Appends one line.
     *
     * @param members the members of the line, as {@link AuditLine} writes them
     */
    void append(String members, HmacKey key) throws IOException {
        RandomAccessFile out = atEnd(key);
        if (cutShort) {
            append(out, AuditLine.cutShort(clock.instant()), "\n", key);
        }
        append(out, members, "", key);
    }

    @Override
    public void close() throws IOException {
        left = null;
        if (file != null) {
            file.close();
            file = null;
        }
    }

    /** The file at the path, at its end; opened again where somebody moved the old one away. */
    private RandomAccessFile atEnd(HmacKey key) throws IOException {
        Optional<Found> found = atPath();
        RandomAccessFile current = file;
        if (current == null || found.isEmpty() || !found.get().key().equals(fileKey)) {
            close();
            current = StateFolder.openPrivate(path);
            file = current;
            fileKey = atPath().map(Found::key).orElse(null);
            findEnd(current, current.length(), key);
            return current;
        }
        long length = found.get().length(current);
        if (length != knownEnd) {
            findEnd(current, length, key);
        }
        return current;
    }

    /** What is at the path; asked for once, since each question is one to the system. */
    private Optional<Found> atPath() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            return Optional.of(
                    attributes.fileKey() == null
                            ? new Found(path, Found.UNKNOWN)
                            : new Found(attributes.fileKey(), attributes.size()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Finds the last whole line, and whether a line that was cut short follows it. */
    private void findEnd(RandomAccessFile in, long length, HmacKey key) throws IOException {
        long far = Math.max(0, length - TAIL);
        // What another process appended follows a line that this one knows.
        long near = knownEnd >= 0 && knownEnd <= length ? Math.max(far, knownStart) : far;
        knownEnd = -1;
        if (!findEnd(in, near, length, key) && (near == far || !findEnd(in, far, length, key))) {
            throw new IOException(
                    "the last line of the audit log was changed, or written with another key;"
                            + " move the file away to begin a new one");
        }
    }

    /** The same from a place on; whether there is such a line, or nothing at all. */
    private boolean findEnd(RandomAccessFile in, long from, long length, HmacKey key)
            throws IOException {
        int read = (int) (length - from);
        byte[] tail = new byte[read];
        in.seek(from);
        in.readFully(tail);
        int end = lastNewline(tail, read);
        boolean open = end + 1 < read;
        Optional<String> last = hashBefore(tail, end, key);
        for (int skipped = 0; last.isEmpty() && open && end >= 0 && skipped < 3; skipped++) {
            // The note that follows a line that was cut short may have been cut short too.
            end = lastNewline(tail, end);
            last = hashBefore(tail, end, key);
        }
        if (last.isEmpty() && (end >= 0 || from > 0)) {
            return false;
        }
        knownHash = last.orElse(AuditLine.NO_LINE);
        knownStart = from + lastNewline(tail, Math.max(end, 0)) + 1;
        knownEnd = length;
        cutShort = open;
        return true;
    }

    private static Optional<String> hashBefore(byte[] tail, int end, HmacKey key) {
        if (end < 0) {
            return Optional.empty();
        }
        int start = lastNewline(tail, end) + 1;
        return AuditLine.hash(new String(tail, start, end - start, StandardCharsets.UTF_8), key);
    }

    /** Index of the last newline before {@code before}; -1 where there is none. */
    private static int lastNewline(byte[] bytes, int before) {
        int index = before - 1;
        while (index >= 0 && bytes[index] != '\n') {
            index--;
        }
        return Math.max(index, -1);
    }

    private void append(RandomAccessFile out, String members, String before, HmacKey key)
            throws IOException {
        String line = AuditLine.seal(members, knownHash, key);
        if (line.length() > AuditLine.MAX_LENGTH) {
            throw new IOException("a line of the audit log is too long");
        }
        byte[] bytes = (before + line + "\n").getBytes(StandardCharsets.UTF_8);
        write(out, bytes);
        knownStart = knownEnd + before.length();
        knownEnd += bytes.length;
        knownHash = AuditLine.hashOf(line);
        cutShort = false;
        failed = false;
        left = fileKey == null ? null : new Left(out, fileKey, knownEnd);
    }

    /** Writes at the end, where the file is: it was read or written up to there. */
    private void write(RandomAccessFile out, byte[] bytes) throws IOException {
        long start = knownEnd;
        try {
            out.write(bytes);
            if (sync) {
                out.getFD().sync();
            }
        } catch (IOException e) {
            failed = true;
            knownEnd = -1;
            left = null;
            takeBack(out, start, e);
            throw e;
        }
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

    /**
     * A file as it is now.
     *
     * @param key what the system knows it by
     * @param size its length in bytes, or {@link #UNKNOWN}
     */
    private record Found(Object key, long size) {
        /**
         * Where files have no key (Windows), their length by name may lag behind what was written.
         */
        static final long UNKNOWN = -1;

        /** The length, asked of the open file where it is not known. */
        long length(RandomAccessFile open) throws IOException {
            return size == UNKNOWN ? open.length() : size;
        }
    }
}
