package dev.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Caller;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.StatementAccess;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.sql.TableName;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AccessPolicyTest {
    private final AccessPolicy policy = new AccessPolicy(List.of("open"));

    @ParameterizedTest(name = "{0} {1} {2} {3} -> {4}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    open   | READ  | READ   |        | ALLOWED
                    closed | READ  | READ   |        | ALLOWED
                    other  | READ  | READ   |        | ALLOWED
                    open   | READ  | INSERT | orders | READ_ONLY_TOOL
                    open   | READ  | READ   | orders | READ_ONLY_TOOL
                    closed | READ  | DELETE | orders | READ_ONLY_TOOL
                    open   | WRITE | UPDATE | orders | ALLOWED
                    closed | WRITE | UPDATE | orders | WRITES_OFF
                    other  | WRITE | INSERT | orders | WRITES_OFF
                    closed | WRITE | READ   |        | WRITES_OFF
                    """)
    void decide(
            String source,
            StatementAccess access,
            StatementClass statementClass,
            String writes,
            String expected) {
        AccessRequest request =
                new AccessRequest(
                        Caller.LOCAL,
                        "tool",
                        source,
                        access,
                        SqlOrigin.AGENT,
                        statementClass,
                        Set.of(),
                        writes == null
                                ? Set.of()
                                : Set.of(
                                        new TableName(Optional.empty(), Optional.empty(), writes)));

        assertThat(summary(policy.decide(request))).isEqualTo(expected);
    }

    private static String summary(Decision decision) {
        return switch (decision) {
            case Decision.Allowed ignored -> "ALLOWED";
            case Decision.Denied denied -> denied.reason().name();
        };
    }
}
