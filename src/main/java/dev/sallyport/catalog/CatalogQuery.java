package dev.sallyport.catalog;

import java.util.Optional;

/**
 * A question to the catalogue.
 *
 * @param words what to find in names and comments; empty for everything
 * @param table a table whose columns are wanted in detail
 * @param limit tables in the answer at most
 */
public record CatalogQuery(String words, Optional<String> table, int limit) {}
