package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Token.Gap;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.LexicalFeature;
import java.util.List;
import java.util.Locale;

/** The grammar of types, of typed literals, and of columns defined inside a query. */
abstract class TypeGrammar extends GrammarBase {

    TypeGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    abstract void brackets();

    abstract void name();

    final void string() {
        if (peek().kind() != Kind.STRING) {
            throw notUnderstood();
        }
        at++;
        if (peek(-1).isUnicodeString() && isWord("UESCAPE") && peek(1).kind() == Kind.STRING) {
            reading.omit(at, at + 2);
            at += 2;
            return;
        }
        while (peek().kind() == Kind.STRING
                && !tsql
                && (peek().gap() == Gap.NEWLINE
                        || dialect.lexical().has(LexicalFeature.ADJACENT_STRINGS))) {
            at++;
        }
    }

    final boolean isTypedLiteral(String word) {
        int ahead = 1;
        if (word.equals("TIMESTAMP") || word.equals("TIME")) {
            if (isOperator(ahead, "(") && peek(ahead + 1).kind() == Kind.NUMBER) {
                ahead += 3;
            }
            if ((isWord(ahead, "WITH") || isWord(ahead, "WITHOUT")) && isWord(ahead + 1, "LOCAL")) {
                ahead++;
            }
            if ((isWord(ahead, "WITH") || isWord(ahead, "WITHOUT")) && isWord(ahead + 1, "TIME")) {
                ahead += 3;
            }
        } else if (word.equals("DOUBLE") && isWord(ahead, "PRECISION")) {
            ahead++;
        }
        return peek(ahead).kind() == Kind.STRING && Words.LITERAL_TYPES.contains(word);
    }

    final void typedLiteral() {
        int start = at;
        while (peek().kind() != Kind.STRING) {
            if (isOperator(1, "(")) {
                reading.mark(at, Role.TYPE);
            }
            at++;
        }
        reading.omit(start, at);
        string();
    }

    final void unit() {
        if (!Words.UNITS.contains(peek().keyword())) {
            throw notUnderstood();
        }
        if (isOperator(1, "(") && peek(2).kind() == Kind.NUMBER) {
            reading.mark(at, Role.TYPE);
            at++;
            brackets();
        } else {
            at++;
        }
    }

    final void columnDefinitions() {
        if (isOperator("(")) {
            reading.mark(at - 1, Role.KEYWORD);
            definitions();
            return;
        }
        definition();
        while (acceptOperator(",")) {
            definition();
        }
    }

    /** Definitions of columns in brackets: names, types, paths; no expressions. */
    final void definitions() {
        enter();
        expectOperator("(");
        definition();
        while (acceptOperator(",")) {
            definition();
        }
        expectOperator(")");
        leave();
    }

    private void definition() {
        if (acceptWord("NESTED")) {
            acceptWord("PATH");
            if (peek().kind() == Kind.STRING) {
                at++;
            } else {
                expectName();
            }
            if (acceptWord("AS")) {
                expectName();
            }
            expectWord("COLUMNS");
            columnDefinitions();
            return;
        }
        reading.definedColumns.add(names.fold(expectName()));
        if (acceptWords("FOR", "ORDINALITY")) {
            return;
        }
        if (!isWord("PATH") && !isWord("EXISTS") && !isWord("FORMAT") && peek().isName()) {
            type();
        } else if (tsql) {
            // A name alone is a hint: OPENJSON(…) WITH (UPDLOCK).
            throw notUnderstood();
        }
        while (!isOperator(",") && !isOperator(")")) {
            Token token = peek();
            if (Words.COLUMN_OPTIONS.contains(token.keyword())) {
                at++;
                if (token.is("COLLATE")) {
                    collation();
                }
            } else if (token.kind() == Kind.STRING
                    || token.kind() == Kind.NUMBER
                    || Words.PATH_SIGNS.contains(token.text())) {
                at++;
            } else {
                throw notUnderstood();
            }
        }
    }

    // ---- types

