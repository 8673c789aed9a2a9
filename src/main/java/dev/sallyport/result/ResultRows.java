package dev.sallyport.result;

import dev.sallyport.json.JsonEncoded;
import java.util.List;
import java.util.Optional;

/**
 * The rows of an answer, within limits.
 *
 * @param rows an array of arrays, encoded while it streamed from the driver
 * @param truncation why rows are missing, if any are
 */
public record ResultRows(
        List<Column> columns, JsonEncoded rows, int rowCount, Optional<Truncation> truncation) {
    public ResultRows {
        columns = List.copyOf(columns);
    }
}
