package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The grammar of one SELECT: its list and its clauses. */
abstract class SelectGrammar extends ClauseGrammar {
    /** Where the FROM stands that comes before its SELECT. */
    int fromFirst;

    SelectGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /** Reads the list of relations after FROM. */
    abstract void fromList();

    abstract void fromItem();

    // ---- SELECT

    final void select() {
        expectWord("SELECT");
        modifiers();
        if (postgres && startsClause()) {
            reading.suffix(at - 1, " 1");
        } else {
            selectItems();
        }
        clauses(new HashSet<>(Set.of("SELECT")));
    }

    final boolean startsClause() {
        return isWord("FROM") || isWord("WHERE") || peek().kind() == Kind.END || isOperator(")");
    }

    final void modifiers() {
        boolean more = true;
        while (more) {
            switch (peek().keyword()) {
                case "ALL", "DISTINCT" -> {
                    at++;
                    if (isWord("ON") && isOperator(1, "(")) {
                        reading.mark(at, Role.KEYWORD);
                        at += 2;
                        expressions();
                        expectOperator(")");
                    }
                }
                case "DISTINCTROW",
                        "HIGH_PRIORITY",
                        "SQL_SMALL_RESULT",
                        "SQL_BIG_RESULT",
                        "SQL_BUFFER_RESULT",
                        "SQL_NO_CACHE",
                        "SQL_CACHE",
                        "SQL_CALC_FOUND_ROWS",
                        "STRAIGHT_JOIN" -> {
                    more = mysql;
                    if (more) {
                        reading.omit(at, at + 1);
                        at++;
                    }
                }
                case "TOP" -> {
                    more =
                            (tsql || connx || h2)
                                    && !isOperator(1, ",")
                                    && !isOperator(1, ".")
                                    && !isWord(1, "FROM");
                    if (more) {
                        top();
                    }
                }
                default -> more = false;
            }
        }
    }

    final void selectItems() {
        do {
            if (duckdb && endsSelectItems()) {
                reading.omit(at - 1, at);
                break;
            }
            selectItem();
        } while (acceptOperator(","));
    }

    final boolean endsSelectItems() {
        return Words.AFTER_LISTS.contains(peek().keyword())
                || peek().kind() == Kind.END
                || isOperator(")");
    }

    final void selectItem() {
        if (duckdb && peek().isName() && isOperator(1, ":")) {
            reading.omit(at, at + 2);
            at += 2;
        }
        if ((tsql || connx)
                && (peek().isName() || peek().kind() == Kind.STRING)
                && isOperator(1, "=")) {
            // alias = expression
            at += 2;
            expression();
            return;
        }
        expression();
        if (acceptWord("AS")) {
            if (peek().kind() == Kind.STRING) {
                reading.nameAt(at);
                at++;
            } else if (trino && isOperator("(")) {
                nameList();
            } else {
                scope.itemNames.add(names.fold(named()));
            }
        } else if (isImplicitAlias()) {
            reading.nameAt(at);
            scope.itemNames.add(names.fold(peek()));
            at++;
        }
    }

    // ---- clauses

    /** Clauses after a select list or a set operation, each at most once. */
    final void clauses(Set<String> seen) {
        boolean more = true;
        int windows = -1;
        while (more) {
            String word = peek().keyword();
            int start = at;
            more = clause(word);
            if (more && word.equals("WINDOW")) {
                windows = start;
            } else if (more && word.equals("QUALIFY") && windows >= 0) {
                // A parser knows it before the windows only.
                reading.move(start, at, windows);
            }
            if (more && !seen.add(word) && !word.equals("FOR") && !word.equals("WITH")) {
                at = start;
                throw notUnderstood();
            }
        }
    }

