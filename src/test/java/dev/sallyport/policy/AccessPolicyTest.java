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
    private final AccessPolicy policy =
            new AccessPolicy(List.of("open", "any"), List.of("any", "closed"));

    @ParameterizedTest(name = "{0} {1} {2} {3} {4} -> {5}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    open   | READ  | READ   |        | false | ALLOWED
                    closed | READ  | READ   |        | false | ALLOWED
                    other  | READ  | READ   |        | false | ALLOWED
                    open   | READ  | INSERT | orders | false | READ_ONLY_TOOL
                    open   | READ  | READ   | orders | false | READ_ONLY_TOOL
                    closed | READ  | DELETE | orders | false | READ_ONLY_TOOL
                    open   | WRITE | UPDATE | orders | false | ALLOWED
                    closed | WRITE | UPDATE | orders | false | WRITES_OFF
                    other  | WRITE | INSERT | orders | false | WRITES_OFF
                    closed | WRITE | READ   |        | false | WRITES_OFF
                    any    | WRITE | DELETE | orders | false | ALLOWED
                    open   | WRITE | UPDATE | orders | true  | EVERY_ROW
                    open   | WRITE | DELETE | orders | true  | EVERY_ROW
                    any    | WRITE | DELETE | orders | true  | ALLOWED
                    closed | WRITE | DELETE | orders | true  | WRITES_OFF
                    any    | READ  | DELETE | orders | true  | READ_ONLY_TOOL
                    """)
    void decide(
            String source,
            StatementAccess access,
            StatementClass statementClass,
            String writes,
            boolean everyRow,
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
                                : Set.of(new TableName(Optional.empty(), Optional.empty(), writes)),
                        everyRow);

        assertThat(summary(policy.decide(request))).isEqualTo(expected);
    }

    private static String summary(Decision decision) {
        return switch (decision) {
            case Decision.Allowed ignored -> "ALLOWED";
            case Decision.Denied denied -> denied.reason().name();
        };
    }
}
