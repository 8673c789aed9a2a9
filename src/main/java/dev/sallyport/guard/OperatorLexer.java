package dev.sallyport.guard;

import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.LexicalFeature;
import dev.sallyport.sql.LexicalRules;

/** Layer 1: operators, brackets and placeholders. */
abstract class OperatorLexer extends LiteralLexer {
    /** Deepest nesting of brackets. */
    static final int MAX_DEPTH = 40;

    private static final String GREEDY = "+-*/<>=~!@#%^&|";

    private int depth;
    private int parameters;

    OperatorLexer(String text, LexicalRules rules) {
        super(text, rules);
    }

    final void operator(char c) {
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
    final void greedyOperator() {
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
    final void questionMark() {
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
        parameters++;
        if (has(LexicalFeature.NUMBERED_PARAMETERS) && isDigit(peek(0))) {
            numberedParameter(start);
            return;
        }
        add(Kind.PARAMETER, start, "");
        checkParameterEnds(start, "Write a parameter as a question mark, without a number.");
    }

    /**
     * A placeholder whose number is that of its place, which says what it says without: so it is
     * written without. Values that are used twice or in another order would be handed over wrongly.
     */
    private void numberedParameter(int start) {
        String hint =
                "Number parameters in the order that they stand in, each once, or not at all.";
        String number = String.valueOf(parameters);
        if (!text.startsWith(number, at)) {
            throw refuse(RefusalReason.PARAMETER, start, hint);
        }
        at += number.length();
        checkParameterEnds(start, hint);
        tokens.add(new Token(Kind.PARAMETER, "?", "", "", start, takeGap()));
    }

    private void checkParameterEnds(int start, String hint) {
        if (at < text.length() && isWordPart(text.charAt(at))) {
            throw refuse(RefusalReason.PARAMETER, start, hint);
        }
    }
}
