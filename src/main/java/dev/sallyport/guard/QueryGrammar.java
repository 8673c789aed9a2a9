package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The grammar of queries: WITH, SELECT and its clauses, set operations. */
abstract class QueryGrammar extends SelectGrammar {
    /** Names of common table expressions that are visible here, innermost last. */
    final List<String> visibleCtes = new ArrayList<>();

    /** Names of DuckDB's common table expressions with a key. */
    final Set<String> keyedCtes = new HashSet<>();

    QueryGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    // ---- whole queries

    @Override
    final void subquery() {
        query(new Scope(scope));
    }

    final void query(Scope inner) {
        enter();
        Scope outer = scope;
        int visible = visibleCtes.size();
        scope = inner;
        if (isWord("WITH")) {
            with();
        }
        term();
        rest();
        while (visibleCtes.size() > visible) {
            visibleCtes.removeLast();
        }
        scope = outer;
        leave();
    }

    @Override
    final boolean startsQuery(int ahead) {
        Token token = peek(ahead);
        return switch (token.keyword()) {
            case "SELECT" -> true;
            case "WITH" -> true;
            case "VALUES" -> !oracle && !connx;
            case "TABLE" ->
                    peek(ahead + 1).isName() && !tsql && !connx && !oracle && !db2 && !sqlite;
            case "FROM", "PIVOT", "UNPIVOT", "DESCRIBE", "SUMMARIZE" ->
                    duckdb && !isOperator(ahead + 1, ")");
            default -> false;
        };
    }

    @Override
    final boolean startsQueryRest() {
        return isSetOperator()
                || (isWord("ORDER") && isWord(1, "BY"))
                || isWord("LIMIT")
                || isWord("OFFSET")
                || isWord("FETCH");
    }

    @Override
    final void queryRest() {
        rest();
    }

    private boolean isSetOperator() {
        return isWord("UNION")
                || isWord("EXCEPT")
                || isWord("INTERSECT")
                || (isWord("MINUS") && (oracle || db2 || h2 || mysql));
    }

    private void rest() {
        while (isSetOperator()) {
            at++;
            if (!acceptWord("ALL")) {
                acceptWord("DISTINCT");
            }
            if (acceptWords("BY", "NAME") || acceptWord("CORRESPONDING")) {
                acceptWord("BY");
            }
            term();
        }
        clauses(
                new HashSet<>(
                        Set.of(
                                "FROM", "SELECT", "WHERE", "GROUP", "HAVING", "QUALIFY",
                                "CONNECT")));
    }

    /** One side of a set operation. */
    private void term() {
        if (isOperator("(")) {
            at++;
            query(scope.sibling());
            expectOperator(")");
            return;
        }
        switch (peek().keyword()) {
            case "SELECT" -> {
                Scope outer = scope;
                scope = outer.sibling();
                select();
                // ORDER BY after a single SELECT sees its names.
                outer.names.addAll(scope.names);
                outer.relations.addAll(scope.relations);
                outer.itemNames.addAll(scope.itemNames);
                outer.aliases.putAll(scope.aliases);
                outer.writtenAliases.addAll(scope.writtenAliases);
                outer.functionColumns.putAll(scope.functionColumns);
                scope = outer;
            }
            case "VALUES" -> values();
            case "TABLE" -> {
                reading.substitute(at, at + 1, "SELECT * FROM");
                at++;
                if ((postgres || h2) && isWord("ONLY") && peek(1).isName()) {
                    reading.omit(at, at + 1);
                    at++;
                }
                reading.stars.add(new Reading.Star(at, "", scope));
                relationName();
            }
            case "FROM" -> {
                if (!duckdb) {
                    throw notUnderstood();
                }
                Scope outer = scope;
                scope = outer.sibling();
                int outerFrom = fromFirst;
                fromFirst = at;
                if (!containsSelect()) {
                    reading.substitute(at, at + 1, "SELECT * FROM");
                    reading.stars.add(new Reading.Star(at, "", scope));
                }
                clauses(new HashSet<>());
                fromFirst = outerFrom;
                scope = outer;
            }
            case "PIVOT", "UNPIVOT" -> pivotStatement();
            case "DESCRIBE", "SUMMARIZE" -> describe();
            default -> throw notUnderstood();
        }
    }

