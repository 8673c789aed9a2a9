package dev.sallyport.guard;

import dev.sallyport.guard.Relation.Name;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.util.Locale;

/** Names as the engine of a dialect folds and compares them. */
record Names(Dialect dialect) {
    String fold(Token token) {
        return fold(token.value(), isExact(token));
    }

    /** H2 folds a name in backticks as one without quotes. */
    private boolean isExact(Token token) {
        return token.kind() == Kind.QUOTED_NAME
                && !(token.text().charAt(0) == '`' && dialect.equals(Dialects.H2));
    }

    Name name(Token token) {
        return new Name(fold(token), token.kind() == Kind.QUOTED_NAME);
    }

    /** A name as the engine looks it up; where case does not count, in lower case. */
    String fold(String name, boolean quoted) {
        return switch (dialect.lexical().folding()) {
            case UPPER -> quoted ? name : ascii(name, true);
            case LOWER -> quoted ? name : ascii(name, false);
            case INSENSITIVE -> ascii(name, false);
            case AS_WRITTEN -> name;
        };
    }

    /**
     * Folds the letters of ASCII alone. What an engine makes of the others depends on its
     * collation; two names that differ in one of them count as two.
     */
    private static String ascii(String name, boolean upper) {
        for (int i = 0; i < name.length(); i++) {
            if (name.charAt(i) >= 0x80) {
                StringBuilder folded = new StringBuilder(name);
                for (int at = 0; at < name.length(); at++) {
                    char c = name.charAt(at);
                    if (c < 0x80) {
                        folded.setCharAt(
                                at, upper ? Character.toUpperCase(c) : Character.toLowerCase(c));
                    }
                }
                return folded.toString();
            }
        }
        return upper ? name.toUpperCase(Locale.ROOT) : name.toLowerCase(Locale.ROOT);
    }

    /**
     * A function's name as the lists spell it: in lower case, where the engine would find a
     * built-in function by it; as it stands otherwise, and then no list has it.
     */
    String functionKey(Token token) {
        String value = token.value();
        if (token.kind() == Kind.QUOTED_NAME) {
            String lower = value.toLowerCase(Locale.ROOT);
            return switch (dialect.lexical().folding()) {
                case UPPER -> value.equals(value.toUpperCase(Locale.ROOT)) ? lower : "\"" + value;
                case LOWER -> value.equals(lower) ? lower : "\"" + value;
                case INSENSITIVE, AS_WRITTEN -> lower;
            };
        }
        return lower(token);
    }

    String lower(Token token) {
        return token.keyword().isEmpty()
                ? token.value().toLowerCase(Locale.ROOT)
                : token.keyword().toLowerCase(Locale.ROOT);
    }
}
