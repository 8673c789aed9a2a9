package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;

/**
 * The grammar of Oracle's MODEL: columns, and rules that compute cells from cells. It holds no
 * query, so no table; its functions are checked as everywhere.
 */
abstract class ModelGrammar extends HintGrammar {
    ModelGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    final boolean model() {
        if (!oracle) {
            return false;
        }
        int start = at++;
        boolean outer = inModel;
        inModel = true;
        options(true);
        if (acceptWord("MAIN")) {
            named();
        }
        options(true);
        if (acceptWords("PARTITION", "BY")) {
            columns();
        }
        expectWord("DIMENSION");
        expectWord("BY");
        columns();
        expectWord("MEASURES");
        columns();
        options(false);
        rules();
        inModel = outer;
        for (int i = start; i < at; i++) {
            if (tokens.get(i).is("SELECT")) {
                throw notUnderstood();
            }
        }
        reading.omit(start, at);
        return true;
    }

    /** How empty cells count, what makes a cell, and which rows are returned. */
    private void options(boolean rows) {
        boolean more = true;
        while (more) {
            if ((isWord("IGNORE") || isWord("KEEP")) && isWord(1, "NAV")) {
                at += 2;
            } else if (acceptWord("UNIQUE")) {
                if (!acceptWord("DIMENSION")) {
                    expectWord("SINGLE");
                    expectWord("REFERENCE");
                }
            } else if (rows && acceptWord("RETURN")) {
                if (!acceptWord("UPDATED")) {
                    expectWord("ALL");
                }
                expectWord("ROWS");
            } else {
                more = false;
            }
        }
    }

    private void columns() {
        reading.mark(at - 1, Role.KEYWORD);
        expectOperator("(");
        do {
            expression();
            if (acceptWord("AS") || isImplicitAlias()) {
                scope.itemNames.add(names.fold(named()));
            }
        } while (acceptOperator(","));
        expectOperator(")");
    }

    private void rules() {
        acceptWord("RULES");
        mode();
        if (acceptWord("AUTOMATIC") || acceptWord("SEQUENTIAL")) {
            expectWord("ORDER");
        }
        options(false);
        if (acceptWord("ITERATE")) {
            reading.mark(at - 1, Role.KEYWORD);
            expectOperator("(");
            if (peek().kind() != Kind.NUMBER) {
                throw notUnderstood();
            }
            at++;
            expectOperator(")");
            if (acceptWord("UNTIL")) {
                reading.mark(at - 1, Role.KEYWORD);
                brackets();
            }
        }
        reading.mark(at - 1, Role.KEYWORD);
        expectOperator("(");
        if (!isOperator(")")) {
            do {
                rule();
            } while (acceptOperator(","));
        }
        expectOperator(")");
    }

    private void mode() {
        if (acceptWord("UPSERT")) {
            acceptWord("ALL");
        } else {
            acceptWord("UPDATE");
        }
    }

    /** A cell or a range of cells, an order to go through it, and what it becomes. */
    private void rule() {
        mode();
        operand();
        if (!isOperator(-1, "]")) {
            throw notUnderstood();
        }
        if (isWord("ORDER")) {
            orderBy();
        }
        expectOperator("=");
        expression();
    }
}
