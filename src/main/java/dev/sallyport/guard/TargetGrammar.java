package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;

/** The grammar of what is written: the table, its columns, and what they become. */
abstract class TargetGrammar extends FromGrammar {
    private Relation target = new Relation(0, List.of(Relation.Name.NONE), false, false);

    TargetGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /** What becomes of a row that breaks a constraint: it must not cost another one. */
    final void conflictAction() {
        if ((!sqlite && !duckdb) || !acceptWord("OR")) {
            return;
        }
        if (!acceptWord("IGNORE")) {
            throw refuse(
                    RefusalReason.NOT_UNDERSTOOD,
                    "Write the statement without REPLACE or ROLLBACK; they would undo more than"
                            + " this statement does.");
        }
    }

    final void targetAlias() {
        if (mysql && isWord("PARTITION") && isOperator(1, "(")) {
            reading.mark(at, Role.COLUMN_LIST);
            int start = at++;
            nameList();
            reading.omit(start, at);
        }
        if (acceptWord("AS")) {
            scope.names.add(names.fold(named()));
        } else if (isImplicitAlias() && peek().kind() != Kind.STRING) {
            scope.names.add(names.fold(named()));
        }
        if (tsql && isWord("WITH") && isOperator(1, "(")) {
            throw refuse(RefusalReason.LOCK, "Leave the table hint out.");
        }
        if (sqlite && isWord("INDEXED")) {
            at++;
            expectWord("BY");
            named();
        }
    }

    final void assignments() {
        do {
            if (isOperator("(")) {
                int start = at;
                columnNames();
                if (at - start > 2) {
                    // A parser of many dialects takes one column, or nothing but such brackets.
                    reading.omit(start, start + 1);
                    reading.omit(start + 2, at);
                }
                expectOperator("=");
                expression();
            } else {
                columnName();
                if (isOperator("[") && (postgres || duckdb || h2)) {
                    subscripts();
                }
                if (tsql && peek().kind() == Kind.OPERATOR && peek().text().endsWith("=")) {
                    at++;
                } else {
                    expectOperator("=");
                }
                expression();
            }
        } while (acceptOperator(","));
    }

    /** An element of a column, which a parser is shown as the column, where it calls nothing. */
    private void subscripts() {
        int start = at;
        while (isOperator("[")) {
            subscript();
        }
        boolean plain = true;
        for (int i = start; i < at; i++) {
            plain &= !tokens.get(i).isOperator("(");
        }
        if (plain) {
            reading.omit(start, at);
        }
    }

    final void columnNames() {
        expectOperator("(");
        if (mysql && acceptOperator(")")) {
            reading.omit(at - 2, at);
            return;
        }
        do {
            columnName();
        } while (acceptOperator(","));
        expectOperator(")");
    }

    final void columnName() {
        int start = at;
        List<Token> chain = new ArrayList<>(2);
        chain.add(named());
        while (acceptOperator(".")) {
            chain.add(named());
        }
        checkPseudoColumn(chain, start);
        Token last = chain.getLast();
        reading.columns.add(new Reading.ColumnReference(start, List.of(names.name(last)), scope));
    }

    /** The table that is written; where it is an alias of one in FROM, that one is. */
    final void target() {
        relation(true);
        target = reading.relations.getLast();
        scope.names.add(target.name().folded());
    }

    /** Whether Oracle's query in brackets is what is written. */
    final boolean isViewTarget() {
        return oracle && isOperator("(") && startsQuery(1);
    }

    /** A query as what is written: each table that it names counts as written. */
    final void viewTarget() {
        // A parser knows names here only: it is shown one, and the query joined to it.
        reading.mark(at - 1, Role.REFERENCE);
        reading.suffix(at - 1, reading.suffixAt(at - 1) + " \"v\" CROSS JOIN");
        expectOperator("(");
        query(new Scope(scope));
        expectOperator(")");
        scope.names.add("");
        alias("");
        markAllWritten();
    }

    /** In Oracle a table is written and no alias is, so both by one name could be two tables. */
    final void checkTargetIsNoAlias() {
        if (oracle && scope.aliases.containsKey(target.name().folded())) {
            throw refuse(
                    RefusalReason.NOT_UNDERSTOOD,
                    target.start(),
                    "Give no table in FROM the name of the table that is written.");
        }
    }

    /**
     * In T-SQL, where the target is the alias of a table in FROM, or a common table expression,
     * what is written is a table behind it: then all count as written. Elsewhere the target is a
     * table, whatever else has its name.
     */
    final void resolveTarget() {
        String name = target.name().folded();
        if (!tsql
                || target.parts().size() != 1
                || !(scope.aliases.containsKey(name) || visibleCtes.contains(name))) {
            return;
        }
        String written = tokens.get(target.start()).value();
        if (scope.writtenAliases.contains(written) || reading.writtenCteNames.contains(written)) {
            reading.relations.remove(target);
            reading.remark(target.start(), Role.REFERENCE);
        }
        // Else a collation that tells case apart may take it for a table, which counts as well.
        markAllWritten();
    }

    final void markAllWritten() {
        reading.relations.replaceAll(
                relation -> new Relation(relation.start(), relation.parts(), true, false));
    }

    /** What a parser is not shown must hold no bracket, so neither a call nor a query. */
    final void checkWithoutCalls(int start) {
        for (int i = start; i < at; i++) {
            if (tokens.get(i).isOperator("(")) {
                throw notUnderstood();
            }
        }
    }

    /** Whether a table's name comes, and then a part of its rows' time. */
    final boolean isPortion() {
        int length = 1;
        while (isOperator(length, ".")) {
            length += 2;
        }
        return mariadb && isWord(length, "FOR") && isWord(length + 1, "PORTION");
    }

    /** The part of a row's time that Db2 and MariaDB change. */
    final void portion() {
        if ((!db2 && !mariadb) || !isWord("FOR") || !isWord(1, "PORTION")) {
            return;
        }
        int start = at;
        at += 2;
        expectWord("OF");
        if (mariadb) {
            named();
        } else {
            expectWord("BUSINESS_TIME");
        }
        boolean between = db2 && acceptWord("BETWEEN");
        if (!between) {
            expectWord("FROM");
            reading.mark(at - 1, Role.KEYWORD);
        }
        Scope outer = scope;
        scope = new Scope();
        moment();
        expectWord(between ? "AND" : "TO");
        moment();
        scope = outer;
        checkWithoutCalls(start);
        reading.omit(start, at);
        for (int i = start; i < at; i++) {
            reading.suffix(i, "");
        }
    }
}
