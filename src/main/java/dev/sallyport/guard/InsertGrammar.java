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
        if (sqlite && acceptWord("OR") && !acceptWord("IGNORE")) {
            throw refuse(
                    RefusalReason.NOT_UNDERSTOOD,
                    "Write INSERT without REPLACE; it would delete rows.");
        }
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
        if (postgres && acceptWord("AS")) {
            scope.names.add(names.fold(named()));
        } else if (sqlite && acceptWord("AS")) {
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
            query(new Scope());
            insertRest();
        } else {
            throw notUnderstood();
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
            expectOperator("(");
            if (!isOperator(")")) {
                expressions();
            }
            expectOperator(")");
        } while (acceptOperator(","));
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
