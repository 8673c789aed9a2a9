package dev.sallyport.guard;

import dev.sallyport.guard.Token.Gap;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.LexicalFeature;
import dev.sallyport.sql.LexicalRules;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Layer 1: text to tokens, by the rules of one dialect. It refuses whatever two engines, or an
 * engine and a reader, could read in different ways, and it drops comments. It looks at each
 * character a bounded number of times.
 */
final class SqlLexer {
    /** Longest statement, in UTF-16 units. */
    static final int MAX_LENGTH = 1_000_000;

    /** Deepest nesting of brackets. */
    static final int MAX_DEPTH = 40;

    /** Most tokens of a statement. */
    static final int MAX_TOKENS = 10_000;

    private static final String PUNCTUATION = "()*,.;=<>+-/%|&^~!?:[]{}@#";
    private static final String GREEDY = "+-*/<>=~!@#%^&|";

    private final String text;
    private final LexicalRules rules;
    private final CharacterRules characters;
    private final List<Token> tokens;
    private Gap gap = Gap.NONE;
    private boolean commented;
    private int depth;
    private int at;

    private SqlLexer(String text, Dialect dialect) {
        this.text = text;
        this.rules = dialect.lexical();
        this.characters =
                new CharacterRules(
                        text, rules.nameCharacters(), has(LexicalFeature.NARROW_CHARACTERS));
        this.tokens = new ArrayList<>(Math.min(text.length() / 4 + 8, 1024));
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

    // ---- blanks and comments

    private void dashes() {
        if (has(LexicalFeature.DASHES_NEED_BLANK) && at + 2 < text.length() && peek(2) > ' ') {
            throw ambiguous(
                    at, "Write a blank after -- for a comment, or between two minus signs.");
        }
        lineComment();
    }

    private void lineComment() {
        commented = true;
        while (at < text.length() && text.charAt(at) != '\n') {
            characters.checkComment(at);
            at++;
        }
        gap = Gap.NEWLINE;
    }

    private void blockComment() {
        int start = at;
        if (has(LexicalFeature.EXECUTABLE_COMMENTS)
                && (peek(2) == '!' || (peek(2) == 'M' && peek(3) == '!'))) {
            throw refuse(
                    RefusalReason.EXECUTABLE_COMMENT,
                    at,
                    "Write the statement without a comment that starts with an exclamation mark.");
        }
        commented = true;
        int depth = 1;
        boolean newline = false;
        at += 2;
        while (depth > 0) {
            if (at + 1 >= text.length()) {
                throw refuse(RefusalReason.UNTERMINATED, start, "End the comment.");
            }
            char c = text.charAt(at);
            if (c == '*' && peek(1) == '/') {
                depth--;
                at += 2;
            } else if (c == '/' && peek(1) == '*' && has(LexicalFeature.NESTED_COMMENTS)) {
                depth++;
                at += 2;
            } else {
                newline |= c == '\n';
                characters.checkComment(at);
                at++;
            }
        }
        checkOptimizerHint(start);
        gap = newline ? Gap.NEWLINE : gap == Gap.NONE ? Gap.BLANK : gap;
    }

    /** MySQL's hints can set variables; a reader of the statement would expect them to work. */
    private void checkOptimizerHint(int start) {
        if (has(LexicalFeature.EXECUTABLE_COMMENTS) && text.charAt(start + 2) == '+') {
            String hint = text.substring(start, at).toUpperCase(Locale.ROOT);
            if (hint.contains("SET_VAR") || hint.contains("RESOURCE_GROUP")) {
                throw refuse(
                        RefusalReason.EXECUTABLE_COMMENT,
                        start,
                        "Write no hint that sets anything.");
            }
        }
    }

    // ---- strings and names

    private void string(int start, int quote, char mark, boolean backslash) {
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
    private void checkContinuation(int start) {
        if (gap == Gap.NEWLINE && !tokens.isEmpty() && tokens.getLast().kind() == Kind.STRING) {
            char first = tokens.getLast().text().charAt(0);
            if (first != '\'' && first != '"' && first != '$') {
                throw ambiguous(
                        start, "Write the string in one piece, or join its pieces with ||.");
            }
        }
    }

    private void quotedName(char close, boolean doubled) {
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

    private void dollar() {
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

    private void delimitedString(int start, int quote) {
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

    // ---- words and numbers

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

    private void number() {
        number(at);
    }

    private void number(int start) {
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
        add(Kind.NUMBER, start, "");
        if (at < text.length() && (text.charAt(at) == '.' || isWordPart(text.charAt(at)))) {
            throw ambiguous(start, "Write a blank after the number.");
        }
        checkNothingRunsOn(start);
    }

    private void digits() {
        while (at < text.length()
                && (isDigit(text.charAt(at))
                        || (text.charAt(at) == '_'
                                && has(LexicalFeature.DIGIT_SEPARATORS)
                                && isDigit(text.charAt(at - 1))
                                && isDigit(peek(1))))) {
            at++;
        }
    }

    // ---- operators

    private void operator(char c) {
        int start = at;
        if (c == '?') {
            questionMark();
            return;
        }
        if (has(LexicalFeature.GREEDY_OPERATORS) && GREEDY.indexOf(c) >= 0) {
            greedyOperator();
            return;
        }
        String longest = "";
        for (String operator : rules.operators()) {
            if (operator.length() > longest.length()
                    && operator.charAt(0) == c
                    && text.startsWith(operator, at)) {
                longest = operator;
            }
        }
        at += Math.max(1, longest.length());
        if (c == '/' && peek(0) == '/') {
            throw ambiguous(start, "Write one slash to divide, and -- for a comment.");
        }
        add(Kind.OPERATOR, start, "");
        if (c == '(' || c == '[' || c == '{') {
            depth++;
        } else if (c == ')' || c == ']' || c == '}') {
            depth--;
        }
        if (depth > MAX_DEPTH) {
            throw refuse(
                    RefusalReason.TOO_DEEP, start, "Nest less: name parts of the query in WITH.");
        }
    }

    /** PostgreSQL's rule: a run of these is one operator, less a trailing sign in most cases. */
    private void greedyOperator() {
        int start = at;
        int end = at;
        boolean special = false;
        while (end < text.length()
                && GREEDY.indexOf(text.charAt(end)) >= 0
                && !text.startsWith("--", end)
                && !text.startsWith("/*", end)) {
            special |= "~!@#%^&|".indexOf(text.charAt(end)) >= 0;
            end++;
        }
        while (!special
                && end - start > 1
                && (text.charAt(end - 1) == '+' || text.charAt(end - 1) == '-')) {
            end--;
        }
        if (text.startsWith("@?", start)
                && end == start + 1
                && has(LexicalFeature.QUESTION_MARK_OPERATORS)) {
            at = start + 2;
            at += peek(0) == '?' ? 1 : 0;
            tokens.add(new Token(Kind.OPERATOR, "@??", "", "", start, takeGap()));
            return;
        }
        if (!rules.operators().contains(text.substring(start, end))) {
            throw refuse(
                    RefusalReason.OPERATOR_NOT_LISTED,
                    start,
                    "Write built-in operators only, with blanks between them.");
        }
        at = end;
        add(Kind.OPERATOR, start, "");
    }

    /** Whether it is a placeholder or an operator is for the grammar to say. */
    private void questionMark() {
        int start = at;
        at++;
        if (has(LexicalFeature.QUESTION_MARK_OPERATORS)) {
            if (peek(0) == '?') {
                at++;
            }
            boolean operator = at - start == 2;
            char second = peek(0);
            if ((second == '|' && peek(1) != '|') || (second == '&' && peek(1) != '&')) {
                at++;
                tokens.add(new Token(Kind.OPERATOR, "??" + second, "", "", start, takeGap()));
                return;
            }
            if (operator) {
                tokens.add(new Token(Kind.OPERATOR, "??", "", "", start, takeGap()));
                return;
            }
        }
        add(Kind.PARAMETER, start, "");
        if (at < text.length() && isWordPart(text.charAt(at))) {
            throw refuse(
                    RefusalReason.PARAMETER,
                    start,
                    "Write a parameter as a question mark, without a number.");
        }
    }

    // ---- helpers

    private void add(Kind kind, int start, String value) {
        tokens.add(new Token(kind, text.substring(start, at), value, "", start, takeGap()));
    }

    private Gap takeGap() {
        Gap taken = tokens.isEmpty() ? Gap.NONE : gap;
        gap = Gap.NONE;
        return taken;
    }

    private boolean endsOperand() {
        if (tokens.isEmpty() || gap != Gap.NONE) {
            return false;
        }
        Token last = tokens.getLast();
        return last.isName() || last.isOperator(")") || last.isOperator("]");
    }

    private void checkNothingRunsOn(int start) {
        if (at < text.length() && (startsWord(text.charAt(at)) || isDigit(text.charAt(at)))) {
            throw ambiguous(start, "Write a blank after a literal or a quoted name.");
        }
    }

    private boolean has(LexicalFeature feature) {
        return rules.has(feature);
    }

    private char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : '\0';
    }

    private boolean startsWord(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || c == '_'
                || (c >= 0x80 && characters.isNameStart(c))
                || ((c == '#' || c == '@') && rules.nameCharacters().indexOf(c) >= 0);
    }

    private boolean isWordPart(char c) {
        return startsWord(c) || isDigit(c) || characters.isNamePart(c);
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    private static boolean isHex(char c) {
        return isDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
    }

    private static Refusal refuse(RefusalReason reason, int offset, String hint) {
        return new Refusal(reason, offset, hint);
    }

    private static Refusal ambiguous(int offset, String hint) {
        return refuse(RefusalReason.AMBIGUOUS_TEXT, offset, hint);
    }
}
