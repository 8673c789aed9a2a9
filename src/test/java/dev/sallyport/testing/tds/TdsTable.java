package dev.sallyport.testing.tds;

import java.util.List;

/**
 * A table that came as a parameter.
 *
 * @param rows null for NULL in them
 */
public record TdsTable(
        String schema, String name, List<TdsType> columns, List<List<Object>> rows) {}
