package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;

/** The grammar of operands that are more than a name or a literal: lists, intervals. */
abstract class OperandGrammar extends CaseGrammar {

    OperandGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /** DuckDB's list, or a list made by a loop over another. */
    final void list() {
        reading.substitute(at, at + 1, "ARRAY [");
        expectOperator("[");
        if (!isOperator("]")) {
            expression();
            int loop = at;
            if (acceptWord("FOR")) {
                expectName();
                while (acceptOperator(",")) {
                    expectName();
                }
                expectWord("IN");
                reading.substitute(loop, at, ",");
                expression();
                if (acceptWord("IF")) {
                    reading.substitute(at - 1, at, ",");
                    expression();
                }
            }
            while (acceptComma()) {
                expression();
            }
        }
        expectOperator("]");
    }

    /** A structure in DuckDB, an ODBC escape elsewhere. */
    final void brace() {
        expectOperator("{");
        if (duckdb) {
            reading.substitute(at - 1, at, "ROW (");
            while (!isOperator("}")) {
                if (peek().kind() == Kind.STRING) {
                    at++;
                } else {
                    expectName();
                }
                expectOperator(":");
                reading.omit(at - 2, at);
                expression();
                if (!acceptComma()) {
                    break;
                }
            }
        } else {
            if (!tsql && !connx) {
                throw escapeNotListed();
            }
            Token escape = expectName();
            reading.omit(at - 2, at);
            switch (escape.keyword()) {
                case "D", "T", "TS" -> {
                    if (peek().kind() != Kind.STRING && peek().kind() != Kind.PARAMETER) {
                        throw escapeNotListed();
                    }
                    primary();
                }
                case "FN" -> {
                    if (!peek().isName() || !isOperator(1, "(")) {
                        throw escapeNotListed();
                    }
                    name();
                }
                default -> throw escapeNotListed();
            }
        }
        reading.substitute(at, at + 1, duckdb ? ")" : "");
        expectOperator("}");
    }

    /** Oracle's {@code JSON {…}} and {@code JSON […]}. */
    final void jsonConstructor() {
        reading.omit(at, at + 1);
        at++;
        boolean object = isOperator("{");
        String close = object ? "}" : "]";
        reading.substitute(at, at + 1, "ROW (");
        at++;
        while (!isOperator(close)) {
            expression();
            if (object) {
                if (!isOperator(":") && !isWord("VALUE")) {
                    throw notUnderstood();
                }
                reading.substitute(at, at + 1, ",");
                at++;
                expression();
            }
            if (!acceptOperator(",")) {
                break;
            }
        }
        reading.substitute(at, at + 1, ")");
        expectOperator(close);
    }

    final void lambda() {
        int start = at;
        expectWord("LAMBDA");
        expectName();
        while (acceptOperator(",")) {
            expectName();
        }
        expectOperator(":");
        reading.omit(start, at);
        expression();
    }

    final void quantified() {
        String word = peek().keyword();
        if (!isOperator(1, "(")) {
            name();
            return;
        }
        reading.mark(at, Role.KEYWORD);
        at++;
        if (word.equals("EXISTS") && !startsQuery(1) && !isOperator(1, "(")) {
            throw notUnderstood();
        }
        brackets();
        lastWasQuery = false;
    }

    final void interval() {
        if (isOperator(1, "(") && mysql && functions.isHarmless("interval") && commaInBrackets()) {
            name();
            return;
        }
        int start = at++;
        if (isOperator("(")) {
            reading.mark(at - 1, Role.KEYWORD);
        }
        if (isWord("UNION")
                || isOperator(",")
                || isOperator(")")
                || isOperator(".")
                || isWord("FROM")) {
            return;
        }
        if (peek().kind() == Kind.OPERATOR
                && (isOperator("=") || isOperator("<") || isOperator(">"))) {
            return;
        }
        reading.omit(start, at);
        if (mysql && peek().kind() != Kind.STRING) {
            reading.substitute(start, at, "(");
            expression();
            reading.suffix(at - 1, " )");
        } else {
            if (isOperator("-") || isOperator("+")) {
                at++;
            }
            primary();
        }
        int units = at;
        if (Words.UNITS.contains(peek().keyword())) {
            unit();
            if (acceptWord("TO")) {
                unit();
            }
            reading.omit(units, at);
        }
    }

