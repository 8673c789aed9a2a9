package dev.sallyport.catalog;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An entity as the owner may declare it.
 *
 * @param source the source that holds it, where that is known
 * @param columns meaning by column
 * @param notes what stands beside the columns as comments: by the column before, empty for the top
 */
public record EntityDraft(
        String name,
        Optional<String> source,
        List<String> aliases,
        String table,
        Optional<String> key,
        String description,
        Map<String, String> columns,
        Map<String, String> relationships,
        Map<String, List<String>> notes) {
    public EntityDraft {
        aliases = List.copyOf(aliases);
    }
}
