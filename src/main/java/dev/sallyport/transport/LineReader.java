package dev.sallyport.transport;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Cuts a stream into lines of bounded length; what is longer is skipped to its end. */
final class LineReader {
    private static final int CHUNK = 16 * 1024;

    private final InputStream in;
    private final int maxBytes;
    private final byte[] chunk = new byte[CHUNK];
    private byte[] line = new byte[CHUNK];
    private int lineLength;
    private int position;
    private int end;

    LineReader(InputStream in, int maxBytes) {
        this.in = in;
        this.maxBytes = maxBytes;
    }

    /** What came next. */
    enum Next {
        LINE,
        /** A line that was longer than allowed, and is lost. */
        TOO_LONG,
        END
    }

    /** The line that {@link #next} announced, without its end. */
    byte[] line() {
        return Arrays.copyOf(line, lineLength);
    }

    /** Whether nothing more has been read than the lines that were handed out. */
    boolean isDrained() {
        return position == end;
    }

    /** Waits for a line; the last one need not have an end. */
    Next next() throws IOException {
        int length = 0;
        boolean tooLong = false;
        while (true) {
            if (position == end) {
                position = 0;
                end = Math.max(0, in.read(chunk, 0, CHUNK));
                if (end == 0) {
                    if (tooLong) {
                        return Next.TOO_LONG;
                    }
                    return length == 0 ? Next.END : found(length);
                }
            }
            int stop = position;
            while (stop < end && chunk[stop] != '\n') {
                stop++;
            }
            int count = stop - position;
            if (tooLong || count > maxBytes - length) {
                tooLong = true;
                // A client that sent one huge message should not cost its memory for ever.
                line = line.length > CHUNK ? new byte[CHUNK] : line;
            } else {
                append(count, length);
                length += count;
            }
            boolean complete = stop < end;
            position = complete ? stop + 1 : stop;
            if (complete) {
                return tooLong ? Next.TOO_LONG : found(length);
            }
        }
    }

    private void append(int count, int length) {
        if (length + count > line.length) {
            int doubled = (int) Math.min(maxBytes, 2L * line.length);
            line = Arrays.copyOf(line, Math.max(length + count, doubled));
        }
        System.arraycopy(chunk, position, line, length, count);
    }

    private Next found(int length) {
        lineLength = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return Next.LINE;
    }
}
