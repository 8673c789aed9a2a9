package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditProblem;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.guard.RefusalReason;
import dev.sallyport.policy.PolicyReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/errors.md}, held against the code. */
class ErrorCodesTest {
    private static final Pattern CODE = Pattern.compile("SP-[0-9]{3}");
    private static final List<String> OUTSIDE_ENUMS =
            List.of("SP-001 CONFIGURATION", "SP-599 PROCESS");

    @Test
    void everyCodeIsDocumentedAndEveryDocumentedCodeExists() throws IOException {
        assertThat(documented()).containsExactlyElementsOf(inCode().stream().sorted().toList());
    }

    @Test
    void sourcesNameNoOtherCode() throws IOException {
        List<String> known = inCode().stream().map(row -> row.split(" ", 2)[0]).toList();
        try (Stream<Path> sources = Files.walk(Path.of("src", "main", "java"))) {
            for (Path source : sources.filter(Files::isRegularFile).toList()) {
                assertThat(CODE.matcher(Files.readString(source)).results().map(MatchResult::group))
                        .as("%s", source)
                        .isSubsetOf(known);
            }
        }
    }

    @Test
    void everyCodeIsOfItsFamily() {
        for (RefusalReason reason : RefusalReason.values()) {
            assertThat(reason.code()).matches("SP-2[0-9][0-9]");
        }
        for (PolicyReason reason : PolicyReason.values()) {
            assertThat(reason.code()).matches("SP-3[0-9][0-9]");
        }
        for (FailureReason reason : FailureReason.values()) {
            assertThat(reason.code()).matches("SP-4[0-9][0-9]");
        }
        for (AuditProblem problem : AuditProblem.values()) {
            assertThat(problem.code()).matches("SP-5[0-9][0-9]");
        }
        for (CallProblem problem : CallProblem.values()) {
            assertThat(problem.code()).matches("SP-1[0-9][0-9]");
        }
        assertThat(inCode().stream().map(row -> row.split(" ", 2)[0])).doesNotHaveDuplicates();
    }

    @Test
    void summariesAreClauses() {
        List<String> summaries = new ArrayList<>();
        for (RefusalReason reason : RefusalReason.values()) {
            summaries.add(reason.summary());
        }
        for (PolicyReason reason : PolicyReason.values()) {
            summaries.add(reason.summary());
        }
        for (FailureReason reason : FailureReason.values()) {
            summaries.add(reason.summary());
        }
        for (AuditProblem problem : AuditProblem.values()) {
            summaries.add(problem.summary());
        }
        for (CallProblem problem : CallProblem.values()) {
            summaries.add(problem.summary());
        }
        assertThat(summaries).doesNotHaveDuplicates().noneMatch(text -> text.endsWith("."));
    }

    /** Code and name of every row, in order. */
    private static List<String> documented() throws IOException {
        return Files.readAllLines(Path.of("docs", "errors.md")).stream()
                .filter(line -> line.startsWith("| SP-"))
                .map(line -> line.split("\\|", -1))
                .map(cells -> cells[1].strip() + " " + cells[2].strip())
                .toList();
    }

    private static List<String> inCode() {
        List<String> codes = new ArrayList<>();
        codes.addAll(OUTSIDE_ENUMS);
        for (CallProblem problem : CallProblem.values()) {
            codes.add(problem.code() + " " + problem.name());
        }
        for (RefusalReason reason : RefusalReason.values()) {
            codes.add(reason.code() + " " + reason.name());
        }
        for (PolicyReason reason : PolicyReason.values()) {
            codes.add(reason.code() + " " + reason.name());
        }
        for (FailureReason reason : FailureReason.values()) {
            codes.add(reason.code() + " " + reason.name());
        }
        for (AuditProblem problem : AuditProblem.values()) {
            codes.add(problem.code() + " " + problem.name());
        }
        for (InternalProblem problem : InternalProblem.values()) {
            codes.add(problem.code() + " " + problem.name());
        }
        return codes;
    }
}
