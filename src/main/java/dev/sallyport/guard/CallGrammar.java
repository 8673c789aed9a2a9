package dev.sallyport.guard;

import dev.sallyport.guard.Reading.ColumnReference;
import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Relation.Name;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The grammar of calls: what is called, and the clauses that may follow its brackets. */
abstract class CallGrammar extends ArgumentGrammar {
    private static final Set<String> GRAPH_WORDS = Words.set("AND SHORTEST_PATH LAST_NODE");
    private static final Set<String> GRAPH_SIGNS = Words.set("- > < -> <- + { } , =");

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
        while ((isWord("CONTENT") || isWord("DOCUMENT")) && !isWord(1, "AS")) {
            reading.omit(at, at + 1);
            at++;
        }
        int value = at;
        expression();
        int as = at;
        if (Words.CASTS.contains(word) && holdsCondition(value, as)) {
            reading.suffix(value - 1, reading.suffixAt(value - 1) + " (");
            reading.suffix(as - 1, reading.suffixAt(as - 1) + " )");
        }
        expectWord("AS");
        type();
        if (h2 && acceptWord("FORMAT")) {
            int format = at - 1;
            string();
            reading.omit(format, at);
        }
        if (!Words.CASTS.contains(word)) {
            reading.omit(as, at);
        }
        arguments("CAST", false);
        expectOperator(")");
    }

    /** Whether a condition stands here outside brackets, which a parser takes in brackets only. */
    private boolean holdsCondition(int from, int to) {
        int depth = 0;
        for (int i = from; i < to; i++) {
            Token token = tokens.get(i);
            if (token.isOperator("(") || token.isOperator("[")) {
                depth++;
            } else if (token.isOperator(")") || token.isOperator("]")) {
                depth--;
            } else if (depth == 0
                    && (Words.COMPARISONS.contains(token.text())
                            || Words.CONDITIONS.contains(token.keyword()))) {
                return true;
            }
        }
        return false;
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

    /** SQL Server's pattern of nodes and edges: aliases of FROM, arrows, and nothing else. */
    final void graphMatch() {
        int start = at;
        reading.mark(at, Role.KEYWORD);
        at++;
        expectOperator("(");
        int depth = 1;
        while (depth > 0) {
            Token token = peek();
            if (token.isOperator("(")) {
                depth++;
                if (peek(-1).isName()) {
                    reading.mark(at - 1, Role.KEYWORD);
                }
            } else if (token.isOperator(")")) {
                depth--;
            } else if (token.isOperator("{") && peek(1).kind() != Kind.NUMBER) {
                throw escapeNotListed();
            } else if (token.isName()) {
                boolean word = GRAPH_WORDS.contains(token.keyword());
                if (!word && !scope.knows(names.fold(token))) {
                    throw notUnderstood();
                }
            } else if (token.kind() != Kind.NUMBER && !GRAPH_SIGNS.contains(token.text())) {
                throw notUnderstood();
            }
            at++;
        }
        reading.substitute(start, at, "1 = 1");
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
            checkXmlMethod(chain.getLast(), index);
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

    /**
     * SQL Server's methods of XML take literals only, which tells them from a function of that name
     * in some schema, and which must not reach out of the document.
     */
    private void checkXmlMethod(Token method, int index) {
        if (!tsql) {
            return;
        }
        boolean literals =
                switch (names.lower(method)) {
                    case "value" ->
                            peek(1).kind() == Kind.STRING
                                    && isOperator(2, ",")
                                    && peek(3).kind() == Kind.STRING
                                    && isOperator(4, ")");
                    case "query", "exist", "nodes" ->
                            peek(1).kind() == Kind.STRING && isOperator(2, ")");
                    default -> true;
                };
        if (!literals) {
            throw functionNotListed(index);
        }
        checkXmlQuery();
    }

    /** The text that a method of XML gets, whose bracket comes next. */
    final void checkXmlQuery() {
        if (tsql && peek(1).kind() == Kind.STRING && XQueryText.readsColumns(peek(1).value())) {
            throw refuse(
                    RefusalReason.FUNCTION_NOT_LISTED,
                    at - 1,
                    "Read columns outside of the XQuery, without sql:column and sql:variable.");
        }
    }

    final void callArguments(String word) {
        int open = at;
        enter();
        boolean outer = inPosition;
        inPosition = word.equals("POSITION");
        expectOperator("(");
        if (word.equals("COUNT") && isOperator("*") && isOperator(1, ")")) {
            // All rows are counted: no column is read.
            at++;
        } else if (startsQuery(0)) {
            subquery();
            arguments(word, false);
        } else {
            arguments(word, true);
        }
        expectOperator(")");
        inPosition = outer;
        leave();
        if (functions.takesXQuery(names.lower(tokens.get(open - 1)))) {
            checkXQuery(open, at);
        }
    }

    /** Every text between the brackets must be a plain path, and the first argument a text. */
    private void checkXQuery(int open, int to) {
        Token query = tokens.get(open + 1);
        Token following = tokens.get(open + 2);
        boolean plain =
                query.kind() == Kind.STRING
                        && (following.isOperator(")")
                                || following.is("PASSING")
                                || following.is("RETURNING")
                                || following.is("COLUMNS"));
        List<String> passed = new ArrayList<>();
        for (int i = open + 1; i < to && plain; i++) {
            Token token = tokens.get(i);
            boolean joined = i > open + 1 && tokens.get(i - 1).kind() == Kind.STRING;
            plain =
                    token.kind() != Kind.STRING
                            || (!joined
                                    && !(db2 && token.text().charAt(0) != '\'')
                                    && XQueryText.isPlainPath(token.value()));
            if (token.isName() && tokens.get(i - 1).is("AS")) {
                passed.add(token.value());
            }
        }
        if (!plain) {
            throw refuse(
                    RefusalReason.FUNCTION_NOT_LISTED,
                    open + 1,
                    "Write the XQuery as a text with a plain path: no functions, prefixes or constructors.");
        }
        for (String variable : XQueryText.variables(query.value())) {
            if (!passed.contains(variable)) {
                // Db2 takes a column of this name for it.
                reading.columns.add(
                        new ColumnReference(open + 1, List.of(new Name(variable, true)), scope));
            }
        }
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
        if (tsql && acceptWord("GRAPH")) {
            expectWord("PATH");
            expectOperator(")");
            reading.omit(start, at);
            return true;
        }
        orderBy();
        expectOperator(")");
        if (isWord("OVER") || isWord("FILTER")) {
            // As an order of the arguments: a parser takes one clause after them.
            boolean none = tokens.get(start - 2).isOperator("(");
            reading.substitute(start - 1, start + 3, none ? "1" : "");
        } else {
            reading.substitute(start, start + 2, "OVER");
        }
        return true;
    }

    private void keep() {
        int start = at;
        expectOperator("(");
        expectWord("DENSE_RANK");
        if (!acceptWord("FIRST")) {
            expectWord("LAST");
        }
        orderBy();
        expectOperator(")");
        if (!isWord("OVER")) {
            // Shown as a window: a parser knows KEEP in some places only.
            reading.substitute(start - 1, start, "OVER");
            reading.omit(start + 1, start + 3);
        }
    }
}
