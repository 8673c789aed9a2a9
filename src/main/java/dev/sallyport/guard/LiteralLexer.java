package dev.sallyport.guard;

import dev.sallyport.guard.Token.Gap;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.LexicalFeature;
import dev.sallyport.sql.LexicalRules;

/** Layer 1: what stands in quotes, strings and names, and numbers. */
abstract class LiteralLexer extends CommentLexer {
    LiteralLexer(String text, LexicalRules rules) {
        super(text, rules);
    }

    final void string(int start, int quote, char mark, boolean backslash) {
        int end = quote + 1;
        while (true) {
            if (end >= text.length()) {
                throw refuse(RefusalReason.UNTERMINATED, start, "End the string with a quote.");
            }
            char c = text.charAt(end);
            characters.checkLiteral(end);
            if (backslash && c == '\\') {
                end++;
                if (end >= text.length()) {
                    throw refuse(RefusalReason.UNTERMINATED, start, "End the string with a quote.");
                }
                characters.checkLiteral(end);
                end++;
            } else if (c == mark && end + 1 < text.length() && text.charAt(end + 1) == mark) {
                end += 2;
            } else if (c == mark) {
                break;
            } else {
                end++;
            }
        }
        at = end + 1;
        checkContinuation(start);
        add(Kind.STRING, start, text.substring(quote + 1, end));
        checkNothingRunsOn(start);
    }

    /** A string that goes on in the next line keeps the escapes of its first piece. */
    final void checkContinuation(int start) {
        if (gap == Gap.NEWLINE && !tokens.isEmpty() && tokens.getLast().kind() == Kind.STRING) {
            char first = tokens.getLast().text().charAt(0);
            if (first != '\'' && first != '"' && first != '$') {
                throw ambiguous(
                        start, "Write the string in one piece, or join its pieces with ||.");
            }
        }
    }

    final void quotedName(char close, boolean doubled) {
        int start = at;
        StringBuilder name = new StringBuilder();
        int end = at + 1;
        while (true) {
            if (end >= text.length()) {
                throw refuse(RefusalReason.UNTERMINATED, start, "End the quoted name.");
            }
            char c = text.charAt(end);
            if (c == close) {
                if (end + 1 >= text.length() || text.charAt(end + 1) != close) {
                    break;
                }
                if (!doubled) {
                    throw ambiguous(end, "Write the name in double quotes.");
                }
                end++;
            }
            name.append(c);
            end++;
        }
        at = end + 1;
        String value = name.toString();
        characters.checkQuotedName(start, value);
        add(Kind.QUOTED_NAME, start, value);
        checkNothingRunsOn(start);
    }

    final void dollar() {
        int start = at;
        if (has(LexicalFeature.MONEY_NUMBERS) && isDigit(peek(1))) {
            at++;
            number(start);
            return;
        }
        int end = at + 1;
        if (has(LexicalFeature.TAGGED_DOLLAR_QUOTES) && startsWord(peek(1))) {
            while (end < text.length() && text.charAt(end) != '$' && isWordPart(text.charAt(end))) {
                end++;
            }
        }
        if (!has(LexicalFeature.DOLLAR_QUOTES) || end >= text.length() || text.charAt(end) != '$') {
            throw refuse(
                    RefusalReason.PARAMETER,
                    start,
                    "Write a parameter as a question mark, without a number.");
        }
        String tag = text.substring(start, end + 1);
        int close = text.indexOf(tag, end + 1);
        if (close < 0) {
            throw refuse(RefusalReason.UNTERMINATED, start, "End the dollar-quoted string.");
        }
        for (int i = end + 1; i < close; i++) {
            characters.checkLiteral(i);
        }
        at = close + tag.length();
        add(Kind.STRING, start, text.substring(end + 1, close));
        checkNothingRunsOn(start);
    }

    final void delimitedString(int start, int quote) {
        if (quote + 1 >= text.length() || text.charAt(quote + 1) <= ' ') {
            throw refuse(RefusalReason.UNTERMINATED, start, "End the string with a quote.");
        }
        char open = text.charAt(quote + 1);
        char close =
                switch (open) {
                    case '[' -> ']';
                    case '(' -> ')';
                    case '{' -> '}';
                    case '<' -> '>';
                    default -> open;
                };
        int end = text.indexOf(close + "'", quote + 2);
        if (end < 0) {
            throw refuse(RefusalReason.UNTERMINATED, start, "End the string with a quote.");
        }
        for (int i = quote; i < end; i++) {
            characters.checkLiteral(i);
        }
        at = end + 2;
        add(Kind.STRING, start, text.substring(quote + 2, end));
        checkNothingRunsOn(start);
    }

    final void number() {
        number(at);
    }

    final void number(int start) {
        if (text.charAt(at) == '0' && (peek(1) == 'x' || peek(1) == 'X')) {
            at += 2;
            while (at < text.length() && isHex(text.charAt(at))) {
                at++;
            }
        } else if (text.charAt(at) == '0'
                && (peek(1) == 'b' || (peek(1) == 'o' && has(LexicalFeature.DIGIT_SEPARATORS)))
                && has(LexicalFeature.BINARY_NUMBERS)) {
            at += 2;
            digits();
        } else {
            digits();
            if (peek(0) == '.' && peek(1) != '.') {
                at++;
                digits();
            }
            if (peek(0) == 'e' || peek(0) == 'E') {
                int sign = peek(1) == '+' || peek(1) == '-' ? 1 : 0;
                if (isDigit(peek(1 + sign))) {
                    at += 1 + sign;
                    digits();
                }
            }
        }
        numberSuffix();
        add(Kind.NUMBER, start, "");
        if (at < text.length() && (text.charAt(at) == '.' || isWordPart(text.charAt(at)))) {
            throw ambiguous(start, "Write a blank after the number.");
        }
        checkNothingRunsOn(start);
    }

    /** Oracle's letter for a floating type; Db2's for a length in thousands, before a bracket. */
    private void numberSuffix() {
        char c = Character.toLowerCase(peek(0));
        char following = peek(1);
        boolean floating =
                has(LexicalFeature.FLOAT_SUFFIXES)
                        && (c == 'f' || c == 'd')
                        && following != '.'
                        && !isWordPart(following);
        boolean length =
                has(LexicalFeature.LENGTH_SUFFIXES)
                        && (c == 'k' || c == 'm' || c == 'g')
                        && (following == ')' || following == ' ');
        if (floating || length) {
            at++;
        }
    }

    final void digits() {
        while (at < text.length()
                && (isDigit(text.charAt(at))
                        || (text.charAt(at) == '_'
                                && has(LexicalFeature.DIGIT_SEPARATORS)
                                && isDigit(text.charAt(at - 1))
                                && isDigit(peek(1))))) {
            at++;
        }
    }
}
