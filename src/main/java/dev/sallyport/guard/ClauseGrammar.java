package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;

/** The grammar of the clauses that hold no table: grouping, order, windows, limits. */
abstract class ClauseGrammar extends ModelGrammar {
    ClauseGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    final void top() {
        int start = at;
        boolean query = false;
        expectWord("TOP");
        if (isOperator("(")) {
            reading.mark(at - 1, Role.KEYWORD);
            at++;
            query = !isOperator(1, ")");
            if (startsQuery(0)) {
                subquery();
            } else {
                expression();
            }
            expectOperator(")");
        } else if (peek().kind() == Kind.NUMBER) {
            at++;
        } else if (peek().kind() == Kind.PARAMETER) {
            operand();
        } else {
            throw notUnderstood();
        }
        acceptWord("PERCENT");
        if (isWord("WITH") && (isWord(1, "TIES") || isWord(1, "APPROXIMATE"))) {
            at += 2;
        }
        if (!query) {
            reading.omit(start, at);
        }
    }

    final void groupBy() {
        expectWord("BY");
        if (acceptWord("ALL")) {
            if (isClauseEnd() || duckdb) {
                return;
            }
            if (!oracle && !db2) {
                reading.omit(at - 1, at);
            }
        } else if (acceptWord("DISTINCT")) {
            reading.omit(at - 1, at);
        }
        do {
            groupItem();
        } while (acceptComma());
        if (isWord("WITH") && (isWord(1, "ROLLUP") || isWord(1, "CUBE"))) {
            reading.omit(at, at + 2);
            at += 2;
        }
    }

    private boolean isClauseEnd() {
        return peek().kind() == Kind.END
                || isOperator(")")
                || Words.NO_ALIAS.contains(peek().keyword());
    }

    private void groupItem() {
        if (isWord("GROUPING") && isWord(1, "SETS")) {
            reading.mark(at + 1, Role.KEYWORD);
            reading.substitute(at, at + 2, "f");
            at += 2;
            expectOperator("(");
            do {
                groupItem();
            } while (acceptOperator(","));
            expectOperator(")");
            return;
        }
        if ((isWord("ROLLUP") || isWord("CUBE")) && isOperator(1, "(")) {
            reading.mark(at, Role.KEYWORD);
            at++;
        }
        expression();
        if (mysql && (isWord("ASC") || isWord("DESC"))) {
            reading.omit(at, at + 1);
            at++;
        }
    }

    @Override
    final void orderBy() {
        expectWord("ORDER");
        acceptWord("SIBLINGS");
        expectWord("BY");
        sortItems();
    }

    final void sortItems() {
        do {
            if (duckdb && acceptWord("ALL")) {
                direction();
                continue;
            }
            expression();
            if (postgres && isWord("USING") && peek(1).kind() == Kind.OPERATOR) {
                reading.omit(at, at + 2);
                at += 2;
            }
            direction();
        } while (acceptOperator(","));
    }

    private void direction() {
        if (!acceptWord("ASC")) {
            acceptWord("DESC");
        }
        if (acceptWord("NULLS") && !acceptWord("FIRST")) {
            expectWord("LAST");
        }
    }

    final void namedWindows() {
        do {
            named();
            expectWord("AS");
            reading.mark(at - 1, Role.KEYWORD);
            window();
        } while (acceptOperator(","));
    }

    @Override
    final void window() {
        enter();
        expectOperator("(");
        if (peek().isName()
                && !isWord("PARTITION")
                && !isWord("ORDER")
                && !isWord("ROWS")
                && !isWord("RANGE")
                && !isWord("GROUPS")) {
            reading.omit(at, at + 1);
            at++;
        }
        if (acceptWord("PARTITION")) {
            expectWord("BY");
            expressions();
        }
        if (isWord("ORDER")) {
            orderBy();
        }
        if (isWord("ROWS") || isWord("RANGE") || isWord("GROUPS")) {
            at++;
            frame();
        }
        expectOperator(")");
        leave();
    }

    private void frame() {
        if (acceptWord("BETWEEN")) {
            bound();
            expectWord("AND");
        }
        bound();
        if (acceptWord("EXCLUDE")) {
            if (acceptWord("CURRENT")) {
                expectWord("ROW");
            } else if (acceptWord("NO")) {
                expectWord("OTHERS");
            } else if (!acceptWord("GROUP")) {
                expectWord("TIES");
            }
        }
    }

    private void bound() {
        if (acceptWords("CURRENT", "ROW")) {
            return;
        }
        if (!acceptWord("UNBOUNDED")) {
            operand();
            while (isOperator("+") || isOperator("-") || isOperator("*") || isOperator("/")) {
                at++;
                operand();
            }
        }
        if (!acceptWord("PRECEDING")) {
            expectWord("FOLLOWING");
        }
    }

    final void limit() {
        if (acceptWord("ALL")) {
            return;
        }
        expression();
        if (duckdb && (acceptOperator("%") || acceptWord("PERCENT"))) {
            reading.omit(at - 1, at);
            return;
        }
        if (acceptOperator(",")) {
            expression();
        }
    }

    final void fetch() {
        if (oracle && (acceptWord("APPROX") || acceptWord("APPROXIMATE") || acceptWord("EXACT"))) {
            reading.omit(at - 1, at);
        }
        if (!acceptWord("FIRST")) {
            expectWord("NEXT");
        }
        if (!isWord("ROW") && !isWord("ROWS")) {
            int start = at;
            constant();
            if (db2 && (isOperator("+") || isOperator("-") || isOperator("*"))) {
                at++;
                if (peek().kind() != Kind.NUMBER && peek().kind() != Kind.PARAMETER) {
                    throw notUnderstood();
                }
                constant();
                reading.omit(start + 1, at);
            }
            acceptWord("PERCENT");
        }
        if (!acceptWord("ROWS")) {
            expectWord("ROW");
        }
        if (acceptWord("WITH")) {
            expectWord("TIES");
        } else {
            expectWord("ONLY");
        }
    }
}
