package dev.sallyport.source;

import java.sql.SQLException;
import java.util.Objects;
import java.util.Set;

/** What the numbers of SQL Server's errors mean. */
final class SqlServerErrors {
    private static final String CONNECTION_ID = " ClientConnectionId:";

    /** Lock timeout; resource limits that end a statement. */
    private static final Set<Integer> STOPPED = Set.of(1222, 3617, 10916);

    /** A database or a file group that only reads; a secondary that only reads. */
    private static final Set<Integer> NOT_READ_ONLY = Set.of(3906, 652, 1924, 3908);

    private static final Set<Integer> NO_RIGHT =
            Set.of(
                    229, 230, 262, 297, 300, 371, 378, 916, 2571, 2760, 3110, 5011, 6102, 8189,
                    15247, 15274, 15562);

    /** Too few or too many values for a statement. */
    private static final Set<Integer> PARAMETERS = Set.of(8003, 8144, 8145, 8146, 8178, 8179);

    /** The session was killed, the server shuts down, the network is gone. */
    private static final Set<Integer> CONNECTION_LOST =
            Set.of(21, 64, 121, 233, 596, 3980, 6005, 10053, 10054, 10060, 40197);

    private static final Set<Integer> BUSY =
            Set.of(701, 802, 8645, 10928, 10929, 17809, 18401, 18451, 40501, 40544, 40613, 49918);

    private static final Set<Integer> LOGIN =
            Set.of(
                    18450, 18452, 18456, 18458, 18459, 18460, 18461, 18470, 18486, 18487, 18488,
                    40532, 40615, 47073);

    /** The database of a login, or the one that it has by default, does not open for it. */
    private static final Set<Integer> DATABASE = Set.of(4060, 4062, 4063, 4064);

    /** NULL, a check or a foreign key, a unique index, the check of a view, a key. */
    private static final Set<Integer> CONSTRAINT = Set.of(515, 547, 550, 2601, 2627);

    /**
     * The server has rolled back: the victim of a deadlock; validation of tables in memory, which
     * happens at the commit.
     */
    private static final Set<Integer> ROLLED_BACK = Set.of(1205, 41301, 41302, 41305, 41325);

    /** A lock that was waited for in vain; a row that changed since a snapshot was taken. */
    private static final Set<Integer> CONFLICT = Set.of(1222, 3960, 3961);

    private static final int ENDED_IN_A_TRIGGER = 3609;

    private static final int MAX_CAUSES = 5;

    private SqlServerErrors() {}

    static EngineError meaning(SQLException error) {
        int number = error.getErrorCode();
        String state = Objects.requireNonNullElse(error.getSQLState(), "");
        if (LOGIN.contains(number)) {
            return EngineError.LOGIN;
        }
        if (DATABASE.contains(number)) {
            return EngineError.DATABASE;
        }
        if (BUSY.contains(number)) {
            return EngineError.BUSY;
        }
        if (CONNECTION_LOST.contains(number) || state.startsWith("08")) {
            return EngineError.CONNECTION_LOST;
        }
        if (STOPPED.contains(number) || state.equals("HY008") || state.equals("HYT00")) {
            return EngineError.STOPPED;
        }
        if (NOT_READ_ONLY.contains(number)) {
            return EngineError.NOT_READ_ONLY;
        }
        if (NO_RIGHT.contains(number)) {
            return EngineError.NO_RIGHT;
        }
        if (number == 0 && state.isEmpty() && isOfALostConnection(error)) {
            return EngineError.CONNECTION_LOST;
        }
        // The driver's own complaint, without a number: it did not send the statement.
        boolean ofDriver = number == 0 && (state.isEmpty() || state.startsWith("07"));
        if (PARAMETERS.contains(number) || ofDriver) {
            return EngineError.PARAMETERS;
        }
        return EngineError.STATEMENT;
    }

    static ChangeError changeError(SQLException error) {
        int number = error.getErrorCode();
        if (CONSTRAINT.contains(number)) {
            return ChangeError.CONSTRAINT;
        }
        return ROLLED_BACK.contains(number) || CONFLICT.contains(number)
                ? ChangeError.CONFLICT
                : ChangeError.OTHER;
    }

    /** The transaction ended in a trigger, by whichever of the two. */
    static boolean endedInside(SQLException error) {
        return error.getErrorCode() == ENDED_IN_A_TRIGGER;
    }

    /** By the server's number alone: the driver has states of its own, which prove nothing. */
    static boolean provesRollback(SQLException error) {
        return ROLLED_BACK.contains(error.getErrorCode());
    }

    /** A value that is read as a stream hides what the network said behind an error of its own. */
    private static boolean isOfALostConnection(SQLException error) {
        Throwable cause = error.getCause();
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof SQLException one
                    && Objects.requireNonNullElse(one.getSQLState(), "").startsWith("08")) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }

    /** The server's number says more than its SQLSTATE. */
    static String message(SQLException error) {
        String message = Objects.requireNonNullElse(error.getMessage(), "");
        int id = message.indexOf(CONNECTION_ID);
        String words = id < 0 ? message : message.substring(0, id);
        return error.getErrorCode() == 0 ? words : "error " + error.getErrorCode() + ": " + words;
    }
}
