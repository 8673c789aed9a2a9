package dev.sallyport.execution;

import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConnection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import org.jspecify.annotations.Nullable;

/** Whether the result of one call stays open when the call has ended; for one thread. */
final class OpenResult {
    private final HeldResults held;
    private final Source source;
    private final BoundStatement statement;
    private final String holder;
    private @Nullable HeldResult result;
    private long lease = PagedRead.NO_LEASE;

    OpenResult(HeldResults held, Source source, BoundStatement statement, String holder) {
        this.held = held;
        this.source = source;
        this.statement = statement;
        this.holder = holder;
    }

    /** Whether a result of the connection may stay open. */
    static boolean isPossible(SourceConnection connection) {
        return connection.holdsFor().isPresent();
    }

    /** The result was cut behind so many rows, and is not to be closed yet. */
    void cut(
            SourceConnection connection,
            PreparedStatement prepared,
            ResultSet rows,
            boolean inSteps,
            int count) {
        BoundStatement rest = statement.after(statement.skippedRows() + count);
        result = new HeldResult(source, connection, prepared, rows, inSteps, rest, holder);
    }

    /** Whether a result is open, kept or not. */
    boolean isOpen() {
        return result != null;
    }

    /**
     * The call has ended: what is open is kept, or ended.
     *
     * @param good whether nobody has stopped the call
     */
    void settle(boolean good) {
        if (result == null) {
            return;
        }
        HeldResult open = result;
        lease = good ? held.keep(open) : PagedRead.NO_LEASE;
        if (lease == PagedRead.NO_LEASE) {
            open.drop();
            result = null;
        }
    }

    /** The lease; where there is one, the connection is no longer the call's. */
    long lease() {
        return lease;
    }
}
