package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.guard.GrownInput.Nest;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tag;
import net.jqwik.api.Tuple;
import net.jqwik.api.arbitraries.StringArbitrary;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * No input costs more than 50 milliseconds of the processor, up to the limits of size and nesting,
 * once the code is compiled. What counts is the processor time of the thread that asks and of those
 * that parse, and the least of three runs, so that neither a busy machine nor the compiler counts.
 */
class CostPropertyTest {
    private static final long MOST_NANOSECONDS = 50_000_000;
    private static final int RUNS = 3;

    /** The limit of characters, less a frame. */
    private static final int MOST_CHARACTERS = 999_900;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** A part that is repeated to a length within a frame: told by what it is made of. */
    record Repeated(String part, String frame, int length) {
        String text() {
            return frame.replace("%s", part.repeat(Math.max(1, length / part.length())));
        }

        @Override
        public String toString() {
            return frame + " with " + SqlText.visible(part) + " for " + length + " characters";
        }
    }

    /** Loads and compiles what a process has that has answered a while. */
    @BeforeContainer
    static void warmUp() {
        for (Dialect dialect : Dialects.all()) {
            HostileInputs.ALL.values().forEach(sql -> cost(dialect, sql));
        }
    }

    @Provide
    Arbitrary<GrownInput> grown() {
        return Arbitraries.of(Dialects.all())
                .flatMap(dialect ->
                        Arbitraries.frequencyOf(
                                Tuple.of(4, expressions(dialect)),
                                Tuple.of(2, tables(dialect)),
                                Tuple.of(3, statements(dialect)),
                                Tuple.of(2, soups(dialect))));
    }

    private static Arbitrary<GrownInput> expressions(Dialect dialect) {
        return grown(
                dialect,
                GrownInput.FRAMES,
                nests(GrownInput.NESTS),
                GrownInput.expressionsOf(dialect),
                3,
                GrownInput.SEPARATORS);
    }

    private static Arbitrary<GrownInput> tables(Dialect dialect) {
        return grown(
                dialect,
                GrownInput.TABLE_FRAMES,
                nests(GrownInput.TABLE_NESTS),
                GrownInput.tablesOf(dialect),
                3,
                GrownInput.TABLE_SEPARATORS);
    }

    private static Arbitrary<GrownInput> statements(Dialect dialect) {
        return grown(
                dialect,
                GrownInput.STATEMENT_FRAMES,
                Arbitraries.oneOf(Arbitraries.just(List.of()), nests(GrownInput.STATEMENT_NESTS)),
                GrownInput.statementsOf(dialect),
                3,
                GrownInput.STATEMENT_SEPARATORS);
    }

    /** Any pieces of text in any order; most are refused at the first that makes no sense. */
    private static Arbitrary<GrownInput> soups(Dialect dialect) {
        return grown(
                dialect,
                List.of("SELECT %s", "%s", "SELECT a FROM t WHERE %s"),
                Arbitraries.just(List.of()),
                GrownInput.piecesOf(dialect),
                60,
                List.of(" ", ""));
    }

    private static Arbitrary<GrownInput> grown(
            Dialect dialect,
            List<String> frames,
            Arbitrary<List<Nest>> nests,
            List<String> items,
            int mostItems,
            List<String> separators) {
        return Combinators.combine(
                        Arbitraries.of(frames),
                        nests,
                        Arbitraries.of(items).list().ofMinSize(1).ofMaxSize(mostItems),
                        Arbitraries.of(separators),
                        Arbitraries.oneOf(
                                Arbitraries.just(GrownInput.MOST_TOKENS),
                                Arbitraries.integers().between(1, GrownInput.MOST_TOKENS)))
                .as((frame, around, some, separator, tokens) ->
                        new GrownInput(dialect, frame, around, some, separator, tokens));
    }

