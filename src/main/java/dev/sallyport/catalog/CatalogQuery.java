package dev.sallyport.catalog;

import java.util.Optional;

/**
 * A question to the catalogue.
 *
 * @param words what to find in names and comments; empty for everything
 * @param table a table whose columns are wanted in detail
 * @param limit tables in the answer at most
 * @param columns whether a list of tables has their columns, without keys
 */
public record CatalogQuery(String words, Optional<String> table, int limit, boolean columns) {
    /** A list of tables has their names only. */
    public CatalogQuery(String words, Optional<String> table, int limit) {
        this(words, table, limit, false);
    }
}
