package dev.sallyport.catalog;

import dev.sallyport.sql.TableName;

/** What of a catalogue a caller may know of; names are in the engine's spelling. */
public interface CatalogView {
    boolean shows(TableName table);

    /** Whether a column of a table that is shown is shown too. */
    boolean shows(TableName table, String column);
}
