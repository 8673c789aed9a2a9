package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.StatementClass;
import java.util.List;
import java.util.Set;

/** The grammar of whole statements: a query, or one INSERT, UPDATE or DELETE. */
final class StatementGrammar extends FromGrammar {
    private static final Set<String> CONSTANTS = Words.set("TRUE FALSE UNKNOWN NULL");

    private Relation target = new Relation(0, List.of(Relation.Name.NONE), false, false);

    private StatementGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /**
     * Reads one statement to its end. Where an operator has to be doubled for the driver, its token
     * in the list is replaced.
     */
    static Reading read(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        StatementGrammar grammar = new StatementGrammar(tokens, dialect, functions);
        grammar.statement();
        if (grammar.at < tokens.size()) {
            throw grammar.notUnderstood();
        }
        return grammar.reading;
    }

    private void statement() {
        if (isWord("WITH") && writesAfterWith()) {
            with();
            write();
            return;
        }
        switch (peek().keyword()) {
            case "INSERT", "UPDATE", "DELETE" -> write();
            case "EXPLAIN" -> explain();
            default -> query(new Scope());
        }
    }

    /** The plan of a query, without any option: some of them run it. */
    private void explain() {
        int start = at++;
        if (sqlite && acceptWord("QUERY")) {
            expectWord("PLAN");
        }
        reading.omit(start, at);
        if (!startsQuery(0)) {
            throw refuse(
                    RefusalReason.NOT_UNDERSTOOD,
                    "Write EXPLAIN and then a SELECT, without options.");
        }
        query(new Scope());
    }

    /** Whether the statement after the common table expressions is a write. */
    private boolean writesAfterWith() {
        int depth = 0;
        for (int i = at; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isOperator("(")) {
                depth++;
            } else if (token.isOperator(")")) {
                depth--;
            } else if (depth == 0 && i > at) {
                if (token.is("SELECT")
                        || token.is("VALUES")
                        || token.is("TABLE")
                        || token.is("FROM")) {
                    return false;
                }
                if (tokens.get(i - 1).isOperator(")")
                        && (token.is("INSERT") || token.is("UPDATE") || token.is("DELETE"))) {
                    return true;
                }
            }
        }
        return false;
    }

    private void write() {
        switch (peek().keyword()) {
            case "INSERT" -> {
                reading.statementClass = StatementClass.INSERT;
                insert();
            }
            case "UPDATE" -> {
                reading.statementClass = StatementClass.UPDATE;
                update();
            }
            default -> {
                reading.statementClass = StatementClass.DELETE;
                delete();
            }
        }
    }

    // ---- INSERT

    private void insert() {
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

    // ---- UPDATE

    private void update() {
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
        if (isWord("OR") && sqlite) {
            throw notUnderstood();
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

    private void targetAlias() {
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

    private void assignments() {
        do {
            if (isOperator("(")) {
                columnNames();
                expectOperator("=");
                expression();
            } else {
                columnName();
                if (isOperator("[") && (postgres || duckdb)) {
                    at++;
                    expression();
                    expectOperator("]");
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

    private void columnNames() {
        expectOperator("(");
        if (acceptOperator(")")) {
            return;
        }
        do {
            columnName();
        } while (acceptOperator(","));
        expectOperator(")");
    }

    private void columnName() {
        int start = at;
        Token last = named();
        while (acceptOperator(".")) {
            last = named();
        }
        reading.columns.add(new Reading.ColumnReference(start, List.of(names.name(last)), scope));
    }

    // ---- DELETE

    private void delete() {
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
            multiTableDelete();
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
        targetAlias();
        output();
        if (tsql && acceptWord("FROM")) {
            // Both FROM are too many for a parser that knows the first to be left out.
            reading.suffix(beforeTarget, "");
            if (tokens.get(beforeTarget).is("FROM")) {
                reading.omit(beforeTarget, beforeTarget + 1);
            }
            reading.mark(at - 1, Role.RELATION);
            fromList();
        }
        if ((postgres || mysql || duckdb) && isWord("USING") && !isOperator(1, "(")) {
            reading.mark(at, Role.RELATION);
            at++;
            fromList();
        }
        tail();
    }

    private void multiTableDelete() {
        do {
            reading.mark(at, Role.REFERENCE);
            named();
            while (acceptOperator(".")) {
                if (!acceptOperator("*")) {
                    named();
                }
            }
        } while (acceptOperator(","));
        expectWord("FROM");
        reading.mark(at - 1, Role.RELATION);
        fromList();
        markAllWritten();
        tail();
    }

    // ---- parts of all three

    /** The table that is written; where it is an alias of one in FROM, that one is. */
    private void target() {
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
        returning();
        if (tsql && isWord("OPTION")) {
            throw refuse(RefusalReason.OPTION, "Leave the hint out.");
        }
    }

    /** Whether what was read as a column may be a value of that name. */
    private boolean isConstant(Reading.ColumnReference column) {
        return CONSTANTS.contains(tokens.get(column.start()).keyword());
    }

    private void returning() {
        if (isWord("RETURNING")
                && (postgres || sqlite || duckdb || dialect.name().equals("mariadb"))) {
            at++;
            selectItems();
        }
    }

    private void output() {
        if (tsql && acceptWord("OUTPUT")) {
            selectItems();
            if (isWord("INTO")) {
                throw refuse(RefusalReason.INTO, "Return rows with OUTPUT, without INTO.");
            }
        }
    }
}
