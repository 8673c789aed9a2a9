package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A verdict that is reused for other numbers is the one that they would have got. */
class StatementShapeTest {
    private static final long SEED = 20_261_122;

    @Test
    void otherNumbersGetTheSameVerdictFromAFreshGuardInEveryCase() {
        Random random = new Random(SEED);
        List<String> problems = new ArrayList<>();
        int changed = 0;
        for (GuardCase one : GuardCase.all()) {
            changed += compare(one, one.sql(), random, problems) ? 1 : 0;
        }
        assertThat(problems).isEmpty();
        assertThat(changed).isGreaterThan(300);
    }

    @Test
    void otherNumbersGetTheSameVerdictInSpliceMutants() {
        splices(2_000);
    }

    @Test
    @Tag("full")
    void otherNumbersGetTheSameVerdictInSpliceMutantsInALongRun() {
        splices(50_000);
    }

    private static void splices(int mutants) {
        Random random = new Random(SEED + 1);
        List<GuardCase> cases = GuardCase.all();
        List<String> problems = new ArrayList<>();
        for (int i = 0; i < mutants; i++) {
            GuardCase one = cases.get(random.nextInt(cases.size()));
            List<String> fragments = AttackFragments.of(one.dialect());
            int at = random.nextInt(one.sql().length() + 1);
            String fragment = fragments.get(random.nextInt(fragments.size()));
            String sql = one.sql().substring(0, at) + fragment + one.sql().substring(at);
            compare(one, sql, random, problems);
        }
        assertThat(problems).isEmpty();
    }

    /** Whether there was a number to change; both verdicts come from guards that reuse nothing. */
    private static boolean compare(
            GuardCase one, String sql, Random random, List<String> problems) {
        List<Token> tokens;
        try {
            tokens = SqlLexer.tokens(sql, one.dialect());
        } catch (Refusal refusal) {
            return false;
        }
        String other = withOtherNumbers(sql, tokens, random);
        if (other.equals(sql)) {
            return false;
        }
        List<Token> otherTokens = SqlLexer.tokens(other, one.dialect());
        assertThat(StatementShape.of(otherTokens)).isEqualTo(StatementShape.of(tokens));
        Verdict first = one.guard().inspect(one.request(sql));
        Verdict second = one.guard().inspect(one.request(other));
        SqlGuard reusing = one.guard();
        Verdict _ = reusing.inspect(one.request(sql));
        Verdict reused = reusing.inspect(one.request(other));
        if (!withoutText(first).equals(withoutText(second)) || !second.equals(reused)) {
            problems.add(one + "\n " + SqlText.visible(sql) + "\n " + SqlText.visible(other));
        }
        return true;
    }

    private static Object withoutText(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed allowed -> allowed.withSql("");
            case Verdict.Refused refused -> refused.reason();
        };
    }

    private static String withOtherNumbers(String sql, List<Token> tokens, Random random) {
        StringBuilder text = new StringBuilder();
        int at = 0;
        for (Token token : tokens) {
            if (token.kind() == Token.Kind.NUMBER && token.text().matches("0|[1-9][0-9]{0,8}")) {
                int bound = random.nextBoolean() ? 4 : 1_000_000_000;
                text.append(sql, at, token.offset()).append(random.nextInt(bound));
                at = token.offset() + token.text().length();
            }
        }
        return text.append(sql.substring(at)).toString();
    }

    @Test
    void aReusedVerdictHoldsTheTextOfItsOwnStatement() {
        for (Dialect dialect : Dialects.all()) {
            SqlGuard guard = new SqlGuard(dialect, AllowList.ANY);
            assertThat(sql(guard, "SELECT a FROM t WHERE b = 7")).endsWith("b = 7");
            assertThat(sql(guard, "SELECT a  FROM t WHERE b =  815")).endsWith("b = 815");
            assertThat(sql(guard, "SELECT a FROM t WHERE b = 7")).endsWith("b = 7");
        }
    }

    private static String sql(SqlGuard guard, String sql) {
        Verdict verdict =
                guard.inspect(
                        new SqlRequest(
                                sql, StatementAccess.READ, SqlOrigin.AGENT, Optional.empty()));
        return ((Verdict.Allowed) verdict).sql();
    }

    @Test
    void whatIsNotAPlainNumberStaysDistinct() {
        List<String> distinct =
                List.of(
                        "SELECT 1",
                        "SELECT '1'",
                        "SELECT '2'",
                        "SELECT a",
                        "SELECT a1",
                        "SELECT a2",
                        "SELECT 1.5",
                        "SELECT 2.5",
                        "SELECT 1e5",
                        "SELECT 0x1",
                        "SELECT 0x2",
                        "SELECT 01",
                        "SELECT 02",
                        "SELECT 1234567890",
                        "SELECT 1234567891",
                        "SELECT - 1",
                        "SELECT -1",
                        "SELECT 1 , 1",
                        "SELECT 1, 1",
                        "SELECT 'a' 'b'",
                        "SELECT 'a'\n'b'",
                        "SELECT \"1\"",
                        "SELECT ?");
        assertThat(
                        distinct.stream()
                                .map(sql ->
                                        StatementShape.of(SqlLexer.tokens(sql, Dialects.POSTGRES)))
                                .distinct())
                .hasSize(distinct.size());
    }
}
