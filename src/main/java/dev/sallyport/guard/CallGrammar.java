package dev.sallyport.guard;

import dev.sallyport.guard.Reading.ColumnReference;
import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Relation.Name;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;

/** The grammar of calls: what is called, and the clauses that may follow its brackets. */
abstract class CallGrammar extends ArgumentGrammar {
    CallGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    final void cast() {
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

    final void convert() {
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

    final void match() {
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

    final void staticMethod(List<Token> type) {
        Token owner = type.getLast();
        at++;
        Token method = peek();
        if (type.size() != 1
                || !functions.isMethodOwner(names.lower(owner))
                || !functions.isStaticMethod(names.lower(method))) {
            throw functionNotListed(at);
        }
        reading.mark(at, Role.FUNCTION);
        reading.omit(at - 2, at);
        reading.functions.add(names.lower(owner) + "::" + names.lower(method));
        at++;
        callArguments("");
    }

    final void callOf(List<Token> chain, int start) {
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
        if (last.equals("COLUMNS")) {
            reading.stars.add(new Reading.Star(start, "", scope));
        }
        callArguments(last);
        callClauses();
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

    /** What may follow a call: FILTER, WITHIN GROUP, KEEP, OVER. */
    final void callClauses() {
        boolean more = true;
        while (more) {
            switch (peek().keyword()) {
                case "FILTER" -> more = filter();
                case "WITHIN" -> more = withinGroup();
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

    private boolean filter() {
        if (!isOperator(1, "(")) {
            return false;
        }
        reading.mark(at, Role.KEYWORD);
        at++;
        expectOperator("(");
        if (!acceptWord("WHERE")) {
            reading.suffix(at - 1, " WHERE");
        }
        expression();
        expectOperator(")");
        return true;
    }

    private boolean withinGroup() {
        if (!isWord(1, "GROUP")) {
            return false;
        }
        int start = at;
        reading.mark(at + 1, Role.KEYWORD);
        at += 2;
        expectOperator("(");
        orderBy();
        expectOperator(")");
        if (!isWord("OVER") && !isWord("FILTER")) {
            reading.substitute(start, start + 2, "OVER");
        }
        return true;
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
}
