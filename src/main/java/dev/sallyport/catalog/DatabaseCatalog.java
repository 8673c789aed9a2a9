package dev.sallyport.catalog;

import dev.sallyport.call.CallContext;
import dev.sallyport.catalog.CatalogAnswer.ColumnEntry;
import dev.sallyport.catalog.CatalogAnswer.TableEntry;
import dev.sallyport.catalog.CatalogTable.CatalogColumn;
import dev.sallyport.execution.ExecutionOutcome;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.execution.Failures;
import dev.sallyport.source.Borrowed;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConnection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Searches the metadata of the data sources; thread-safe.
 *
 * <p>What a source holds is remembered for five minutes. What is not found is looked for once more
 * in the database itself, so that a table that was just made is found.
 */
public final class DatabaseCatalog {
    private static final Duration FRESH = Duration.ofMinutes(5);

    /** Not found twice within this time: the database is not asked again. */
    private static final Duration SETTLED = Duration.ofSeconds(5);

    /** Tables with the same name in several schemas that are described at once. */
    private static final int MAX_DETAILED = 5;

    /** Databases beside the sources' own that are remembered at a time. */
    private static final int MAX_OTHERS = 64;

    private final Map<Place, Slot> slots = new ConcurrentHashMap<>();
    private final Entities entities;
    private final Map<String, Duration> fresh;

    /** A database of a source; empty for its own. */
    private record Place(Source source, Optional<String> database) {}

    /** The names of a server's databases, or why they cannot be read. */
    public sealed interface Databases {
        record Names(List<String> names) implements Databases {}

        record Failed(CatalogAnswer.Failed failure) implements Databases {}
    }

    /** A catalogue that knows the database's own names only. */
    public DatabaseCatalog() {
        this(Entities.NONE);
    }

    /** A catalogue that finds tables by what people call what they hold, too. */
    public DatabaseCatalog(Entities entities) {
        this(entities, Map.of());
    }

    /**
     * A catalogue that knows for how long to remember what each source holds.
     *
     * @param fresh by the source's name; five minutes for those that are not in it
     */
    public DatabaseCatalog(Entities entities, Map<String, Duration> fresh) {
        this.entities = entities;
        this.fresh = Map.copyOf(fresh);
    }

    /** What one source held at a time. */
    private record Snapshot(List<CatalogTable> tables, long nanoTime) {
        boolean isOlderThan(Duration age) {
            return System.nanoTime() - nanoTime > age.toNanos();
        }
    }

    /** A source's snapshot; the lock is held by who reads it anew. */
    private static final class Slot {
        private final ReentrantLock lock = new ReentrantLock();
        private volatile @Nullable Snapshot snapshot;
    }

    /** What a source holds, or why it cannot be read. */
    private sealed interface Loaded {
        record Tables(Snapshot snapshot) implements Loaded {}

        record Failed(CatalogAnswer.Failed failure) implements Loaded {}
    }

    /** What to do on a connection. */
    private interface MetadataWork<T> {
        T read(MetadataReader reader) throws SQLException;
    }

    private sealed interface Worked<T> {
        record Done<T>(T value) implements Worked<T> {}

        record Failed<T>(CatalogAnswer.Failed failure) implements Worked<T> {}
    }

    /**
     * Searches one source.
     *
     * @param view what the caller may know of; the rest is as if it were not there
     */
    public CatalogAnswer search(
            Source source, CatalogQuery query, CatalogView view, CallContext context) {
        return search(source, Optional.empty(), query, view, context);
    }

    /**
     * The same in another database of the source's server.
     *
     * @param database empty for the source's own
     */
    public CatalogAnswer search(
            Source source,
            Optional<String> database,
            CatalogQuery query,
            CatalogView view,
            CallContext context) {
        Place place = new Place(source, database.map(name -> name.toLowerCase(Locale.ROOT)));
        Duration keep = fresh.getOrDefault(source.name(), FRESH);
        CatalogAnswer answer = search(place, query, view, context, keep);
        boolean missed =
                answer instanceof CatalogAnswer.Found(List<TableEntry> tables, boolean ignored)
                        && tables.isEmpty();
        return missed && keep.compareTo(SETTLED) > 0
                ? search(place, query, view, context, SETTLED)
                : answer;
    }

    /** The databases of a source's server, as its login sees them; asked anew each time. */
    public Databases databases(Source source, CallContext context) {
        return switch (work(
                new Place(source, Optional.empty()), context, MetadataReader::databases)) {
            case Worked.Done<List<String>>(List<String> names) -> new Databases.Names(names);
            case Worked.Failed<List<String>>(CatalogAnswer.Failed failure) ->
                    new Databases.Failed(failure);
        };
    }

    private CatalogAnswer search(
            Place place,
            CatalogQuery query,
            CatalogView view,
            CallContext context,
            Duration atMostOld) {
        Source source = place.source();
        return switch (snapshot(place, context, atMostOld)) {
            case Loaded.Failed(CatalogAnswer.Failed failure) -> failure;
            case Loaded.Tables(Snapshot snapshot) -> {
                List<CatalogTable> tables =
                        entities.described(
                                source.name(),
                                snapshot.tables().stream()
                                        .filter(table -> view.shows(table.name()))
                                        .map(table -> table.seenThrough(view))
                                        .toList());
                yield query.table().isPresent()
                        ? described(place, tables, query.table().get(), view, context)
                        : names(source, tables, query);
            }
        };
    }

