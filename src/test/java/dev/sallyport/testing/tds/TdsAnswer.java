package dev.sallyport.testing.tds;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One answer, token by token, MS-TDS 2.2.7; rows leave as they are given. */
public final class TdsAnswer {
    /** Thrown into whoever makes rows, once the client wants no more. */
    @SuppressWarnings("serial")
    public static final class Cancelled extends RuntimeException {}

    /** What a statement without rows was, in the number that DONE tells. */
    public enum Command {
        SELECT(0xC1),
        INSERT(0xC3),
        DELETE(0xC4),
        UPDATE(0xC5),
        OTHER(0xFD);

        private final int number;

        Command(int number) {
            this.number = number;
        }
    }

    private static final int MORE = 0x01;
    private static final int ERROR = 0x02;
    private static final int COUNT = 0x10;
    private static final int ATTENTION = 0x20;
    private static final int DONE = 0xFD;
    private static final int DONE_PROCEDURE = 0xFE;
    private static final int DONE_IN_PROCEDURE = 0xFF;

    private final TdsChannel.PacketWriter out;
    private final boolean ofProcedure;
    private List<TdsColumn> columns = List.of();
    private Runnable pending;
    private final Map<TdsParameter, Optional<Object>> outputs =
            new TreeMap<>(Comparator.comparing(TdsParameter::ordinal));
    private int status;
    private TdsParameter statusParameter;
    private boolean failed;
    private boolean last;
    private volatile boolean cancelled;

    TdsAnswer(TdsChannel channel, boolean ofProcedure) {
        this.out = channel.write(TdsChannel.ANSWER);
        this.ofProcedure = ofProcedure;
    }

