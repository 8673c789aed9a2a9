package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.Borrowed;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.SourceConnection;
import dev.sallyport.source.Sources;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.StatementClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is left of read-only where the guard is switched off: the hostile statements of the case
 * files go to a source that only reads, once through the executor and once on the bare connection
 * of a loan, and database, files and session are compared before and after each.
 *
 * <p>An engine names the words of the statements that do change something, and what they change;
 * {@code docs/engines.md} says why. A change by any other statement, a change of another kind, and
 * a word by which nothing changes any more are failures.
 */
@Timeout(value = 5, unit = TimeUnit.MINUTES)
abstract class ReadOnlyWithoutGuardContract {
    /** A statement that sleeps is as good as one that ended. */
    private static final Duration LIMIT = Duration.ofMillis(400);

    @TempDir private Path files;

    private final StatementExecutor executor = new StatementExecutor();
    private final ScheduledExecutorService timer =
            Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
    private Sources sources = new Sources(List.of());

    /** The dialect whose case files are sent. */
    protected abstract Dialect dialect();

    /**
     * A new database that these statements made, and a source for it that only reads, unless it is
     * {@link #besideWrites}, and has one connection; called again after a statement has changed the
     * database.
     */
    protected abstract SourceConfig prepared(List<String> statements) throws Exception;

    /** Whether the source allows changes, over other connections than those of its reads. */
    protected boolean besideWrites() {
        return false;
    }

    /** Everything that a statement could have changed, seen past the product. */
    protected abstract String state() throws Exception;

    /** Changes something past the product, which {@link #state} must show. */
    protected abstract void change() throws Exception;

    /** A query of one row: what a session could have left to the next caller. */
    protected abstract String session();

    /** What a statement changed. */
    protected enum Change {
        SESSION,
        DATABASE,
        FILES
    }

    /**
     * From the words of the statements that change something although the executor saw them, to
     * what they change.
     */
    protected Map<String, Set<Change>> passTheExecutor() {
        return Map.of();
    }

    /** And from the words of those that do so on the bare connection alone. */
    protected Map<String, Set<Change>> passTheConnection() {
        return Map.of();
    }

    /** Statements that make the tables of the cases; those of the guard's live engines. */
    protected List<String> schema() throws IOException {
        String resource = "/guard/schema/" + dialect().name() + ".sql";
        try (InputStream in = ReadOnlyWithoutGuardContract.class.getResourceAsStream(resource)) {
            assertThat(in).isNotNull();
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(script.split(";\n", -1)).filter(s -> !s.isBlank()).toList();
        }
    }

