package dev.sallyport.result;

import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says of the columns of an answer which table each is of, where they are of several: of one table
 * the caller knows it, and each column would say it again.
 */
final class SourceTables {
    private SourceTables() {}

    /** The columns with their tables, or as they are. */
    static List<Column> told(List<Column> columns, ResultSetMetaData metadata, ValueMapping mapping)
            throws SQLException {
        // A question to the engine is worth it only where nothing else tells two columns apart.
        if (columns.size() < 2 || (mapping.asksForTables() && Column.namesDiffer(columns))) {
            return columns;
        }
        List<Optional<String>> tables = new ArrayList<>();
        for (int i = 1; i <= columns.size(); i++) {
            tables.add(mapping.table(metadata, i));
        }
        if (tables.stream().flatMap(Optional::stream).distinct().count() < 2) {
            return columns;
        }
        List<Column> told = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            told.add(columns.get(i).ofTable(tables.get(i)));
        }
        return told;
    }
}
