package dev.sallyport.catalog;

import dev.sallyport.execution.FailureReason;
import dev.sallyport.sql.TableName;
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
     * @param table the whole name, in the engine's spelling
     */
    record TableEntry(
            String name,
            String kind,
            Optional<String> comment,
            List<ColumnEntry> columns,
            List<String> matchedColumns,
            TableName table) {
        public TableEntry {
            columns = List.copyOf(columns);
            matchedColumns = List.copyOf(matchedColumns);
        }
    }

    /**
     * A column.
     *
     * @param name as a statement has to write it
     * @param key whether it is part of the primary key
     * @param references the table and column that it is a foreign key to
     */
    record ColumnEntry(
            String name,
            String type,
            boolean nullable,
            boolean key,
            Optional<String> comment,
            Optional<String> references) {
        /** A column that refers to no other. */
        public ColumnEntry(
                String name, String type, boolean nullable, boolean key, Optional<String> comment) {
            this(name, type, nullable, key, comment, Optional.empty());
        }
    }
}
