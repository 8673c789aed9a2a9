package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;

/**
 * The grammar of clauses that say how a query runs, how much of it, and how its answer looks:
 * hints, isolation, samples, FOR XML.
 */
abstract class HintGrammar extends ExpressionGrammar {
    static final String LOCK_HINT = "Read rows without locking them.";

    HintGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /** CONNX's row limit. */
    final boolean maxRows() {
        if (!isOperator("{") || !connx) {
            return false;
        }
        if (!isWord(1, "MAXROWS")) {
            throw escapeNotListed();
        }
        int start = at;
        at += 2;
        operand();
        if (acceptOperator(",")) {
            operand();
        }
        expectOperator("}");
        reading.omit(start, at);
        return true;
    }

    final boolean forClause() {
        switch (peek(1).keyword()) {
            case "UPDATE", "SHARE", "NO", "KEY" -> throw refuse(RefusalReason.LOCK, LOCK_HINT);
            case "READ", "FETCH" -> {
                if (!db2 || !isWord(2, "ONLY")) {
                    throw notUnderstood();
                }
                reading.omit(at, at + 3);
                at += 3;
            }
            case "XML", "JSON" -> {
                if (!tsql) {
                    throw notUnderstood();
                }
                int start = at;
                at += 2;
                forOutput();
                reading.omit(start, at);
            }
            default -> throw notUnderstood();
        }
        return true;
    }

    private void forOutput() {
        do {
            switch (peek().keyword()) {
                case "AUTO",
                        "PATH",
                        "RAW",
                        "EXPLICIT",
                        "ROOT",
                        "ELEMENTS",
                        "TYPE",
                        "BINARY",
                        "INCLUDE_NULL_VALUES",
                        "WITHOUT_ARRAY_WRAPPER",
                        "XMLSCHEMA",
                        "XMLDATA" -> {
                    at++;
                    if (isWord("BASE64") || isWord("XSINIL") || isWord("ABSENT")) {
                        at++;
                    }
                    if (isOperator("(")) {
                        reading.mark(at - 1, Role.KEYWORD);
                        at++;
                        string();
                        expectOperator(")");
                    }
                }
                default -> throw notUnderstood();
            }
        } while (acceptOperator(","));
    }

    /** T-SQL's query hints: only those that change how a query runs, not what. */
    final void options() {
        int start = at - 1;
        reading.mark(start, Role.KEYWORD);
        expectOperator("(");
        do {
            switch (peek().keyword()) {
                case "MAXRECURSION",
                        "MAXDOP",
                        "FAST",
                        "MAX_GRANT_PERCENT",
                        "MIN_GRANT_PERCENT",
                        "LABEL" -> {
                    at++;
                    acceptOperator("=");
                    constantValue();
                }
                case "RECOMPILE", "IGNORE_NONCLUSTERED_COLUMNSTORE_INDEX", "NO_PERFORMANCE_SPOOL" ->
                        at++;
                case "USE" -> useHint();
                case "HASH", "LOOP", "MERGE", "ORDER", "CONCAT" -> {
                    at++;
                    reading.mark(at, Role.KEYWORD);
                    if (!acceptWord("JOIN") && !acceptWord("GROUP")) {
                        expectWord("UNION");
                    }
                }
                case "FORCE" -> {
                    at++;
                    expectWord("ORDER");
                }
                case "KEEP", "KEEPFIXED", "ROBUST" -> {
                    boolean union = isWord("KEEP") && isWord(1, "UNION");
                    at++;
                    expectWord(union ? "UNION" : "PLAN");
                }
                case "EXPAND" -> {
                    at++;
                    expectWord("VIEWS");
                }
                case "OPTIMIZE" -> {
                    at++;
                    expectWord("FOR");
                    expectWord("UNKNOWN");
                }
                default ->
                        throw refuse(
                                RefusalReason.OPTION,
                                "Leave the hint out; this one is not on the list.");
            }
        } while (acceptOperator(","));
        expectOperator(")");
        reading.omit(start, at);
    }

    /** Hints by name: they steer the optimizer, and name no object. */
    private void useHint() {
        expectWord("USE");
        expectWord("HINT");
        reading.mark(at - 1, Role.KEYWORD);
        expectOperator("(");
        do {
            constantValue();
        } while (acceptOperator(","));
        expectOperator(")");
    }

    private void constantValue() {
        if (peek().kind() != Kind.STRING && peek().kind() != Kind.NUMBER) {
            throw notUnderstood();
        }
        at++;
    }

    final boolean isolation() {
        if (connx) {
            return false;
        }
        switch (peek(1).keyword()) {
            case "UR", "CS" -> {
                if (!db2) {
                    return false;
                }
                reading.omit(at, at + 2);
                at += 2;
                if (isWord("USE")) {
                    throw refuse(RefusalReason.LOCK, LOCK_HINT);
                }
            }
            case "RS", "RR" -> {
                if (!db2) {
                    return false;
                }
                if (isWord(2, "USE")) {
                    throw refuse(RefusalReason.LOCK, LOCK_HINT);
                }
                reading.omit(at, at + 2);
                at += 2;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    final void sample() {
        if (peek().isName() && isOperator(1, "(")) {
            if (!Words.SAMPLING_METHODS.contains(peek().keyword())) {
                throw functionNotListed(at);
            }
            reading.mark(at, Role.KEYWORD);
            at++;
        }
        boolean brackets = acceptOperator("(");
        if (brackets) {
            reading.mark(at - 2, Role.KEYWORD);
        }
        constant();
        if (!acceptOperator("%") && !acceptWord("PERCENT")) {
            acceptWord("ROWS");
        }
        if (acceptOperator(",")) {
            constant();
        }
        if (brackets) {
            expectOperator(")");
        }
        if (isOperator("(") && duckdb) {
            reading.mark(at - 1, Role.KEYWORD);
            at++;
            named();
            if (acceptOperator(",")) {
                constant();
            }
            expectOperator(")");
        }
        if ((isWord("REPEATABLE") || isWord("SEED")) && isOperator(1, "(")) {
            reading.mark(at, Role.KEYWORD);
            at += 2;
            constant();
            expectOperator(")");
        }
    }
}
