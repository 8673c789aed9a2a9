package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;

/** The grammar of UPDATE and DELETE. */
abstract class WriteGrammar extends WriteTailGrammar {
    WriteGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

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
        if (mysql && !isPortion()) {
            fromList();
            markAllWritten();
        } else {
            writtenTable();
        }
        expectWord("SET");
        assignments();
        output();
        if (isWord("FROM") && !mysql && !db2) {
            reading.mark(at, Role.RELATION);
            at++;
            fromList();
            checkTargetIsNoAlias();
        }
        tail(false);
    }

    private void writtenTable() {
        if (isViewTarget()) {
            viewTarget();
            return;
        }
        target();
        portion();
        targetAlias();
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
        writtenTable();
        int returned = at;
        output();
        if (at > returned) {
            showReturned(returned);
        }
        if ((tsql || oracle) && acceptWord("FROM")) {
            // Both FROM are too many for a parser that knows the first to be left out.
            reading.suffix(beforeTarget, "");
            if (tokens.get(beforeTarget).is("FROM")) {
                reading.omit(beforeTarget, beforeTarget + 1);
                reading.remark(beforeTarget, Role.KEYWORD);
            }
            reading.mark(at - 1, Role.RELATION);
            fromList();
            checkTargetIsNoAlias();
        }
        boolean using = (postgres || duckdb) && isWord("USING");
        if (using) {
            // A parser knows names after it only, and no joins.
            reading.mark(at, Role.RELATION);
            reading.substitute(at, at + 1, "WHERE EXISTS ( SELECT * FROM");
            at++;
            fromList();
        }
        tail(using);
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
        tail(false);
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
}
