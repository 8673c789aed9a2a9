package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.LexicalFeature;
import java.util.List;
import java.util.Set;

/** The grammar of operators between operands, in signs and in words. */
abstract class OperatorGrammar extends CallGrammar {
    /** Signs of PostgreSQL between values that are no operators, or none of two values. */
    private static final Set<String> NO_OPERATORS = Set.of("::", ":=", "=>", "|/", "||/", "@-");

    OperatorGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    final boolean binaryOperator() {
        Token token = peek();
        return switch (token.kind()) {
            case OPERATOR -> symbol(token);
            case WORD -> wordOperator(token.keyword());
            case PARAMETER -> questionMark();
            case QUOTED_NAME, STRING, NUMBER, END -> false;
        };
    }

    /** In PostgreSQL an operator; the driver wants it doubled, or takes it for a placeholder. */
    private boolean questionMark() {
        if (!dialect.lexical().has(LexicalFeature.QUESTION_MARK_OPERATORS)) {
            throw refuse(
                    RefusalReason.PARAMETER,
                    "Write a parameter where a value can stand, with commas between.");
        }
        Token mark = peek();
        tokens.set(at, new Token(Kind.OPERATOR, "??", "", "", mark.offset(), mark.gap()));
        at++;
        return true;
    }

    private boolean symbol(Token token) {
        switch (token.text()) {
            case "+", "-", "*", "/", "=", "<", ">", "<=", ">=", "<>", "!=", "||", "^=" -> at++;
            case "%" -> {
                // A percentage, as in LIMIT 10%, has no right side.
                Token following = peek(1);
                if (duckdb
                        && (following.kind() == Kind.END
                                || following.isOperator(")")
                                || following.is("OFFSET"))) {
                    reading.omit(at, at + 1);
                    return false;
                }
                at++;
            }
            case "{" -> {
                return escapeInBraces();
            }
            case ".", ",", "(", ")", "[", "]", "}", ";", "?" -> {
                return false;
            }
            case ":" -> {
                return false;
            }
            case "::" -> throw notUnderstood();
            case "!", "#", "@" -> {
                if (!postgres && !duckdb) {
                    throw notUnderstood();
                }
                at++;
            }
            case "&", "|", "^", "~" -> {
                if (oracle || trino) {
                    throw notUnderstood();
                }
                at++;
            }
            default -> at++;
        }
        return true;
    }

    /** ODBC's character that escapes wildcards: {@code LIKE … {escape '!'}}. */
    private boolean escapeInBraces() {
        boolean known =
                connx && isWord(1, "ESCAPE") && peek(2).kind() == Kind.STRING && isOperator(3, "}");
        if (known) {
            reading.substitute(at, at + 2, "ESCAPE");
            reading.omit(at + 3, at + 4);
            at += 4;
            return binaryOperator();
        }
        return false;
    }

    private boolean wordOperator(String word) {
        switch (word) {
            case "AND", "OR", "LIKE", "ESCAPE", "OVERLAPS" -> at++;
            case "BETWEEN" -> {
                at++;
                if (!acceptWord("SYMMETRIC")) {
                    acceptWord("ASYMMETRIC");
                }
            }
            case "IN" -> {
                at++;
                return inList();
            }
            case "IS" -> {
                at++;
                return isPredicate();
            }
            case "NOT" -> {
                return notOperator();
            }
            case "ILIKE",
                    "SLIKE",
                    "SIMILAR",
                    "GLOB",
                    "MATCH",
                    "REGEXP",
                    "RLIKE",
                    "XOR",
                    "DIV",
                    "MOD",
                    "SOUNDS",
                    "MEMBER",
                    "CONCAT",
                    "MULTISET" -> {
                return dialectOperator(word);
            }
            case "COLLATE" -> {
                int start = at++;
                collation();
                reading.omit(start, at);
                return binaryOperator();
            }
            case "AT" -> {
                return atTimeZone();
            }
            default -> {
                return rareOperator(word);
            }
        }
        return true;
    }

