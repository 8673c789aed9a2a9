package dev.sallyport.tool;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.result.Column;
import dev.sallyport.result.ResultRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Names of columns that tell them apart, for an answer in which two have the same name. */
final class ColumnLabels {
    private ColumnLabels() {}

    /**
     * A label each: the name; where others have it too with its table before it, and a number
     * behind it where that does not do.
     */
    static List<String> of(List<Column> columns) {
        Set<String> names = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                repeated.add(column.name());
            }
        }
        List<String> labels = new ArrayList<>(columns.size());
        Set<String> taken = new HashSet<>();
        for (Column column : columns) {
            String name = column.name();
            boolean qualified = repeated.contains(name) && column.table().isPresent();
            String label = qualified ? column.table().get() + "." + name : name;
            String free = label;
            for (int i = 2; taken.contains(free) || (i > 2 && names.contains(free)); i++) {
                free = label + "_" + i;
            }
            taken.add(free);
            labels.add(free);
        }
        return labels;
    }

    /**
     * The first row with a label at each value, where two columns have the same name: it shows
     * which place of a row is which.
     */
    static Optional<JsonObject> firstRow(ResultRows rows) {
        if (rows.rowCount() == 0
                || Column.namesDiffer(rows.columns())
                || !(rows.rows().decode() instanceof JsonArray(List<JsonValue> all))
                || !(all.getFirst() instanceof JsonArray(List<JsonValue> values))) {
            return Optional.empty();
        }
        List<String> labels = of(rows.columns());
        JsonObject.Builder row = JsonObject.builder();
        for (int i = 0; i < values.size(); i++) {
            row.put(labels.get(i), values.get(i));
        }
        return Optional.of(row.build());
    }
}