    private static Arbitrary<List<Nest>> nests(List<Nest> some) {
        return Combinators.combine(
                        Arbitraries.of(some).list().ofMinSize(1).ofMaxSize(2),
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(0, 4),
                                Arbitraries.integers().between(0, GrownInput.MOST_NESTS)))
                .as(GrownInput::repeated);
    }

    /** Any UTF-16, half surrogate pairs among it, repeated, bare and where a lexer reads it all. */
    @Provide
    Arbitrary<Repeated> texts() {
        Arbitrary<String> any =
                Arbitraries.oneOf(
                        part(Arbitraries.strings().all()),
                        part(Arbitraries.strings().withCharRange('\u00a1', '\u2fff')),
                        part(Arbitraries.strings().ascii()),
                        part(
                                Arbitraries.strings()
                                        .withChars("'\"`[](){};-/*#\\$@:?.,eEqQuUxX01 \n")));
        return Combinators.combine(
                        any,
                        Arbitraries.of(
                                "%s",
                                "SELECT %s",
                                "SELECT '%s'",
                                "SELECT \"%s\"",
                                "SELECT `%s`",
                                "SELECT 1 /* %s */",
                                "SELECT 1 -- %s",
                                "SELECT N'%s'",
                                "SELECT $$%s$$",
                                "SELECT q'[%s]' FROM dual",
                                "SELECT '%s' || %s"),
                        Arbitraries.oneOf(
                                Arbitraries.just(MOST_CHARACTERS),
                                Arbitraries.integers().between(1, MOST_CHARACTERS)))
                .as(Repeated::new);
    }

    private static Arbitrary<String> part(StringArbitrary strings) {
        return strings.ofMinLength(1).ofMaxLength(40);
    }

    @Provide
    Arbitrary<Dialect> dialects() {
        return Arbitraries.of(Dialects.all());
    }

    @Property(tries = 1_800, seed = "7", edgeCases = EdgeCasesMode.NONE)
    void whatIsGrownFromTheDialectCostsLittle(@ForAll("grown") GrownInput input) {
        assertCostsLittle(input.dialect(), input.text());
    }

    @Property(tries = 240, seed = "7", edgeCases = EdgeCasesMode.NONE)
    void anyTextCostsLittle(@ForAll("texts") Repeated text, @ForAll("dialects") Dialect dialect) {
        assertCostsLittle(dialect, text.text());
    }

    /** Upper case makes two letters of one here, for which each one moves all that follow. */
    @Example
    void lettersThatGrowCostLittle() {
        for (Dialect dialect : Dialects.all()) {
            String letters = "\u1faf".repeat(400_000);
            assertCostsLittle(dialect, "SELECT " + letters + " FROM t");
            assertCostsLittle(dialect, "SELECT a AS \"" + letters + "\" FROM t");
            assertCostsLittle(dialect, "SELECT /*+ " + letters + " */ a FROM t");
        }
    }

    @Tag("full")
    @Property(tries = 60_000, edgeCases = EdgeCasesMode.NONE)
    void muchThatIsGrownFromTheDialectCostsLittle(@ForAll("grown") GrownInput input) {
        assertCostsLittle(input.dialect(), input.text());
    }

    @Tag("full")
    @Property(tries = 6_000, edgeCases = EdgeCasesMode.NONE)
    void manyTextsCostLittle(@ForAll("texts") Repeated text, @ForAll("dialects") Dialect dialect) {
        assertCostsLittle(dialect, text.text());
    }

    private static void assertCostsLittle(Dialect dialect, String sql) {
        long least = Long.MAX_VALUE;
        for (int run = 0; run < RUNS && least >= MOST_NANOSECONDS; run++) {
            least = Math.min(least, cost(dialect, sql));
        }
        assertThat(least)
                .as(() ->
                        dialect
                                + " "
                                + SqlText.visible(sql.substring(0, Math.min(2_000, sql.length()))))
                .isLessThan(MOST_NANOSECONDS);
    }

    /** By a guard of its own, which remembers no verdict. */
    private static long cost(Dialect dialect, String sql) {
        SqlGuard guard = new SqlGuard(dialect, AllowList.ANY);
        SqlRequest request = new SqlRequest(sql, access(sql), SqlOrigin.AGENT, Optional.of("shop"));
        long before = processorTime();
        Verdict verdict = guard.inspect(request);
        long spent = processorTime() - before;
        if (verdict instanceof Verdict.Refused refused) {
            assertThat(refused.reason()).isNotEqualTo(RefusalReason.INTERNAL);
        }
        return spent;
    }

    private static StatementAccess access(String sql) {
        String start = sql.substring(0, Math.min(6, sql.length())).toUpperCase(Locale.ROOT);
        return switch (start) {
            case "INSERT", "UPDATE", "DELETE" -> StatementAccess.WRITE;
            default -> StatementAccess.READ;
        };
    }

    private static long processorTime() {
        long time = THREADS.getCurrentThreadCpuTime();
        for (long id : THREADS.getAllThreadIds()) {
            ThreadInfo thread = THREADS.getThreadInfo(id);
            if (thread != null && thread.getThreadName().startsWith("sql-parser")) {
                time += Math.max(0, THREADS.getThreadCpuTime(id));
            }
        }
        return time;
    }
}