    final boolean commaInBrackets() {
        int depth = 0;
        for (int i = at + 1; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.isOperator("(")) {
                depth++;
            } else if (token.isOperator(")") && --depth == 0) {
                return false;
            } else if (token.isOperator(",") && depth == 1) {
                return true;
            }
        }
        return false;
    }

    final void elements() {
        if (acceptOperator("{")) {
            reading.substitute(at - 2, at, "ROW (");
            while (!isOperator("}")) {
                expression();
                reading.substitute(at, at + 1, ",");
                expectOperator(":");
                expression();
                if (!acceptComma()) {
                    break;
                }
            }
            reading.substitute(at, at + 1, ")");
            expectOperator("}");
            return;
        }
        expectOperator("[");
        if (!isOperator("]")) {
            element();
            while (acceptComma()) {
                element();
            }
        }
        expectOperator("]");
    }

    final void element() {
        if (isOperator("[")) {
            elements();
        } else {
            expression();
        }
    }

    /** Db2's registers of two words. */
    final void current() {
        if (db2 && peek(1).kind() == Kind.WORD) {
            switch (peek(1).keyword()) {
                case "DATE",
                        "TIME",
                        "TIMESTAMP",
                        "TIMEZONE",
                        "SCHEMA",
                        "SERVER",
                        "USER",
                        "SQLID" -> {
                    int start = at;
                    at += 2;
                    if (isOperator("(") && peek(1).kind() == Kind.NUMBER && isOperator(2, ")")) {
                        reading.mark(at - 1, Role.KEYWORD);
                        at += 3;
                    }
                    reading.substitute(start, at, "CURRENT_DATE");
                    return;
                }
                default -> {}
            }
        }
        if (isWord(1, "OF")) {
            throw notUnderstood();
        }
        name();
    }

    final void subscript() {
        if (!postgres && !duckdb && !trino && !oracle && !h2) {
            throw notUnderstood();
        }
        expectOperator("[");
        int open = at - 1;
        boolean slice = false;
        while (!isOperator("]")) {
            if (inModel && isWord("FOR")) {
                cellLoop();
                continue;
            }
            if (isOperator(":")) {
                slice = true;
                boolean first = isOperator(-1, "[") || isOperator(-1, ":");
                boolean last = isOperator(1, "]");
                reading.substitute(at, at + 1, (first ? "1 ," : ",") + (last ? " 1" : ""));
                at++;
            } else if (isOperator(",") || (oracle && isOperator("*")) || (oracle && isWord("TO"))) {
                at++;
            } else if (duckdb && isOperator("-") && (isOperator(1, ":") || isOperator(1, "]"))) {
                // No end.
                reading.substitute(at, at + 1, "1");
                at++;
            } else {
                expression();
            }
        }
        if (slice) {
            reading.substitute(open, open + 1, "|| (");
            reading.substitute(at, at + 1, ")");
        }
        expectOperator("]");
    }

    /**
     * Cells of a model one after another: for each value of a list, or from one value to another.
     */
    private void cellLoop() {
        expectWord("FOR");
        if (isOperator("(")) {
            reading.mark(at - 1, Role.KEYWORD);
            nameList();
        } else {
            named();
        }
        if (acceptWord("IN")) {
            brackets();
            return;
        }
        if (acceptWord("LIKE")) {
            string();
        }
        expectWord("FROM");
        reading.mark(at - 1, Role.KEYWORD);
        operand();
        expectWord("TO");
        operand();
        if (!acceptWord("INCREMENT")) {
            expectWord("DECREMENT");
        }
        operand();
    }

    /** What DuckDB and H2 leave out of a star, and what DuckDB changes in it. */
    final void starChanges() {
        while (changesStar()) {
            boolean replace = isWord("REPLACE");
            int start = at++;
            if (acceptOperator("(")) {
                reading.mark(start, Role.KEYWORD);
                do {
                    starChange(replace);
                } while (acceptComma());
                expectOperator(")");
            } else {
                starChange(replace);
                if (replace) {
                    reading.substitute(start, start + 1, "REPLACE (");
                    reading.suffix(at - 1, reading.suffixAt(at - 1) + " )");
                }
            }
            if (!replace) {
                reading.omit(start, at);
            }
        }
    }

    private boolean changesStar() {
        if (h2) {
            return isWord("EXCEPT") && isOperator(1, "(") && !startsQuery(2) && !isOperator(2, "(");
        }
        if (!duckdb) {
            return false;
        }
        return switch (peek().keyword()) {
            case "EXCLUDE", "REPLACE", "RENAME" ->
                    isOperator(1, "(") || (peek(1).isName() && !isWord(1, "FROM"));
            case "EXCEPT" ->
                    isOperator(1, "(")
                            ? !startsQuery(2) && !isOperator(2, "(")
                            : peek(1).isName()
                                    && !startsQuery(1)
                                    && !isWord(1, "ALL")
                                    && !isWord(1, "BY")
                                    && !isWord(1, "DISTINCT");
            default -> false;
        };
    }

    private void starChange(boolean replace) {
        if (replace) {
            expression();
        } else {
            named();
            while (acceptOperator(".")) {
                named();
            }
        }
        if (acceptWord("AS")) {
            reading.nameAt(at);
            expectName();
        }
    }
}
