package dev.sallyport.catalog;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A thing that people talk about, and where the data has it.
 *
 * @param name what it is called first, in the plural
 * @param aliases what else people call it
 * @param source the source that holds it
 * @param table the table as a statement writes it
 * @param key the column that tells one from another
 * @param columns meaning by column
 * @param relationships by the name of another entity, how they are joined
 * @param queries statements that answer what is often asked, by name
 */
public record Entity(
        String name,
        List<String> aliases,
        String source,
        String table,
        Optional<String> key,
        String description,
        Map<String, String> columns,
        Map<String, String> relationships,
        Map<String, String> queries) {
    public Entity {
        aliases = List.copyOf(aliases);
    }

    /** Whether people call it so, in any case. */
    public boolean isCalled(String word) {
        return words().anyMatch(word.strip().toLowerCase(Locale.ROOT)::equals);
    }

    /** What people call it, in lower case. */
    Stream<String> words() {
        return Stream.concat(Stream.of(name), aliases.stream())
                .map(word -> word.toLowerCase(Locale.ROOT));
    }
}