    private boolean rareOperator(String word) {
        return switch (word) {
            case "ISNULL", "NOTNULL" -> {
                if (!postgres && !sqlite && !duckdb) {
                    yield false;
                }
                reading.substitute(at, at + 1, "IS NULL");
                at++;
                yield binaryOperator();
            }
            case "OPERATOR", "UESCAPE" -> {
                if (isBuiltInOperator()) {
                    reading.mark(at, Role.KEYWORD);
                    reading.omit(at, at + 4);
                    reading.omit(at + 5, at + 6);
                    at += 6;
                    yield true;
                }
                if ((postgres && peek(1).isOperator("(")) || word.equals("UESCAPE")) {
                    throw refuse(
                            RefusalReason.OPERATOR_NOT_LISTED,
                            "Write the built-in operator by its sign.");
                }
                yield false;
            }
            default -> {
                if (oracle && (word.equals("DAY") || word.equals("YEAR")) && isInterval()) {
                    yield binaryOperator();
                }
                if (h2 && (isFormatJson() || isIntervalQualifier())) {
                    yield binaryOperator();
                }
                if (db2 && Words.UNITS.contains(word)) {
                    reading.omit(at, at + 1);
                    at++;
                    yield binaryOperator();
                }
                yield false;
            }
        };
    }

    /** PostgreSQL's operator by its full name: {@code OPERATOR(pg_catalog.~)}. */
    private boolean isBuiltInOperator() {
        Token operator = peek(4);
        return postgres
                && isWord("OPERATOR")
                && isOperator(1, "(")
                && peek(2).isName()
                && names.functionKey(peek(2)).equals("pg_catalog")
                && isOperator(3, ".")
                && operator.kind() == Kind.OPERATOR
                && dialect.lexical().operators().contains(operator.text())
                && !NO_OPERATORS.contains(operator.text())
                && isOperator(5, ")");
    }

    /** H2's text that is taken for JSON as it is. */
    private boolean isFormatJson() {
        boolean known = isWord("FORMAT") && isWord(1, "JSON");
        if (known) {
            reading.omit(at, at + 2);
            at += 2;
        }
        return known;
    }

    /** H2's difference of two moments as an interval, as in {@code (a - b) YEAR TO MONTH}. */
    private boolean isIntervalQualifier() {
        if (!isOperator(-1, ")") || !Words.UNITS.contains(peek().keyword())) {
            return false;
        }
        int start = at;
        unit();
        if (acceptWord("TO")) {
            unit();
        }
        reading.omit(start, at);
        return true;
    }

    /** Oracle's difference of two moments as an interval, as in {@code (a - b) DAY TO SECOND}. */
    private boolean isInterval() {
        int ahead = isOperator(1, "(") ? 4 : 1;
        if (!isOperator(-1, ")") || !isWord(ahead, "TO")) {
            return false;
        }
        int start = at;
        unit();
        expectWord("TO");
        if (!isWord("SECOND") && !isWord("MONTH")) {
            throw notUnderstood();
        }
        unit();
        reading.omit(start, at);
        return true;
    }

    private boolean dialectOperator(String word) {
        boolean known =
                switch (word) {
                    case "ILIKE" -> postgres || duckdb || h2 || connx;
                    case "SLIKE" -> connx;
                    case "SIMILAR" -> (postgres || duckdb) && isWord(1, "TO");
                    case "GLOB" -> sqlite || duckdb;
                    case "MATCH" -> sqlite;
                    case "REGEXP" -> mysql || sqlite || h2;
                    case "RLIKE" -> mysql;
                    case "XOR", "DIV" -> mysql;
                    case "MOD" -> mysql || db2;
                    case "SOUNDS" -> mysql && isWord(1, "LIKE");
                    case "MEMBER" -> (mysql || oracle) && isWord(1, "OF");
                    case "CONCAT" -> db2;
                    case "MULTISET" ->
                            oracle
                                    && (isWord(1, "UNION")
                                            || isWord(1, "EXCEPT")
                                            || isWord(1, "INTERSECT"));
                    default -> false;
                };
        if (known && word.equals("MATCH")) {
            // The text on the right may name columns.
            reading.stars.add(new Reading.Star(at, "", scope));
        }
        if (known) {
            int length =
                    switch (word) {
                        case "SIMILAR", "SOUNDS", "MEMBER" -> 2;
                        case "MULTISET" -> isWord(2, "ALL") || isWord(2, "DISTINCT") ? 3 : 2;
                        default -> 1;
                    };
            String plain =
                    switch (word) {
                        case "XOR" -> "OR";
                        case "DIV", "MOD" -> "/";
                        case "CONCAT", "MULTISET" -> "||";
                        default -> "LIKE";
                    };
            reading.substitute(at, at + length, plain);
            at += length;
        }
        return known;
    }