    void cancel() {
        cancelled = true;
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Begins a result. */
    public void columns(TdsColumn... result) {
        columns = List.of(result);
        write(() -> {
            out.int8(0x81);
            out.int16(columns.size());
            for (TdsColumn column : columns) {
                out.int32(TdsTypeInfo.userType(column.type()));
                out.int16(column.nullable() ? 1 : 0);
                TdsTypeInfo.write(out, column.type(), column.nullable());
                out.shortText(column.name());
            }
        });
    }

    /** A row; null for NULL. NULLs are told by a map of bits where there is one. */
    public void row(Object... values) {
        if (cancelled) {
            throw new Cancelled();
        }
        boolean nulls = Arrays.stream(values).anyMatch(value -> value == null);
        rowByMap(nulls, values);
    }

    /**
     * A row.
     *
     * @param mapped whether NULLs are told by a map of bits (NBCROW) instead of each by itself
     */
    public void rowByMap(boolean mapped, Object... values) {
        write(() -> {
            out.int8(mapped ? 0xD2 : 0xD1);
            if (mapped) {
                byte[] map = new byte[(values.length + 7) / 8];
                for (int i = 0; i < values.length; i++) {
                    map[i / 8] |= (byte) (values[i] == null ? 1 << (i % 8) : 0);
                }
                out.bytes(map);
            }
            for (int i = 0; i < values.length; i++) {
                TdsColumn column = columns.get(i);
                if (!mapped || values[i] != null) {
                    TdsValues.write(out, column.type(), column.nullable(), values[i]);
                }
            }
        });
    }

    /** Ends a result. */
    public void rowsDone(long count) {
        done(COUNT, Command.SELECT, count);
    }

    /** Ends a statement without rows that says how many it changed. */
    public void changed(Command command, long count) {
        done(COUNT, command, count);
    }

    /** Ends a statement that says nothing. */
    public void nothing() {
        done(0, Command.OTHER, 0);
    }

    /** The value of a parameter on its way out. */
    public void output(TdsParameter parameter, Object value) {
        outputs.put(parameter, Optional.ofNullable(value));
    }

    /** What a procedure returns. */
    public void returned(int value) {
        if (statusParameter != null) {
            output(statusParameter, (long) value);
            statusParameter = null;
        } else {
            status = value;
        }
    }

    /** The next status is the value of a parameter: {@code EXEC @status = …}. */
    void statusInto(TdsParameter parameter) {
        statusParameter = parameter;
    }

    /** The status comes before the values, and both behind all results: 2.2.7.18. */
    private void endOfProcedure() throws IOException {
        flushPending();
        out.int8(0x79);
        out.int32(status);
        for (Map.Entry<TdsParameter, Optional<Object>> output : outputs.entrySet()) {
            TdsParameter parameter = output.getKey();
            out.int8(0xAC);
            out.int16(parameter.ordinal());
            out.shortText(parameter.name());
            out.int8(1);
            out.int32(0);
            out.int16(1);
            TdsTypeInfo.write(out, parameter.type(), true);
            TdsValues.write(out, parameter.type(), true, output.getValue().orElse(null));
        }
        done(out, DONE_PROCEDURE, failed ? ERROR : 0, Command.OTHER, 0);
    }

    /** Words of the server that are no error. */
    public void info(int number, String message) {
        message(0xAB, number, 0, message);
    }

    void error(TdsError error) {
        failed = true;
        message(0xAA, error.number(), error.severity(), error.getMessage());
    }

    /** A change of the session that the client wants to know: database, language, packet size. */
    void changed(int what, String now, String before) {
        write(() -> {
            TdsBuffer token = new TdsBuffer();
            token.int8(what);
            token.shortText(now);
            token.shortText(before);
            out.int8(0xE3);
            token.copyTo(out);
        });
    }

    /** The same for changes that are told in bytes. */
    void changed(int what, byte[] now, byte[] before) {
        write(() -> {
            TdsBuffer token = new TdsBuffer();
            token.int8(what);
            token.int8(now.length);
            token.bytes(now);
            token.int8(before.length);
            token.bytes(before);
            out.int8(0xE3);
            token.copyTo(out);
        });
    }

    void loggedIn() {
        write(() -> {
            TdsBuffer token = new TdsBuffer();
            token.bytes((byte) 1, (byte) 0x74, (byte) 0, (byte) 0, (byte) 4);
            token.shortText("Microsoft SQL Server");
            token.bytes((byte) 16, (byte) 0, (byte) 0x10, (byte) 0);
            out.int8(0xAD);
            token.copyTo(out);
        });
    }

    /** Ends the answer. */
    void end() throws IOException {
        if (cancelled) {
            // The driver waits for the end of what it has interrupted before it looks for the
            // acknowledgement.
            pending = null;
            done(out, DONE, ERROR, Command.OTHER, 0);
        } else if (ofProcedure) {
            endOfProcedure();
        } else if (pending == null) {
            done(out, DONE, failed ? ERROR : 0, Command.OTHER, 0);
        } else {
            last = true;
            flushPending();
        }
        out.end();
    }

    /** Ends the answer to an attention. */
    void attended() throws IOException {
        done(out, DONE, ATTENTION, Command.OTHER, 0);
        out.end();
    }

    /** Whether more follows is known only when it does. */
    private void done(int status, Command command, long count) {
        if (cancelled) {
            throw new Cancelled();
        }
        write(() -> {});
        pending =
                () -> {
                    int token = ofProcedure ? DONE_IN_PROCEDURE : DONE;
                    int more = last ? 0 : MORE;
                    try {
                        done(out, token, status | more | (failed ? ERROR : 0), command, count);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                };
    }

    private static void done(TdsWriter out, int token, int status, Command command, long count)
            throws IOException {
        out.int8(token);
        out.int16(status);
        out.int16(command.number);
        out.int64(count);
    }

    private void message(int token, int number, int severity, String message) {
        String text = message.length() > 1_800 ? message.substring(0, 1_800) : message;
        write(() -> {
            TdsBuffer content = new TdsBuffer();
            content.int32(number);
            content.int8(1);
            content.int8(severity);
            content.text(text);
            content.shortText("tds-test");
            content.shortText("");
            content.int32(1);
            out.int8(token);
            content.copyTo(out);
        });
    }

    private interface Writing {
        void run() throws IOException;
    }

    private void write(Writing writing) {
        try {
            flushPending();
            writing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void flushPending() {
        Runnable before = pending;
        pending = null;
        if (before != null) {
            before.run();
        }
    }
}
