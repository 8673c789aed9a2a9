package dev.sallyport.guard;

import dev.sallyport.sql.Dialect;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the words of a text stand, keywords and unquoted names: outside of literals, comments and
 * quoted names, as the guard's own lexer reads them.
 */
public sealed interface SqlWords {
    /**
     * The text was read.
     *
     * @param words by where they start, in UTF-16 units from 0
     */
    record Found(Map<Integer, String> words) implements SqlWords {
        public Found {
            words = Map.copyOf(words);
        }

        /** The words are part of the statement and must not reach a log. */
        @Override
        public String toString() {
            return "Found[" + words.size() + "]";
        }
    }

    /** The text cannot be read in one way only. */
    record NotUnderstood(Verdict.Refused refused) implements SqlWords {}

    /** Reads a text of a dialect. */
    static SqlWords of(String text, Dialect dialect) {
        try {
            Map<Integer, String> words = new HashMap<>();
            for (Token token : SqlLexer.tokens(text, dialect)) {
                if (token.kind() == Token.Kind.WORD) {
                    words.put(token.offset(), token.text());
                }
            }
            return new Found(words);
        } catch (Refusal refusal) {
            return new NotUnderstood(
                    new Verdict.Refused(refusal.reason(), Optional.empty(), refusal.hint()));
        }
    }
}
