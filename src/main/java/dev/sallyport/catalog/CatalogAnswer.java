package dev.sallyport.catalog;

import dev.sallyport.execution.FailureReason;
import java.util.List;
import java.util.Optional;

/** What the catalogue found. */
public sealed interface CatalogAnswer {
    /**
     * Tables, best first.
     *
     * @param more whether the limit cut the list
     */
    record Found(List<TableEntry> tables, boolean more) implements CatalogAnswer {
        public Found {
            tables = List.copyOf(tables);
        }
    }

    /** The database could not be read. */
    record Failed(FailureReason reason, String hint) implements CatalogAnswer {}

    /**
     * A table or view.
     *
     * @param name as a statement has to write it
     * @param columns in order; empty where only names were asked for
     * @param matchedColumns names of the columns that the words matched
     */
    record TableEntry(
            String name,
            String kind,
            Optional<String> comment,
            List<ColumnEntry> columns,
            List<String> matchedColumns) {
        public TableEntry {
            columns = List.copyOf(columns);
            matchedColumns = List.copyOf(matchedColumns);
        }
    }

    /** A column. */
    record ColumnEntry(
            String name, String type, boolean nullable, boolean key, Optional<String> comment) {}
}
