package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialects;
import java.util.List;
import org.junit.jupiter.api.Test;

class TokenPlacesTest {
    @Test
    void countsLinesAndCodePoints() {
        List<Token> tokens = SqlLexer.tokens("SELECT  '\uD83D\uDE00\nx' , a", Dialects.TRINO);
        TokenPlaces places = TokenPlaces.of(tokens, SqlGuard.render(tokens));
        // SELECT '?        one line
        // x' , a           the next
        assertThat(places.tokenAt(1, 1)).isZero();
        assertThat(places.tokenAt(1, 8)).isEqualTo(1);
        assertThat(places.tokenAt(2, 4)).isEqualTo(2);
        assertThat(places.tokenAt(2, 6)).isEqualTo(3);
        assertThat(places.tokenAt(1, 9)).isEqualTo(-1);
    }

    @Test
    void knowsEachTokenOfEachCase() {
        for (GuardCase one : GuardCase.all()) {
            List<Token> tokens;
            try {
                tokens = SqlLexer.tokens(one.sql(), one.dialect());
            } catch (Refusal refused) {
                continue;
            }
            String sql = SqlGuard.render(tokens);
            TokenPlaces places = TokenPlaces.of(tokens, sql);
            int found = 0;
            int line = 1;
            int column = 1;
            for (int character : sql.codePoints().toArray()) {
                int token = places.tokenAt(line, column);
                if (token >= 0) {
                    assertThat(token).isEqualTo(found++);
                    assertThat(tokens.get(token).text().codePointAt(0)).isEqualTo(character);
                }
                column = character == '\n' ? 1 : column + 1;
                line += character == '\n' ? 1 : 0;
            }
            assertThat(found).isEqualTo(tokens.size());
        }
    }
}
