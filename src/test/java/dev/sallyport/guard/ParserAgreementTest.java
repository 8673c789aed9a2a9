package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import dev.sallyport.sql.StatementClass;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tree of either parser must hold the kind, the tables and the calls that the grammar read. */
class ParserAgreementTest {
    private static final String SQL =
            "SELECT lower(a) FROM t x (a, b) JOIN u ON u.b = x.b WHERE x.b IN (SELECT c FROM v)";

    @ParameterizedTest
    @ValueSource(strings = {"t", "u", "v"})
    void refusesATableThatTheGrammarPassedOver(String table) {
        disagrees((reading, token) -> reading.remark(token, Role.NONE), table);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "c"})
    void refusesATableThatTheParserDoesNotFind(String column) {
        disagrees(
                (reading, token) ->
                        reading.relations.add(new Relation(token, List.of(), false, false)),
                column);
    }

    @ParameterizedTest
    @ValueSource(strings = "lower")
    void refusesACallThatTheGrammarPassedOver(String function) {
        disagrees((reading, token) -> reading.remark(token, Role.NONE), function);
    }

    @ParameterizedTest
    @ValueSource(strings = "x")
    void refusesACallThatTheParserDoesNotFind(String alias) {
        disagrees((reading, token) -> reading.remark(token, Role.FUNCTION), alias);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INSERT", "UPDATE", "DELETE"})
    void refusesAnotherKindOfStatement(String kind) {
        disagrees(
                (reading, token) -> reading.statementClass = StatementClass.valueOf(kind),
                "SELECT");
    }

    /** One of the parser's own classes takes an argument for granted. */
    @Test
    void refusesWhatTheParserItselfFailsOver() {
        SqlGuard guard = new SqlGuard(Dialects.ORACLE, AllowList.ANY);
        assertThat(
                        guard.inspect(
                                new SqlRequest(
                                        "SELECT sum(()) OVER (PARTITION BY b) FROM t",
                                        StatementAccess.READ,
                                        SqlOrigin.AGENT,
                                        Optional.empty())))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(RefusalReason.PARSER_REFUSES));
    }

    /**
     * What the grammar leaves out of JSqlParser's text can't be what the parser is there to find.
     */
    @ParameterizedTest
    @ValueSource(strings = {"t", "u", "v", "lower", "SELECT"})
    void refusesToHideATableACallOrAQuery(String word) {
        disagrees(Dialects.POSTGRES, (reading, token) -> reading.omit(token, token + 1), word);
    }

    /** The statement passes as it was read, and not after a change at the first such token. */
    private static void disagrees(BiConsumer<Reading, Integer> change, String word) {
        for (Dialect dialect : List.of(Dialects.POSTGRES, Dialects.TRINO)) {
            disagrees(dialect, change, word);
        }
    }

    private static void disagrees(
            Dialect dialect, BiConsumer<Reading, Integer> change, String word) {
        List<Token> tokens = SqlLexer.tokens(SQL, dialect);
        attempt(dialect, tokens, read(dialect, tokens)).run();
        Reading changed = read(dialect, tokens);
        int token = tokens.stream().map(Token::text).toList().indexOf(word);
        assertThat(token).isNotNegative();
        change.accept(changed, token);
        FullParser.Attempt attempt = attempt(dialect, tokens, changed);
        assertThatThrownBy(attempt::run)
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.reason())
                                        .isEqualTo(RefusalReason.PARSERS_DISAGREE));
    }

    private static Reading read(Dialect dialect, List<Token> tokens) {
        return StatementGrammar.read(tokens, dialect, FunctionCatalog.of(dialect, Set.of()));
    }

    private static FullParser.Attempt attempt(
            Dialect dialect, List<Token> tokens, Reading reading) {
        return dialect.equals(Dialects.TRINO)
                ? new TrinoParserAttempt(
                        tokens,
                        SqlGuard.render(tokens),
                        reading,
                        FunctionCatalog.of(dialect, Set.of()),
                        false)
                : new JSqlParserAttempt(tokens, reading, dialect);
    }
}
