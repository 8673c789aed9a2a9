package dev.sallyport.guard;

import dev.sallyport.guard.Token.Kind;
import java.util.List;

/**
 * What a verdict can depend on: every token, but of a plain number only that there is one. No layer
 * reads the value of a number: the grammar and the audit ask for the kind of token, JSqlParser is
 * shown {@code 1} for each, and Trino's parser refuses only integers of more than 18 digits. So two
 * statements of one shape get one verdict, each with its own text.
 */
final class StatementShape {
    /**
     * Fewer than an {@code int} holds, so that no parser can overflow at one and not at another.
     */
    private static final int MAX_DIGITS = 9;

    private static final int GAPS = Token.Gap.values().length;

    /** The code of a plain number, in the place of a kind. */
    private static final int PLAIN_NUMBER = Kind.values().length;

    private StatementShape() {}

    /**
     * A text that two lists of tokens share only if they differ in nothing but plain numbers: each
     * token is written with its kind, its gap and its length, so no token's text can pass for the
     * end of another.
     */
    @SuppressWarnings("EnumOrdinal") // The shape lives as long as this process.
    static String of(List<Token> tokens) {
        StringBuilder shape = new StringBuilder(tokens.size() * 8);
        for (Token token : tokens) {
            if (isPlainNumber(token)) {
                shape.append(code(PLAIN_NUMBER, token));
            } else {
                shape.append(code(token.kind().ordinal(), token));
                // Two characters of the JDK's compact kind, for texts of up to 64 KiB.
                int length = token.text().length();
                shape.append((char) (length >> 8)).append((char) (length & 0xFF));
                shape.append(token.text());
            }
        }
        return shape.toString();
    }

    @SuppressWarnings("EnumOrdinal") // The shape lives as long as this process.
    private static char code(int kind, Token token) {
        return (char) (kind * GAPS + token.gap().ordinal());
    }

    /** Digits only, none of them a leading zero. */
    private static boolean isPlainNumber(Token token) {
        String text = token.text();
        if (token.kind() != Kind.NUMBER || text.length() > MAX_DIGITS) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return text.charAt(0) != '0' || text.length() == 1;
    }
}
