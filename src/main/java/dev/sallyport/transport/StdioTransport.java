package dev.sallyport.transport;

import dev.sallyport.call.AlarmClock;
import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonValue;
import dev.sallyport.json.JsonWriter;
import dev.sallyport.mcp.McpConnection;
import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.MessageSink;
import dev.sallyport.mcp.ResponseKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * MCP over a pair of streams: one message a line, in UTF-8 (2026-07-28, basic/transports/stdio).
 *
 * <p>A line that is too long is answered with an error and skipped. At the end of input what runs
 * gets 4 s to finish, or 0.5 s from when the process is told to end; then it is cancelled and gets
 * another 0.8 s. Each answer is written all the same.
 */
public final class StdioTransport {
    /** Longest line that is read, unless said otherwise: 4 MiB. */
    public static final int DEFAULT_MAX_LINE_BYTES = 4 * 1024 * 1024;

    /** At the end of input nobody is in a hurry, other than when the process is told to end. */
    private static final Duration FINISH_AFTER_INPUT = Duration.ofSeconds(4);

    /** At the end, a peer that takes nothing for so long is not waited for. */
    private static final Duration PATIENCE = Duration.ofMillis(500);

    /** The same when the time to stop is nearly over. */
    private static final Duration LAST_PATIENCE = Duration.ofMillis(100);

    private static final Duration NEARLY_OVER = Duration.ofMillis(4_900);
    private static final int IDLE_SECONDS = 30;
    private static final Duration LOOK = Duration.ofMillis(50);

    /** What takes no notice of being cancelled is not waited for any longer by then. */
    private static final Duration STOP_WHAT_RUNS = Duration.ofMillis(1_700);

    /** Time to write the last answers to one who reads them slowly. */
    private static final Duration STOP = Duration.ofSeconds(5);

    private final LineReader lines;
    private final MessageWriter writer;
    private final int maxLineBytes;
    private final McpConnection connection;
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Down when nothing more is answered: all is written by then, or waits to be read. */
    private final CountDownLatch over = new CountDownLatch(1);

    private final AlarmClock clock = new AlarmClock("mcp-lead");

    /** One that reads, and those that run what they have read: calls, of which so many may run. */
    private final Executor readers =
            new ThreadPoolExecutor(
                    0,
                    Integer.MAX_VALUE,
                    IDLE_SECONDS,
                    TimeUnit.SECONDS,
                    new SynchronousQueue<>(),
                    task -> Thread.ofPlatform().daemon().name("mcp-stdin").unstarted(task));

    private volatile boolean finishing;
    private volatile long finishingSince;

    /** When what runs is cancelled, once {@link #finishing}; a signal brings it forward. */
    private volatile long cancelsAt;

