package dev.sallyport.guard;

import static java.util.Locale.ROOT;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Token.Gap;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.List;
import java.util.Locale;

/**
 * What every part of the grammar shares: what it has read so far, the names in scope, and the
 * functions that may be called.
 */
abstract class GrammarBase extends TokenCursor {
    final Reading reading;

    final Names names;

    final FunctionCatalog functions;

    Scope scope = new Scope();

    /** Whether a row pattern is read, which has functions of its own. */
    boolean inPattern;

    /** Whether the rules of a MODEL are read, which have functions of their own. */
    boolean inModel;

    GrammarBase(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect);
        this.functions = functions;
        this.names = new Names(dialect);
        this.reading = new Reading(tokens.size());
    }

    /** Reads a whole query that stands inside an expression, without its brackets. */
    abstract void subquery();

    /** Reads what follows a first query in brackets: set operations, ORDER BY, LIMIT. */
    abstract void queryRest();

    abstract boolean startsQuery(int ahead);

    abstract boolean startsQueryRest();

    /**
     * Reads the relation that a bare name after IN, or a search function's argument, stands for.
     */
    abstract void relationName();

    abstract void orderBy();

    abstract void window();

    /** Reads a name that is nothing else: no function, no type, no keyword. */
    final Token named() {
        Token token = expectName();
        if (Words.NO_OPERAND.contains(token.keyword()) && !peek(-2).isOperator(".")) {
            at--;
            throw notUnderstood();
        }
        reading.nameAt(at - 1);
        return token;
    }

    final void collation() {
        if (mysql && peek().kind() == Kind.STRING) {
            at++;
            return;
        }
        Token first = named();
        while (isOperator(".") && (duckdb || names.functionKey(first).equals("pg_catalog"))) {
            at++;
            named();
        }
    }

    final Refusal escapeNotListed() {
        return refuse(
                RefusalReason.ESCAPE,
                "Write plain SQL; of escapes only dates, functions and joins are known.");
    }

    final boolean isOuterJoinMark() {
        return oracle && isOperator("(") && isOperator(1, "+") && isOperator(2, ")");
    }

    /** A sequence is advanced by what looks like a column of it. */
    final void checkPseudoColumn(List<Token> chain, int start) {
        for (Token token : chain.subList(1, chain.size())) {
            switch (token.value().toUpperCase(Locale.ROOT)) {
                case "NEXTVAL", "CURRVAL", "PREVVAL" ->
                        throw refuse(
                                RefusalReason.SEQUENCE,
                                start,
                                "Leave sequences alone; read rows only.");
                default -> {}
            }
        }
    }

    final boolean isMethod(List<Token> chain) {
        boolean length =
                oracle
                        ? chain.size() > 2
                        : (tsql || duckdb) && chain.size() > 1 && chain.size() <= 3;
        return length
                && isKnownMethod(names.lower(chain.getLast()), chain.size())
                && !functions.isSchema(names.lower(chain.get(chain.size() - 2)));
    }

    private boolean isKnownMethod(String name, int parts) {
        if (duckdb && !isOperator(1, ")")) {
            return functions.isMethodWithArguments(name) && startsConstant();
        }
        return parts > 2 ? functions.isValueMethod(name) : functions.isMethod(name);
    }

    /**
     * Whether the first argument is a constant or a function of an element. Were it a column, what
     * stands before the dot would rather be a schema.
     */
    private boolean startsConstant() {
        Token first = peek(1);
        return switch (first.kind()) {
            case STRING, NUMBER, PARAMETER -> true;
            case OPERATOR ->
                    first.isOperator("[") || first.isOperator("{") || first.isOperator("-");
            case WORD ->
                    first.is("LAMBDA")
                            || isOperator(2, "->")
                            || first.is("TRUE")
                            || first.is("FALSE")
                            || first.is("DATE")
                            || first.is("INTERVAL")
                            || first.is("NULL");
            case QUOTED_NAME, END -> false;
        };
    }

    /** Whether a function that names columns by itself is not meant: it has to be seen as such. */
    final boolean isDuckDbMethod(String name) {
        return functions.isHarmless(name) && !name.equals("columns") && !name.equals("unpack");
    }

    /** Checks that a function may be called, and notes it. */
    final void call(List<Token> chain, int index) {
        Token name = chain.getLast();
        String folded = names.functionKey(name);
        StringBuilder full = new StringBuilder();
        for (Token token : chain) {
            full.append(full.isEmpty() ? "" : ".").append(names.functionKey(token));
        }
        boolean known =
                chain.size() == 1
                        ? functions.isHarmless(folded)
                                || (inPattern && Words.PATTERN_FUNCTIONS.contains(name.keyword()))
                                || (inModel && Words.MODEL_FUNCTIONS.contains(name.keyword()))
                        : functions.isReviewed(full.toString())
                                || (chain.size() == 2
                                        && functions.isBuiltInSchema(
                                                names.functionKey(chain.getFirst()))
                                        && functions.isHarmless(folded));
        if (!known || isStoredFunction(name)) {
            throw functionNotListed(index);
        }
        reading.mark(index, Role.FUNCTION);
        reading.functions.add(full.toString());
    }

    /**
     * MySQL takes some names for those of stored functions where they are quoted, or where a blank
     * is before the bracket.
     */
    private boolean isStoredFunction(Token name) {
        if (!mysql || !Words.MYSQL_KEYWORD_FUNCTIONS.contains(name.value().toUpperCase(ROOT))) {
            return false;
        }
        int bracket = peek().equals(name) ? 1 : 0;
        return name.kind() == Kind.QUOTED_NAME || peek(bracket).gap() != Gap.NONE;
    }

    final Refusal functionNotListed(int index) {
        return refuse(
                RefusalReason.FUNCTION_NOT_LISTED,
                index,
                "Use built-in functions without side effects only; the owner of the source can add"
                        + " a reviewed function to the list.");
    }

    final void nameList() {
        expectOperator("(");
        do {
            named();
        } while (acceptOperator(","));
        expectOperator(")");
    }

    final boolean isImplicitAlias() {
        Token token = peek();
        return switch (token.kind()) {
            case QUOTED_NAME -> true;
            case STRING -> tsql || mysql || sqlite || connx;
            case WORD -> !Words.NO_ALIAS.contains(token.keyword());
            case NUMBER, OPERATOR, PARAMETER, END -> false;
        };
    }

    final boolean holdsQuery(int from, int to) {
        for (int i = from; i < to; i++) {
            Token token = tokens.get(i);
            if (token.is("SELECT") || token.is("FROM") || token.is("TABLE") || token.is("VALUES")) {
                return true;
            }
        }
        return false;
    }
}
