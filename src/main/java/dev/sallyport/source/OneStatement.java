package dev.sallyport.source;

import java.util.List;

/**
 * A second look at a text for drivers that take several statements in one, or silently drop all but
 * one of them. It refuses too much rather than too little: the guard's own lexer comes first.
 */
final class OneStatement {
    private OneStatement() {}

    /**
     * Whether a text may be more than one statement.
     *
     * @param hiding what could make a semicolon look quoted that is not, or the other way round:
     *     with one of these in the text, every semicolon counts
     */
    static boolean isUncertain(String sql, List<String> hiding) {
        if (sql.indexOf(';') < 0) {
            return false;
        }
        if (hiding.stream().anyMatch(sql::contains)) {
            return true;
        }
        char quote = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (c == quote) {
                quote = 0;
            } else if (quote == 0 && c == ';') {
                return true;
            }
        }
        return false;
    }
}
