package dev.sallyport.catalog;

import dev.sallyport.config.ConfigSection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The business entities that the configuration declares, in its section {@code entities}. */
public final class Entities {
    /** No entity is declared. */
    public static final Entities NONE = new Entities(List.of());

    private static final int MAX_ENTITIES = 500;

    private final List<Entity> all;

    private Entities(List<Entity> all) {
        this.all = List.copyOf(all);
    }

    /**
     * Reads the section {@code entities} of the configuration's root, by the names of the entities.
     * What is wrong with one is noted as a problem of the configuration.
     *
     * @param sources names of the sources
     */
    public static Entities read(Map<String, ConfigSection> sections, Collection<String> sources) {
        List<Entity> entities = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        sections.forEach((name, in) -> {
            if (entities.size() == MAX_ENTITIES) {
                in.problem("there are more than " + MAX_ENTITIES + " entities");
            }
            Entity entity = entity(name, in, sources);
            entity.words()
                    .distinct()
                    .forEach(word -> {
                        String other = owners.putIfAbsent(word, name);
                        if (other != null) {
                            in.problem("'" + word + "' is a name of the entity " + other + " too");
                        }
                    });
            entities.add(entity);
        });
        return new Entities(entities);
    }

    private static Entity entity(String name, ConfigSection in, Collection<String> sources) {
        String source =
                sources.size() == 1 && !in.has("source")
                        ? in.text("source", sources.iterator().next())
                        : in.text("source");
        if (!source.isEmpty() && !sources.contains(source)) {
            in.problem("source", "there is no such source; sources: " + String.join(", ", sources));
        }
        return new Entity(
                name,
                in.texts("aliases").orElse(List.of()),
                source,
                in.text("table"),
                in.optionalText("key"),
                in.text("description"),
                in.textsByName("columns"),
                in.textsByName("relationships"),
                in.textsByName("queries"));
    }

    public List<Entity> all() {
        return all;
    }

    public boolean isEmpty() {
        return all.isEmpty();
    }

    /** The entity that people call so, in any case. */
    public Optional<Entity> called(String word) {
        return all.stream().filter(entity -> entity.isCalled(word)).findFirst();
    }

    /**
     * Tables with what their owner says of them and of their columns; what the database says stands
     * where nothing is declared.
     */
    List<CatalogTable> described(String source, List<CatalogTable> tables) {
        List<CatalogTable> described = tables;
        for (Entity entity : all) {
            if (entity.source().equals(source)) {
                List<CatalogTable> named = CatalogSearch.named(described, entity.table());
                described =
                        described.stream()
                                .map(table ->
                                        named.contains(table) ? described(table, entity) : table)
                                .toList();
            }
        }
        return described;
    }

    private static CatalogTable described(CatalogTable table, Entity entity) {
        Map<String, String> meanings = new HashMap<>();
        entity.columns().forEach((name, text) -> meanings.put(name.toLowerCase(Locale.ROOT), text));
        return new CatalogTable(
                table.name(),
                table.shownName(),
                table.kind(),
                Optional.of(entity.description()),
                table.columns().stream()
                        .map(column ->
                                column.withComment(
                                        meanings.get(column.name().toLowerCase(Locale.ROOT))))
                        .toList());
    }

    /** Names and aliases of entities of a source, by table; a search finds the table by them. */
    Map<CatalogTable, Set<String>> synonyms(String source, List<CatalogTable> tables) {
        Map<CatalogTable, Set<String>> synonyms = new HashMap<>();
        for (Entity entity : all) {
            if (entity.source().equals(source)) {
                for (CatalogTable table : CatalogSearch.named(tables, entity.table())) {
                    synonyms.computeIfAbsent(table, ignored -> new HashSet<>())
                            .addAll(
                                    entity.words()
                                            .flatMap(word -> Stream.of(word, singular(word)))
                                            .toList());
                }
            }
        }
        return synonyms;
    }

    private static String singular(String word) {
        String folded = word.toLowerCase(Locale.ROOT);
        return folded.length() > 3 && folded.endsWith("s")
                ? folded.substring(0, folded.length() - 1)
                : folded;
    }
}
