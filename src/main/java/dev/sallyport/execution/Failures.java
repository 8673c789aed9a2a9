package dev.sallyport.execution;

import dev.sallyport.source.EngineError;
import dev.sallyport.source.SourceConnection;
import java.sql.SQLException;

/** Outcomes without rows, with the words for the agent. */
final class Failures {
    /** The engine's message may quote the whole statement back. */
    private static final int MAX_MESSAGE = 500;

    private Failures() {}

    static ExecutionOutcome of(FailureReason reason, String hint) {
        return new ExecutionOutcome.Failed(reason, hint);
    }

    static ExecutionOutcome notARead() {
        return of(
                FailureReason.NOT_A_READ,
                "Send one statement that returns rows and changes nothing; nothing was kept.");
    }

    static ExecutionOutcome busy() {
        return of(
                FailureReason.SOURCE_BUSY,
                "All connections of the source are in use. Try again in a few seconds, with fewer"
                        + " calls side by side.");
    }

    static ExecutionOutcome stopped(FailureReason reason) {
        return switch (reason) {
            case TIMED_OUT ->
                    of(
                            reason,
                            "Ask for less: a narrower WHERE, fewer joins, or an aggregate over an"
                                    + " indexed column.");
            case CANCELLED -> of(reason, "Nothing is left running.");
            case SOURCE_UNREACHABLE,
                    SOURCE_BUSY,
                    DATABASE_ERROR,
                    LOGIN_REFUSED,
                    CONNECTION_LOST,
                    NOT_A_READ,
                    NO_RIGHT,
                    PARAMETERS,
                    NOT_SENDABLE ->
                    throw new IllegalArgumentException("nobody is stopped because of " + reason);
        };
    }

    static ExecutionOutcome unreachable(String source, EngineError meaning, String state) {
        String because = state.isEmpty() ? "" : " (SQLSTATE " + state + ")";
        return switch (meaning) {
            case BUSY ->
                    of(
                            FailureReason.SOURCE_BUSY,
                            "The database takes no more connections" + because + ". Try later.");
            case LOGIN, NO_RIGHT ->
                    of(
                            FailureReason.LOGIN_REFUSED,
                            "Only the owner can help: the user or password of source '"
                                    + source
                                    + "' is wrong"
                                    + because
                                    + ".");
            case STOPPED, NOT_READ_ONLY, PARAMETERS, CONNECTION_LOST, STATEMENT ->
                    of(
                            FailureReason.SOURCE_UNREACHABLE,
                            "Try later, or tell the owner that no connection of source '"
                                    + source
                                    + "' can be opened"
                                    + because
                                    + ".");
        };
    }

    /** The engine's own words go to the agent, whose statement they are about, and nowhere else. */
    static ExecutionOutcome of(SourceConnection connection, SQLException error) {
        EngineError meaning = connection.meaning(error);
        return switch (meaning) {
            case STOPPED -> stopped(FailureReason.TIMED_OUT);
            case NOT_READ_ONLY -> of(FailureReason.NOT_A_READ, words(error));
            case NO_RIGHT -> of(FailureReason.NO_RIGHT, words(error));
            case PARAMETERS -> of(FailureReason.PARAMETERS, words(error));
            case STATEMENT -> of(FailureReason.DATABASE_ERROR, words(error));
            case BUSY -> busy();
            case CONNECTION_LOST, LOGIN -> {
                connection.discard();
                yield of(
                        FailureReason.CONNECTION_LOST,
                        "Nothing was changed. Send the statement again.");
            }
        };
    }

    private static String words(SQLException error) {
        String message = error.getMessage() == null ? "" : error.getMessage();
        StringBuilder words = new StringBuilder();
        if (error.getSQLState() != null) {
            words.append("SQLSTATE ").append(error.getSQLState()).append(": ");
        }
        int end = Math.min(message.length(), MAX_MESSAGE);
        if (end < message.length() && Character.isHighSurrogate(message.charAt(end - 1))) {
            end--;
        }
        return words.append(message, 0, end).append(end < message.length() ? "…" : "").toString();
    }
}
