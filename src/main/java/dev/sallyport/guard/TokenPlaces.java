package dev.sallyport.guard;

import dev.sallyport.guard.Token.Gap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which token of a normalised text begins at a line and a column, as a parser counts them. */
final class TokenPlaces {
    private final Map<Long, Integer> tokens;

    private TokenPlaces(Map<Long, Integer> tokens) {
        this.tokens = tokens;
    }

    /**
     * @param sql what {@link SqlGuard#render} makes of the tokens
     */
    static TokenPlaces of(List<Token> tokens, String sql) {
        Map<Long, Integer> places = HashMap.newHashMap(tokens.size());
        int line = 1;
        int column = 1;
        int at = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            int start = at + (token.gap() == Gap.NONE ? 0 : 1);
            int end = start + token.text().length();
            while (at < end) {
                if (at == start) {
                    places.put(place(line, column), i);
                }
                int character = sql.codePointAt(at);
                at += Character.charCount(character);
                column = character == '\n' ? 1 : column + 1;
                line += character == '\n' ? 1 : 0;
            }
        }
        return new TokenPlaces(places);
    }

    /** Both count from one, columns in code points; -1 where no token begins. */
    int tokenAt(int line, int column) {
        return tokens.getOrDefault(place(line, column), -1);
    }

    private static long place(int line, int column) {
        return ((long) line << 32) | column;
    }
}
