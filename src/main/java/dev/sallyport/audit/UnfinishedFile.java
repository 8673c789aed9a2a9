package dev.sallyport.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * A file of this process with notes of calls that have not ended; for one thread at a time.
 *
 * <p>It has a fixed number of blocks, of which a note, a line, takes as many as it needs. A note is
 * taken out by writing over its first character: what is left of it then is no line of ours, and
 * may lie anywhere before the next note, which thus begins with a line end.
 *
 * <p>Plain file operations, or memory that is the file's; not those of a channel: an interrupt of
 * the thread would close a channel, and with it give up the lock of the file.
 */
final class UnfinishedFile implements AutoCloseable {
    static final int BLOCK = 512;

    /** Enough for the longest line, whatever characters it is of. */
    static final int BLOCKS = 128;

    private static final int SIZE = BLOCK * BLOCKS;

    private static final byte NOTHING = '\n';
    private static final int MAX_ATTEMPTS = 100;

    private final Path path;
    private final RandomAccessFile file;
    private final BitSet taken = new BitSet(BLOCKS);

    private @Nullable Arena arena;
    private @Nullable ByteBuffer memory;

    private UnfinishedFile(Path path, RandomAccessFile file) {
        this.path = path;
        this.file = file;
    }

    /** Creates a file. */
    static UnfinishedFile create(Path path) throws IOException {
        return create(path, false);
    }

    /**
     * Creates a file that is memory of this process, so that a note costs no call of the system;
     * what was stored is the system's to keep, however the process ends.
     *
     * @throws IOException if it cannot be created, or its file system has no such files
     */
    static UnfinishedFile createMapped(Path path) throws IOException {
        return create(path, true);
    }

    private static UnfinishedFile create(Path path, boolean mapped) throws IOException {
        boolean interrupted = false;
        try {
            for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
                // While it is opened, an interrupt closes it.
                interrupted |= Thread.interrupted();
                Optional<UnfinishedFile> created = tryCreate(path, mapped);
                if (created.isPresent()) {
                    return created.get();
                }
                LockSupport.parkNanos(1_000_000);
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        throw new IOException("another process holds the file of this one's calls");
    }

    private static Optional<UnfinishedFile> tryCreate(Path path, boolean mapped)
            throws IOException {
        UnfinishedFile candidate = new UnfinishedFile(path, StateFolder.openPrivate(path));
        try {
            // A process that looks for files left behind may take a new one for such a one.
            if (candidate.file.getChannel().tryLock() != null && Files.exists(path)) {
                candidate.fill();
                if (mapped) {
                    candidate.map();
                }
                return Optional.of(candidate);
            }
            candidate.release();
        } catch (ClosedByInterruptException e) {
            candidate.release();
        } catch (IOException | RuntimeException e) {
            candidate.close();
            throw e;
        }
        return Optional.empty();
    }

    /** Takes its room on the disk before anything depends on it. */
    private void fill() throws IOException {
        byte[] nothing = new byte[SIZE];
        Arrays.fill(nothing, NOTHING);
        file.write(nothing);
    }

    private void map() throws IOException {
        Arena made = Arena.ofShared();
        arena = made;
        memory =
                file.getChannel().map(FileChannel.MapMode.READ_WRITE, 0, SIZE, made).asByteBuffer();
    }

    /** Puts a note in; empty where there is no room for it. */
    Optional<Note> put(String line) throws IOException {
        byte[] bytes = ("\n" + line + "\n").getBytes(StandardCharsets.UTF_8);
        int blocks = (bytes.length + BLOCK - 1) / BLOCK;
        int first = room(blocks);
        if (first < 0) {
            return Optional.empty();
        }
        write(first * BLOCK, bytes);
        taken.set(first, first + blocks);
        return Optional.of(new Note(first, blocks));
    }

    /** Takes a note out. */
    void remove(Note note) throws IOException {
        write(note.first * BLOCK + 1, new byte[] {NOTHING});
        taken.clear(note.first, note.first + note.blocks);
    }

    /** The first of so many blocks in a row that are free; -1 where there are none. */
    private int room(int blocks) {
        int first = taken.nextClearBit(0);
        while (first + blocks <= BLOCKS) {
            int next = taken.nextSetBit(first);
            if (next < 0 || next - first >= blocks) {
                return first;
            }
            first = taken.nextClearBit(next);
        }
        return -1;
    }

    private void write(int at, byte[] bytes) throws IOException {
        if (memory == null) {
            file.seek(at);
            file.write(bytes);
            return;
        }
        try {
            memory.put(at, bytes);
        } catch (InternalError e) {
            // How the runtime says that there is nothing behind the memory: somebody cut the file,
            // or the disk is full and its file system writes each change to another place.
            throw new IOException("the file of this process's calls cannot be written", e);
        }
    }

    /** Gives the file up, and deletes it where no note is left. */
    @Override
    public void close() throws IOException {
        release();
        if (taken.isEmpty()) {
            Files.deleteIfExists(path);
        }
    }

    private void release() throws IOException {
        memory = null;
        if (arena != null) {
            arena.close();
            arena = null;
        }
        file.close();
    }

    /**
     * Where a note is.
     *
     * @param first its first block
     * @param blocks how many it has
     */
    record Note(int first, int blocks) {}
}
