package dev.sallyport.execution;

import java.util.Locale;
import java.util.Set;

/**
 * A second door behind the guard: what does not even begin like a query is not sent, since engines
 * do much of it before they say that it has no rows.
 */
final class FirstWord {
    private static final Set<String> OF_A_READ =
            Set.of(
                    "select",
                    "with",
                    "values",
                    "table",
                    "from",
                    "explain",
                    "show",
                    "describe",
                    "desc");

    private static final Set<String> OF_A_WRITE = Set.of("insert", "update", "delete", "with");

    private FirstWord() {}

    /** Whether the first word is one of a statement that inserts, changes or deletes rows. */
    static boolean isOfAWrite(String sql) {
        return OF_A_WRITE.contains(of(sql, 0));
    }

    /** Whether the first word, behind blanks and opening parentheses, is one of a query. */
    static boolean isOfARead(String sql) {
        int from = 0;
        while (from < sql.length()
                && (Character.isWhitespace(sql.charAt(from)) || sql.charAt(from) == '(')) {
            from++;
        }
        return OF_A_READ.contains(of(sql, from));
    }

    private static String of(String sql, int from) {
        int to = from;
        while (to < sql.length() && Character.isLetter(sql.charAt(to))) {
            to++;
        }
        return sql.substring(from, to).toLowerCase(Locale.ROOT);
    }
}
