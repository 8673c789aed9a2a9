package dev.sallyport.execution;

import dev.sallyport.source.Borrowed;
import dev.sallyport.source.DriverProblem;
import dev.sallyport.source.EngineError;
import dev.sallyport.source.Grade;
import dev.sallyport.source.SourceConnection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Outcomes without rows, with the words for the agent. */
public final class Failures {
    /** The engine's message may quote the whole statement back. */
    private static final int MAX_MESSAGE = 500;

    private static final String NOTHING_CHANGED = " Nothing was changed.";

    private Failures() {}

    static ExecutionOutcome.Failed of(FailureReason reason, String hint) {
        return new ExecutionOutcome.Failed(reason, hint);
    }

    static ExecutionOutcome.Failed notARead() {
        return of(
                FailureReason.NOT_A_READ,
                "Send one statement that returns rows and changes nothing; nothing was kept.");
    }

    /** Every connection is in use. */
    public static ExecutionOutcome.Failed busy() {
        return of(
                FailureReason.SOURCE_BUSY,
                "All connections of the source are in use. Try again in a few seconds, with fewer"
                        + " calls side by side.");
    }

    /** Most of the time that the call may take went by in the queue for a connection. */
    public static ExecutionOutcome.Failed waited() {
        return of(
                FailureReason.SOURCE_BUSY,
                "Most of the time of this call went by before a connection was free, too little was"
                        + " left for the statement. Try again in a few seconds, with fewer calls"
                        + " side by side.");
    }

