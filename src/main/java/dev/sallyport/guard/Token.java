package dev.sallyport.guard;

import java.util.Locale;

/**
 * One token of a statement.
 *
 * @param text as it stands in the statement; this is what the normalised text is made of
 * @param value of a name, without its quotes; of a string, its content, escapes left as they are
 * @param keyword of a word, the text in upper case where it is plain ASCII; empty for all else, so
 *     that no quoted name and no look-alike is ever taken for a keyword
 * @param offset where it starts in the text as it came, in UTF-16 units
 * @param gap what separates it from the token before
 */
record Token(Kind kind, String text, String value, String keyword, int offset, Gap gap) {
    enum Kind {
        WORD,
        QUOTED_NAME,
        STRING,
        NUMBER,
        OPERATOR,
        /** A placeholder, {@code ?}. */
        PARAMETER,
        END
    }

    enum Gap {
        NONE,
        BLANK,
        NEWLINE
    }

    static Token word(String text, int offset, Gap gap) {
        boolean ascii = true;
        for (int i = 0; i < text.length() && ascii; i++) {
            ascii = text.charAt(i) < 0x80;
        }
        return new Token(
                Kind.WORD, text, text, ascii ? text.toUpperCase(Locale.ROOT) : "", offset, gap);
    }

    boolean is(String word) {
        return keyword.equals(word);
    }

    boolean isOperator(String operator) {
        return kind == Kind.OPERATOR && text.equals(operator);
    }

    /** Whether it is a string with Unicode escapes, {@code U&'…'}. */
    boolean isUnicodeString() {
        return kind == Kind.STRING && text.regionMatches(true, 0, "U&'", 0, 3);
    }

    boolean isName() {
        return kind == Kind.WORD || kind == Kind.QUOTED_NAME;
    }

    /** The text is part of the statement and must not reach a log. */
    @Override
    public String toString() {
        return "Token[" + kind + "]";
    }
}
