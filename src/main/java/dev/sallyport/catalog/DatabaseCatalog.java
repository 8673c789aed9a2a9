package dev.sallyport.catalog;

import dev.sallyport.call.CallContext;
import dev.sallyport.source.Source;
import dev.sallyport.sql.TableName;
import java.util.function.Predicate;

/** Searches the metadata of the data sources; thread-safe. */
public final class DatabaseCatalog {
    /**
     * Searches one source.
     *
     * @param visible whether a caller may know of a table
     */
    public CatalogAnswer search(
            Source source, CatalogQuery query, Predicate<TableName> visible, CallContext context) {
        return new CatalogAnswer.Found(java.util.List.of(), false);
    }
}
