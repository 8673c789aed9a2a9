package dev.sallyport.execution;

import java.sql.ResultSet;
import java.sql.SQLException;

/** Takes the rows of a read as they come, under limits of its own. */
public interface RowSink {
    /**
     * Reads rows, as many as it wants.
     *
     * @param rows before the first row
     * @param fetchesInSteps whether to tell the driver how many rows to fetch next
     * @return whether there are no more
     */
    boolean take(ResultSet rows, boolean fetchesInSteps) throws SQLException;
}
