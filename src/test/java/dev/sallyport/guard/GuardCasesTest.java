package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The labelled cases: no statement passes that should not, few are refused that should pass.
 *
 * <p>{@code -Dguard.cases=FILE.jsonl} runs another file of cases as well.
 */
class GuardCasesTest {
    private static final double FALSE_DENIES_OF_ALL = 0.02;

    /**
     * Of the cases at hand none may be refused; the bars are for cases that nobody here has seen.
     */
    private static final double FALSE_DENIES_AT_HAND = 0;

    record Outcome(GuardCase guardCase, Verdict verdict) {
        boolean isFalseAllow() {
            return !guardCase.allow() && verdict instanceof Verdict.Allowed;
        }

        boolean isFalseDeny() {
            return guardCase.allow() && verdict instanceof Verdict.Refused;
        }

        String line() {
            String said =
                    switch (verdict) {
                        case Verdict.Allowed _ -> "FALSE ALLOW      ";
                        case Verdict.Refused refused ->
                                "false deny "
                                        + refused.reason().code()
                                        + refused.position()
                                                .map(at -> "@" + at.line() + ":" + at.column())
                                                .orElse("");
                    };
            return "%-24s %-13s %s%n%24s   (%s)"
                    .formatted(
                            said,
                            guardCase.id(),
                            SqlText.visible(guardCase.sql()),
                            "",
                            guardCase.why());
        }
    }

    static Stream<Dialect> dialects() {
        return Dialects.all().stream();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void noFalseAllowsAndFewFalseDenies(Dialect dialect) {
        check(GuardCase.of(dialect), FALSE_DENIES_AT_HAND);
    }

    @Test
    void fewFalseDeniesOverall() {
        List<Outcome> outcomes =
                GuardCase.all().stream().map(one -> new Outcome(one, one.inspect())).toList();
        StringBuilder table = new StringBuilder();
        for (Dialect dialect : Dialects.all()) {
            List<Outcome> own =
                    outcomes.stream()
                            .filter(one -> one.guardCase().dialect().equals(dialect))
                            .toList();
            table.append("%n%-9s %s".formatted(dialect, summary(own)));
        }
        long benign = outcomes.stream().filter(one -> one.guardCase().allow()).count();
        long denied = outcomes.stream().filter(Outcome::isFalseDeny).count();
        System.out.println(summary(outcomes) + table);
        assertThat((double) denied / benign)
                .as(table::toString)
                .isLessThanOrEqualTo(FALSE_DENIES_AT_HAND);
    }

    @Test
    void anotherFileOfCases() throws IOException {
        Optional<Path> file = Optional.ofNullable(System.getProperty("guard.cases")).map(Path::of);
        if (file.isPresent()) {
            check(
                    Files.readAllLines(file.get()).stream().map(GuardCase::parse).toList(),
                    FALSE_DENIES_OF_ALL);
        }
    }

    @Test
    void identifiersAreUniqueAndEveryDialectHasBothLabels() {
        Set<String> ids = new HashSet<>();
        for (GuardCase guardCase : GuardCase.all()) {
            assertThat(ids.add(guardCase.id())).as(guardCase.id()).isTrue();
            assertThat(guardCase.id()).startsWith(guardCase.dialect().name() + "-");
        }
        assertThat(ids).hasSizeGreaterThanOrEqualTo(600);
        for (Dialect dialect : Dialects.all()) {
            List<GuardCase> cases = GuardCase.of(dialect);
            assertThat(cases).anyMatch(GuardCase::allow).anyMatch(one -> !one.allow());
        }
    }

    private static void check(List<GuardCase> cases, double falseDenies) {
        List<Outcome> outcomes =
                cases.stream().map(one -> new Outcome(one, one.inspect())).toList();
        List<String> problems = new ArrayList<>();
        outcomes.stream().filter(Outcome::isFalseAllow).map(Outcome::line).forEach(problems::add);
        long falseAllows = problems.size();
        outcomes.stream().filter(Outcome::isFalseDeny).map(Outcome::line).forEach(problems::add);
        long denied = problems.size() - falseAllows;
        long benign = cases.stream().filter(GuardCase::allow).count();
        String summary = summary(outcomes);
        if (!problems.isEmpty()) {
            System.out.println(summary + System.lineSeparator() + String.join("\n", problems));
        }
        assertThat(falseAllows).as(() -> summary + "\n" + String.join("\n", problems)).isZero();
        assertThat((double) denied / Math.max(1, benign))
                .as(() -> summary + "\n" + String.join("\n", problems))
                .isLessThanOrEqualTo(falseDenies);
    }

    private static String summary(List<Outcome> outcomes) {
        long benign = outcomes.stream().filter(one -> one.guardCase().allow()).count();
        return "%5d cases: %d of %d hostile passed, %d of %d benign refused"
                .formatted(
                        outcomes.size(),
                        outcomes.stream().filter(Outcome::isFalseAllow).count(),
                        outcomes.size() - benign,
                        outcomes.stream().filter(Outcome::isFalseDeny).count(),
                        benign);
    }
}
