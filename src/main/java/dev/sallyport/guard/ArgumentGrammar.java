package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;

/**
 * The grammar of what stands between the brackets of a call: arguments, and the words that some
 * functions take between them.
 */
abstract class ArgumentGrammar extends TypeGrammar {
    /**
     * Whether the operand read last was a query in brackets, so that a set operation may follow.
     */
    boolean lastWasQuery;

    /** Whether an operand may follow the word between arguments that was read last. */
    private boolean operandNext;

    /** Whether IN stands between the two arguments of POSITION. */
    boolean inPosition;

    ArgumentGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /** A comma that something follows; in DuckDB the last item of a list may have one, too. */
    final boolean acceptComma() {
        if (!acceptOperator(",")) {
            return false;
        }
        boolean last =
                duckdb
                        && (isOperator(")")
                                || isOperator("]")
                                || isOperator("}")
                                || peek().kind() == Kind.END
                                || Words.AFTER_LISTS.contains(peek().keyword()));
        if (last) {
            reading.omit(at - 1, at);
        }
        return !last;
    }

    abstract void expression();

    abstract void expressions();

    abstract void operand();

    abstract void primary();

    /** Arguments, with the words that some functions take between them, up to the bracket. */
    final void arguments(String function, boolean operandFirst) {
        boolean operandAllowed = operandFirst;
        boolean commas = false;
        boolean words = false;
        while (!isOperator(")")) {
            // Arguments are parted either by words or by commas: no engine mixes them.
            boolean word = isWord("FROM") || isWord("FOR") || isWord("PLACING");
            boolean mixed = (word && commas) || (words && isOperator(","));
            if (peek().kind() == Kind.END || mixed) {
                throw notUnderstood();
            }
            // Only what TRIM takes may begin with FROM, and have a comma after it.
            words |= word && !operandAllowed;
            if (isOperator(",")) {
                at++;
                commas = true;
                operandAllowed = true;
            } else if (!operandAllowed && argumentClause()) {
                operandAllowed = false;
            } else if (argumentWord(function, operandAllowed)) {
                operandAllowed = operandNext;
            } else if (operandAllowed && isTransformation(function)) {
                reading.omit(at, at + 1);
                at++;
            } else if (operandAllowed && isVectorWord(function)) {
                reading.substitute(at, at + 1, "'s'");
                at++;
                operandAllowed = false;
            } else if (operandAllowed) {
                expression();
                if (lastWasQuery && startsQueryRest()) {
                    queryRest();
                }
                operandAllowed = false;
            } else {
                throw notUnderstood();
            }
        }
    }

    /** What JSON_TRANSFORM does at a path. */
    private boolean isTransformation(String function) {
        return oracle
                && function.equals("JSON_TRANSFORM")
                && Words.TRANSFORMATIONS.contains(peek().keyword())
                && peek(1).kind() == Kind.STRING;
    }

    private boolean isVectorWord(String function) {
        return oracle
                && (function.startsWith("VECTOR") || function.equals("TO_VECTOR"))
                && Words.VECTOR_WORDS.contains(peek().keyword())
                && (isOperator(1, ",") || isOperator(1, ")"));
    }

    /** Clauses that say what becomes of nulls, errors and lengths, without any operand. */
    private boolean argumentClause() {
        int start = at;
        switch (peek().keyword()) {
            case "NULL", "ABSENT", "ERROR", "EMPTY", "TRUE", "FALSE", "UNKNOWN" -> {
                at++;
                if (isWord("ARRAY") || isWord("OBJECT")) {
                    at++;
                }
                expectWord("ON");
                at++;
            }
            case "ON" -> {
                at++;
                if (acceptWord("OVERFLOW")) {
                    overflow();
                } else {
                    // After a default, or how strings are quoted.
                    if (!acceptWords("CONVERSION", "ERROR")) {
                        at++;
                        acceptWord("STRING");
                    }
                }
            }
            case "WITH", "WITHOUT" -> {
                at++;
                if (!acceptWord("CONDITIONAL")) {
                    acceptWord("UNCONDITIONAL");
                }
                acceptWord("ARRAY");
                if (acceptWord("UNIQUE")) {
                    acceptWord("KEYS");
                } else if (!acceptWord("WRAPPER")) {
                    at = start;
                    return false;
                }
            }
            case "RESPECT", "IGNORE" -> {
                at++;
                expectWord("NULLS");
            }
            case "KEEP", "OMIT" -> {
                at++;
                expectWord("QUOTES");
            }
            case "FORMAT" -> {
                at++;
                expectWord("JSON");
                if (acceptWord("ENCODING")) {
                    at++;
                }
            }
            case "STRICT", "PRETTY", "ASCII", "INDENT" -> {
                at++;
                if (acceptWord("SIZE")) {
                    expectOperator("=");
                    if (peek().kind() != Kind.NUMBER) {
                        throw notUnderstood();
                    }
                    at++;
                }
            }
            case "NO" -> {
                at++;
                expectWord("INDENT");
            }
            default -> {
                return false;
            }
        }
        reading.omit(start, at);
        return true;
    }

