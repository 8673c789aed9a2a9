package dev.sallyport.transport;

import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.McpConnection;
import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.MessageSink;
import dev.sallyport.mcp.ResponseKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * MCP over a pair of streams: one message a line, in UTF-8 (2026-07-28, basic/transports/stdio).
 *
 * <p>A line that is too long is answered with an error and skipped. At the end of input what runs
 * gets 4 s to finish, then it is cancelled and gets another 0.8 s; each answer is written all the
 * same.
 */
public final class StdioTransport {
    /** Longest line that is read, unless said otherwise: 4 MiB. */
    public static final int DEFAULT_MAX_LINE_BYTES = 4 * 1024 * 1024;

    private static final Duration FINISH = Duration.ofSeconds(4);
    private static final Duration ROLL_BACK = Duration.ofMillis(800);

    /** At the end, a peer that takes nothing for so long is not waited for. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** The same when the time to stop is nearly over. */
    private static final Duration LAST_PATIENCE = Duration.ofMillis(100);

    private static final Duration NEARLY_OVER = Duration.ofMillis(4_900);
    private static final Duration LOOK = Duration.ofMillis(50);

    /** Those two, and time to write the last answers. */
    private static final Duration STOP = Duration.ofSeconds(5);

    /** Messages that wait to be written; whoever has one more waits too. */
    private static final int QUEUE = 256;

    /** Bytes that are gathered, when so much waits. */
    private static final int WRITE_CHUNK = 64 * 1024;

    /** Bytes of one write, so that a slow reader is told from one that reads nothing. */
    private static final int WRITE_PIECE = 8 * 1024;

    private static final byte[] END = {};

    private final LineReader lines;
    private final OutputStream out;
    private final int maxLineBytes;
    private final McpConnection connection;
    private final BlockingQueue<byte[]> outgoing = new ArrayBlockingQueue<>(QUEUE);
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Down when nothing more is answered: all is written by then, or waits to be read. */
    private final CountDownLatch over = new CountDownLatch(1);

    private boolean finishing;
    private volatile long finishingSince;
    private volatile boolean broken;

    /** When the write that is under way began. */
    private volatile OptionalLong writingSince = OptionalLong.empty();

    /** A transport over the process's own streams, or others. */
    public StdioTransport(McpDispatcher dispatcher, InputStream in, OutputStream out) {
        this(dispatcher, in, out, DEFAULT_MAX_LINE_BYTES);
    }

    /**
     * The same with another limit.
     *
     * @param maxLineBytes longest line that is read, in bytes
     */
    public StdioTransport(
            McpDispatcher dispatcher, InputStream in, OutputStream out, int maxLineBytes) {
        this.lines = new LineReader(in, maxLineBytes);
        this.out = out;
        this.maxLineBytes = maxLineBytes;
        this.connection = dispatcher.connect(Caller.LOCAL, new QueueSink());
    }

    /**
     * Serves until the input ends, the output breaks or {@link #stop} is called. Call it once. At
     * the end a peer that reads nothing for half a second is not waited for, nor one that reads
     * nothing when 5 s are over.
     */
    public void run() {
        Thread.ofPlatform().daemon().name("mcp-stdin").start(this::readLines);
        Thread.ofPlatform().daemon().name("mcp-stdout").start(this::writeAll);
        try {
            over.await();
            while (!broken && !ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                // A slow reader gets everything; one that reads nothing is not waited for.
                broken = readsNothing();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean readsNothing() {
        OptionalLong since = writingSince;
        if (since.isEmpty()) {
            return false;
        }
        long now = System.nanoTime();
        boolean nearlyOver = now - finishingSince > NEARLY_OVER.toNanos();
        Duration patience = nearlyOver ? LAST_PATIENCE : PATIENCE;
        return now - since.getAsLong() > patience.toNanos();
    }

    private void writeAll() {
        try {
            writeMessages();
        } catch (IOException e) {
            // Nobody reads any more: nothing to save but the work.
            broken = true;
            outgoing.clear();
            connection.peerGone();
        } finally {
            ended.countDown();
            over.countDown();
        }
    }

    /**
     * Ends {@link #run} as the end of input does, for a signal handler; returns when the last
     * answer is written, after 5 s at the latest.
     */
    public void stop() {
        Thread.ofPlatform().daemon().name("mcp-stop").start(this::finish);
        try {
            if (!ended.await(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                broken = true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void readLines() {
        try {
            while (!broken) {
                switch (lines.next()) {
                    case LINE -> {
                        byte[] line = lines.line();
                        if (!isBlank(line)) {
                            connection.receive(line);
                        }
                    }
                    case TOO_LONG -> connection.refuseOversized(maxLineBytes);
                    case END -> {
                        return;
                    }
                }
            }
        } catch (IOException e) {
            // An input that fails is one that has ended.
        } finally {
            finish();
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    private void finish() {
        synchronized (this) {
            if (finishing) {
                return;
            }
            finishing = true;
            finishingSince = System.nanoTime();
        }
        try {
            if (!connection.awaitIdle(FINISH)) {
                connection.cancelRunning();
                connection.awaitIdle(ROLL_BACK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
        over.countDown();
        enqueue(END);
    }

    private void writeMessages() throws IOException {
        ByteArrayOutputStream buffer = new ByteArrayOutputStream(WRITE_CHUNK);
        try {
            while (true) {
                byte[] message = outgoing.take();
                while (message != null) {
                    if (message.length == 0) {
                        write(buffer.toByteArray());
                        return;
                    }
                    buffer.write(message);
                    message = buffer.size() < WRITE_CHUNK ? outgoing.poll() : null;
                }
                write(buffer.toByteArray());
                buffer.reset();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(byte[] bytes) throws IOException {
        for (int from = 0; from < bytes.length; from += WRITE_PIECE) {
            writingSince = OptionalLong.of(System.nanoTime());
            out.write(bytes, from, Math.min(WRITE_PIECE, bytes.length - from));
        }
        writingSince = OptionalLong.of(System.nanoTime());
        out.flush();
        writingSince = OptionalLong.empty();
    }

    private void enqueue(byte[] message) {
        try {
            boolean queued = false;
            while (!queued && !broken) {
                queued = outgoing.offer(message, 1, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class QueueSink implements MessageSink {
        @Override
        public void respond(JsonValue response, ResponseKind kind) {
            send(response);
        }

        @Override
        public void withdraw() {}

        @Override
        public void send(JsonValue message) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
            Json.write(message, bytes);
            bytes.write('\n');
            enqueue(bytes.toByteArray());
        }
    }
}
