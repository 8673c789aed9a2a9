package dev.sallyport.guard;

import dev.sallyport.guard.Reading.ColumnReference;
import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Star;
import dev.sallyport.guard.Relation.Name;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;

/**
 * The grammar of expressions. An expression is a chain of operands and operators, read without
 * precedence: what matters here is that every name, function and subquery in it is found, not what
 * it computes.
 */
abstract class ExpressionGrammar extends OperandGrammar {

    ExpressionGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    // ---- chains of operands and operators

    @Override
    final void expression() {
        enter();
        operand();
        while (binaryOperator()) {
            operand();
        }
        leave();
    }

    @Override
    final void expressions() {
        expression();
        while (acceptComma()) {
            expression();
        }
    }

    // ---- operands

    @Override
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
                            case "PRIOR", "CONNECT_BY_ROOT" -> oracle || db2;
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

    @Override
    final void primary() {
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

    final void bracket(Token token) {
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
                if (duckdb && isWord(1, "COLUMNS") && isOperator(2, "(")) {
                    // Its columns as arguments of their own.
                    reading.omit(at, at + 1);
                    at++;
                    name();
                    return;
                }
                reading.stars.add(new Star(at, "", scope));
                at++;
                starChanges();
            }
            case "#" -> {
                if (!duckdb || peek(1).kind() != Kind.NUMBER) {
                    throw notUnderstood();
                }
                // A column by its number, so one that is not named.
                reading.stars.add(new Star(at, "", scope));
                reading.substitute(at, at + 2, "1");
                at += 2;
            }
            default -> throw notUnderstood();
        }
    }

    /** Brackets: a query, a value, or a row of values. */
    @Override
    final void brackets() {
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
            while (acceptComma()) {
                expression();
            }
        }
        expectOperator(")");
        lastWasQuery = query;
    }

    final void word(Token token) {
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
                } else if (tsql && bracket) {
                    graphMatch();
                } else {
                    name();
                }
            }
            case "JSON" -> {
                if (oracle && (isOperator(1, "{") || isOperator(1, "["))) {
                    jsonConstructor();
                } else if (isTypedLiteral(word)) {
                    typedLiteral();
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
                if (mysql && isIntroducer(token)) {
                    reading.omit(at, at + 1);
                    at++;
                    primary();
                } else if (word.equals("LAMBDA") && duckdb && peek(1).isName()) {
                    lambda();
                } else if (isTypedLiteral(word)) {
                    typedLiteral();
                } else {
                    name();
                }
            }
        }
    }

    /** The name of a set of characters before a literal. */
    private boolean isIntroducer(Token token) {
        return Words.INTRODUCERS.contains(token.keyword())
                && (peek(1).kind() == Kind.STRING || peek(1).kind() == Kind.NUMBER);
    }

    // ---- names and calls

    /** A name with dots: a column, a function, or a method. */
    @Override
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
        if (chain.size() == 1 && chain.getFirst().is("UNKNOWN")) {
            reading.substitute(start, at, "NULL");
        }
        if (chain.size() > 1 || !Words.VALUES.contains(chain.getFirst().keyword())) {
            reading.nameAt(start);
        }
        reading.columns.add(new ColumnReference(start, parts, scope));
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
                case "!" -> {
                    more = duckdb && !startsOperand(1);
                    if (more) {
                        reading.omit(at, at + 1);
                        at++;
                    }
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

    private boolean startsOperand(int ahead) {
        Token token = peek(ahead);
        return switch (token.kind()) {
            case STRING, NUMBER, PARAMETER, QUOTED_NAME -> true;
            case WORD ->
                    !Words.NO_OPERAND.contains(token.keyword())
                            && !Words.NO_ALIAS.contains(token.keyword());
            case OPERATOR -> token.isOperator("(");
            case END -> false;
        };
    }

    private void member() {
        at++;
        if (acceptOperator("*")) {
            reading.stars.add(new Star(at - 1, "", scope));
            return;
        }
        boolean single =
                peek(-2).isOperator(")")
                        && peek(-3).isName()
                        && peek(-4).isOperator("(")
                        && (at < 5 || reading.role(at - 5) != Role.FUNCTION);
        String base = single ? names.fold(peek(-3)) : "";
        Token name = named();
        if (isOperator("(") && !isOuterJoinMark()) {
            reading.substitute(at - 2, at - 1, "||");
            String method = names.lower(name);
            boolean known =
                    (tsql || oracle)
                            ? functions.isValueMethod(method)
                            : (duckdb && isDuckDbMethod(method));
            if (!known) {
                throw functionNotListed(at - 1);
            }
            reading.mark(at - 1, Role.FUNCTION);
            reading.functions.add(method);
            checkXmlQuery();
            callArguments(name.keyword());
            callClauses();
        } else {
            reading.columns.add(new ColumnReference(at - 1, List.of(names.name(name)), scope));
            if (duckdb) {
                reading.omit(at - 2, at);
            }
            reading.fields.add(new Reading.FieldSelection(at - 1, base, names.fold(name), scope));
        }
    }
}