    /** An operand that stands where no column can: in Oracle a bare name there is a function. */
    final void constant() {
        Scope outer = scope;
        scope = new Scope();
        operand();
        scope = outer;
    }

    final void constantExpression() {
        Scope outer = scope;
        scope = new Scope();
        expression();
        scope = outer;
    }

    private void overflow() {
        if (acceptWord("ERROR")) {
            return;
        }
        expectWord("TRUNCATE");
        if (peek().kind() == Kind.STRING) {
            at++;
        }
        if (isWord("WITH") || isWord("WITHOUT")) {
            at++;
            expectWord("COUNT");
        }
    }

    private boolean argumentWord(String function, boolean operandAllowed) {
        operandNext = true;
        Token token = peek();
        if (token.isOperator(":")) {
            reading.substitute(at, at + 1, ",");
            at++;
            return true;
        }
        String word = token.keyword();
        return switch (word) {
            case "" -> {
                yield false;
            }
            case "ORDER" -> {
                if (!isWord(1, "BY")) {
                    yield false;
                }
                if (operandAllowed && isOperator(-1, "(")) {
                    reading.suffix(at - 1, " 1");
                }
                orderBy();
                operandNext = false;
                yield true;
            }
            case "FROM", "FOR", "PLACING" -> {
                if (!Words.WORDY_FUNCTIONS.contains(function)) {
                    throw notUnderstood();
                }
                reading.mark(at, Role.KEYWORD);
                reading.substitute(at, at + 1, operandAllowed ? "" : ",");
                at++;
                yield true;
            }
            case "USING" -> {
                reading.substitute(at, at + (mysql ? 2 : 1), mysql ? "" : ",");
                at++;
                if (mysql) {
                    expectName();
                }
                yield true;
            }
            case "AS" -> {
                int start = at++;
                if (peek().kind() == Kind.STRING) {
                    at++;
                } else {
                    type();
                }
                reading.omit(start, at);
                operandNext = false;
                yield true;
            }
            case "RETURNING" -> {
                int start = at++;
                type();
                reading.omit(start, at);
                operandNext = false;
                yield true;
            }
            case "COLUMNS" -> {
                if (operandAllowed) {
                    yield false;
                }
                int start = at++;
                columnDefinitions();
                reading.omit(start, at);
                operandNext = false;
                yield true;
            }
            default -> laterArgumentWord(function, word, operandAllowed);
        };
    }

    private boolean laterArgumentWord(String function, String word, boolean operandAllowed) {
        return switch (word) {
            case "WITH" -> {
                reading.omit(at, at + 1);
                at++;
                yield true;
            }
            case "LANGUAGE" -> {
                if (!tsql || (peek(1).kind() != Kind.NUMBER && peek(1).kind() != Kind.STRING)) {
                    yield plainArgumentWord(function, word, operandAllowed);
                }
                reading.omit(at, at + 1);
                at++;
                yield true;
            }
            case "BY" -> {
                int start = at++;
                if (!acceptWord("VALUE")) {
                    expectWord("REF");
                }
                reading.omit(start, at);
                yield true;
            }
            case "HAVING" -> {
                int start = at++;
                if (!acceptWord("MAX")) {
                    expectWord("MIN");
                }
                reading.substitute(start, at, ",");
                yield true;
            }
            default -> plainArgumentWord(function, word, operandAllowed);
        };
    }

    private boolean plainArgumentWord(String function, String word, boolean operandAllowed) {
        boolean call = isOperator(1, "(") && !word.equals("DISTINCT");
        if (!Words.ARGUMENT_WORDS.contains(word) || call || isOperator(1, ".")) {
            return false;
        }
        if (word.equals("NAME") && !function.equals("XMLELEMENT")) {
            return false;
        }
        if (operandAllowed
                && !word.equals("DISTINCT")
                && !word.equals("ALL")
                && !word.equals("VARIADIC")
                && !word.equals("BOTH")
                && !word.equals("LEADING")
                && !word.equals("TRAILING")
                && (peek(1).kind() == Kind.OPERATOR
                        || Words.AFTER_OPERANDS.contains(peek(1).keyword())
                        || peek(1).is("ABSENT")
                        || peek(1).is("LANGUAGE")
                        || peek(1).kind() == Kind.END)) {
            // A column or a value that is spelled like one of these words.
            return false;
        }
        switch (word) {
            case "DISTINCT", "ALL" -> {}
            case "BOTH", "LEADING", "TRAILING" -> {
                // Db2's STRIP has them between commas.
                boolean argument = db2 && isOperator(1, ",");
                reading.substitute(at, at + 1, argument ? "'s'" : "");
                operandNext = !argument;
            }
            case "SEPARATOR" -> {
                int start = at++;
                primary();
                reading.omit(start, at);
                operandNext = false;
                return true;
            }
            case "DEFAULT" -> {
                int start = at++;
                constant();
                if (function.equals("CAST")) {
                    reading.omit(start, at);
                } else {
                    reading.substitute(start, start + 1, ",");
                }
                operandNext = false;
                return true;
            }
            case "PASSING", "VALUE", "LIMIT" -> reading.substitute(at, at + 1, ",");
            default -> reading.omit(at, at + 1);
        }
        at++;
        return true;
    }
}