    private boolean containsSelect() {
        int depth = 0;
        for (int i = at; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isOperator("(")) {
                depth++;
            } else if (token.isOperator(")") && --depth < 0) {
                return false;
            } else if (depth == 0 && token.is("SELECT")) {
                return true;
            }
        }
        return false;
    }

    private void describe() {
        if (!duckdb) {
            throw notUnderstood();
        }
        reading.omit(at, at + 1);
        at++;
        if (startsQuery(0)) {
            query(scope.sibling());
        } else {
            reading.substitute(at - 1, at, "SELECT * FROM");
            reading.stars.add(new Reading.Star(at, "", scope));
            relationName();
        }
    }

    final void values() {
        expectWord("VALUES");
        reading.mark(at - 1, Role.KEYWORD);
        do {
            if (mysql && acceptWord("ROW")) {
                reading.mark(at - 1, Role.KEYWORD);
            }
            expression();
        } while (acceptComma());
    }

    // ---- WITH

    final void with() {
        expectWord("WITH");
        if (isWord("XMLNAMESPACES") && tsql) {
            reading.mark(at, Role.KEYWORD);
            int start = at++;
            xmlNamespaces();
            if (!acceptOperator(",")) {
                reading.omit(start - 1, at);
                return;
            }
            reading.omit(start, at);
        }
        boolean recursive = acceptWord("RECURSIVE");
        do {
            commonTable(recursive || tsql || oracle || db2 || sqlite);
        } while (acceptOperator(","));
    }

    private void xmlNamespaces() {
        expectOperator("(");
        do {
            if (acceptWord("DEFAULT")) {
                string();
            } else {
                string();
                expectWord("AS");
                named();
            }
        } while (acceptOperator(","));
        expectOperator(")");
    }

    private void commonTable(boolean recursive) {
        if (isWord("FUNCTION") || isWord("PROCEDURE")) {
            throw refuse(RefusalReason.FUNCTION_NOT_LISTED, "Define no function inside the query.");
        }
        Token name = named();
        String folded = names.fold(name);
        if (isOperator("(")) {
            reading.mark(at - 1, Role.COLUMN_LIST);
            nameList();
        }
        if (duckdb && isWord("USING") && isWord(1, "KEY")) {
            int start = at;
            at += 2;
            reading.mark(at - 1, Role.KEYWORD);
            nameList();
            reading.omit(start, at);
            keyedCtes.add(folded);
        }
        expectWord("AS");
        int materialized = at;
        if (isWord("NOT") && isWord(1, "MATERIALIZED")) {
            at++;
        }
        acceptWord("MATERIALIZED");
        reading.omit(materialized, at);
        reading.mark(at - 1, Role.KEYWORD);
        reading.cteNames.add(folded);
        reading.writtenCteNames.add(name.value());
        if (recursive) {
            visibleCtes.add(folded);
        }
        expectOperator("(");
        if (isWord("INSERT") || isWord("UPDATE") || isWord("DELETE") || isWord("MERGE")) {
            throw refuse(RefusalReason.NOT_READ_ONLY, "Write only queries inside WITH.");
        }
        query(scope.sibling());
        expectOperator(")");
        if (!recursive) {
            visibleCtes.add(folded);
        }
        int start = at;
        searchAndCycle();
        reading.omit(start, at);
    }

    private void searchAndCycle() {
        if (acceptWord("SEARCH")) {
            if (!acceptWord("DEPTH")) {
                expectWord("BREADTH");
            }
            expectWord("FIRST");
            expectWord("BY");
            sortItems();
            expectWord("SET");
            named();
        }
        if (acceptWord("CYCLE")) {
            named();
            while (acceptOperator(",")) {
                named();
            }
            if (mariadb && acceptWord("RESTRICT")) {
                return;
            }
            expectWord("SET");
            named();
            if (acceptWord("TO")) {
                operand();
                expectWord("DEFAULT");
                operand();
            }
            if (acceptWord("USING")) {
                named();
            }
        }
    }
}