    final boolean clause(String word) {
        int start = at;
        switch (word) {
            case "FROM" -> {
                reading.mark(at, Role.RELATION);
                at++;
                fromList();
            }
            case "SELECT" -> {
                if (!duckdb) {
                    throw notUnderstood();
                }
                int before = fromFirst;
                at++;
                modifiers();
                selectItems();
                reading.move(start, at, before);
            }
            case "WHERE", "HAVING", "QUALIFY" -> {
                at++;
                expression();
            }
            case "GROUP" -> {
                at++;
                groupBy();
            }
            case "ORDER" -> orderBy();
            case "WINDOW" -> {
                at++;
                namedWindows();
            }
            case "LIMIT" -> {
                at++;
                if (!isWord(1, "EXAMINED")) {
                    limit();
                }
                rowsExamined();
            }
            case "OFFSET" -> {
                at++;
                constantExpression();
                if (!acceptWord("ROWS")) {
                    acceptWord("ROW");
                }
            }
            case "FETCH" -> {
                at++;
                fetch();
            }
            case "FOR" -> {
                return forClause();
            }
            default -> {
                return dialectClause(word);
            }
        }
        return true;
    }

    /** MariaDB's bound on the rows that it looks at. */
    private void rowsExamined() {
        int start = at;
        if (mysql && acceptWords("ROWS", "EXAMINED")) {
            constantExpression();
            reading.omit(isWord(start - 1 - at, "LIMIT") ? start - 1 : start, at);
        }
    }

    /** Clauses that only some dialects have, and those that are refused. */
    private boolean dialectClause(String word) {
        int start = at;
        switch (word) {
            case "START", "CONNECT" -> {
                if (!oracle && !db2) {
                    return false;
                }
                at++;
                if (word.equals("START")) {
                    expectWord("WITH");
                } else {
                    expectWord("BY");
                    acceptWord("NOCYCLE");
                }
                expression();
            }
            case "LOCK" -> {
                if (!mysql) {
                    return false;
                }
                throw refuse(RefusalReason.LOCK, LOCK_HINT);
            }
            case "INTO" ->
                    throw refuse(
                            RefusalReason.INTO,
                            "Select rows without INTO; the answer returns them.");
            case "OPTION" -> {
                if (!tsql) {
                    return false;
                }
                at++;
                options();
            }
            case "WITH" -> {
                return isolation();
            }
            case "MODEL" -> {
                return model();
            }
            case "OPTIMIZE" -> {
                if (!db2) {
                    return false;
                }
                at++;
                expectWord("FOR");
                operand();
                if (!acceptWord("ROWS")) {
                    expectWord("ROW");
                }
                reading.omit(start, at);
            }
            case "USING" -> {
                if (!duckdb || !isWord(1, "SAMPLE")) {
                    return false;
                }
                at += 2;
                sample();
                reading.omit(start, at);
            }
            case "PROCEDURE" -> {
                if (mysql) {
                    throw notUnderstood();
                }
                return false;
            }
            case "" -> {
                return maxRows();
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    final void pivotStatement() {
        if (!duckdb) {
            throw notUnderstood();
        }
        boolean unpivot = isWord("UNPIVOT");
        reading.substitute(at, at + 1, "SELECT * FROM");
        at++;
        reading.stars.add(new Reading.Star(at, "", scope));
        fromItem();
        boolean on = unpivot || isWord("ON");
        if (on) {
            reading.substitute(at, at + 1, "WHERE f (");
            expectWord("ON");
            itemsWithoutAliases();
        }
        if (unpivot) {
            int start = at;
            if (acceptWord("INTO")) {
                expectWord("NAME");
                named();
                if (!acceptWord("VALUES")) {
                    expectWord("VALUE");
                }
                nameOrNames();
            }
            reading.omit(start, at);
        } else {
            if (on && acceptWord("IN")) {
                operand();
            }
            if (acceptWord("USING")) {
                reading.substitute(at - 1, at, on ? "OR f (" : "WHERE f (");
                itemsWithoutAliases();
            }
        }
        clauses(new HashSet<>());
    }

    /** Items that a parser is shown as arguments, so without their aliases. */
    final void itemsWithoutAliases() {
        do {
            expression();
            int start = at;
            if (acceptWord("AS") || isImplicitAlias()) {
                named();
                reading.omit(start, at);
            }
        } while (acceptComma());
        reading.suffix(at - 1, " )");
    }

    final void nameOrNames() {
        if (isOperator("(")) {
            nameList();
            return;
        }
        named();
        while (acceptOperator(",")) {
            named();
        }
    }
}
