package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The grammar of UPDATE and DELETE, and of what INSERT has in common with them. */
abstract class WriteGrammar extends FromGrammar {
    private static final Set<String> CONSTANTS = Words.set("TRUE FALSE UNKNOWN NULL");

    private Relation target = new Relation(0, List.of(Relation.Name.NONE), false, false);

    WriteGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /** Whether a parser is shown the rest of a DELETE as a query. */
    private boolean using;

    final void update() {
        expectWord("UPDATE");
        if (isWord("STATISTICS") && tsql) {
            throw notUnderstood();
        }
        if (mysql) {
            int start = at;
            acceptWord("LOW_PRIORITY");
            acceptWord("IGNORE");
            reading.omit(start, at);
        }
        if (sqlite) {
            int start = at;
            conflictAction();
            reading.omit(start, at);
        }
        if (tsql && isWord("TOP")) {
            top();
        }
        if (postgres && acceptWord("ONLY")) {
            reading.omit(at - 1, at);
        }
        if (mysql) {
            fromList();
            markAllWritten();
        } else {
            target();
            portion();
            targetAlias();
        }
        expectWord("SET");
        assignments();
        output();
        if (isWord("FROM") && !mysql && !oracle && !db2) {
            reading.mark(at, Role.RELATION);
            at++;
            fromList();
        }
        tail();
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

    private void targetAlias() {
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

    final void delete() {
        expectWord("DELETE");
        int start = at;
        while (mysql && (isWord("LOW_PRIORITY") || isWord("QUICK") || isWord("IGNORE"))) {
            at++;
        }
        reading.omit(start, at);
        if (tsql && isWord("TOP")) {
            top();
        }
        if (mysql && !isWord("FROM")) {
            multiTableDelete("FROM");
            return;
        }
        if (mysql && deletesUsing()) {
            reading.mark(at, Role.KEYWORD);
            reading.omit(at, at + 1);
            at++;
            multiTableDelete("USING");
            return;
        }
        if (acceptWord("FROM")) {
            reading.mark(at - 1, Role.RELATION);
        } else if (!tsql && !oracle && !h2 && !db2) {
            throw notUnderstood();
        } else {
            reading.suffix(at - 1, " FROM");
        }
        int beforeTarget = at - 1;
        if (postgres && acceptWord("ONLY")) {
            reading.omit(at - 1, at);
        }
        target();
        portion();
        targetAlias();
        int returned = at;
        output();
        if (at > returned) {
            showReturned(returned);
        }
        if (tsql && acceptWord("FROM")) {
            // Both FROM are too many for a parser that knows the first to be left out.
            reading.suffix(beforeTarget, "");
            if (tokens.get(beforeTarget).is("FROM")) {
                reading.omit(beforeTarget, beforeTarget + 1);
                reading.remark(beforeTarget, Role.KEYWORD);
            }
            reading.mark(at - 1, Role.RELATION);
            fromList();
        }
        if ((postgres || duckdb) && isWord("USING")) {
            // A parser knows names after it only, and no joins.
            reading.mark(at, Role.RELATION);
            reading.substitute(at, at + 1, "WHERE EXISTS ( SELECT * FROM");
            using = true;
            at++;
            fromList();
        }
        tail();
    }

    /** What DELETE returns in the middle of it, which a parser knows at the end only. */
    private void showReturned(int start) {
        boolean calls = false;
        for (int i = start; i < at; i++) {
            calls |= tokens.get(i).isOperator("(");
        }
        if (calls) {
            reading.substitute(start, start + 1, "CROSS JOIN ( SELECT");
            reading.suffix(at - 1, " )");
        } else {
            reading.omit(start, at);
        }
    }

    /** MySQL's other way to name the tables that lose rows: after FROM, and USING after them. */
    private boolean deletesUsing() {
        int ahead = 1;
        while (peek(ahead).isName()
                || isOperator(ahead, ".")
                || isOperator(ahead, "*")
                || isOperator(ahead, ",")) {
            if (isWord(ahead, "USING")) {
                return true;
            }
            ahead++;
        }
        return false;
    }

    private void multiTableDelete(String from) {
        int targets = at;
        do {
            deleteTarget();
        } while (acceptOperator(","));
        int end = at;
        expectWord(from);
        reading.substitute(at - 1, at, "FROM");
        reading.mark(at - 1, Role.RELATION);
        fromList();
        checkTargets(targets, end);
        markAllWritten();
        tail();
    }

    /** A table or an alias that FROM names; with a database before it, a table for sure. */
    private void deleteTarget() {
        int start = at;
        List<Relation.Name> parts = new ArrayList<>(2);
        parts.add(names.name(named()));
        while (acceptOperator(".")) {
            if (acceptOperator("*")) {
                reading.omit(at - 2, at);
            } else {
                parts.add(names.name(named()));
            }
        }
        if (parts.size() > 1) {
            reading.mark(start, Role.RELATION);
            reading.relations.add(new Relation(start, parts, true, false));
        } else {
            reading.mark(start, Role.REFERENCE);
        }
    }

    /** Each must be a table that FROM names: else a word is meant that is not known here. */
    private void checkTargets(int from, int to) {
        for (int i = from; i < to; i++) {
            boolean last =
                    i + 1 == to
                            || !tokens.get(i + 1).isOperator(".")
                            || tokens.get(i + 2).isOperator("*");
            if (tokens.get(i).isName()
                    && last
                    && scope.names.stream().noneMatch(tokens.get(i).value()::equalsIgnoreCase)) {
                throw refuse(
                        RefusalReason.NOT_UNDERSTOOD, i, "Delete from tables that FROM names.");
            }
        }
    }

    /** The table that is written; where it is an alias of one in FROM, that one is. */
    final void target() {
        relation(true);
        target = reading.relations.getLast();
        scope.names.add(target.name().folded());
    }

    /**
     * Where the target is the alias of a table in FROM, or a common table expression, what is
     * written is a table behind it: then all count as written.
     */
    private void resolveTarget() {
        String name = target.name().folded();
        if (target.parts().size() != 1
                || !(scope.aliases.containsKey(name) || visibleCtes.contains(name))) {
            return;
        }
        reading.relations.remove(target);
        reading.remark(target.start(), Role.REFERENCE);
        markAllWritten();
    }

    private void markAllWritten() {
        reading.relations.replaceAll(
                relation -> new Relation(relation.start(), relation.parts(), true, false));
    }

    /** Whether what was read as a column may be a value of that name. */
    private boolean isConstant(Reading.ColumnReference column) {
        return CONSTANTS.contains(tokens.get(column.start()).keyword());
    }

    private void tail() {
        resolveTarget();
        reading.everyRow = true;
        if (acceptWord("WHERE")) {
            if (isWord("CURRENT") && isWord(1, "OF")) {
                throw notUnderstood();
            }
            int columnsBefore = reading.columns.size();
            expression();
            reading.everyRow =
                    reading.columns.subList(columnsBefore, reading.columns.size()).stream()
                            .allMatch(this::isConstant);
        }
        if ((mysql || sqlite) && isWord("ORDER")) {
            orderBy();
        }
        if ((mysql || sqlite || h2) && acceptWord("LIMIT")) {
            expression();
        }
        if (h2 && isWord("FETCH")) {
            int start = at++;
            fetch();
            for (int i = start; i < at; i++) {
                if (tokens.get(i).isOperator("(")) {
                    throw notUnderstood();
                }
            }
            reading.omit(start, at);
        }
        if (using) {
            reading.suffix(at - 1, reading.suffixAt(at - 1) + " )");
        }
        returning();
        if (tsql && isWord("OPTION")) {
            at++;
            options();
        }
        if (db2) {
            db2Tail();
        }
    }

    /** How many rows are changed, in what order, and at which isolation: no table, no function. */
    private void db2Tail() {
        int start = at;
        if (isWord("ORDER")) {
            orderBy();
        }
        if (acceptWord("OFFSET")) {
            constantRows();
            if (!acceptWord("ROWS")) {
                expectWord("ROW");
            }
        }
        if (acceptWord("FETCH")) {
            fetch();
        }
        if (acceptWord("LIMIT")) {
            constantRows();
        }
        if (at > start) {
            checkWithoutCalls(start);
            reading.omit(start, at);
        }
        if (isWord("WITH") && !isolation()) {
            throw notUnderstood();
        }
    }

    private void constantRows() {
        if (peek().kind() != Kind.NUMBER) {
            throw notUnderstood();
        }
        at++;
    }

    /** What a parser is not shown must hold no bracket, so neither a call nor a query. */
    private void checkWithoutCalls(int start) {
        for (int i = start; i < at; i++) {
            if (tokens.get(i).isOperator("(")) {
                throw notUnderstood();
            }
        }
    }

    /** The part of a row's time that Db2 changes. */
    final void portion() {
        if (!db2 || !isWord("FOR") || !isWord(1, "PORTION")) {
            return;
        }
        int start = at;
        at += 2;
        expectWord("OF");
        expectWord("BUSINESS_TIME");
        boolean between = acceptWord("BETWEEN");
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
    }

    final void returning() {
        if (isWord("RETURNING")
                && (postgres || sqlite || duckdb || dialect.name().equals("mariadb"))) {
            at++;
            selectItems();
        }
    }

    final void output() {
        if (tsql && acceptWord("OUTPUT")) {
            selectItems();
            if (isWord("INTO")) {
                throw refuse(RefusalReason.INTO, "Return rows with OUTPUT, without INTO.");
            }
        }
    }
}