    private CatalogAnswer names(Source source, List<CatalogTable> tables, CatalogQuery query) {
        List<CatalogSearch.Match> matches =
                CatalogSearch.find(tables, query.words(), entities.synonyms(source.name(), tables));
        List<TableEntry> entries =
                matches.stream()
                        .limit(query.limit())
                        .map(match ->
                                entry(
                                        match.table(),
                                        query.columns() ? columns(match.table()) : List.of(),
                                        match.columns()))
                        .toList();
        return new CatalogAnswer.Found(entries, matches.size() > query.limit());
    }

    /** Columns as the snapshot has them. */
    private static List<ColumnEntry> columns(CatalogTable table) {
        return table.columns().stream()
                .map(column -> entry(column, false, Optional.empty()))
                .toList();
    }

    private CatalogAnswer described(
            Place place,
            List<CatalogTable> tables,
            String written,
            CatalogView view,
            CallContext context) {
        List<CatalogTable> named = CatalogSearch.named(tables, written);
        if (named.isEmpty()) {
            return new CatalogAnswer.Found(List.of(), false);
        }
        Worked<List<TableEntry>> described =
                work(
                        place,
                        context,
                        reader -> {
                            List<TableEntry> entries = new ArrayList<>();
                            for (CatalogTable table : named.subList(0, limited(named))) {
                                entries.add(entry(table, columns(table, reader, view), List.of()));
                            }
                            return entries;
                        });
        return switch (described) {
            case Worked.Done<List<TableEntry>>(List<TableEntry> entries) ->
                    new CatalogAnswer.Found(entries, named.size() > MAX_DETAILED);
            case Worked.Failed<List<TableEntry>>(CatalogAnswer.Failed failure) -> failure;
        };
    }

    private static int limited(List<CatalogTable> tables) {
        return Math.min(tables.size(), MAX_DETAILED);
    }

    private static List<ColumnEntry> columns(
            CatalogTable table, MetadataReader reader, CatalogView view) throws SQLException {
        Set<String> key = reader.primaryKey(table.name());
        Map<String, MetadataReader.Reference> references = reader.references(table.name());
        return table.columns().stream()
                .map(column ->
                        entry(
                                column,
                                key.contains(column.name()),
                                Optional.ofNullable(references.get(column.name()))
                                        .filter(target -> target.isShownBy(view))
                                        .map(MetadataReader.Reference::shown)))
                .toList();
    }

    private static ColumnEntry entry(
            CatalogColumn column, boolean key, Optional<String> references) {
        return new ColumnEntry(
                column.shownName(),
                column.type(),
                column.nullable(),
                key,
                column.comment(),
                references);
    }

    private static TableEntry entry(
            CatalogTable table, List<ColumnEntry> columns, List<String> matched) {
        return new TableEntry(
                table.shownName(), table.kind(), table.comment(), columns, matched, table.name());
    }

    private Loaded snapshot(Place place, CallContext context, Duration atMostOld) {
        if (slots.keySet().stream().filter(one -> one.database().isPresent()).count()
                > MAX_OTHERS) {
            slots.keySet().removeIf(one -> one.database().isPresent());
        }
        Slot slot = slots.computeIfAbsent(place, ignored -> new Slot());
        Snapshot known = slot.snapshot;
        if (known != null && !known.isOlderThan(atMostOld)) {
            return new Loaded.Tables(known);
        }
        try {
            long wait = context.deadline().remaining().toNanos();
            if (!slot.lock.tryLock(wait, TimeUnit.NANOSECONDS)) {
                return failed(Failures.waited());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return failed(Failures.stopped(FailureReason.CANCELLED));
        }
        try {
            Snapshot read = slot.snapshot;
            if (read != null && !read.isOlderThan(atMostOld)) {
                return new Loaded.Tables(read);
            }
            return switch (work(place, context, MetadataReader::tables)) {
                case Worked.Failed<List<CatalogTable>>(CatalogAnswer.Failed failure) ->
                        new Loaded.Failed(failure);
                case Worked.Done<List<CatalogTable>>(List<CatalogTable> tables) -> {
                    Snapshot fresh = new Snapshot(tables, System.nanoTime());
                    slot.snapshot = fresh;
                    yield new Loaded.Tables(fresh);
                }
            };
        } finally {
            slot.lock.unlock();
        }
    }

    private static <T> Worked<T> work(Place place, CallContext context, MetadataWork<T> work) {
        Source source = place.source();
        return switch (source.borrow(
                place.database(),
                context.deadline().remaining(),
                context.cancellation()::isCancelled)) {
            case Borrowed.Ready(SourceConnection connection) -> {
                try (connection) {
                    yield work(place, connection, work);
                }
            }
            case Borrowed reason -> new Worked.Failed<>(answer(Failures.of(source.name(), reason)));
        };
    }

    private static <T> Worked<T> work(
            Place place, SourceConnection connection, MetadataWork<T> work) {
        try {
            return new Worked.Done<>(
                    work.read(
                            new MetadataReader(
                                    connection,
                                    place.database().or(() -> place.source().defaultDatabase()))));
        } catch (SQLException e) {
            return new Worked.Failed<>(answer(Failures.of(connection, e)));
        } catch (LinkageError e) {
            // A driver of an earlier release of JDBC than the catalogue needs.
            connection.discard();
            return new Worked.Failed<>(
                    new CatalogAnswer.Failed(
                            FailureReason.DATABASE_ERROR,
                            "The driver of this source cannot list its tables."));
        }
    }

    private static Loaded failed(ExecutionOutcome.Failed failure) {
        return new Loaded.Failed(answer(failure));
    }

    private static CatalogAnswer.Failed answer(ExecutionOutcome.Failed failure) {
        return new CatalogAnswer.Failed(failure.reason(), failure.hint());
    }
}