    private volatile @Nullable Lead lead;

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
        this(dispatcher, Caller.LOCAL, in, out, maxLineBytes);
    }

    /** The same for a caller of whom more is known. */
    public StdioTransport(
            McpDispatcher dispatcher, Caller caller, InputStream in, OutputStream out) {
        this(dispatcher, caller, in, out, DEFAULT_MAX_LINE_BYTES);
    }

    private StdioTransport(
            McpDispatcher dispatcher,
            Caller caller,
            InputStream in,
            OutputStream out,
            int maxLineBytes) {
        this.lines = new LineReader(in, maxLineBytes);
        this.writer = new MessageWriter(out);
        this.maxLineBytes = maxLineBytes;
        this.connection = dispatcher.connect(caller, new WriterSink());
    }

    /**
     * Serves until the input ends, the output breaks or {@link #stop} is called. Call it once. At
     * the end a peer that reads nothing for half a second is not waited for, nor one that reads
     * nothing when 5 s are over.
     */
    public void run() {
        readers.execute(this::readLines);
        Thread.ofPlatform().daemon().name("mcp-stdout").start(this::writeAll);
        try {
            over.await();
            while (!writer.isBroken() && !ended.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
                // A slow reader gets everything; one that reads nothing is not waited for.
                if (readsNothing()) {
                    writer.breakOff();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean readsNothing() {
        boolean nearlyOver = System.nanoTime() - finishingSince > NEARLY_OVER.toNanos();
        return writer.stuckFor(nearlyOver ? LAST_PATIENCE : PATIENCE);
    }

    private void writeAll() {
        try {
            writer.run();
        } catch (IOException e) {
            // Nobody reads any more: nothing to save but the work.
            writer.breakOff();
            connection.peerGone();
        } finally {
            ended.countDown();
            over.countDown();
        }
    }

    /**
     * Ends {@link #run} as the end of input does, only sooner, for a signal handler. Returns when
     * the last answer is written, after 5 s at the latest, and after 1.7 s where a call goes on
     * though it was cancelled: the process takes its connection with it.
     */
    public void stop() {
        Thread.ofPlatform().daemon().name("mcp-stop").start(() -> finish(ShutdownTimes.FINISH));
        try {
            boolean written =
                    ended.await(STOP_WHAT_RUNS.toMillis(), TimeUnit.MILLISECONDS)
                            || (connection.awaitIdle(Duration.ZERO)
                                    && ended.await(
                                            STOP.minus(STOP_WHAT_RUNS).toMillis(),
                                            TimeUnit.MILLISECONDS));
            if (!written) {
                writer.breakOff();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Reads until there is no more, or until another thread goes on reading. */
    private void readLines() {
        Lead mine = new Lead(clock, () -> readers.execute(this::readLines));
        lead = mine;
        try {
            while (!writer.isBroken() && !mine.isLost() && readLine(mine)) {
                // The next.
            }
        } catch (IOException e) {
            // An input that fails is one that has ended.
        } finally {
            if (!mine.isLost()) {
                finish(FINISH_AFTER_INPUT);
            }
        }
    }

    /** Whether there was one. */
    private boolean readLine(Lead mine) throws IOException {
        return switch (lines.next()) {
            case LINE -> {
                byte[] line = lines.line();
                if (!isBlank(line)) {
                    // What has arrived behind a call should not wait for it.
                    connection.receive(
                            line, lines.isDrained() ? Optional.of(mine) : Optional.empty());
                }
                yield true;
            }
            case TOO_LONG -> {
                connection.refuseOversized(maxLineBytes);
                yield true;
            }
            case END -> false;
        };
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t') {
                return false;
            }
        }
        return true;
    }

    /** {@code time}: how long what runs may go on, unless it was given less before. */
    private void finish(Duration time) {
        synchronized (this) {
            long now = System.nanoTime();
            long then = now + time.toNanos();
            if (finishing) {
                if (then - cancelsAt < 0) {
                    cancelsAt = then;
                }
                return;
            }
            cancelsAt = then;
            finishingSince = now;
            finishing = true;
        }
        try {
            if (!finishesWhileRead()) {
                connection.cancelRunning();
                connection.awaitIdle(ShutdownTimes.ROLL_BACK);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
        clock.close();
        over.countDown();
        writer.close();
    }

    /** Whether what runs ends in time; a call whose answer nobody takes does not. */
    private boolean finishesWhileRead() throws InterruptedException {
        while (!connection.awaitIdle(LOOK)) {
            if (System.nanoTime() - cancelsAt > 0 || readsNothing()) {
                return false;
            }
        }
        return true;
    }

    private final class WriterSink implements MessageSink {
        @Override
        public void respond(JsonValue response, ResponseKind kind) {
            // Who reads must not wait for the peer to read, nor who ends the process.
            Lead now = lead;
            send(response, !finishing && (now == null || !now.isReading()));
        }

        @Override
        public void withdraw() {}

        @Override
        public void send(JsonValue message) {
            send(message, false);
        }

        private void send(JsonValue message, boolean here) {
            JsonWriter line = Json.writer(message);
            line.append('\n');
            writer.send(line, here);
        }
    }
}
