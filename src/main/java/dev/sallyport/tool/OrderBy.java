package dev.sallyport.tool;

/**
 * Whether a statement orders its rows, as far as that shows without parsing it: for a hint, never
 * for a decision.
 */
final class OrderBy {
    private OrderBy() {}

    /** Whether ORDER BY stands outside brackets, literals and quoted names. */
    static boolean isOfAllRows(String sql) {
        int depth = 0;
        for (int i = 0; i < sql.length(); i++) {
            char c = sql.charAt(i);
            if (c == '\'' || c == '"' || c == '`') {
                int end = sql.indexOf(c, i + 1);
                if (end < 0) {
                    return false;
                }
                i = end;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (depth == 0 && (c == 'o' || c == 'O') && begins(sql, i)) {
                return true;
            }
        }
        return false;
    }

    private static boolean begins(String sql, int at) {
        if (!sql.regionMatches(true, at, "order", 0, 5)
                || (at > 0 && Character.isJavaIdentifierPart(sql.charAt(at - 1)))) {
            return false;
        }
        int by = at + 5;
        while (by < sql.length() && Character.isWhitespace(sql.charAt(by))) {
            by++;
        }
        return by > at + 5
                && sql.regionMatches(true, by, "by", 0, 2)
                && (by + 2 == sql.length() || !Character.isJavaIdentifierPart(sql.charAt(by + 2)));
    }
}