    final void type() {
        enter();
        int start = at;
        Token first = expectName();
        if (first.kind() == Kind.WORD && Words.NO_OPERAND.contains(first.keyword())) {
            at--;
            throw notUnderstood();
        }
        int last = at - 1;
        while (isOperator(".") && peek(1).isName()) {
            if (!names.functionKey(first).equals("pg_catalog")) {
                throw refuse(
                        RefusalReason.FUNCTION_NOT_LISTED,
                        "Cast to built-in types only; others can run code of their own.");
            }
            at += 2;
            last = at - 1;
        }
        checkType(tokens.get(last));
        if (first.is("INTERVAL")) {
            intervalType();
        }
        while (isTypeWord()) {
            last = at;
            at++;
        }
        if (isOperator("(")) {
            reading.mark(last, Role.TYPE);
            typeArguments(tokens.get(last));
        }
        while (isTypeWord()) {
            at++;
        }
        if (db2 && isWord("FOR") && isWord(2, "DATA")) {
            at += 3;
        }
        if ((isWord("WITH") || isWord("WITHOUT")) && (isWord(1, "TIME") || isWord(1, "LOCAL"))) {
            at++;
            acceptWord("LOCAL");
            expectWord("TIME");
            expectWord("ZONE");
        }
        if (acceptWords("CHARACTER", "SET") || acceptWords("CHAR", "SET")) {
            expectName();
        }
        while (isOperator("[") || (isWord("ARRAY") && (postgres || h2 || trino || duckdb))) {
            if (acceptOperator("[")) {
                if (peek().kind() == Kind.NUMBER) {
                    at++;
                }
                expectOperator("]");
            } else {
                at++;
            }
        }
        reading.substitute(start, at, "INT");
        leave();
    }

    /** Whether another word of the type follows, and not the name of a set of characters. */
    private boolean isTypeWord() {
        return Words.TYPE_WORDS.contains(peek().keyword()) && !isWord(1, "SET");
    }

    private void checkType(Token name) {
        String word = name.value().toUpperCase(Locale.ROOT);
        boolean catalogRow =
                postgres
                        && word.startsWith("PG_")
                        && !word.equals("PG_LSN")
                        && !word.equals("PG_SNAPSHOT");
        if (catalogRow
                || (postgres && Words.CATALOG_TYPES.contains(word))
                || (h2 && Words.JAVA_TYPES.contains(word))) {
            throw refuse(
                    RefusalReason.FUNCTION_NOT_LISTED,
                    "Cast to types of plain values only; this one reaches behind them.");
        }
    }

    private void intervalType() {
        while (Words.UNITS.contains(peek().keyword()) || isWord("TO")) {
            at++;
            if (isOperator("(") && peek(1).kind() == Kind.NUMBER) {
                reading.mark(at - 1, Role.TYPE);
                sizes(false);
            }
        }
    }

    /** Lengths, or the types of elements and fields. */
    private void typeArguments(Token type) {
        if (Words.CONTAINER_TYPES.contains(type.keyword())) {
            boolean fields = type.is("ROW") || type.is("STRUCT") || type.is("UNION");
            expectOperator("(");
            do {
                if (fields) {
                    expectName();
                }
                type();
            } while (acceptOperator(","));
            expectOperator(")");
        } else if (Words.SIZED_TYPES.contains(type.keyword())) {
            sizes(type.is("ENUM"));
        } else {
            throw refuse(
                    RefusalReason.FUNCTION_NOT_LISTED,
                    "Cast to built-in types only, with a plain length.");
        }
    }

    /** Lengths, or the values of an enumeration: constants, and nothing that could be called. */
    private void sizes(boolean strings) {
        expectOperator("(");
        do {
            acceptOperator("-");
            Kind expected = strings ? Kind.STRING : Kind.NUMBER;
            if (peek().kind() != expected
                    && !isWord("MAX")
                    && !isOperator("*")
                    && !Words.SHAPES.contains(peek().keyword())) {
                throw notUnderstood();
            }
            at++;
            if (Words.LENGTH_UNITS.contains(peek().keyword())) {
                at++;
            }
        } while (acceptOperator(","));
        expectOperator(")");
    }
}