    @BeforeEach
    final void open() throws Exception {
        sources.close();
        try (Stream<Path> list = Files.walk(files)) {
            for (Path file : list.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(files)) {
                    Files.delete(file);
                }
            }
        }
        SourceConfig config = prepared(schema());
        assertThat(config.writes()).isEqualTo(besideWrites());
        assertThat(config.concurrentCalls()).isEqualTo(1);
        sources = new Sources(List.of(config));
        if (besideWrites()) {
            Borrowed writing =
                    source().borrowToWrite(Optional.empty(), Duration.ofSeconds(30), () -> false);
            assertThat(writing).isInstanceOf(Borrowed.Ready.class);
            ((Borrowed.Ready) writing).connection().close();
        }
    }

    @AfterEach
    final void close() {
        sources.close();
        executor.close();
        timer.shutdownNow();
    }

    @Test
    void seesAChange() throws Exception {
        String before = state();
        assertThat(state()).isEqualTo(before);
        sources.close();
        change();
        assertThat(state()).isNotEqualTo(before);
    }

    @Test
    void onlyWhatIsNamedPassesTheExecutor() throws Exception {
        assertChanges(changes(this::execute), passTheExecutor());
    }

    @Test
    void onlyWhatIsNamedPassesTheConnectionOfALoan() throws Exception {
        Map<String, Set<Change>> named = new HashMap<>(passTheExecutor());
        named.putAll(passTheConnection());
        assertChanges(changes(sql -> executeOnTheConnection(sql, false)), named);
    }

    /** The same as on the connection of a loan, with a commit where the rollback would be. */
    final void assertCommittedChanges(Map<String, Set<Change>> named) throws Exception {
        assertChanges(changes(sql -> executeOnTheConnection(sql, true)), named);
    }

    private static void assertChanges(
            Map<HostileStatement, Map<Change, String>> changes, Map<String, Set<Change>> named) {
        Set<String> seen = new TreeSet<>();
        SoftAssertions every = new SoftAssertions();
        changes.forEach((statement, change) -> {
            Set<Change> expected = EnumSet.noneOf(Change.class);
            named.forEach((words, kinds) -> {
                if (statement.says(words)) {
                    seen.add(words);
                    expected.addAll(kinds);
                }
            });
            every.assertThat(change.keySet())
                    .as("%s %s %s", statement.id(), statement.sql(), change)
                    .isEqualTo(expected);
        });
        every.assertThat(seen)
                .as("the words by which something changes")
                .containsExactlyInAnyOrderElementsOf(named.keySet());
        every.assertAll();
    }

    /** One way to the engine. */
    private interface Door {
        void send(String sql) throws Exception;
    }

    /** From the statements that changed something to what it was, for the person who reads it. */
    private Map<HostileStatement, Map<Change, String>> changes(Door door) throws Exception {
        List<HostileStatement> statements = HostileStatement.of(dialect(), files);
        assertThat(statements).hasSizeGreaterThan(40);
        Map<HostileStatement, Map<Change, String>> changes = new LinkedHashMap<>();
        Map<Change, String> before = everything();
        assertThat(before).doesNotContainEntry(Change.SESSION, "no answer");
        for (HostileStatement statement : statements) {
            door.send(statement.sql());
            Map<Change, String> after = everything();
            if (!after.equals(before)) {
                assertThat(changes).as("too many changes to go on").hasSizeLessThan(60);
                changes.put(statement, differences(before, after));
                open();
                before = everything();
            }
        }
        return changes;
    }

    private Map<Change, String> everything() throws Exception {
        String session =
                answer(session()) instanceof ExecutionOutcome.Rows(var rows)
                        ? rows.rows().toString()
                        : "no answer";
        String state;
        try {
            state = state();
        } catch (SQLException e) {
            state = "cannot be read: " + e.getMessage();
        }
        return Map.of(
                Change.SESSION,
                session,
                Change.DATABASE,
                state,
                Change.FILES,
                written() + "\n" + listing(Path.of("")));
    }

    private static Map<Change, String> differences(
            Map<Change, String> before, Map<Change, String> after) {
        Map<Change, String> differences = new EnumMap<>(Change.class);
        after.forEach((kind, now) -> {
            String then = Objects.requireNonNull(before.get(kind));
            if (!then.equals(now)) {
                differences.put(kind, firstDifference(then, now));
            }
        });
        return differences;
    }

    private static String firstDifference(String before, String after) {
        int at = 0;
        while (at < Math.min(before.length(), after.length())
                && before.charAt(at) == after.charAt(at)) {
            at++;
        }
        return after.substring(Math.max(0, at - 40), Math.min(after.length(), at + 40));
    }

    /** Files in the folder that the statements name, with what is in them. */
    private String written() throws IOException {
        StringBuilder written = new StringBuilder();
        try (Stream<Path> list = Files.walk(files)) {
            for (Path file : list.filter(Files::isRegularFile).sorted().toList()) {
                int content = Arrays.hashCode(Files.readAllBytes(file));
                written.append(file).append(' ').append(content).append('\n');
            }
        }
        return written.toString();
    }

    private static String listing(Path folder) throws IOException {
        try (Stream<Path> list = Files.list(folder)) {
            return list.sorted().map(Path::toString).collect(Collectors.joining("\n"));
        }
    }

    private Source source() {
        return sources.all().getFirst();
    }

    private void execute(String sql) {
        answer(sql);
    }

    private ExecutionOutcome answer(String sql) {
        return executor.execute(
                source(),
                new BoundStatement(sql, StatementClass.READ, List.of()),
                new ExecutionLimits(1_000, new DataSize(1 << 20), Duration.ofSeconds(30)),
                new CallContext(
                        Caller.LOCAL,
                        // The first call of a source may have to load a driver.
                        Deadline.after(sql.equals(session()) ? Duration.ofSeconds(30) : LIMIT),
                        new Cancellation()));
    }

    /** Past everything but the engine itself, and what a loan does at its beginning and its end. */
    private void executeOnTheConnection(String sql, boolean commits) throws Exception {
        Borrowed borrowed = source().borrow(Duration.ofSeconds(10), () -> false);
        assertThat(borrowed).isInstanceOf(Borrowed.Ready.class);
        try (SourceConnection connection = ((Borrowed.Ready) borrowed).connection();
                Statement statement = connection.jdbc().createStatement()) {
            ScheduledFuture<?> stop =
                    timer.scheduleAtFixedRate(
                            () -> stop(connection, statement),
                            LIMIT.toMillis(),
                            LIMIT.toMillis(),
                            TimeUnit.MILLISECONDS);
            try {
                drain(statement, sql);
            } finally {
                stop.cancel(false);
                if (commits) {
                    connection.jdbc().commit();
                }
            }
        } catch (SQLException | RuntimeException e) {
            // Refused: that is the point. What it changed all the same is looked for next.
        }
    }

    private static void stop(SourceConnection connection, Statement statement) {
        try {
            connection.cancel(statement);
        } catch (SQLException | RuntimeException e) {
            connection.destroy();
        }
    }

    private static void drain(Statement statement, String sql) throws SQLException {
        boolean rows = statement.execute(sql);
        for (int results = 0; results < 10; results++) {
            if (rows) {
                try (ResultSet result = statement.getResultSet()) {
                    for (int i = 0; i < 1_000 && result.next(); i++) {
                        result.getObject(1);
                    }
                }
            } else if (statement.getUpdateCount() == -1) {
                return;
            }
            rows = statement.getMoreResults();
        }
    }
}
