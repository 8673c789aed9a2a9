package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditProblem;
import dev.sallyport.config.ConfigException;
import dev.sallyport.execution.FailureReason;
import dev.sallyport.guard.RefusalReason;
import dev.sallyport.policy.PolicyReason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The table of {@code docs/errors.md}, held against the code. */
class ErrorCodesTest {
    @Test
    void everyCodeIsDocumentedAndEveryDocumentedCodeExists() throws IOException {
        assertThat(documented()).containsExactlyElementsOf(inCode().stream().sorted().toList());
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
        String configuration = String.valueOf(new ConfigException("file", List.of()).getMessage());
        codes.add(configuration.substring(0, configuration.indexOf(':')) + " CONFIGURATION");
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
