package dev.sallyport.guard;

import dev.sallyport.guard.Relation.Name;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.Locale;

/** Names as the engine of a dialect folds and compares them. */
record Names(Dialect dialect) {
    String fold(Token token) {
        return fold(token.value(), token.kind() == Kind.QUOTED_NAME);
    }

    Name name(Token token) {
        return new Name(fold(token), token.kind() == Kind.QUOTED_NAME);
    }

    /** A name as the engine looks it up; where case does not count, in lower case. */
    String fold(String name, boolean quoted) {
        return switch (dialect.lexical().folding()) {
            case UPPER -> quoted ? name : name.toUpperCase(Locale.ROOT);
            case LOWER -> quoted ? name : name.toLowerCase(Locale.ROOT);
            case INSENSITIVE -> name.toLowerCase(Locale.ROOT);
            case AS_WRITTEN -> name;
        };
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
