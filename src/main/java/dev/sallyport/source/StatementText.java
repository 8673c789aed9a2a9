package dev.sallyport.source;

/** What a driver or an engine may see in a text beside one statement. */
final class StatementText {
    private StatementText() {}

    /**
     * Whether a semicolon may part the text in two: one that is not inside plain quotes, or any at
     * all where comments or other quotes make that hard to tell.
     */
    static boolean mayBeSeveral(String sql) {
        if (sql.indexOf(';') < 0) {
            return false;
        }
        if (sql.contains("$$") || sql.contains("--") || sql.contains("/*")) {
            return true;
        }
        return indexOutsideQuotes(sql, ';', 0) >= 0;
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
