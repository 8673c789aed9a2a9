package dev.sallyport.guard;

import dev.sallyport.guard.Token.Kind;
import java.util.BitSet;
import java.util.List;

/**
 * Constants that stand in a list beside another, and rows of constants beside another row as long:
 * {@code (1, 2, 3)} and {@code (1, 'a'), (2, 'b')}. To a grammar the last of them says what all
 * say, because a constant holds neither a name nor a call.
 */
final class ConstantLists {
    private final List<Token> tokens;
    private final BitSet repeated = new BitSet();

    private ConstantLists(List<Token> tokens) {
        this.tokens = tokens;
    }

    /** The tokens of each constant, or row, that another one follows, and the comma after it. */
    static BitSet repeated(List<Token> tokens) {
        ConstantLists lists = new ConstantLists(tokens);
        for (int i = 1; i < tokens.size(); i++) {
            if (lists.startsItem(i)) {
                lists.markConstant(i);
            }
        }
        lists.markRows();
        return lists.repeated;
    }

    /** Whether an item of a list begins at a token, and not what a name is called with. */
    private boolean startsItem(int index) {
        return isOperator(index - 1, "(") || isOperator(index - 1, ",");
    }

    private void markConstant(int from) {
        int comma = constantEnd(from);
        if (comma < 0 || !isOperator(comma, ",")) {
            return;
        }
        int end = constantEnd(comma + 1);
        if (end >= 0 && (isOperator(end, ",") || isOperator(end, ")"))) {
            repeated.set(from, comma + 1);
        }
    }

    /** Exclusive; -1 where no constant begins. */
    private int constantEnd(int from) {
        int at = isOperator(from, "-") || isOperator(from, "+") ? from + 1 : from;
        if (at >= tokens.size()) {
            return -1;
        }
        Token token = tokens.get(at);
        boolean constant =
                token.kind() == Kind.NUMBER
                        || (at == from
                                && (token.kind() == Kind.STRING
                                        || token.kind() == Kind.PARAMETER
                                        || token.is("NULL")));
        return constant ? at + 1 : -1;
    }

    private void markRows() {
        int before = -1;
        int length = 0;
        for (int i = 0; i < tokens.size(); i++) {
            int values = isOperator(i, "(") && startsItem(i) ? rowLength(i) : 0;
            if (values == 0) {
                before = -1;
                continue;
            }
            if (before >= 0 && values == length) {
                repeated.set(before, i);
            }
            before = i;
            length = values;
            while (!isOperator(i, ")")) {
                i++;
            }
            if (i + 1 < tokens.size() && isOperator(i + 1, ",")) {
                i++;
            } else {
                before = -1;
            }
        }
    }

    /** How many constants a row holds; 0 where it holds anything else. */
    private int rowLength(int open) {
        int values = 0;
        int at = open;
        do {
            at = constantEnd(at + 1);
            values++;
        } while (at >= 0 && isOperator(at, ","));
        return at >= 0 && isOperator(at, ")") ? values : 0;
    }

    private boolean isOperator(int index, String operator) {
        return index >= 0 && index < tokens.size() && tokens.get(index).isOperator(operator);
    }
}
