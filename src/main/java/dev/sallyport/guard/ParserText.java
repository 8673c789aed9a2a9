package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Range;
import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a parser of many dialects is shown of a statement: the same tokens in the same order, with
 * what the grammar has understood to the last made plain. Strings become one string, numbers one
 * number, names that are nothing but names get double quotes, and clauses that hold no table and no
 * function are left out. So the parser judges the structure, and differences of lexers between it
 * and the engine do not matter.
 */
final class ParserText {
    private final StringBuilder text;
    private final int[] offsets;
    private final int[] shownTokens;
    private int count;
    private final Map<String, String> names = new HashMap<>();
    private final Dialect dialect;
    private final BitSet repeated;
    private boolean tight = true;

    private ParserText(List<Token> tokens, Reading reading, Dialect dialect) {
        this.dialect = dialect;
        this.repeated = repeated(tokens, reading);
        this.text = new StringBuilder(tokens.size() * 6);
        this.offsets = new int[tokens.size()];
        this.shownTokens = new int[tokens.size()];
        append(tokens, reading, 0, tokens.size());
    }

    static ParserText of(List<Token> tokens, Reading reading, Dialect dialect) {
        return new ParserText(tokens, reading, dialect);
    }

    String text() {
        return text.toString();
    }

    int length() {
        return text.length();
    }

    char charAt(int offset) {
        return text.charAt(offset);
    }

    /** How many pieces the text is made of: each is what is shown for a token, and what follows. */
    int pieces() {
        return count;
    }

    int begin(int piece) {
        return piece == 0 ? 0 : offsets[piece];
    }

    /** Some pieces without the blank that follows; {@code to} is exclusive. */
    String piece(int from, int to) {
        int end = to < count ? offsets[to] : text.length();
        while (end > begin(from) && text.charAt(end - 1) == ' ') {
            end--;
        }
        return text.substring(begin(from), end);
    }

    /** The token that stands at a place of the text, or the last one before it. */
    int tokenAt(int offset) {
        int index = Arrays.binarySearch(offsets, 0, count, offset);
        return shownTokens[Math.max(0, index >= 0 ? index : -index - 2)];
    }

    private void append(List<Token> tokens, Reading reading, int from, int to) {
        int skipFrom = -1;
        int skipTo = -1;
        for (int i = from; i < to; i++) {
            Optional<Range> moved = reading.movedBefore(i);
            if (moved.isPresent()) {
                skipFrom = moved.get().from();
                skipTo = moved.get().to();
                append(tokens, reading, skipFrom, skipTo);
            }
            if (i == skipFrom) {
                i = skipTo - 1;
            } else if (!repeated.get(i)) {
                append(tokens, reading, i);
            }
        }
    }

    /** What {@link ConstantLists} leave out, less what was read as more than constants. */
    private static BitSet repeated(List<Token> tokens, Reading reading) {
        BitSet repeated = ConstantLists.repeated(tokens);
        int end = 0;
        for (int from = repeated.nextSetBit(0); from >= 0; from = repeated.nextSetBit(end)) {
            end = repeated.nextClearBit(from);
            boolean constants = true;
            for (int i = from; i < end && constants; i++) {
                constants =
                        (reading.isPlain(i, i + 1) || isSign(tokens.get(i)))
                                && reading.role(i) == Role.NONE
                                && !reading.isNameAt(i);
            }
            if (!constants) {
                repeated.clear(from, end);
            }
        }
        return repeated;
    }

    /** A sign before a number: it is not shown at all. */
    private static boolean isSign(Token token) {
        return token.isOperator("-") || token.isOperator("+");
    }

    private void append(List<Token> tokens, Reading reading, int index) {
        String substitute = reading.substituteAt(index);
        String shown = substitute == null ? shown(tokens, reading, index) : substitute;
        boolean dot = shown.equals(".");
        if (!shown.isEmpty() && !tight && !dot) {
            text.append(' ');
        }
        if (!shown.isEmpty()) {
            offsets[count] = text.length();
            shownTokens[count] = index;
            count++;
            text.append(shown);
            tight = dot;
        }
        String suffix = reading.suffixAt(index);
        if (!suffix.isEmpty()) {
            text.append(suffix);
            tight = false;
        }
    }

    private String shown(List<Token> tokens, Reading reading, int index) {
        Token token = tokens.get(index);
        return switch (token.kind()) {
            case STRING -> {
                if (reading.isNameAt(index)) {
                    yield quoted(token.value());
                }
                boolean follows = index > 0 && tokens.get(index - 1).kind() == Kind.STRING;
                yield follows && !reading.isNameAt(index - 1) ? "" : "'s'";
            }
            case NUMBER -> "1";
            case PARAMETER -> "?";
            case QUOTED_NAME -> reading.role(index) == Role.FUNCTION ? "f" : quoted(token.value());
            case WORD -> {
                if (reading.role(index) == Role.FUNCTION) {
                    yield hasSyntax(token) ? token.text() : "f";
                }
                boolean plain = !token.keyword().isEmpty() && !reading.isNameAt(index);
                yield plain ? token.text() : quoted(token.value());
            }
            case OPERATOR -> operator(token.text());
            case END -> "";
        };
    }

    /** Whether a function's arguments are more than a list, in the parser's language too. */
    static boolean hasSyntax(Token token) {
        return token.is("CAST") || token.is("TRY_CAST") || token.is("MATCH");
    }

    private String quoted(String name) {
        return names.computeIfAbsent(name, key -> "\"n" + names.size() + "\"");
    }

    private String operator(String operator) {
        return switch (operator) {
            case "+",
                    "-",
                    "*",
                    "/",
                    "%",
                    "=",
                    "<",
                    ">",
                    "<=",
                    ">=",
                    "<>",
                    "!=",
                    "->",
                    "->>",
                    "=>",
                    ".",
                    ",",
                    "(",
                    ")",
                    "[",
                    "]",
                    "{",
                    "}",
                    ":",
                    ":=",
                    "?" ->
                    operator;
            case "||" -> isMysql() ? "OR" : operator;
            case "&&" -> isMysql() || dialect.equals(Dialects.H2) ? "AND" : "||";
            case "==" -> "=";
            case "^=", "!<", "!>", "<=>", "~=" -> "<>";
            case "+=", "-=", "*=", "/=", "%=", "&=", "|=" -> "=";
            case "~",
                    "~*",
                    "!~",
                    "!~*",
                    "~~",
                    "~~*",
                    "!~~",
                    "!~~*",
                    "@@",
                    "@@@",
                    "@>",
                    "<@",
                    "??",
                    "??|",
                    "??&",
                    "@??",
                    "^@" ->
                    "LIKE";
            default -> "||";
        };
    }

    private boolean isMysql() {
        return dialect.equals(Dialects.MYSQL) || dialect.equals(Dialects.MARIADB);
    }
}
