package dev.sallyport.guard;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What broke other products, by its public name: the table in {@code docs/guard.md} says what
 * becomes of it here, and the cases prove each row.
 */
class PublishedBypassTest {
    private static final String ALLOWED = "allowed";

    private static final Map<String, List<GuardCase>> CASES =
            GuardCase.published().stream().collect(groupingBy(PublishedBypassTest::name));

    /** A row of the table: the name, the dialects, and the codes of the refusals. */
    record Published(String name, List<String> dialects, List<String> outcomes) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Published> table() {
        try (Stream<String> lines = Files.lines(Path.of("docs/guard.md"))) {
            return lines.dropWhile(line -> !line.equals("## Published bypasses"))
                    .skip(1)
                    .takeWhile(line -> !line.startsWith("## "))
                    .filter(line -> line.startsWith("| ") && !line.startsWith("| published"))
                    .map(PublishedBypassTest::row)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("table")
    void meetsTheGuardInEachDialectOfTheTable(Published published) {
        List<GuardCase> cases = CASES.getOrDefault(published.name(), List.of());
        assertThat(cases.stream().map(one -> one.dialect().name()).distinct())
                .containsExactlyInAnyOrderElementsOf(published.dialects());
        assertThat(cases)
                .extracting(PublishedBypassTest::outcome)
                .containsOnlyElementsOf(published.outcomes());
        assertThat(published.outcomes())
                .isSubsetOf(cases.stream().map(PublishedBypassTest::outcome).toList());
        assertThat(cases)
                .allSatisfy(one ->
                        assertThat(outcome(one).equals(ALLOWED))
                                .as(one.id())
                                .isEqualTo(one.allow()));
    }

    @Test
    void everyCaseBelongsToARowOfTheTable() {
        assertThat(table()).extracting(Published::name).doesNotHaveDuplicates();
        assertThat(CASES.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        table().stream().map(Published::name).toList());
    }

    /** A case that is told twice would count twice, and age in one place only. */
    @Test
    void noCaseIsToldTwice() {
        assertThat(GuardCase.published())
                .extracting(one -> one.dialect() + " " + one.access() + one.sql())
                .doesNotHaveDuplicates();
    }

    /** As the text is refused for the trick in it, not for what stands around. */
    @Test
    void theSameWithoutTheTrickPasses() {
        Map<String, String> harmless =
                Map.of(
                        "mysql", "SELECT 1 - -1 FROM orders /* DELETE FROM orders */",
                        "mariadb", "SELECT 1 -- 1;DROP TABLE orders",
                        "postgres",
                                "SELECT \"upper\"('pg_read_file(1)') FROM generate_series(1, 2)",
                        "db2", "VALUES 'NEXT VALUE FOR order_seq'",
                        "tsql", "WITH x AS (SELECT Id FROM Sales.dbo.Orders) SELECT * FROM x;");
        harmless.forEach((dialect, sql) -> {
            GuardCase one = GuardCase.of(Dialects.named(dialect).orElseThrow()).getFirst();
            assertThat(one.guard().inspect(one.request(sql)))
                    .as(sql)
                    .isInstanceOf(Verdict.Allowed.class);
        });
    }

    private static String name(GuardCase one) {
        return one.why().substring(0, one.why().indexOf(": "));
    }

    private static String outcome(GuardCase one) {
        return switch (one.inspect()) {
            case Verdict.Allowed _ -> ALLOWED;
            case Verdict.Refused refused -> refused.reason().code();
        };
    }

    private static Published row(String line) {
        List<String> cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
        assertThat(cells).as(line).hasSize(6);
        String all = Dialects.all().stream().map(Dialect::name).collect(joining(", "));
        String dialects = cells.get(3).equals("all") ? all : cells.get(3).replace("`", "");
        return new Published(cells.get(1), list(dialects), list(cells.get(4)));
    }

    private static List<String> list(String text) {
        return List.of(text.split(", ", -1));
    }
}
