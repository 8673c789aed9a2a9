package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import net.sf.jsqlparser.parser.CCJSqlParserConstants;
import net.sf.jsqlparser.parser.CCJSqlParserTokenManager;
import net.sf.jsqlparser.parser.SimpleCharStream;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.parser.Token;
import net.sf.jsqlparser.parser.TokenMgrException;
import org.junit.jupiter.api.Test;

/** The tokens that JSqlParser is given are those that its own lexer makes of the same text. */
class ShownTokensTest {
    @Test
    void areThoseOfTheParsersOwnLexer() {
        List<String> problems = new ArrayList<>();
        int compared = 0;
        for (GuardCase one : GuardCase.all()) {
            ParserText text;
            try {
                text = text(one);
            } catch (Refusal refused) {
                continue;
            }
            List<String> expected =
                    tokens(
                            new CCJSqlParserTokenManager(
                                    new SimpleCharStream(new StringProvider(text.text()))));
            List<String> actual = tokens(new ShownTokens(text));
            if (!actual.equals(expected)) {
                problems.add(one + " " + text.text() + "\n" + expected + "\n" + actual);
            }
            compared++;
        }
        assertThat(problems).isEmpty();
        assertThat(compared).isGreaterThan(1_000);
    }

    /** Each name is shown in its place, or is part of what docs/guard.md says is left out. */
    @Test
    void showEachTableAndEachCall() {
        List<String> problems = new ArrayList<>();
        int seen = 0;
        for (GuardCase one : GuardCase.all()) {
            if (one.dialect().equals(Dialects.TRINO)
                    || new SqlGuard(one.dialect(), AllowList.ANY)
                                    .inspect(
                                            new SqlRequest(
                                                    one.sql(),
                                                    one.access(),
                                                    SqlOrigin.AGENT,
                                                    Optional.empty()))
                            instanceof Verdict.Refused) {
                continue;
            }
            List<dev.sallyport.guard.Token> tokens = tokens(one);
            tokens.removeIf(token -> token.isOperator(";"));
            Reading reading = reading(one, tokens);
            ParserText text = ParserText.of(tokens, reading, one.dialect());
            BitSet shown = new BitSet();
            for (int i = 0; i < text.length(); i++) {
                shown.set(text.tokenAt(i));
            }
            boolean clause = false;
            for (int i = 0; i < tokens.size(); i++) {
                clause &= !shown.get(i);
                clause |=
                        tokens.get(i).is("PIVOT")
                                || tokens.get(i).is("MATCH_RECOGNIZE")
                                || tokens.get(i).is("MODEL");
                Reading.Role role = reading.role(i);
                boolean wanted =
                        (role == Reading.Role.RELATION && !tokens.get(i).is("FROM"))
                                || role == Reading.Role.REFERENCE
                                || (role == Reading.Role.FUNCTION && !clause)
                                || tokens.get(i).is("SELECT");
                if (wanted && !shown.get(i)) {
                    problems.add(tokens.get(i).text() + " in " + one);
                }
                seen += wanted ? 1 : 0;
            }
        }
        assertThat(problems).isEmpty();
        assertThat(seen).isGreaterThan(5_000);
    }

    private static Reading reading(GuardCase one, List<dev.sallyport.guard.Token> tokens) {
        return StatementGrammar.read(
                tokens, one.dialect(), FunctionCatalog.of(one.dialect(), Set.of()));
    }

    private static List<dev.sallyport.guard.Token> tokens(GuardCase one) {
        return BraceEscapes.written(SqlLexer.tokens(one.sql(), one.dialect()), one.dialect());
    }

    private static ParserText text(GuardCase one) {
        List<dev.sallyport.guard.Token> tokens = tokens(one);
        return ParserText.of(tokens, reading(one, tokens), one.dialect());
    }

    private static List<String> tokens(CCJSqlParserTokenManager lexer) {
        List<String> tokens = new ArrayList<>();
        try {
            for (Token token = lexer.getNextToken();
                    token.kind != CCJSqlParserConstants.EOF;
                    token = lexer.getNextToken()) {
                tokens.add(token.kind + " " + token.image + " @" + token.absoluteBegin);
            }
        } catch (TokenMgrException e) {
            tokens.add("refused");
        }
        return tokens;
    }
}
