package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;
import java.util.Set;

/**
 * The grammar of what stands between a table's name and its alias, or behind: hints, parts,
 * moments.
 */
abstract class TableClauseGrammar extends QueryGrammar {
    private static final Set<String> HINTS_WITHOUT_WITH =
            Words.set("NOLOCK READUNCOMMITTED READCOMMITTED READPAST NOWAIT NOEXPAND SNAPSHOT");
    private static final Set<String> HARMLESS_TABLE_HINTS =
            Words.set(
                    "NOLOCK READUNCOMMITTED READCOMMITTED READPAST NOWAIT NOEXPAND FORCESEEK FORCESCAN"
                            + " SNAPSHOT INDEX READCOMMITTEDLOCK");

    TableClauseGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /** T-SQL's hints in brackets right after the name. */
    final boolean isTableHint(int length) {
        return tsql && HINTS_WITHOUT_WITH.contains(peek(length + 1).keyword());
    }

    /** Clauses between a table's name and its alias. */
    final void beforeAlias() {
        if (isOperator("*") && postgres) {
            at++;
        }
        if (tsql && isOperator("(") && isTableHint(0)) {
            hints();
        }
        boolean part = isWord("PARTITION") || (oracle && isWord("SUBPARTITION"));
        if (part && isOperator(1, "(") && (mysql || oracle)) {
            reading.mark(at, Role.COLUMN_LIST);
            int start = at++;
            nameList();
            reading.omit(start, at);
        }
        temporal();
        if (oracle && isWord("SAMPLE")) {
            int start = at++;
            acceptWord("BLOCK");
            sample();
            reading.omit(start, at);
        }
    }

    /** A moment to look at: left out of what a parser is shown, or made a query without a table. */
    final void temporal() {
        int start = at;
        int values = timeTravel();
        if (at > start && !holdsCall(start, at)) {
            reading.omit(start, at);
        } else if (at > start) {
            reading.substitute(start, values, "CROSS JOIN ( SELECT");
            reading.suffix(at - 1, " )");
        }
    }

    private boolean holdsCall(int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.get(i).isOperator("(")) {
                return true;
            }
        }
        return false;
    }

    /** Where its values begin. */
    private int timeTravel() {
        if (isWord("FOR")
                && (isWord(1, "SYSTEM_TIME")
                        || isWord(1, "BUSINESS_TIME")
                        || isWord(1, "TIMESTAMP")
                        || isWord(1, "VERSION"))) {
            at += 2;
            if (acceptWord("ALL")) {
                return at;
            }
            if (acceptWords("AS", "OF")) {
                return moments("");
            }
            if (acceptWord("CONTAINED")) {
                expectWord("IN");
                int values = at;
                operand();
                return values;
            }
            if (acceptWord("BETWEEN")) {
                return moments("AND");
            }
            expectWord("FROM");
            reading.mark(at - 1, Role.KEYWORD);
            return moments("TO");
        }
        if (tsql && isWord("FOR") && isWord(1, "PATH")) {
            // A node or an edge on a path of any length.
            at += 2;
            return at;
        }
        if (oracle && isWord("AS") && isWord(1, "OF")) {
            at += 2;
            return isWord("PERIOD") ? validTime("") : scnOrTimestamp("");
        }
        if (oracle && isWord("VERSIONS") && isWord(1, "BETWEEN")) {
            at += 2;
            return scnOrTimestamp("AND");
        }
        if (oracle && isWord("VERSIONS") && isWord(1, "PERIOD")) {
            at++;
            return validTime("AND");
        }
        return at;
    }

    /** Oracle's time of validity: the name of the period, and one moment or two. */
    private int validTime(String between) {
        expectWord("PERIOD");
        expectWord("FOR");
        named();
        if (!between.isEmpty()) {
            expectWord("BETWEEN");
        }
        return moments(between);
    }

    private int scnOrTimestamp(String between) {
        if (!acceptWord("SCN")) {
            expectWord("TIMESTAMP");
        }
        reading.mark(at - 1, Role.KEYWORD);
        return moments(between);
    }

    /** One moment, or two with a word between them. */
    private int moments(String between) {
        int values = at;
        moment();
        if (!between.isEmpty()) {
            expectWord(between);
            reading.substitute(at - 1, at, ",");
            moment();
        }
        return values;
    }

    /** A value with plus and minus, but without AND. */
    final void moment() {
        if (oracle && (acceptWord("MINVALUE") || acceptWord("MAXVALUE"))) {
            reading.substitute(at - 1, at, "1");
            return;
        }
        momentPart();
        while (isOperator("+") || isOperator("-")) {
            at++;
            momentPart();
        }
    }

    private void momentPart() {
        constant();
        if (db2 && Words.UNITS.contains(peek().keyword())) {
            reading.omit(at, at + 1);
            at++;
        }
    }

    final void hints() {
        int start = isWord(-1, "WITH") ? at - 1 : at;
        if (isWord(-1, "WITH")) {
            reading.mark(start, Role.KEYWORD);
        } else if (reading.role(at - 1) == Role.NONE) {
            reading.mark(at - 1, Role.COLUMN_LIST);
        }
        expectOperator("(");
        do {
            if (!HARMLESS_TABLE_HINTS.contains(peek().keyword())) {
                throw refuse(
                        RefusalReason.LOCK,
                        "Leave the table hint out; this one locks, or is not on the list.");
            }
            at++;
            if (acceptOperator("=")) {
                operand();
            } else if (isOperator("(")) {
                reading.mark(at - 1, Role.KEYWORD);
                indexNames();
            }
            acceptOperator(",");
        } while (!isOperator(")"));
        expectOperator(")");
        reading.omit(start, at);
    }

    private void indexNames() {
        expectOperator("(");
        do {
            if (peek().kind() == Kind.NUMBER) {
                at++;
            } else {
                named();
                if (isOperator("(")) {
                    reading.mark(at - 1, Role.COLUMN_LIST);
                    nameList();
                }
            }
        } while (acceptOperator(","));
        expectOperator(")");
    }

    final boolean indexHint() {
        if (!mysql && !h2) {
            return false;
        }
        int start = at++;
        if (!acceptWord("INDEX")) {
            expectWord("KEY");
        }
        if (acceptWord("FOR")) {
            if (!acceptWord("JOIN")) {
                if (!acceptWord("ORDER")) {
                    expectWord("GROUP");
                }
                expectWord("BY");
            }
        }
        reading.mark(at - 1, Role.KEYWORD);
        if (isOperator("(") && isOperator(1, ")")) {
            at += 2;
        } else {
            nameList();
        }
        reading.omit(start, at);
        return true;
    }
}
