package dev.sallyport.source;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.postgresql.core.PGStream;
import org.postgresql.core.QueryExecutorBase;
import org.postgresql.core.TransactionState;

/**
 * The reset of a session that nobody waits for: the driver's own would keep the thread until the
 * answer is there, or cost another thread. The server does what it is sent in the order in which it
 * comes, so the next statement finds a session that is like new; whether it is, is read before that
 * one is sent.
 *
 * <p>It speaks the extended query protocol of PostgreSQL 3.0 on the driver's stream, and leaves the
 * driver between two statements, outside of a transaction.
 */
final class PostgresReset implements SentReset {
    private static final int ANSWER_MILLIS = 2_000;
    private static final int LENGTH_BYTES = 4;
    private static final int MAX_MESSAGE_BYTES = 1 << 20;
    private static final Field STREAM = stream();

    private final QueryExecutorBase driver;
    private final PGStream stream;

    private PostgresReset(QueryExecutorBase driver, PGStream stream) {
        this.driver = driver;
        this.stream = stream;
    }

    /** Sends a reset that {@link #message} has made; the driver is between two statements. */
    static PostgresReset send(QueryExecutorBase driver, byte[] message) throws SQLException {
        try {
            PGStream stream = (PGStream) STREAM.get(driver);
            stream.send(message);
            stream.flush();
            driver.setTransactionState(TransactionState.IDLE);
            return new PostgresReset(driver, stream);
        } catch (IOException e) {
            throw lost(e);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Statements without parameters or rows, which are run one after the other. */
    static byte[] message(String... statements) {
        StringBuilder message = new StringBuilder();
        for (String sql : statements) {
            // Parse and Bind what has no name and no parameters, Execute it whole.
            append(message, 'P', "\0" + sql + "\0\0\0");
            append(message, 'B', "\0\0\0\0\0\0\0\0");
            append(message, 'E', "\0\0\0\0\0");
        }
        append(message, 'S', "");
        return message.toString().getBytes(StandardCharsets.US_ASCII);
    }

    /** The length is below 128, so that its bytes are characters of ASCII. */
    private static void append(StringBuilder message, char type, String body) {
        message.append(type).append("\0\0\0").append((char) (LENGTH_BYTES + body.length()));
        message.append(body);
    }

    @Override
    public boolean await() throws SQLException {
        try {
            int usual = stream.getNetworkTimeout();
            stream.setNetworkTimeout(ANSWER_MILLIS);
            boolean done = isDone();
            stream.setNetworkTimeout(usual);
            return done;
        } catch (IOException e) {
            throw lost(e);
        }
    }

    /** Reads up to ReadyForQuery; whether all was done, and the driver knows the session as is. */
    private boolean isDone() throws IOException {
        boolean done = true;
        Map<String, String> reported = new HashMap<>();
        while (true) {
            int type = stream.receiveChar();
            int bytes = stream.receiveInteger4() - LENGTH_BYTES;
            if (bytes < 0 || bytes > MAX_MESSAGE_BYTES) {
                throw new IOException("a message of " + bytes + " bytes");
            }
            switch (type) {
                case 'Z' -> {
                    boolean idle = stream.receiveChar() == 'I';
                    return done && idle && isKnown(reported);
                }
                case 'S' -> reported.put(stream.receiveString(), stream.receiveString());
                // Read and not skipped: the driver would skip what never comes for ever.
                case 'E' -> {
                    done = false;
                    stream.receive(bytes);
                }
                // ParseComplete, BindComplete, CommandComplete, and notices.
                default -> stream.receive(bytes);
            }
        }
    }

    /**
     * The driver goes by what the server has reported to it; where a caller has changed that, it
     * does not hear of the change back.
     */
    private boolean isKnown(Map<String, String> reported) {
        for (Map.Entry<String, String> setting : reported.entrySet()) {
            if (!setting.getValue().equals(driver.getParameterStatus(setting.getKey()))) {
                return false;
            }
        }
        return true;
    }

    private static SQLException lost(IOException error) {
        return new SQLException("the connection to the server is lost", "08006", error);
    }

    private static Field stream() {
        try {
            Field field = QueryExecutorBase.class.getDeclaredField("pgStream");
            field.setAccessible(true);
            return field;
        } catch (NoSuchFieldException e) {
            throw new IllegalStateException("the driver keeps its stream elsewhere", e);
        }
    }
}
