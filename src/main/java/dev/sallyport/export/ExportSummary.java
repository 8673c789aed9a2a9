package dev.sallyport.export;

import dev.sallyport.result.Truncation;
import java.util.List;
import java.util.Optional;

/**
 * A file that was written.
 *
 * @param uri by which it is read
 * @param name in the folder
 * @param truncation why rows are missing, if any are
 * @param escapedFormulas texts that got an apostrophe
 */
public record ExportSummary(
        String uri,
        String name,
        ExportFormat format,
        long bytes,
        long rows,
        List<ColumnSummary> columns,
        Optional<Truncation> truncation,
        long escapedFormulas) {
    public ExportSummary {
        columns = List.copyOf(columns);
    }
}
