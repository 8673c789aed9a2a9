package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.StatementAccess;
import dev.sallyport.sql.TableName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Splices every attack fragment into benign statements, at the gaps between their tokens and, for a
 * part, at any character.
 *
 * <p>A mutant may be accepted: the fragment can land in a literal, or a harmless reading may be
 * left. What an accepted mutant must not hold is a fragment that is live, which is judged by {@link
 * AttackFragments#signatures} over two texts, the mutant and the text that the guard would run,
 * with a lexer that the guard does not share; and it must not read or write a table of another
 * database, which is judged by the relations that the guard itself reports.
 */
class SpliceFuzzTest {
    private static final long SEED = 20_261_122;

    record Mutant(GuardCase base, String fragment, int position, String sql) {
        String line() {
            return "%s at %d: %s%n    %s"
                    .formatted(base, position, SqlText.visible(fragment), SqlText.visible(sql));
        }
    }

    private final List<GuardCase> benign =
            GuardCase.all().stream().filter(GuardCase::allow).toList();

    @Test
    void noAcceptedMutantHoldsALiveFragment() {
        fuzz(5_000);
    }

    @Test
    @Tag("full")
    void noAcceptedMutantHoldsALiveFragmentInALongRun() {
        fuzz(150_000);
    }

    private void fuzz(int mutants) {
        Random random = new Random(SEED);
        List<String> problems = new ArrayList<>();
        Map<String, Integer> accepted = new HashMap<>();
        for (int i = 0; i < mutants && problems.size() < 50; i++) {
            GuardCase base = benign.get(random.nextInt(benign.size()));
            Mutant mutant = mutant(base, random);
            if (base.guard().inspect(base.request(mutant.sql()))
                    instanceof Verdict.Allowed allowed) {
                accepted.merge(base.dialect().name(), 1, Integer::sum);
                Set<String> live = live(mutant, allowed);
                if (!live.isEmpty()) {
                    problems.add(live + " " + mutant.line());
                }
            }
        }
        System.out.println(mutants + " mutants, accepted: " + accepted);
        assertThat(problems).isEmpty();
    }

    private static Mutant mutant(GuardCase base, Random random) {
        List<String> fragments = AttackFragments.of(base.dialect());
        String fragment = fragments.get(random.nextInt(fragments.size()));
        String sql = base.sql();
        int position = position(base.dialect(), sql, random);
        String mutated = sql.substring(0, position) + fragment + sql.substring(position);
        if (random.nextInt(4) == 0) {
            String second = fragments.get(random.nextInt(fragments.size()));
            int other = position(base.dialect(), mutated, random);
            mutated = mutated.substring(0, other) + second + mutated.substring(other);
            fragment = fragment + " and " + second;
        }
        return new Mutant(base, fragment, position, mutated);
    }

    private static int position(Dialect dialect, String sql, Random random) {
        if (random.nextInt(8) == 0) {
            return random.nextInt(sql.length() + 1);
        }
        List<TestLexer.Piece> pieces = TestLexer.pieces(dialect, sql);
        int gap = random.nextInt(pieces.size() + 1);
        return gap == pieces.size() ? sql.length() : pieces.get(gap).start();
    }

    static Set<String> live(Mutant mutant, Verdict.Allowed allowed) {
        Dialect dialect = mutant.base().dialect();
        List<TestLexer.Piece> before = TestLexer.pieces(dialect, mutant.base().sql());
        List<TestLexer.Piece> run = TestLexer.pieces(dialect, allowed.sql());
        Set<String> live = new TreeSet<>();
        for (List<String> signature : AttackFragments.signatures(dialect)) {
            if (AttackFragments.count(signature, run) > AttackFragments.count(signature, before)
                    && !isTable(signature, allowed)
                    && !isTheWriteItself(signature, mutant, run)) {
                live.add(String.join(" ", signature));
            }
        }
        for (TableName table : allowed.reads()) {
            if (isElsewhere(table)) {
                live.add("reads " + table);
            }
        }
        for (TableName table : allowed.writes()) {
            if (isElsewhere(table)) {
                live.add("writes " + table);
            }
        }
        return live;
    }

    /**
     * The write tool may delete from a table of its own database, and nothing else is left of it.
     */
    private static boolean isTheWriteItself(
            List<String> signature, Mutant mutant, List<TestLexer.Piece> run) {
        boolean behindWith =
                AttackFragments.count(List.of("with"), run.subList(0, 1)) == 1
                        && AttackFragments.count(List.of(signature.getFirst()), run) == 1;
        return mutant.base().access() == StatementAccess.WRITE
                && (behindWith
                        || AttackFragments.count(signature, run.subList(0, signature.size())) == 1);
    }

    /** {@code s.nextval} after FROM is a table, not a sequence. */
    private static boolean isTable(List<String> signature, Verdict.Allowed allowed) {
        if (signature.equals(List.of("table", "only"))) {
            // A dot behind the fragment makes a schema of its name: then another table is read.
            return allowed.reads().stream().noneMatch(table -> table.name().startsWith("pg_"));
        }
        return signature.size() == 2
                && signature.getFirst().equals(".")
                && allowed.reads().stream()
                        .anyMatch(table -> table.name().equalsIgnoreCase(signature.getLast()));
    }

    private static boolean isElsewhere(TableName table) {
        return table.toString().toLowerCase(java.util.Locale.ROOT).startsWith("elsewhere");
    }

    @Test
    void signaturesAreFoundInLiveTextOnly() {
        for (Dialect dialect : Dialects.all()) {
            List<String> signature = List.of("drop", "table");
            assertThat(
                            AttackFragments.count(
                                    signature, TestLexer.pieces(dialect, "a DROP\nTABLE b")))
                    .isEqualTo(1);
            for (String dead :
                    List.of(
                            "'x drop table'",
                            "\"drop table\"",
                            "/* drop table */",
                            "-- drop table")) {
                assertThat(AttackFragments.count(signature, TestLexer.pieces(dialect, dead)))
                        .as(dialect + " " + dead)
                        .isZero();
            }
        }
    }
}
