package dev.sallyport.guard;

import java.util.List;
import java.util.Set;

/**
 * Holds what the grammar left out of a parser's text against the tokens, so that no mistake there
 * can hide anything that the parser is there to find: a table, a query, a join, a call.
 */
final class HiddenTokens {
    private static final Set<String> QUERY_WORDS =
            Words.set("SELECT VALUES UNION INTERSECT EXCEPT MINUS JOIN APPLY INSERT UPDATE DELETE");

    /**
     * Clauses whose functions are checked by the grammar alone: the parser has no room for them.
     */
    private static final Set<String> CLAUSES_WITH_CALLS = Words.set("PIVOT MATCH_RECOGNIZE MODEL");

    private HiddenTokens() {}

    static void check(List<Token> tokens, Reading reading) {
        boolean calls = false;
        boolean options = false;
        for (int i = 0; i < tokens.size(); i++) {
            String shown = reading.substituteAt(i);
            Token token = tokens.get(i);
            if (shown == null) {
                calls = false;
                options = false;
                continue;
            }
            if (!token.isName()) {
                continue;
            }
            calls |= CLAUSES_WITH_CALLS.contains(token.keyword());
            options |= token.is("OPTION");
            boolean hidden =
                    switch (reading.role(i)) {
                        case RELATION, REFERENCE -> !endsWith(shown, "FROM");
                        case FUNCTION -> !calls;
                        case NONE, TYPE, COLUMN_LIST, KEYWORD ->
                                QUERY_WORDS.contains(token.keyword())
                                        && !reading.isNameAt(i)
                                        && !options
                                        && !endsWith(shown, token.keyword())
                                        && !meansNoQuery(tokens, i);
                    };
            if (hidden) {
                throw FullParser.disagreement(tokens, i);
            }
        }
    }

    private static boolean endsWith(String shown, String word) {
        return shown.equals(word) || shown.endsWith(" " + word);
    }

    /** Columns left out of a star, an operator between collections, what an index is for. */
    private static boolean meansNoQuery(List<Token> tokens, int index) {
        if (index == 0) {
            return false;
        }
        Token before = tokens.get(index - 1);
        return switch (tokens.get(index).keyword()) {
            case "EXCEPT" -> before.isOperator("*") || before.is("MULTISET");
            case "UNION", "INTERSECT" -> before.is("MULTISET");
            case "JOIN" -> before.is("FOR");
            default -> false;
        };
    }
}
