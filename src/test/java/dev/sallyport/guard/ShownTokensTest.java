package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
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

    private static ParserText text(GuardCase one) {
        List<dev.sallyport.guard.Token> tokens = SqlLexer.tokens(one.sql(), one.dialect());
        Reading reading =
                StatementGrammar.read(
                        tokens, one.dialect(), FunctionCatalog.of(one.dialect(), Set.of()));
        return ParserText.of(tokens, reading, one.dialect());
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