    private boolean notOperator() {
        if (isWord(1, "NULL") && (sqlite || duckdb)) {
            reading.substitute(at, at + 2, "IS NULL");
            at += 2;
            return binaryOperator();
        }
        return switch (peek(1).keyword()) {
            case "LIKE",
                    "BETWEEN",
                    "IN",
                    "ILIKE",
                    "SLIKE",
                    "SIMILAR",
                    "GLOB",
                    "MATCH",
                    "REGEXP",
                    "RLIKE" -> {
                at++;
                yield wordOperator(peek().keyword());
            }
            default -> false;
        };
    }

    private boolean isPredicate() {
        acceptWord("NOT");
        int start = at;
        if ((sqlite || oracle)
                && !Words.TRUTH.contains(peek().keyword())
                && !isWord("A")
                && !isWord("OF")
                && !(oracle && isWord("EMPTY"))) {
            reading.substitute(start - (isWord(-1, "NOT") ? 2 : 1), start, "=");
        }
        if (acceptWord("DISTINCT")) {
            if (isWord("FROM")) {
                reading.mark(at, Role.KEYWORD);
            }
            expectWord("FROM");
            return true;
        }
        if (acceptWord("JSON")) {
            if (isWord("VALUE") || isWord("OBJECT") || isWord("ARRAY") || isWord("SCALAR")) {
                at++;
            }
            if (!acceptWord("STRICT")) {
                acceptWord("LAX");
            }
            if ((isWord("WITH") || isWord("WITHOUT")) && isWord(1, "UNIQUE")) {
                at += 2;
                acceptWord("KEYS");
            }
            reading.substitute(start, at, "NULL");
            return binaryOperator();
        }
        if (oracle && acceptWord("EMPTY")) {
            reading.substitute(start, at, "NULL");
            return binaryOperator();
        }
        if (acceptWord("A")) {
            expectWord("SET");
            reading.substitute(start, at, "NULL");
            return binaryOperator();
        }
        if (acceptWords("OF", "TYPE")) {
            expectOperator("(");
            type();
            expectOperator(")");
            reading.substitute(start, at, "NULL");
            return binaryOperator();
        }
        return true;
    }

    private boolean atTimeZone() {
        if (isWord(1, "TIME") && isWord(2, "ZONE")) {
            at += 3;
            return true;
        }
        if (isWord(1, "LOCAL")) {
            reading.omit(at, at + 2);
            at += 2;
            return binaryOperator();
        }
        return false;
    }

    /** What stands after IN: brackets are read as an operand; SQLite takes a table's name too. */
    private boolean inList() {
        if (inPosition) {
            reading.substitute(at - 1, at, ",");
            return true;
        }
        if (isOperator("(") || duckdb || peek().kind() == Kind.PARAMETER) {
            return true;
        }
        if (sqlite && peek().isName()) {
            reading.suffix(at - 1, " ( SELECT * FROM");
            reading.stars.add(new Reading.Star(at, "", scope));
            relationName();
            reading.suffix(at - 1, " )");
            return binaryOperator();
        }
        if (trino || h2 || isWord("UNNEST")) {
            return true;
        }
        throw refuse(RefusalReason.NOT_UNDERSTOOD, "Write IN with a list or a SELECT in brackets.");
    }
}
