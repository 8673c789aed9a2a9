package dev.sallyport.audit;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one thread of one process at a time change the files of the state folder.
 *
 * <p>It locks a file of its own: under POSIX a process loses its lock of a file when it closes any
 * descriptor of that file, and the log itself is opened by readers too.
 */
final class FolderLock implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

    private final RandomAccessFile file;
    private final ReentrantLock threads = new ReentrantLock();

    FolderLock(Path path) throws IOException {
        file = StateFolder.openPrivate(path);
    }

    /** Waits for the lock, 5 seconds at most; an interrupt is kept for later. */
    Held acquire() throws IOException {
        long giveUp = System.nanoTime() + LONGEST_WAIT.toNanos();
        boolean interrupted = Thread.interrupted();
        try {
            while (!threads.isHeldByCurrentThread()) {
                try {
                    if (!threads.tryLock(giveUp - System.nanoTime(), TimeUnit.NANOSECONDS)) {
                        throw new IOException("the lock of the state folder is in use");
                    }
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            return acquireFile(giveUp);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private Held acquireFile(long giveUp) throws IOException {
        try {
            FileLock lock = tryLock();
            while (lock == null) {
                if (System.nanoTime() - giveUp > 0) {
                    throw new IOException("another process holds the lock of the state folder");
                }
                LockSupport.parkNanos(200_000);
                lock = tryLock();
            }
            return new Held(lock);
        } catch (IOException | RuntimeException e) {
            threads.unlock();
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private @Nullable FileLock tryLock() throws IOException {
        try {
            return file.getChannel().tryLock();
        } catch (OverlappingFileLockException heldInThisProcess) {
            return null;
        }
    }

    /** The lock, until it is closed. */
    final class Held implements AutoCloseable {
        private final FileLock lock;

        private Held(FileLock lock) {
            this.lock = lock;
        }

        @Override
        public void close() throws IOException {
            try {
                lock.release();
            } finally {
                threads.unlock();
            }
        }
    }
}
