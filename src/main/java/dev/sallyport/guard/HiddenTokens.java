package dev.sallyport.guard;

import java.util.List;
import java.util.Set;

/**
 * Holds what the grammar left out of a parser's text against the tokens, so that no mistake there
 * can hide anything that the parser is there to find: a table, a query, a call.
 */
final class HiddenTokens {
    /** Clauses whose functions the grammar alone checks: the parser has no room for them. */
    private static final Set<String> CLAUSES_WITH_CALLS = Words.set("PIVOT MATCH_RECOGNIZE MODEL");

    private HiddenTokens() {}

    static void check(List<Token> tokens, Reading reading) {
        boolean calls = false;
        for (int i = 0; i < tokens.size(); i++) {
            String shown = reading.substituteAt(i);
            Token token = tokens.get(i);
            if (shown == null) {
                calls = false;
                continue;
            }
            if (!token.isName()) {
                continue;
            }
            calls |= CLAUSES_WITH_CALLS.contains(token.keyword());
            boolean hidden =
                    switch (reading.role(i)) {
                        // A FROM has the role too, and says nothing without its table.
                        case RELATION, REFERENCE -> !token.is("FROM") && !shown.endsWith("FROM");
                        case FUNCTION -> !calls;
                        case NONE, TYPE, COLUMN_LIST, KEYWORD ->
                                token.is("SELECT") && !reading.isNameAt(i);
                    };
            if (hidden) {
                throw FullParser.disagreement(tokens, i);
            }
        }
    }
}
