package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;

/** The grammar of INSERT. */
abstract class InsertGrammar extends WriteGrammar {
    InsertGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    final void insert() {
        expectWord("INSERT");
        int start = at;
        if (mysql && (isWord("LOW_PRIORITY") || isWord("HIGH_PRIORITY"))) {
            at++;
        }
        if (mysql) {
            acceptWord("IGNORE");
        }
        conflictAction();
        if (tsql && isWord("TOP")) {
            top();
        }
        reading.omit(start, at);
        if (!acceptWord("INTO")) {
            if (!tsql && !mysql) {
                throw notUnderstood();
            }
            reading.suffix(start - 1, " INTO");
        }
        target();
        if ((postgres || sqlite || duckdb) && acceptWord("AS")) {
            scope.names.add(names.fold(named()));
        }
        if (isOperator("(") && !startsQuery(1)) {
            reading.mark(at - 1, Role.COLUMN_LIST);
            columnNames();
        } else {
            if (isOperator("(")) {
                reading.mark(at - 1, Role.COLUMN_LIST);
            }
            reading.stars.add(new Reading.Star(at - 1, "", scope));
        }
        if ((duckdb && acceptWords("BY", "NAME")) || (duckdb && acceptWords("BY", "POSITION"))) {
            reading.omit(at - 2, at);
            expectNotEnd();
        }
        output();
        if (acceptWord("OVERRIDING")) {
            if (!acceptWord("SYSTEM")) {
                expectWord("USER");
            }
            expectWord("VALUE");
            reading.omit(at - 3, at);
        }
        if (acceptWords("DEFAULT", "VALUES")) {
            insertRest();
        } else if (isWord("VALUES") || (mysql && isWord("VALUE"))) {
            Scope outer = scope;
            scope = new Scope();
            insertRows();
            outer.names.addAll(scope.names);
            scope = outer;
            insertRest();
        } else if (mysql && acceptWord("SET")) {
            assignments();
            insertRest();
        } else if (isWord("SELECT") || isWord("WITH") || isOperator("(") || startsQuery(0)) {
            int open = at;
            query(new Scope());
            showValuesInBrackets(open);
            insertRest();
        } else {
            throw notUnderstood();
        }
    }

    /** VALUES in brackets of its own, which a parser knows without them only. */
    private void showValuesInBrackets(int open) {
        if (!tokens.get(open).isOperator("(") || !tokens.get(open + 1).is("VALUES")) {
            return;
        }
        int depth = 0;
        for (int i = open; i < at; i++) {
            if (tokens.get(i).isOperator("(")) {
                depth++;
            } else if (tokens.get(i).isOperator(")") && --depth == 0) {
                if (i == at - 1) {
                    reading.omit(open, open + 1);
                    reading.omit(i, i + 1);
                }
                return;
            }
        }
    }

    private void expectNotEnd() {
        if (peek().kind() == Kind.END) {
            throw notUnderstood();
        }
    }

    private void insertRows() {
        reading.mark(at, Role.KEYWORD);
        at++;
        do {
            if (mysql && acceptWord("ROW")) {
                reading.mark(at - 1, Role.KEYWORD);
            }
            if (h2 && !isOperator("(")) {
                // One value, whose row has no brackets.
                reading.suffix(at - 1, " (");
                expression();
                reading.suffix(at - 1, reading.suffixAt(at - 1) + " )");
                continue;
            }
            expectOperator("(");
            if (isOperator(")") && mysql) {
                // A row of defaults.
                reading.suffix(at - 1, " 1");
            } else if (!isOperator(")")) {
                expressions();
            }
            expectOperator(")");
        } while (acceptComma());
        if (mysql && acceptWord("AS")) {
            scope.names.add(names.fold(named()));
            if (isOperator("(")) {
                reading.mark(at - 1, Role.COLUMN_LIST);
                nameList();
            }
        }
    }

    private void insertRest() {
        if (acceptWords("ON", "DUPLICATE")) {
            if (!mysql) {
                throw notUnderstood();
            }
            expectWord("KEY");
            expectWord("UPDATE");
            assignments();
        }
        while (acceptWords("ON", "CONFLICT")) {
            if (!postgres && !sqlite && !duckdb) {
                throw notUnderstood();
            }
            conflict();
        }
        returning();
    }

    private void conflict() {
        if (acceptWords("ON", "CONSTRAINT")) {
            named();
        } else if (isOperator("(")) {
            reading.mark(at - 1, Role.KEYWORD);
            at++;
            expressions();
            expectOperator(")");
            if (acceptWord("WHERE")) {
                expression();
            }
        }
        expectWord("DO");
        if (acceptWord("NOTHING")) {
            return;
        }
        expectWord("UPDATE");
        expectWord("SET");
        assignments();
        if (acceptWord("WHERE")) {
            expression();
        }
    }
}
