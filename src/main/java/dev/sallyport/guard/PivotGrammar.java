package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;

/** The grammar of what changes the shape of a relation: PIVOT, UNPIVOT, MATCH_RECOGNIZE. */
abstract class PivotGrammar extends RelationGrammar {

    PivotGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    final boolean pivot() {
        if (!tsql && !oracle && !duckdb) {
            return false;
        }
        boolean unpivot = isWord("UNPIVOT");
        int start = at++;
        if (acceptWord("INCLUDE") || acceptWord("EXCLUDE")) {
            expectWord("NULLS");
        }
        reading.mark(at - 1, Role.KEYWORD);
        expectOperator("(");
        if (unpivot) {
            pivotNames();
        } else {
            selectItems();
        }
        expectWord("FOR");
        do {
            pivotNames();
            expectWord("IN");
            reading.mark(at - 1, Role.KEYWORD);
            pivotValues(unpivot);
        } while (duckdb && peek().isName() && !isWord("GROUP"));
        if (duckdb && acceptWords("GROUP", "BY")) {
            expressions();
        }
        expectOperator(")");
        boolean query = holdsQuery(start, at);
        alias("");
        if (!query) {
            reading.omit(start, at);
        }
        return true;
    }

    private void pivotNames() {
        int start = at;
        if (isOperator("(")) {
            nameList();
        } else {
            named();
            while (acceptOperator(".")) {
                named();
            }
        }
        for (int i = start; i < at; i++) {
            if (tokens.get(i).isName()) {
                reading.columns.add(
                        new Reading.ColumnReference(i, List.of(names.name(tokens.get(i))), scope));
            }
        }
    }

    private void pivotValues(boolean columns) {
        if (!isOperator("(")) {
            named();
            return;
        }
        expectOperator("(");
        if (startsQuery(0)) {
            throw notUnderstood();
        }
        do {
            if (columns || !oracle) {
                expression();
            } else {
                constantExpression();
            }
            if (acceptWord("AS")) {
                if (peek().isName()) {
                    at++;
                } else {
                    operand();
                }
            } else if (isImplicitAlias()) {
                at++;
            }
        } while (acceptComma());
        expectOperator(")");
    }

    /** Row patterns; Trino's own parser reads them again. */
    final boolean matchRecognize() {
        if (!trino && !oracle) {
            return false;
        }
        int start = at++;
        reading.mark(start, Role.KEYWORD);
        inPattern = oracle;
        Scope outer = scope;
        scope = new Scope(outer);
        expectOperator("(");
        if (acceptWord("PARTITION")) {
            expectWord("BY");
            expressions();
        }
        if (isWord("ORDER")) {
            orderBy();
        }
        if (acceptWord("MEASURES")) {
            do {
                if (!acceptWord("RUNNING")) {
                    acceptWord("FINAL");
                }
                expression();
                expectWord("AS");
                named();
            } while (acceptOperator(","));
        }
        rowsAndSkipping();
        if (!acceptWord("INITIAL")) {
            acceptWord("SEEK");
        }
        expectWord("PATTERN");
        pattern();
        if (acceptWord("SUBSET")) {
            do {
                named();
                expectOperator("=");
                nameList();
            } while (acceptOperator(","));
        }
        expectWord("DEFINE");
        do {
            named();
            expectWord("AS");
            expression();
        } while (acceptOperator(","));
        expectOperator(")");
        inPattern = false;
        scope = outer;
        if (!holdsQuery(start, at)) {
            reading.omit(start, at);
        }
        alias("");
        return true;
    }

    private void rowsAndSkipping() {
        if (acceptWord("ONE")) {
            expectWord("ROW");
            expectWord("PER");
            expectWord("MATCH");
        } else if (acceptWord("ALL")) {
            expectWord("ROWS");
            expectWord("PER");
            expectWord("MATCH");
            while (isWord("SHOW") || isWord("OMIT") || isWord("EMPTY") || isWord("MATCHES")) {
                at++;
            }
        }
        if (acceptWord("AFTER")) {
            expectWord("MATCH");
            expectWord("SKIP");
            while (!isWord("PATTERN") && !isWord("INITIAL") && !isWord("SEEK")) {
                expectName();
            }
        }
    }

    private void pattern() {
        reading.mark(at - 1, Role.KEYWORD);
        int depth = 0;
        do {
            Token token = peek();
            if (token.isOperator("(")) {
                if (depth++ > 0 && peek(-1).isName() && isOperator(1, ")")) {
                    // A variable and an empty pattern, which reads like a call.
                    throw functionNotListed(at - 1);
                }
                if (peek(-1).isName()) {
                    reading.mark(at - 1, Role.KEYWORD);
                }
            } else if (token.isName()) {
                scope.names.add(names.fold(token));
            } else if (token.isOperator(")")) {
                depth--;
            } else if (token.kind() == Kind.STRING || token.kind() == Kind.END) {
                throw notUnderstood();
            }
            at++;
        } while (depth > 0);
    }
}
