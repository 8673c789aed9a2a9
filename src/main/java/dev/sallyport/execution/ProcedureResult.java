package dev.sallyport.execution;

import dev.sallyport.json.JsonEncoded;
import dev.sallyport.result.ResultRows;
import java.util.List;
import java.util.Optional;

/**
 * What a procedure gave.
 *
 * @param results its results in order, each within the limit of rows, all within that of bytes
 * @param moreResults whether there were more of them than are kept
 * @param affectedRows how many rows each of its statements changed that says so, in order
 * @param outputs an object with the values of its output parameters; empty where they are too large
 * @param returned what it returned
 * @param committed whether what it changed is kept; it is not where the owner says that it only
 *     reads
 */
public record ProcedureResult(
        List<ResultRows> results,
        boolean moreResults,
        List<Long> affectedRows,
        Optional<JsonEncoded> outputs,
        int returned,
        boolean committed) {
    public ProcedureResult {
        results = List.copyOf(results);
        affectedRows = List.copyOf(affectedRows);
    }

    /** Rows of all results. */
    public long rowCount() {
        return results.stream().mapToLong(ResultRows::rowCount).sum();
    }

    /** Bytes of all values. */
    public long bytes() {
        return results.stream().mapToLong(rows -> rows.rows().length()).sum()
                + outputs.map(JsonEncoded::length).orElse(0);
    }

    /** Whether something is left out. */
    public boolean isCut() {
        return moreResults
                || outputs.isEmpty()
                || results.stream().anyMatch(rows -> rows.truncation().isPresent());
    }
}
