package dev.sallyport.execution;

import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A result that was cut and is open yet, on its own connection and inside its transaction.
 *
 * @param rows on the row at which the answer was cut
 * @param inSteps whether the driver is told how many rows to fetch next
 * @param rest the statement, behind the rows that its caller has
 * @param holder the name of that caller
 */
record HeldResult(
        Source source,
        SourceConnection connection,
        PreparedStatement prepared,
        ResultSet rows,
        boolean inSteps,
        BoundStatement rest,
        String holder) {
    /** Whether a call asks for exactly the rows that come next. */
    boolean continues(Source asked, BoundStatement statement, String caller) {
        return source == asked && rest.equals(statement) && holder.equals(caller);
    }

    /** Ends a result of which rows are left; the connection goes on. */
    void drop() {
        connection.abandon(rows);
        close();
    }

    /** Ends a result that was read to its end: nothing is left to be stopped. */
    void close() {
        try {
            prepared.close();
        } catch (SQLException | RuntimeException | LinkageError e) {
            connection.discard();
        }
    }

    /** Ends the result and the loan. */
    void end() {
        try {
            drop();
        } finally {
            connection.close();
        }
    }
}
