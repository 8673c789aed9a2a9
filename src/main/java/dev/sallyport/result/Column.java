package dev.sallyport.result;

import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * A column of a result.
 *
 * @param name its label; two columns may have the same
 * @param type the engine's name of its type
 * @param nullable whether it may hold NULL, where the driver knows without asking the engine
 * @param precision digits of a decimal, or length of a text, where the type has one
 * @param scale digits after the point of a decimal
 * @param table the table that it is of, where the driver knows and the answer is of several
 * @param note how its values are written, where that is not plain
 */
public record Column(
        String name,
        String type,
        Optional<Boolean> nullable,
        OptionalInt precision,
        OptionalInt scale,
        Optional<String> table,
        Optional<String> note) {
    /** A column as a driver describes it. */
    Column(
            String name,
            String type,
            Optional<Boolean> nullable,
            OptionalInt precision,
            OptionalInt scale) {
        this(name, type, nullable, precision, scale, Optional.empty(), Optional.empty());
    }

    /** A column of which no more is known. */
    public Column(String name, String type) {
        this(name, type, Optional.empty(), OptionalInt.empty(), OptionalInt.empty());
    }

    Column withNote(String text) {
        return text.isEmpty()
                ? this
                : new Column(name, type, nullable, precision, scale, table, Optional.of(text));
    }

    Column ofTable(Optional<String> known) {
        return new Column(name, type, nullable, precision, scale, known, note);
    }

    /** Whether a name tells a column of them from every other. */
    public static boolean namesDiffer(List<Column> columns) {
        Set<String> names = new HashSet<>();
        for (Column column : columns) {
            if (!names.add(column.name())) {
                return false;
            }
        }
        return true;
    }

    /** What is known of it, and nothing else. */
    public JsonObject json() {
        JsonObject.Builder members = JsonObject.builder().put("name", name).put("type", type);
        members.putIfPresent("nullable", nullable.map(JsonBoolean::of));
        if (precision.isPresent()) {
            members.put("precision", precision.getAsInt());
        }
        if (scale.isPresent()) {
            members.put("scale", scale.getAsInt());
        }
        return members.putIfPresent("table", table.map(JsonString::new))
                .putIfPresent("note", note.map(JsonString::new))
                .build();
    }
}
