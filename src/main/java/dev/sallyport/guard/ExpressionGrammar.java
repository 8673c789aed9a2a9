package dev.sallyport.guard;

import dev.sallyport.guard.Reading.ColumnReference;
import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Reading.Star;
import dev.sallyport.guard.Relation.Name;
import dev.sallyport.guard.Token.Gap;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;

/**
 * The grammar of expressions. An expression is a chain of operands and operators, read without
 * precedence: what matters here is that every name, function and subquery in it is found, not what
 * it computes.
 */
abstract class ExpressionGrammar extends TokenCursor {
    final Reading reading;
    final Names names;
    final FunctionCatalog functions;
    Scope scope = new Scope();

    /**
     * Whether the operand read last was a query in brackets, so that a set operation may follow.
     */
    private boolean lastWasQuery;

    /** Whether an operand may follow the word between arguments that was read last. */
    private boolean operandNext;

    /** Whether IN stands between the two arguments of POSITION. */
    private boolean inPosition;

    ExpressionGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
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
        reading.nameAt(at - 1);
        return token;
    }

    // ---- chains of operands and operators

    final void expression() {
        enter();
        operand();
        while (binaryOperator()) {
            operand();
        }
        leave();
    }

    final void expressions() {
        expression();
        while (acceptOperator(",")) {
            expression();
        }
    }

    private boolean binaryOperator() {
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
        if (!dialect.lexical().has(dev.sallyport.sql.LexicalFeature.QUESTION_MARK_OPERATORS)) {
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
                if (duckdb && (following.kind() == Kind.END || following.isOperator(")"))) {
                    reading.omit(at, at + 1);
                    return false;
                }
                at++;
            }
            case ".", ",", "(", ")", "[", "]", "{", "}", ";", "?" -> {
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
            case "ISNULL", "NOTNULL" -> {
                if (!postgres && !sqlite && !duckdb) {
                    return false;
                }
                reading.substitute(at, at + 1, "IS NULL");
                at++;
                return binaryOperator();
            }
            case "OPERATOR", "UESCAPE" -> {
                if ((postgres && peek(1).isOperator("(")) || word.equals("UESCAPE")) {
                    throw refuse(
                            RefusalReason.OPERATOR_NOT_LISTED,
                            "Write the built-in operator by its sign.");
                }
                return false;
            }
            default -> {
                if (db2 && Words.UNITS.contains(word)) {
                    reading.omit(at, at + 1);
                    at++;
                    return binaryOperator();
                }
                return false;
            }
        }
        return true;
    }

    private boolean dialectOperator(String word) {
        boolean known =
                switch (word) {
                    case "ILIKE" -> postgres || duckdb || h2;
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
                    default -> false;
                };
        if (known) {
            int length =
                    word.equals("SIMILAR") || word.equals("SOUNDS") || word.equals("MEMBER")
                            ? 2
                            : 1;
            String plain =
                    switch (word) {
                        case "XOR" -> "OR";
                        case "DIV", "MOD" -> "/";
                        case "CONCAT" -> "||";
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
        if (sqlite && !Words.TRUTH.contains(peek().keyword())) {
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
            relationName();
            reading.suffix(at - 1, " )");
            return binaryOperator();
        }
        if (trino || h2 || isWord("UNNEST")) {
            return true;
        }
        throw refuse(RefusalReason.NOT_UNDERSTOOD, "Write IN with a list or a SELECT in brackets.");
    }

    final void collation() {
        named();
        while (acceptOperator(".")) {
            named();
        }
    }

    // ---- operands

    final void operand() {
        boolean prefixes = true;
        while (prefixes) {
            Token token = peek();
            if (token.kind() == Kind.OPERATOR) {
                prefixes =
                        switch (token.text()) {
                            case "+", "-", "~" -> true;
                            case "!" -> mysql;
                            case "@", "|/", "||/", "!!" ->
                                    postgres || (duckdb && token.isOperator("@"));
                            default -> false;
                        };
            } else {
                prefixes =
                        switch (token.keyword()) {
                            case "NOT" -> true;
                            case "PRIOR", "CONNECT_BY_ROOT" -> oracle;
                            case "BINARY" -> mysql && !isOperator(1, "(");
                            default -> false;
                        };
            }
            if (prefixes) {
                if (token.kind() == Kind.OPERATOR || token.is("BINARY")) {
                    reading.omit(at, at + 1);
                }
                at++;
            }
        }
        int start = at;
        lastWasQuery = false;
        primary();
        boolean query = lastWasQuery && at > start;
        if (postfixes()) {
            query = false;
        }
        lastWasQuery = query;
    }

    private void primary() {
        Token token = peek();
        switch (token.kind()) {
            case STRING -> string();
            case NUMBER -> at++;
            case PARAMETER -> {
                at++;
                reading.parameters++;
            }
            case OPERATOR -> bracket(token);
            case WORD -> word(token);
            case QUOTED_NAME -> name();
            case END -> throw notUnderstood();
        }
    }

    private void string() {
        at++;
        while (peek().kind() == Kind.STRING
                && !tsql
                && (peek().gap() == Gap.NEWLINE
                        || dialect.lexical()
                                .has(dev.sallyport.sql.LexicalFeature.ADJACENT_STRINGS))) {
            at++;
        }
    }

    private void bracket(Token token) {
        switch (token.text()) {
            case "(" -> brackets();
            case "[" -> {
                if (!duckdb) {
                    throw notUnderstood();
                }
                list();
            }
            case "{" -> brace();
            case "*" -> {
                reading.stars.add(new Star(at, "", scope));
                at++;
                starChanges();
            }
            default -> throw notUnderstood();
        }
    }

    /** Brackets: a query, a value, or a row of values. */
    private void brackets() {
        expectOperator("(");
        if (oracle && isOperator("+")) {
            throw notUnderstood();
        }
        if (startsQuery(0)) {
            subquery();
            expectOperator(")");
            lastWasQuery = true;
            return;
        }
        boolean query = false;
        if (!isOperator(")")) {
            expression();
            if (lastWasQuery && startsQueryRest()) {
                queryRest();
                query = true;
            }
            query |= lastWasQuery && isOperator(")");
            while (acceptOperator(",")) {
                if (duckdb && isOperator(")")) {
                    break;
                }
                expression();
            }
        }
        expectOperator(")");
        lastWasQuery = query;
    }

    /** DuckDB's list, or a list made by a loop over another. */
    private void list() {
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
            while (acceptOperator(",")) {
                if (isOperator("]")) {
                    break;
                }
                expression();
            }
        }
        expectOperator("]");
    }

    /** A structure in DuckDB, an ODBC escape elsewhere. */
    private void brace() {
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
                if (!acceptOperator(",")) {
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

    final Refusal escapeNotListed() {
        return refuse(
                RefusalReason.ESCAPE,
                "Write plain SQL; of escapes only dates, functions and joins are known.");
    }

    private void word(Token token) {
        String word = token.keyword();
        boolean bracket = isOperator(1, "(");
        switch (word) {
            case "CASE" -> caseExpression();
            case "CAST", "TRY_CAST", "SAFE_CAST", "TREAT", "XMLSERIALIZE", "XMLCAST" -> cast();
            case "CONVERT", "TRY_CONVERT" -> convert();
            case "EXISTS", "ANY", "SOME", "ALL", "UNIQUE" -> quantified();
            case "INTERVAL" -> interval();
            case "ARRAY", "MAP" -> {
                if (isOperator(1, "[") || (isOperator(1, "{") && duckdb)) {
                    at++;
                    elements();
                } else {
                    name();
                }
            }
            case "MATCH" -> {
                if (mysql && bracket) {
                    match();
                } else {
                    name();
                }
            }
            case "CURRENT" -> current();
            case "ROW" -> {
                if (bracket) {
                    reading.mark(at, Role.KEYWORD);
                    at++;
                    brackets();
                } else {
                    name();
                }
            }
            case "VALUES" -> {
                if (!mysql || !bracket) {
                    throw notUnderstood();
                }
                name();
            }
            case "NEXT", "PREVIOUS" -> {
                if (isWord(1, "VALUE")) {
                    throw refuse(RefusalReason.SEQUENCE, "Leave sequences alone; read rows only.");
                }
                name();
            }
            case "CURSOR" -> throw notUnderstood();
            default -> {
                if (Words.NO_OPERAND.contains(word)) {
                    throw notUnderstood();
                }
                if (word.equals("LAMBDA") && duckdb && peek(1).isName()) {
                    lambda();
                } else if (isTypedLiteral(word)) {
                    typedLiteral();
                } else {
                    name();
                }
            }
        }
    }

    private void lambda() {
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

    private boolean isTypedLiteral(String word) {
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

    private void typedLiteral() {
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

    private void caseExpression() {
        expectWord("CASE");
        if (!isWord("WHEN")) {
            expression();
        }
        while (acceptWord("WHEN")) {
            expressions();
            expectWord("THEN");
            expression();
        }
        if (acceptWord("ELSE")) {
            expression();
        }
        expectWord("END");
    }

    private void cast() {
        if (!isOperator(1, "(")) {
            name();
            return;
        }
        String word = peek().keyword();
        call(List.of(peek()), at);
        at++;
        expectOperator("(");
        while (isWord("CONTENT") || isWord("DOCUMENT")) {
            at++;
        }
        expression();
        int as = at;
        expectWord("AS");
        type();
        if (!Words.CASTS.contains(word)) {
            reading.omit(as, at);
        }
        arguments("CAST", false);
        expectOperator(")");
    }

    private void convert() {
        if (!isOperator(1, "(")) {
            name();
            return;
        }
        call(List.of(peek()), at);
        at++;
        expectOperator("(");
        if (tsql || connx) {
            int start = at;
            type();
            reading.substitute(start, at, "'s'");
            expectOperator(",");
            expressions();
        } else {
            expression();
            if (acceptWord("USING")) {
                expectName();
                reading.omit(at - 2, at);
            } else {
                expectOperator(",");
                int start = at;
                type();
                reading.substitute(start, at, "'s'");
            }
        }
        expectOperator(")");
    }

    private void quantified() {
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

    private void interval() {
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

    private boolean commaInBrackets() {
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

    private void unit() {
        if (isOperator(1, "(") && peek(2).kind() == Kind.NUMBER) {
            reading.mark(at, Role.TYPE);
            at++;
            brackets();
        } else {
            at++;
        }
    }

    private void elements() {
        if (acceptOperator("{")) {
            reading.substitute(at - 2, at, "ROW (");
            while (!isOperator("}")) {
                expression();
                reading.substitute(at, at + 1, ",");
                expectOperator(":");
                expression();
                if (!acceptOperator(",")) {
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
            while (acceptOperator(",")) {
                element();
            }
        }
        expectOperator("]");
    }

    private void element() {
        if (isOperator("[")) {
            elements();
        } else {
            expression();
        }
    }

    private void match() {
        call(List.of(peek()), at);
        at++;
        brackets();
        if (isWord("AGAINST")) {
            reading.mark(at, Role.KEYWORD);
        }
        expectWord("AGAINST");
        expectOperator("(");
        operand();
        int mode = at;
        if (acceptWord("IN")) {
            if (acceptWord("NATURAL")) {
                expectWord("LANGUAGE");
            } else {
                expectWord("BOOLEAN");
            }
            expectWord("MODE");
        }
        if (acceptWord("WITH")) {
            expectWord("QUERY");
            expectWord("EXPANSION");
        }
        reading.omit(mode, at);
        expectOperator(")");
    }

    /** Db2's registers of two words. */
    private void current() {
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

    // ---- names and calls

    /** A name with dots: a column, a function, or a method. */
    final void name() {
        int start = at;
        List<Token> chain = new ArrayList<>(4);
        chain.add(expectName());
        boolean star = false;
        while (isOperator(".")) {
            at++;
            if (isOperator("*")) {
                star = true;
                at++;
                break;
            }
            chain.add(named());
        }
        if (tsql && isOperator("::") && peek(1).isName() && isOperator(2, "(")) {
            staticMethod(chain);
            return;
        }
        if (star) {
            reading.stars.add(new Star(start, names.fold(chain.getLast()), scope));
            starChanges();
            return;
        }
        if (isOperator("(") && !isOuterJoinMark()) {
            callOf(chain, start);
            return;
        }
        if (isOuterJoinMark()) {
            reading.mark(at - 1, Role.KEYWORD);
            reading.omit(at, at + 3);
            at += 3;
        }
        List<Name> parts = new ArrayList<>(chain.size());
        for (Token token : chain) {
            parts.add(names.name(token));
        }
        checkPseudoColumn(chain, start);
        if (chain.size() > 1 || !Words.VALUES.contains(chain.getFirst().keyword())) {
            reading.nameAt(start);
        }
        reading.columns.add(new ColumnReference(start, parts, scope));
    }

    private boolean isOuterJoinMark() {
        return oracle && isOperator("(") && isOperator(1, "+") && isOperator(2, ")");
    }

    /** A sequence is advanced by what looks like a column of it. */
    private void checkPseudoColumn(List<Token> chain, int start) {
        switch (chain.getLast().value().toUpperCase(java.util.Locale.ROOT)) {
            case "NEXTVAL", "CURRVAL", "PREVVAL" -> {
                if (chain.size() > 1) {
                    throw refuse(
                            RefusalReason.SEQUENCE,
                            start,
                            "Leave sequences alone; read rows only.");
                }
            }
            default -> {}
        }
    }

    private void staticMethod(List<Token> type) {
        Token owner = type.getLast();
        at++;
        Token method = peek();
        if (type.size() != 1
                || !functions.isMethodOwner(names.lower(owner))
                || !functions.isMethod(names.lower(method))) {
            throw functionNotListed(at);
        }
        reading.mark(at, Role.FUNCTION);
        reading.omit(at - 2, at);
        reading.functions.add(names.lower(owner) + "::" + names.lower(method));
        at++;
        callArguments("");
    }

    private void callOf(List<Token> chain, int start) {
        String last = chain.getLast().keyword();
        int index = at - 1;
        if (isMethod(chain)) {
            reading.mark(index, Role.FUNCTION);
            reading.functions.add(names.lower(chain.getLast()));
            List<Name> parts = new ArrayList<>(chain.size());
            for (Token token : chain.subList(0, chain.size() - 1)) {
                parts.add(names.name(token));
            }
            ColumnReference owner = new ColumnReference(start, parts, scope);
            reading.columns.add(owner);
            reading.methodOwners.add(owner);
        } else {
            call(chain, index);
        }
        if (functions.takesRelation(names.lower(chain.getLast()))) {
            throw functionNotListed(index);
        }
        callArguments(last);
        callClauses();
    }

    private boolean isMethod(List<Token> chain) {
        return chain.size() > 1
                && functions.isMethod(names.lower(chain.getLast()))
                && !functions.isSchema(names.lower(chain.get(chain.size() - 2)))
                && chain.size() <= 3;
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
                        : functions.isReviewed(full.toString())
                                || (chain.size() == 2
                                        && functions.isBuiltInSchema(
                                                names.functionKey(chain.getFirst()))
                                        && functions.isHarmless(folded));
        if (!known) {
            throw functionNotListed(index);
        }
        reading.mark(index, Role.FUNCTION);
        reading.functions.add(full.toString());
    }

    final Refusal functionNotListed(int index) {
        return refuse(
                RefusalReason.FUNCTION_NOT_LISTED,
                index,
                "Use built-in functions without side effects only; the owner of the source can add"
                        + " a reviewed function to the list.");
    }

    final void callArguments(String word) {
        enter();
        boolean outer = inPosition;
        inPosition = word.equals("POSITION");
        expectOperator("(");
        if (word.equals("COUNT") && isOperator("*") && isOperator(1, ")")) {
            // All rows are counted: no column is read.
            at++;
        } else if (startsQuery(0)) {
            subquery();
        } else {
            arguments(word, true);
        }
        expectOperator(")");
        inPosition = outer;
        leave();
    }

    /** Arguments, with the words that some functions take between them, up to the bracket. */
    private void arguments(String function, boolean operandFirst) {
        boolean operandAllowed = operandFirst;
        while (!isOperator(")")) {
            if (peek().kind() == Kind.END) {
                throw notUnderstood();
            }
            if (isOperator(",")) {
                at++;
                operandAllowed = true;
            } else if (!operandAllowed && argumentClause()) {
                operandAllowed = false;
            } else if (argumentWord(function, operandAllowed)) {
                operandAllowed = operandNext;
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
                    if (!acceptWord("ERROR")) {
                        expectWord("TRUNCATE");
                        if (peek().kind() == Kind.STRING) {
                            at++;
                        }
                        if (isWord("WITH") || isWord("WITHOUT")) {
                            at++;
                            expectWord("COUNT");
                        }
                    }
                } else {
                    // After a default, or how strings are quoted.
                    at++;
                    acceptWord("STRING");
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
            case "STRICT", "PRETTY", "ASCII", "INDENT" -> at++;
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
            case "WITH" -> {
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
            default -> {
                yield plainArgumentWord(function, word, operandAllowed);
            }
        };
    }

    private boolean plainArgumentWord(String function, String word, boolean operandAllowed) {
        if (!Words.ARGUMENT_WORDS.contains(word) || isOperator(1, "(") || isOperator(1, ".")) {
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
                        || peek(1).is("ON")
                        || peek(1).kind() == Kind.END)) {
            // A column or a value that is spelled like one of these words.
            return false;
        }
        switch (word) {
            case "DISTINCT", "ALL" -> {}
            case "SEPARATOR" -> {
                int start = at++;
                primary();
                reading.omit(start, at);
                operandNext = false;
                return true;
            }
            case "DEFAULT", "PASSING", "VALUE", "LIMIT" -> reading.substitute(at, at + 1, ",");
            default -> reading.omit(at, at + 1);
        }
        at++;
        return true;
    }

    private void columnDefinitions() {
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
        expectName();
        if (acceptWords("FOR", "ORDINALITY")) {
            return;
        }
        if (!isWord("PATH") && !isWord("EXISTS") && !isWord("FORMAT") && peek().isName()) {
            type();
        }
        while (!isOperator(",") && !isOperator(")")) {
            Token token = peek();
            switch (token.keyword()) {
                case "PATH",
                        "FORMAT",
                        "JSON",
                        "EXISTS",
                        "WITH",
                        "WITHOUT",
                        "WRAPPER",
                        "ARRAY",
                        "KEEP",
                        "OMIT",
                        "QUOTES",
                        "ON",
                        "ERROR",
                        "EMPTY",
                        "NULL",
                        "DEFAULT",
                        "TRUE",
                        "FALSE",
                        "CONDITIONAL",
                        "UNCONDITIONAL",
                        "AS",
                        "ORDINALITY",
                        "FOR",
                        "STRING",
                        "SCALAR",
                        "NOT",
                        "OBJECT",
                        "TRUNCATE",
                        "COLLATE" -> {
                    at++;
                    if (token.is("COLLATE")) {
                        collation();
                    }
                }
                default -> {
                    if (token.kind() != Kind.STRING
                            && token.kind() != Kind.NUMBER
                            && !token.isOperator("-")
                            && !token.isOperator("$")
                            && !token.isOperator(".")
                            && !token.isOperator("[")
                            && !token.isOperator("]")
                            && !token.isOperator("*")) {
                        throw notUnderstood();
                    }
                    at++;
                }
            }
        }
    }

    /** What may follow a call: FILTER, WITHIN GROUP, KEEP, OVER. */
    private void callClauses() {
        boolean more = true;
        while (more) {
            switch (peek().keyword()) {
                case "FILTER" -> {
                    more = isOperator(1, "(");
                    if (more) {
                        reading.mark(at, Role.KEYWORD);
                        at++;
                        expectOperator("(");
                        if (!acceptWord("WHERE")) {
                            reading.suffix(at - 1, " WHERE");
                        }
                        expression();
                        expectOperator(")");
                    }
                }
                case "WITHIN" -> {
                    more = isWord(1, "GROUP");
                    if (more) {
                        int start = at;
                        reading.mark(at + 1, Role.KEYWORD);
                        at += 2;
                        expectOperator("(");
                        orderBy();
                        expectOperator(")");
                        if (!isWord("OVER") && !isWord("FILTER")) {
                            reading.substitute(start, start + 2, "OVER");
                        }
                    }
                }
                case "KEEP" -> {
                    more = oracle && isOperator(1, "(");
                    if (more) {
                        reading.mark(at, Role.KEYWORD);
                        at++;
                        keep();
                    }
                }
                case "OVER" -> {
                    at++;
                    if (isOperator("(")) {
                        reading.mark(at - 1, Role.KEYWORD);
                        window();
                    } else {
                        named();
                    }
                }
                case "RESPECT", "IGNORE" -> {
                    more = isWord(1, "NULLS");
                    if (more) {
                        reading.omit(at, at + 2);
                        at += 2;
                    }
                }
                case "FROM" -> {
                    more = isWord(1, "FIRST") || (isWord(1, "LAST") && isWord(2, "OVER"));
                    if (more
                            && (isWord(2, "OVER") || isWord(2, "RESPECT") || isWord(2, "IGNORE"))) {
                        reading.mark(at, Role.KEYWORD);
                        reading.omit(at, at + 2);
                        at += 2;
                    } else {
                        more = false;
                    }
                }
                default -> more = false;
            }
        }
    }

    private void keep() {
        expectOperator("(");
        expectWord("DENSE_RANK");
        if (!acceptWord("FIRST")) {
            expectWord("LAST");
        }
        orderBy();
        expectOperator(")");
    }

    // ---- what follows an operand

    private boolean postfixes() {
        int start = at;
        boolean more = true;
        while (more) {
            Token token = peek();
            if (token.kind() != Kind.OPERATOR) {
                break;
            }
            switch (token.text()) {
                case "::" -> {
                    int cast = at++;
                    type();
                    reading.omit(cast, at);
                }
                case "[" -> subscript();
                case "." -> member();
                case "(" -> {
                    more = isOuterJoinMark();
                    if (more) {
                        reading.omit(at, at + 3);
                        at += 3;
                    }
                }
                default -> more = false;
            }
        }
        return at > start;
    }

    private void subscript() {
        if (!postgres && !duckdb && !trino && !oracle && !h2) {
            throw notUnderstood();
        }
        expectOperator("[");
        int open = at - 1;
        int slice = -1;
        while (!isOperator("]")) {
            slice = isOperator(":") ? at : slice;
            if (isOperator(":")
                    || isOperator(",")
                    || (oracle && isOperator("*"))
                    || (oracle && isWord("TO"))) {
                at++;
            } else if (duckdb && isOperator("-") && (isOperator(1, ":") || isOperator(1, "]"))) {
                at++;
            } else {
                expression();
            }
        }
        if (slice >= 0) {
            reading.substitute(open, open + 1, "|| (");
            reading.substitute(slice, slice + 1, ",");
            reading.substitute(at, at + 1, ")");
        }
        expectOperator("]");
    }

    private void member() {
        at++;
        if (acceptOperator("*")) {
            reading.stars.add(new Star(at - 1, "", scope));
            return;
        }
        Token name = named();
        if (isOperator("(") && !isOuterJoinMark()) {
            reading.substitute(at - 2, at - 1, "||");
            String method = names.lower(name);
            boolean known =
                    tsql ? functions.isMethod(method) : duckdb && functions.isHarmless(method);
            if (!known) {
                throw functionNotListed(at - 1);
            }
            reading.mark(at - 1, Role.FUNCTION);
            reading.functions.add(method);
            callArguments(name.keyword());
            callClauses();
        } else {
            reading.columns.add(new ColumnReference(at - 1, List.of(names.name(name)), scope));
        }
    }

    /** DuckDB's changes of a star. */
    private void starChanges() {
        if (!duckdb) {
            return;
        }
        while ((isWord("EXCLUDE") || isWord("EXCEPT") || isWord("REPLACE") || isWord("RENAME"))
                && (isOperator(1, "(") || (isWord("EXCLUDE") && peek(1).isName()))) {
            boolean replace = isWord("REPLACE");
            int start = at;
            if (isOperator(1, "(")) {
                reading.mark(at, Role.KEYWORD);
            }
            at++;
            if (!acceptOperator("(")) {
                named();
                reading.omit(start, at);
                continue;
            }
            do {
                if (replace) {
                    expression();
                } else {
                    collation();
                }
                if (acceptWord("AS")) {
                    expectName();
                }
            } while (acceptOperator(","));
            expectOperator(")");
            if (!replace) {
                reading.omit(start, at);
            }
        }
    }

    // ---- types

    final void type() {
        enter();
        int start = at;
        Token first = expectName();
        int last = at - 1;
        while (isOperator(".") && peek(1).isName()) {
            if (!tsql && !names.functionKey(first).equals("pg_catalog")) {
                throw refuse(
                        RefusalReason.FUNCTION_NOT_LISTED,
                        "Cast to built-in types only; others can run code of their own.");
            }
            at += 2;
            last = at - 1;
        }
        if (first.is("INTERVAL")) {
            intervalType();
        }
        while (Words.TYPE_WORDS.contains(peek().keyword())) {
            last = at;
            at++;
        }
        if (isOperator("(")) {
            reading.mark(last, Role.TYPE);
            typeArguments(first.is("ROW") || first.is("STRUCT") || first.is("UNION"));
        }
        while (Words.TYPE_WORDS.contains(peek().keyword())) {
            at++;
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
        while (isOperator("[") || (isWord("ARRAY") && (postgres || h2 || trino))) {
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

    private void intervalType() {
        while (Words.UNITS.contains(peek().keyword()) || isWord("TO")) {
            at++;
            if (isOperator("(") && peek(1).kind() == Kind.NUMBER) {
                reading.mark(at - 1, Role.TYPE);
                typeArguments(false);
            }
        }
    }

    /** Lengths, or the types of elements and fields. */
    private void typeArguments(boolean fields) {
        expectOperator("(");
        do {
            Token token = peek();
            if (token.isOperator("-")) {
                at++;
                token = peek();
            }
            if (token.kind() == Kind.NUMBER || token.kind() == Kind.STRING) {
                at++;
            } else {
                if (fields) {
                    expectName();
                }
                type();
            }
            if (isWord("BYTE") || isWord("CHAR")) {
                at++;
            }
        } while (acceptOperator(","));
        expectOperator(")");
    }
}
