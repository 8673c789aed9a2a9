package dev.sallyport.transport;

import dev.sallyport.json.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.OptionalLong;
import java.util.Queue;

/**
 * Writes messages one after another, in the order they came; thread-safe.
 *
 * <p>Where nothing waits to be written, whoever has a message may write it there and then, which
 * spares the way over another thread. All else is written by the thread that runs {@link #run}.
 */
final class MessageWriter {
    /** Messages that wait to be written; whoever has one more waits too. */
    private static final int QUEUE = 256;

    /** Bytes that are gathered, when so much waits. */
    private static final int CHUNK = 64 * 1024;

    /** Bytes of one write, so that a slow reader is told from one that reads nothing. */
    private static final int PIECE = 8 * 1024;

    private final OutputStream out;
    private final Queue<JsonWriter> waiting = new ArrayDeque<>();
    private boolean writing;
    private int blocked;
    private boolean closed;
    private volatile boolean broken;

    /** When the write that is under way began. */
    private volatile OptionalLong writingSince = OptionalLong.empty();

    MessageWriter(OutputStream out) {
        this.out = out;
    }

    /**
     * Takes a message; drops it where nobody reads any more.
     *
     * @param message a line, to which its sender writes nothing more
     * @param here whether this thread may write it, and wait as long as the peer reads nothing
     */
    void send(JsonWriter message, boolean here) {
        synchronized (this) {
            if (!awaitRoom()) {
                return;
            }
            waiting.add(message);
            if (writing || !here) {
                notifyAll();
                return;
            }
            writing = true;
        }
        try {
            writeWaiting();
        } catch (IOException e) {
            breakOff();
        }
    }

    private synchronized boolean awaitRoom() {
        blocked++;
        try {
            while (waiting.size() >= QUEUE && !broken) {
                wait();
            }
            return !broken;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            blocked--;
        }
    }

    /** Writes what others leave to it, until it is closed and all is written, or nobody reads. */
    void run() throws IOException {
        try {
            while (awaitWork()) {
                writeWaiting();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (broken) {
            throw new IOException("nobody reads what is written");
        }
    }

    private synchronized boolean awaitWork() throws InterruptedException {
        while (!broken && (writing || waiting.isEmpty())) {
            if (closed && !writing) {
                return false;
            }
            wait();
        }
        writing = !broken;
        return writing;
    }

    /** Writes what waits now, or as much of it as is gathered at a time. */
    private void writeWaiting() throws IOException {
        try {
            write(gathered());
        } finally {
            synchronized (this) {
                writing = false;
                // Nobody is woken in vain: this comes after each answer.
                if (closed || blocked > 0 || !waiting.isEmpty()) {
                    notifyAll();
                }
            }
        }
    }

    /** The first message, with those behind it that are short. */
    private synchronized JsonWriter gathered() {
        JsonWriter first = waiting.poll();
        if (first == null) {
            // Broken off a moment ago.
            return new JsonWriter(0);
        }
        JsonWriter next = waiting.peek();
        while (next != null && first.length() + next.length() <= CHUNK) {
            first.append(next);
            waiting.remove();
            next = waiting.peek();
        }
        return first;
    }

    private void write(JsonWriter message) throws IOException {
        int length = message.length();
        for (int from = 0; from < length; from += PIECE) {
            writingSince = OptionalLong.of(System.nanoTime());
            message.copyTo(out, from, Math.min(PIECE, length - from));
        }
        writingSince = OptionalLong.of(System.nanoTime());
        out.flush();
        writingSince = OptionalLong.empty();
    }

    /** Whether a write has been waiting for its reader for longer than this. */
    boolean stuckFor(Duration time) {
        OptionalLong since = writingSince;
        return since.isPresent() && System.nanoTime() - since.getAsLong() > time.toNanos();
    }

    /** Ends {@link #run} once all is written. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    /** Nobody reads any more: nothing is written from now on. */
    synchronized void breakOff() {
        broken = true;
        waiting.clear();
        notifyAll();
    }

    boolean isBroken() {
        return broken;
    }
}
