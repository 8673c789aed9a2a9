package dev.sallyport.guard;

import dev.sallyport.guard.Token.Gap;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.LexicalFeature;
import java.util.List;
import java.util.Locale;

/**
 * Layer 1: text to tokens, by the rules of one dialect. It refuses whatever two engines, or an
 * engine and a reader, could read in different ways, and it drops comments. It looks at each
 * character a bounded number of times.
 */
final class SqlLexer extends OperatorLexer {
    /** Longest statement, in UTF-16 units. */
    static final int MAX_LENGTH = 1_000_000;

    /** Most tokens of a statement. */
    static final int MAX_TOKENS = 10_000;

    private static final String PUNCTUATION = "()*,.;=<>+-/%|&^~!?:[]{}@#";

    private SqlLexer(String text, Dialect dialect) {
        super(text, dialect.lexical());
    }

    static List<Token> tokens(String text, Dialect dialect) {
        if (text.length() > MAX_LENGTH) {
            throw new Refusal(RefusalReason.TOO_LONG, -1, "Send a statement of fewer characters.");
        }
        return new SqlLexer(text, dialect).run();
    }

    private List<Token> run() {
        while (at < text.length()) {
            next();
            if (tokens.size() > MAX_TOKENS) {
                throw refuse(
                        RefusalReason.TOO_MANY_VALUES,
                        at,
                        "Send fewer values: join with a table or a subquery instead of a list.");
            }
        }
        if (tokens.isEmpty()) {
            throw commented
                    ? refuse(
                            RefusalReason.ONLY_COMMENTS,
                            -1,
                            "Send one statement; a comment is none.")
                    : refuse(RefusalReason.EMPTY, -1, "Send one SQL statement.");
        }
        return tokens;
    }

    private void next() {
        char c = text.charAt(at);
        if (c == ' ' || c == '\t') {
            gap = gap == Gap.NONE ? Gap.BLANK : gap;
            at++;
        } else if (c == '\n') {
            gap = Gap.NEWLINE;
            at++;
        } else if (c == '\r') {
            characters.checkCarriageReturn(at);
            gap = Gap.NEWLINE;
            at += 2;
        } else if (c == '-' && peek(1) == '-') {
            dashes();
        } else if (c == '#' && has(LexicalFeature.HASH_COMMENTS)) {
            lineComment();
        } else if (c == '/' && peek(1) == '*') {
            blockComment();
        } else {
            token(c);
        }
    }

    private void token(char c) {
        if (c == '\'') {
            string(at, at, '\'', has(LexicalFeature.BACKSLASH_ESCAPES));
        } else if (c == '"') {
            if (has(LexicalFeature.DOUBLE_QUOTED_STRINGS)) {
                string(at, at, '"', true);
            } else {
                quotedName('"', true);
            }
        } else if (c == '`' && has(LexicalFeature.BACKTICK_NAMES)) {
            quotedName('`', true);
        } else if (c == '[' && has(LexicalFeature.BRACKET_NAMES)) {
            quotedName(']', true);
        } else if (c == '[' && has(LexicalFeature.PLAIN_BRACKET_NAMES)) {
            quotedName(']', false);
        } else if (c == '$') {
            dollar();
        } else if (isDigit(c) || (c == '.' && isDigit(peek(1)) && !endsOperand())) {
            number();
        } else if (startsWord(c)) {
            word();
        } else if (PUNCTUATION.indexOf(c) >= 0) {
            operator(c);
        } else {
            characters.checkOutside(at);
            throw refuse(
                    RefusalReason.NOT_UNDERSTOOD,
                    at,
                    "There is a character that no SQL of this kind has outside of quotes.");
        }
    }

    private void word() {
        int start = at;
        int end = at + 1;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        String word = text.substring(start, end);
        characters.checkName(start, word);
        char following = end < text.length() ? text.charAt(end) : ' ';
        String prefix = word.toUpperCase(Locale.ROOT);
        if (following == '&'
                && prefix.equals("U")
                && end + 1 < text.length()
                && (text.charAt(end + 1) == '\'' || text.charAt(end + 1) == '"')) {
            unicode(start, end + 1);
        } else if (following == '\''
                || (following == '"' && has(LexicalFeature.DOUBLE_QUOTED_STRINGS))) {
            prefixed(start, end, prefix, following);
        } else if (following == '"' || following == '`') {
            throw ambiguous(end, "Write a blank before the quoted name.");
        } else {
            at = end;
            tokens.add(Token.word(word, start, takeGap()));
        }
    }

    private void unicode(int start, int quote) {
        if (text.charAt(quote) == '"') {
            throw ambiguous(start, "Write the name without Unicode escapes.");
        }
        if (!has(LexicalFeature.UNICODE_STRINGS)) {
            throw ambiguous(start, "Write the string without Unicode escapes.");
        }
        string(start, quote, '\'', false);
    }

    private void prefixed(int start, int quote, String prefix, char mark) {
        if (isLiteralPrefix(prefix)) {
            if (prefix.endsWith("Q") && has(LexicalFeature.DELIMITED_STRINGS)) {
                delimitedString(start, quote);
            } else {
                boolean escapes =
                        has(LexicalFeature.BACKSLASH_ESCAPES)
                                || (prefix.equals("E") && has(LexicalFeature.ESCAPE_STRINGS));
                string(start, quote, mark, escapes);
            }
            return;
        }
        switch (prefix) {
            case "DATE",
                    "TIME",
                    "TIMESTAMP",
                    "INTERVAL",
                    "LIKE",
                    "ILIKE",
                    "IN",
                    "AS",
                    "THEN",
                    "ELSE",
                    "WHEN",
                    "AND",
                    "OR",
                    "BY",
                    "ESCAPE",
                    "BETWEEN",
                    "NOT",
                    "SELECT",
                    "FROM",
                    "ZONE",
                    "SEPARATOR",
                    "VALUE",
                    "VALUES",
                    "ON",
                    "REGEXP",
                    "RLIKE",
                    "GLOB",
                    "TS",
                    "T",
                    "D" -> {
                at = quote;
                tokens.add(Token.word(text.substring(start, quote), start, takeGap()));
            }
            default -> throw ambiguous(start, "Write a blank before the string.");
        }
    }

    private boolean isLiteralPrefix(String prefix) {
        return rules.literalPrefixes().contains(prefix)
                || (prefix.charAt(0) == '_' && rules.literalPrefixes().contains("_"));
    }
}