    /** The statement was stopped before it ended. */
    public static ExecutionOutcome.Failed stopped(FailureReason reason) {
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
                    NOT_SENDABLE,
                    DRIVER_MISSING,
                    DRIVER_UNUSABLE,
                    NOT_ATTESTED,
                    OUTCOME_UNKNOWN,
                    CONSTRAINT,
                    CONFLICT,
                    TOO_MANY_AFFECTED,
                    NOT_ONE_CHANGE,
                    KEY_REUSED,
                    KEY_TABLE,
                    NO_TRANSACTIONS,
                    EXPORT_EXISTS,
                    EXPORT_FOLDER,
                    EXPORT_FULL,
                    EXPORT_VALUE ->
                    throw new IllegalArgumentException("nobody is stopped because of " + reason);
        };
    }

    /** Why there is no driver. */
    private static ExecutionOutcome.Failed noDriver(DriverProblem problem) {
        return switch (problem.kind()) {
            case MISSING -> of(FailureReason.DRIVER_MISSING, problem.hint());
            case UNUSABLE -> of(FailureReason.DRIVER_UNUSABLE, problem.hint());
        };
    }

    /**
     * Why a source gave no connection.
     *
     * @param reason anything but {@link Borrowed.Ready}
     */
    public static ExecutionOutcome.Failed of(String source, Borrowed reason) {
        return switch (reason) {
            case Borrowed.Ready ignored ->
                    throw new IllegalArgumentException("there is a connection");
            case Borrowed.Busy() -> busy();
            case Borrowed.Abandoned() -> stopped(FailureReason.CANCELLED);
            case Borrowed.NoDriver(DriverProblem problem) -> noDriver(problem);
            case Borrowed.NotAttested(Grade grade, Grade minimum) ->
                    notAttested(source, grade, minimum);
            case Borrowed.Unreachable(EngineError meaning, String state) ->
                    unreachable(source, meaning, state);
        };
    }

    /** The login was examined, and found to be able to do more than the owner wants. */
    private static ExecutionOutcome.Failed notAttested(String source, Grade grade, Grade minimum) {
        return of(
                FailureReason.NOT_ATTESTED,
                "Only the owner can help: the login of source '"
                        + source
                        + "' is graded "
                        + grade
                        + ", below min-grade "
                        + minimum
                        + ". sallyport doctor says why, and the SQL that mends it. Other sources"
                        + " work.");
    }

    /** Whether a failure to connect is about the database that was asked for. */
    static boolean isOfTheDatabase(EngineError meaning, String state) {
        return switch (meaning) {
            case DATABASE, NO_RIGHT -> true;
            // PostgreSQL's states: no such database, and one that takes no connections.
            case STATEMENT -> state.equals("3D000") || state.equals("55000");
            case STOPPED,
                    NOT_READ_ONLY,
                    PARAMETERS,
                    CONNECTION_LOST,
                    FETCH_TOO_LARGE,
                    BUSY,
                    LOGIN ->
                    false;
        };
    }

    static ExecutionOutcome.Failed noDatabase() {
        return of(
                FailureReason.DATABASE_ERROR,
                "There is no database of this name, or the source's login may not connect to it."
                        + " Name another, or leave database out.");
    }

    /** Why there is no connection. */
    private static ExecutionOutcome.Failed unreachable(
            String source, EngineError meaning, String state) {
        String because = state.isEmpty() ? "" : " (SQLSTATE " + state + ")";
        return switch (meaning) {
            case BUSY ->
                    of(
                            FailureReason.SOURCE_BUSY,
                            "The database takes no more connections" + because + ". Try later.");
            case DATABASE, NO_RIGHT ->
                    of(
                            FailureReason.LOGIN_REFUSED,
                            "Only the owner can help: the database of source '"
                                    + source
                                    + "' is not there, or its login may not connect to it"
                                    + because
                                    + ".");
            case LOGIN ->
                    of(
                            FailureReason.LOGIN_REFUSED,
                            "Only the owner can help: the user or password of source '"
                                    + source
                                    + "' is wrong"
                                    + because
                                    + ".");
            case STOPPED, NOT_READ_ONLY, PARAMETERS, CONNECTION_LOST, FETCH_TOO_LARGE, STATEMENT ->
                    of(
                            FailureReason.SOURCE_UNREACHABLE,
                            "Try later, or tell the owner that no connection of source '"
                                    + source
                                    + "' can be opened"
                                    + because
                                    + ".");
        };
    }

    /**
     * What an engine's error means. Its own words go to the agent, whose statement they are about,
     * and nowhere else.
     */
    public static ExecutionOutcome.Failed of(SourceConnection connection, SQLException error) {
        EngineError meaning = connection.meaning(error);
        return switch (meaning) {
            case STOPPED -> stopped(FailureReason.TIMED_OUT);
            case NOT_READ_ONLY ->
                    of(
                            FailureReason.NOT_A_READ,
                            words(connection.message(error), error.getSQLState()));
            case NO_RIGHT ->
                    of(
                            FailureReason.NO_RIGHT,
                            words(connection.message(error), error.getSQLState()));
            case PARAMETERS ->
                    of(
                            FailureReason.PARAMETERS,
                            words(connection.message(error), error.getSQLState()));
            case STATEMENT, DATABASE ->
                    of(
                            FailureReason.DATABASE_ERROR,
                            words(connection.message(error), error.getSQLState()));
            case BUSY -> busy();
            case FETCH_TOO_LARGE -> {
                connection.discard();
                yield of(
                        FailureReason.DATABASE_ERROR,
                        "The rows are longer than the driver may hold. Select fewer columns, or a"
                                + " part of the long ones.");
            }
            case CONNECTION_LOST, LOGIN -> {
                connection.discard();
                yield of(
                        FailureReason.CONNECTION_LOST,
                        "Nothing was changed. Send the statement again.");
            }
        };
    }

    /** What an error means for a change that was not committed. */
    static ExecutionOutcome.Failed ofChange(SourceConnection connection, SQLException error) {
        return switch (connection.changeError(error)) {
            case CONSTRAINT ->
                    of(
                            FailureReason.CONSTRAINT,
                            words(connection.message(error), error.getSQLState())
                                    + NOTHING_CHANGED);
            case CONFLICT -> conflict();
            case OTHER ->
                    connection.meaning(error) == EngineError.NOT_READ_ONLY
                            ? of(
                                    FailureReason.NO_RIGHT,
                                    words(connection.message(error), error.getSQLState()))
                            : of(connection, error);
        };
    }

    static ExecutionOutcome.Failed conflict() {
        return of(
                FailureReason.CONFLICT, NOTHING_CHANGED.strip() + " Send it again a little later.");
    }

    static ExecutionOutcome.Failed tooManyAffected(int most) {
        return of(
                FailureReason.TOO_MANY_AFFECTED,
                "It would affect more than "
                        + most
                        + " rows."
                        + NOTHING_CHANGED
                        + " Narrow the WHERE, or change the rows in parts.");
    }

    static ExecutionOutcome.Failed notOneChange() {
        return of(
                FailureReason.NOT_ONE_CHANGE,
                "Send one plain INSERT, UPDATE or DELETE." + NOTHING_CHANGED);
    }

    static ExecutionOutcome.Unknown unknown(boolean withKey) {
        return new ExecutionOutcome.Unknown(
                "The commit was sent and its answer never came. "
                        + (withKey
                                ? "Send the same call again with the same idempotency_key: it is"
                                        + " made once."
                                : "Do not send it again at once: look with a SELECT whether the"
                                        + " change is there."));
    }

    /** A change to it could neither be capped nor taken back. */
    static ExecutionOutcome.Failed withoutTransactions() {
        return of(
                FailureReason.NO_TRANSACTIONS,
                "Only the owner can help: a change to the table could not be taken back."
                        + NOTHING_CHANGED);
    }

    /** It was taken back as far as that goes. */
    static ExecutionOutcome.Unknown partlyUndone() {
        return new ExecutionOutcome.Unknown(
                "The change failed and was rolled back, but the engine says that a table without"
                        + " transactions took part, by a view or a trigger: what was changed there"
                        + " stays. Do not send it again at once: look with a SELECT.");
    }

    /** A trigger has committed or rolled back, and nobody says which. */
    static ExecutionOutcome.Unknown endedInside() {
        return new ExecutionOutcome.Unknown(
                "The transaction of the change was ended from inside, most likely by a trigger: the"
                        + " change was kept or it was not. Do not send it again at once: look with a"
                        + " SELECT.");
    }

    static ExecutionOutcome.Failed keyReused() {
        return of(
                FailureReason.KEY_REUSED,
                "An earlier call with this key had another statement or other values."
                        + " Take a new key for a new change.");
    }

    /** The table is missing, or is not as it is documented. */
    static ExecutionOutcome.Failed keyTable(SourceConnection connection, SQLException error) {
        return switch (connection.meaning(error)) {
            case STOPPED, BUSY, CONNECTION_LOST, FETCH_TOO_LARGE, LOGIN -> of(connection, error);
            case NOT_READ_ONLY, NO_RIGHT, PARAMETERS, STATEMENT, DATABASE -> keyTable();
        };
    }

    static ExecutionOutcome.Failed keyTable() {
        return of(
                FailureReason.KEY_TABLE,
                "Only the owner can help: the table that idempotency-table names is"
                        + " missing, not as documented, or the login may not use it."
                        + NOTHING_CHANGED);
    }

    private static String words(String message, @Nullable String state) {
        int end = Math.min(message.length(), MAX_MESSAGE);
        if (end < message.length() && Character.isHighSurrogate(message.charAt(end - 1))) {
            end--;
        }
        return (state == null ? "" : "SQLSTATE " + state + ": ")
                + message.substring(0, end)
                + (end < message.length() ? "…" : "");
    }
}
