package dev.sallyport.catalog;

import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A table as the engine describes it.
 *
 * @param shownName as a statement has to write it
 */
record CatalogTable(
        TableName name,
        String shownName,
        String kind,
        Optional<String> comment,
        List<CatalogColumn> columns) {
    CatalogTable {
        columns = List.copyOf(columns);
    }

    /** This table with the columns that are shown. */
    CatalogTable seenThrough(CatalogView view) {
        List<CatalogColumn> shown =
                columns.stream().filter(column -> view.shows(name, column.name())).toList();
        return shown.size() == columns.size()
                ? this
                : new CatalogTable(name, shownName, kind, comment, shown);
    }

    /**
     * A column as the engine describes it.
     *
     * @param name in the engine's spelling
     */
    record CatalogColumn(
            String name,
            String shownName,
            String type,
            boolean nullable,
            Optional<String> comment) {
        /** The same with another comment, if there is one. */
        CatalogColumn withComment(@Nullable String text) {
            return text == null
                    ? this
                    : new CatalogColumn(name, shownName, type, nullable, Optional.of(text));
        }
    }
}
