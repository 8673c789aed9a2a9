package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialects;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConstantListsTest {
    /** What is left of a text without the constants and rows that say what the next one says. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    a IN (1, 2, 3)                  | a IN ( 3 )
                    a IN (1, 'x', ?, NULL, -2)      | a IN ( - 2 )
                    a IN (1, b, 2, 3)               | a IN ( 1 , b , 3 )
                    (a, b) IN ((1, 2), (3, -4))     | ( a , b ) IN ( ( - 4 ) )
                    VALUES (1), (2), (3)            | VALUES ( 1 ) , ( 3 )
                    ((1), (2, 3))                   | ( ( 1 ) , ( 3 ) )
                    SELECT f(1), (2)                | SELECT f ( 1 ) , ( 2 )
                    SELECT f(1), g(2)               | SELECT f ( 1 ) , g ( 2 )
                    (1, f(2), 3)                    | ( 1 , f ( 2 ) , 3 )
                    ((SELECT 1), (2))               | ( ( SELECT 1 ) , ( 2 ) )
                    (1, 2                           | ( 1 , 2
                    """)
    void leavesTheLastOfEachList(String text, String left) {
        List<Token> tokens = SqlLexer.tokens(text, Dialects.POSTGRES);
        assertThat(
                        IntStream.range(0, tokens.size())
                                .filter(i -> !ConstantLists.repeated(tokens).get(i))
                                .mapToObj(i -> tokens.get(i).text())
                                .collect(Collectors.joining(" ")))
                .isEqualTo(left);
    }

    /** A name that looks like a constant is one to the grammar, and is shown. */
    @Test
    void doNotHideWhatIsReadAsAName() {
        List<Token> tokens = SqlLexer.tokens("SELECT a 'x', b 'y', 'z' FROM t", Dialects.MYSQL);
        Reading reading =
                StatementGrammar.read(
                        tokens, Dialects.MYSQL, FunctionCatalog.of(Dialects.MYSQL, Set.of()));
        assertThat(ParserText.of(tokens, reading, Dialects.MYSQL).text())
                .isEqualTo("SELECT \"n0\" \"n1\" , \"n2\" \"n3\" , 's' FROM \"n4\"");
    }
}
