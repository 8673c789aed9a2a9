package dev.sallyport.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What an XQuery in a literal may hold: steps, conditions and values of the document that it is
 * given. Functions, prefixes and constructors reach other tables, files and servers.
 */
final class XQueryText {
    private static final String SIGNS = "_-./@[]=<>!\"'$*|+, \n\t";
    private static final Set<String> NODE_TESTS = Set.of("text", "node", "last", "position");

    private XQueryText() {}

    /**
     * Whether a query can call nothing: no colon, so no prefix; no brace, so no constructor and no
     * prolog; and no bracket but the two of a test of nodes.
     */
    static boolean isPlainPath(String query) {
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == '(') {
                if (i + 1 >= query.length()
                        || query.charAt(i + 1) != ')'
                        || !NODE_TESTS.contains(wordBefore(query, i))) {
                    return false;
                }
                i++;
            } else if (!isWordPart(c) && SIGNS.indexOf(c) < 0) {
                return false;
            } else if (c == '<' && opensElement(query, i + 1)) {
                return false;
            }
        }
        return true;
    }

    /** The names of the variables: in Db2, of columns too. */
    static List<String> variables(String query) {
        List<String> variables = new ArrayList<>();
        for (int i = query.indexOf('$'); i >= 0; i = query.indexOf('$', i + 1)) {
            int end = i + 1;
            while (end < query.length() && isWordPart(query.charAt(end))) {
                end++;
            }
            variables.add(query.substring(i + 1, end));
        }
        return variables;
    }

    /**
     * Whether a query of SQL Server's may read a column or a variable of the statement: by a
     * function with a prefix, whichever prefix it declares for that.
     */
    static boolean readsColumns(String query) {
        return query.contains(":column")
                || query.contains(":variable")
                || query.contains("function namespace");
    }

    private static boolean opensElement(String query, int index) {
        return index >= query.length()
                || (query.charAt(index) != ' ' && query.charAt(index) != '=');
    }

    private static String wordBefore(String query, int end) {
        int start = end;
        while (start > 0
                && (isWordPart(query.charAt(start - 1)) || query.charAt(start - 1) == '-')) {
            start--;
        }
        return query.substring(start, end);
    }

    private static boolean isWordPart(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '_';
    }
}
