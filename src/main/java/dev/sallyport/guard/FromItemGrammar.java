package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;

/** The grammar of one item of FROM, in brackets or not, and of what may follow it. */
abstract class FromItemGrammar extends TableFunctionGrammar {
    FromItemGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    @Override
    final void fromItem() {
        enter();
        if (duckdb && peek().isName() && isOperator(1, ":")) {
            scope.names.add(names.fold(peek()));
            reading.omit(at, at + 2);
            at += 2;
        }
        acceptWord("LATERAL");
        if ((postgres || h2) && isWord("ONLY") && (peek(1).isName() || isOperator(1, "("))) {
            if (isOperator(1, "(")) {
                reading.mark(at, Role.KEYWORD);
                reading.omit(at, at + 1);
                at += 2;
                relation(false);
                expectOperator(")");
                suffixes();
                leave();
                return;
            }
            reading.omit(at, at + 1);
            at++;
        }
        if (isOperator("(")) {
            bracketItem();
        } else if (isOperator("{")) {
            outerJoinEscape();
        } else if (peek().kind() == Kind.STRING) {
            throw refuse(
                    RefusalReason.FILE, "Read tables of the database; files are out of reach.");
        } else if (isWord("VALUES")) {
            int start = at;
            values();
            reading.substitute(start, start + 1, "( VALUES");
            reading.suffix(at - 1, reading.suffixAt(at - 1) + " )");
            alias("");
        } else if (isWord("UNNEST") && isOperator(1, "(")) {
            tableFunction(1);
        } else if (isWord("TABLE") && isOperator(1, "(")) {
            tableOf();
        } else if (isWord("ROWS") && isWord(1, "FROM") && isOperator(2, "(")) {
            rowsFrom();
        } else {
            namedItem();
        }
        suffixes();
        leave();
    }

    /** Brackets in FROM: a query, or relations joined. */
    private void bracketItem() {
        int ahead = 0;
        while (isOperator(ahead, "(")) {
            ahead++;
        }
        expectOperator("(");
        if (startsQuery(0)) {
            scope.names.add("");
            query(new Scope(scope));
            expectOperator(")");
            alias("");
        } else if (ahead > 1 && startsQuery(ahead - 1)) {
            bracketedQueryOrJoin();
        } else {
            fromList();
            expectOperator(")");
            if (isAlias()) {
                alias("");
            }
        }
    }

    /** After one bracket of several, with a query inside: a set operation, or a join. */
    private void bracketedQueryOrJoin() {
        int start = at;
        int depth = 0;
        while (at < tokens.size()) {
            if (isOperator("(")) {
                depth++;
            } else if (isOperator(")") && --depth == 0) {
                break;
            }
            at++;
        }
        at++;
        boolean query = startsQueryRest() || isOperator(")");
        at = start;
        if (query) {
            scope.names.add("");
            query(new Scope(scope));
        } else {
            fromList();
        }
        expectOperator(")");
        alias("");
    }

    private void outerJoinEscape() {
        if (!(tsql || connx) || !isWord(1, "OJ")) {
            throw escapeNotListed();
        }
        reading.omit(at, at + 2);
        at += 2;
        fromList();
        reading.omit(at, at + 1);
        expectOperator("}");
    }

    private void namedItem() {
        int length = 1;
        while (isOperator(length, ".")
                && (peek(length + 1).isName() || isOperator(length + 1, "."))) {
            length += peek(length + 1).isName() ? 2 : 1;
        }
        if (isOperator(length, "(") && !isTableHint(length)) {
            tableFunction(length);
        } else {
            relation(false);
        }
    }

    /** Oracle's outer join for each group of rows. */
    private boolean partitionedJoin() {
        if (!oracle || !isWord(1, "BY") || !isOperator(2, "(")) {
            return false;
        }
        int start = at;
        at += 3;
        expressions();
        expectOperator(")");
        for (int i = start + 3; i < at; i++) {
            if (tokens.get(i).isOperator("(")) {
                throw notUnderstood();
            }
        }
        reading.omit(start, at);
        return true;
    }

    /** Oracle's rows out of a JSON column of the relation before. */
    private boolean nestedColumns() {
        if (!isNestedClause()) {
            return false;
        }
        int start = at++;
        acceptWord("PATH");
        Token column = named();
        reading.columns.add(
                new Reading.ColumnReference(at - 1, List.of(names.name(column)), scope));
        while (!isWord("COLUMNS")) {
            Token token = peek();
            boolean step = token.isName() && isOperator(-1, ".");
            if (!step
                    && token.kind() != Kind.NUMBER
                    && token.kind() != Kind.STRING
                    && !Words.PATH_SIGNS.contains(token.text())) {
                throw notUnderstood();
            }
            at++;
        }
        at++;
        columnDefinitions();
        reading.substitute(start, at, "CROSS JOIN ( SELECT 1 )");
        alias("");
        return true;
    }

    private void suffixes() {
        boolean more = true;
        while (more) {
            more =
                    switch (peek().keyword()) {
                        case "PIVOT", "UNPIVOT" -> pivot();
                        case "TABLESAMPLE" -> {
                            int start = at++;
                            sample();
                            reading.omit(start, at);
                            alias("");
                            yield true;
                        }
                        case "WITH" -> {
                            boolean hints = tsql && isOperator(1, "(");
                            if (hints) {
                                at++;
                                hints();
                            }
                            yield hints;
                        }
                        case "USE", "FORCE", "IGNORE" -> indexHint();
                        case "INDEXED" -> {
                            boolean indexed = sqlite && isWord(1, "BY");
                            if (indexed) {
                                at += 2;
                                named();
                                reading.omit(at - 3, at);
                            }
                            yield indexed;
                        }
                        case "NOT" -> {
                            boolean indexed = sqlite && isWord(1, "INDEXED");
                            if (indexed) {
                                reading.omit(at, at + 2);
                                at += 2;
                            }
                            yield indexed;
                        }
                        case "PARTITION" -> partitionedJoin();
                        case "NESTED" -> nestedColumns();
                        case "MATCH_RECOGNIZE" -> matchRecognize();
                        default -> {
                            boolean hints = tsql && isOperator("(") && isTableHint(0);
                            if (hints) {
                                hints();
                            }
                            yield hints;
                        }
                    };
        }
    }
}
