package dev.sallyport.tool;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.catalog.CatalogAnswer;
import dev.sallyport.catalog.CatalogAnswer.ColumnEntry;
import dev.sallyport.catalog.CatalogAnswer.TableEntry;
import dev.sallyport.catalog.CatalogQuery;
import dev.sallyport.catalog.DatabaseCatalog;
import dev.sallyport.catalog.EntityDraft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Entities as the sources' own schemas suggest them: what statements may name, with keys, comments
 * and foreign keys.
 *
 * @param problems sources that could not be read, and tables that there were too many of
 */
public record EntityDrafts(List<EntityDraft> drafts, List<String> problems) {
    private static final int MAX_TABLES = 500;
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    public EntityDrafts {
        drafts = List.copyOf(drafts);
        problems = List.copyOf(problems);
    }

    /**
     * Asks the sources.
     *
     * @param only the one source that is asked; all where none is named
     * @param words what finds the tables; all where blank
     */
    public static EntityDrafts of(
            List<GovernedSource> sources, Optional<String> only, String words) {
        DatabaseCatalog catalog = new DatabaseCatalog();
        List<EntityDraft> drafts = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        for (GovernedSource source : sources) {
            if (only.filter(name -> !name.equals(source.name())).isEmpty()) {
                switch (ask(
                        catalog, source, new CatalogQuery(words, Optional.empty(), MAX_TABLES))) {
                    case CatalogAnswer.Failed failed -> problems.add(text(source, failed));
                    case CatalogAnswer.Found(List<TableEntry> tables, boolean more) -> {
                        if (more) {
                            problems.add(
                                    source.name()
                                            + ": more than "
                                            + MAX_TABLES
                                            + " tables; choose some with --words");
                        }
                        addAll(drafts, problems, catalog, source, tables, sources.size() > 1);
                    }
                }
            }
        }
        return new EntityDrafts(drafts, problems);
    }

    private static void addAll(
            List<EntityDraft> drafts,
            List<String> problems,
            DatabaseCatalog catalog,
            GovernedSource source,
            List<TableEntry> tables,
            boolean several) {
        Map<String, String> names = new LinkedHashMap<>();
        List<TableEntry> described = new ArrayList<>();
        for (TableEntry table : tables) {
            switch (ask(catalog, source, new CatalogQuery("", Optional.of(table.name()), 1))) {
                case CatalogAnswer.Failed failed -> {
                    problems.add(text(source, failed));
                    return;
                }
                case CatalogAnswer.Found(List<TableEntry> found, boolean ignored) ->
                        found.stream()
                                .filter(one -> one.name().equals(table.name()))
                                .findFirst()
                                .ifPresent(one -> {
                                    names.put(one.name(), free(one, names, drafts));
                                    described.add(one);
                                });
            }
        }
        for (TableEntry table : described) {
            drafts.add(
                    draft(table, names, several ? Optional.of(source.name()) : Optional.empty()));
        }
    }

    private static EntityDraft draft(
            TableEntry table, Map<String, String> names, Optional<String> source) {
        Map<String, String> columns = new LinkedHashMap<>();
        Map<String, String> relationships = new LinkedHashMap<>();
        String own = names.getOrDefault(table.name(), "");
        for (ColumnEntry column : table.columns()) {
            columns.put(
                    column.name(),
                    column.comment().orElse(words(column.name())) + "; " + column.type());
            column.references()
                    .ifPresent(target -> {
                        int dot = target.lastIndexOf('.');
                        String other = names.get(target.substring(0, Math.max(0, dot)));
                        if (other != null) {
                            relationships.putIfAbsent(
                                    relationships.containsKey(other)
                                            ? other + " by " + column.name()
                                            : other,
                                    own
                                            + "."
                                            + column.name()
                                            + " -> "
                                            + other
                                            + target.substring(dot));
                        }
                    });
        }
        List<String> key =
                table.columns().stream().filter(ColumnEntry::key).map(ColumnEntry::name).toList();
        return new EntityDraft(
                own,
                source,
                aliases(own),
                table.name(),
                key.size() == 1 ? Optional.of(key.getFirst()) : Optional.empty(),
                table.comment()
                        .orElse(capitalised(words(table.table().name())) + " (say what a row is)"),
                columns,
                relationships,
                key.size() > 1
                        ? Map.of(
                                "",
                                List.of("The key has several columns: " + String.join(", ", key)))
                        : Map.of());
    }

    /** A name that no draft before it has; the schema tells tables of one name apart. */
    private static String free(
            TableEntry table, Map<String, String> names, List<EntityDraft> drafts) {
        String name = table.table().name().toLowerCase(Locale.ROOT);
        String free = name;
        String schema = table.table().schema().orElse("").toLowerCase(Locale.ROOT);
        for (int i = 1; isTaken(free, names, drafts); i++) {
            free = i == 1 && !schema.isEmpty() ? schema + "_" + name : name + "_" + (i + 1);
        }
        return free;
    }

    private static boolean isTaken(
            String name, Map<String, String> names, List<EntityDraft> drafts) {
        return names.containsValue(name)
                || drafts.stream().anyMatch(draft -> draft.name().equals(name));
    }

    /** The words of a name that has several; nothing that another entity may be called too. */
    private static List<String> aliases(String name) {
        String words = words(name);
        return words.equals(name) ? List.of() : List.of(words);
    }

    private static String words(String name) {
        return name.replaceAll("([a-z])([A-Z])", "$1 $2")
                .replaceAll("[_\\s\"\\[\\]`]+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static String capitalised(String text) {
        return text.isEmpty()
                ? text
                : text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
    }

    private static CatalogAnswer ask(
            DatabaseCatalog catalog, GovernedSource source, CatalogQuery query) {
        return catalog.search(
                source.source(),
                query,
                source.view(),
                new CallContext(Caller.LOCAL, Deadline.after(PATIENCE), new Cancellation()));
    }

    private static String text(GovernedSource source, CatalogAnswer.Failed failed) {
        return source.name()
                + ": "
                + failed.reason().code()
                + ": "
                + failed.reason().summary()
                + ". "
                + failed.hint();
    }
}
