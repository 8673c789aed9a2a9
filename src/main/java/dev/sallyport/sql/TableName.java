package dev.sallyport.sql;

import java.util.Optional;

/**
 * A table or view as a statement names it, in the spelling that the engine resolves it by (folded
 * where not quoted).
 *
 * @param catalog the database, where the statement names one
 * @param schema the schema, where the statement names one
 * @param name the name of the table or view
 */
public record TableName(Optional<String> catalog, Optional<String> schema, String name) {
    @Override
    public String toString() {
        return catalog.map(c -> c + ".").orElse("")
                + schema.map(s -> s + ".").orElse(catalog.isPresent() ? "." : "")
                + name;
    }
}
