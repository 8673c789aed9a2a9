package dev.sallyport.source;

import java.util.List;

/** What a driver or an engine may see in a text beside one statement. */
final class StatementText {
    private StatementText() {}

    /**
     * Whether a semicolon may part the text in two. It refuses too much rather than too little: the
     * guard's own lexer comes first.
     *
     * @param hiding what could make a semicolon look quoted that is not, or the other way round:
     *     with one of these in the text, every semicolon counts
     */
    static boolean mayBeSeveral(String sql, List<String> hiding) {
        return sql.indexOf(';') >= 0
                && (hiding.stream().anyMatch(sql::contains)
                        || indexOutsideQuotes(sql, ';', 0) >= 0);
    }

    /** Where a character stands outside of quotes; -1 if nowhere. */
    static int indexOutsideQuotes(String sql, char wanted, int from) {
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && c == wanted && i >= from) {
                return i;
            }
        }
        return -1;
    }
}
