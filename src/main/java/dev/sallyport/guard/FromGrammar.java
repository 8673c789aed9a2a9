package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Reading.Star;
import dev.sallyport.guard.Relation.Name;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The grammar of FROM: relations, joins, table functions, and what may follow each. */
abstract class FromGrammar extends PivotGrammar {
    /** Words that say how to join, which change nothing about what is joined. */
    private static final Set<String> JOIN_KINDS =
            Words.set("LOOP HASH MERGE REMOTE ASOF POSITIONAL SEMI ANTI");

    FromGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    @Override
    final void fromList() {
        enter();
        fromItem();
        while (true) {
            if (acceptOperator(",")) {
                fromItem();
            } else if (!joinOrCondition()) {
                break;
            }
        }
        leave();
    }

    private boolean joinOrCondition() {
        if (isWord("ON")) {
            if ((mysql && isWord(1, "DUPLICATE")) || isWord(1, "CONFLICT")) {
                return false;
            }
            at++;
            expression();
            return true;
        }
        if (isWord("USING") && isOperator(1, "(")) {
            reading.mark(at, Role.KEYWORD);
            at++;
            reading.naturalJoins.add(at);
            nameList();
            if (acceptWord("AS")) {
                scope.names.add(names.fold(named()));
                reading.omit(at - 2, at);
            }
            return true;
        }
        if (!JOIN_WORDS.contains(peek().keyword())) {
            return false;
        }
        int start = at;
        boolean natural = false;
        while (JOIN_WORDS.contains(peek().keyword())) {
            Token token = peek();
            natural |= token.is("NATURAL");
            if (JOIN_KINDS.contains(token.keyword())) {
                reading.omit(at, at + 1);
            }
            at++;
            if (token.is("JOIN") || token.is("APPLY") || token.is("STRAIGHT_JOIN")) {
                reading.mark(at - 1, Role.RELATION);
                if (natural) {
                    reading.naturalJoins.add(start);
                }
                fromItem();
                return true;
            }
        }
        throw notUnderstood();
    }

    @Override
    final void fromItem() {
        enter();
        if (duckdb && peek().isName() && isOperator(1, ":")) {
            scope.names.add(names.fold(peek()));
            reading.omit(at, at + 2);
            at += 2;
        }
        acceptWord("LATERAL");
        if ((postgres || h2) && isWord("ONLY") && (peek(1).isName() || isOperator(1, "("))) {
            if (isOperator(1, "(")) {
                reading.mark(at, Role.KEYWORD);
                reading.omit(at, at + 1);
                at += 2;
                relation(false);
                expectOperator(")");
                suffixes();
                leave();
                return;
            }
            reading.omit(at, at + 1);
            at++;
        }
        if (isOperator("(")) {
            bracketItem();
        } else if (isOperator("{")) {
            outerJoinEscape();
        } else if (peek().kind() == Kind.STRING) {
            throw refuse(
                    RefusalReason.FILE, "Read tables of the database; files are out of reach.");
        } else if (isWord("VALUES")) {
            values();
            alias("");
        } else if (isWord("UNNEST") && isOperator(1, "(")) {
            tableFunction(1);
        } else if (isWord("TABLE") && isOperator(1, "(")) {
            tableOf();
        } else if (isWord("ROWS") && isWord(1, "FROM") && isOperator(2, "(")) {
            rowsFrom();
        } else {
            namedItem();
        }
        suffixes();
        leave();
    }

    /** Brackets in FROM: a query, or relations joined. */
    private void bracketItem() {
        int ahead = 0;
        while (isOperator(ahead, "(")) {
            ahead++;
        }
        expectOperator("(");
        if (startsQuery(0)) {
            scope.names.add("");
            query(new Scope(scope));
            expectOperator(")");
            alias("");
        } else if (ahead > 1 && startsQuery(ahead - 1)) {
            bracketedQueryOrJoin();
        } else {
            fromList();
            expectOperator(")");
            if (isAlias()) {
                alias("");
            }
        }
    }

    /** After one bracket of several, with a query inside: a set operation, or a join. */
    private void bracketedQueryOrJoin() {
        int start = at;
        int depth = 0;
        while (at < tokens.size()) {
            if (isOperator("(")) {
                depth++;
            } else if (isOperator(")") && --depth == 0) {
                break;
            }
            at++;
        }
        at++;
        boolean query = startsQueryRest() || isOperator(")");
        at = start;
        if (query) {
            scope.names.add("");
            query(new Scope(scope));
        } else {
            fromList();
        }
        expectOperator(")");
        alias("");
    }

    private void outerJoinEscape() {
        if (!(tsql || connx) || !isWord(1, "OJ")) {
            throw escapeNotListed();
        }
        reading.omit(at, at + 2);
        at += 2;
        fromList();
        reading.omit(at, at + 1);
        expectOperator("}");
    }

    /** TABLE(…): a table function, an expression, or a query. */
    private void tableOf() {
        int start = at + 1;
        reading.mark(at, Role.KEYWORD);
        reading.omit(at, at + 1);
        at += 2;
        if (startsQuery(0)) {
            query(new Scope(scope));
        } else if (peek().isName() && !(oracle || h2)) {
            reading.omit(at - 1, at);
            tableFunctionCall();
        } else {
            throw tableFunctionNotListed(at);
        }
        if (reading.substituteAt(at) == null && reading.substituteAt(start) != null) {
            reading.omit(at, at + 1);
        }
        expectOperator(")");
        alias("");
    }

    private void rowsFrom() {
        reading.mark(at + 1, Role.KEYWORD);
        at += 3;
        do {
            tableFunctionCall();
            if (acceptWord("AS")) {
                definitions();
            }
        } while (acceptOperator(","));
        expectOperator(")");
        if (acceptWord("WITH")) {
            expectWord("ORDINALITY");
        }
        aliasOfFunction("", reading.definedColumns.size());
    }

    private void namedItem() {
        int length = 1;
        while (isOperator(length, ".")
                && (peek(length + 1).isName() || isOperator(length + 1, "."))) {
            length += peek(length + 1).isName() ? 2 : 1;
        }
        if (isOperator(length, "(") && !isTableHint(length)) {
            tableFunction(length);
        } else {
            relation(false);
        }
    }

    // ---- table functions

    private void tableFunction(int length) {
        if (functions.takesRelation(names.lower(peek())) && length == 1) {
            searchFunction();
            alias("");
            return;
        }
        boolean isOpenJson = isWord("OPENJSON");
        int defined = reading.definedColumns.size();
        String function = names.lower(peek((length - 1)));
        tableFunctionCall();
        if ((isWord("WITH") && isWord(1, "ORDINALITY"))
                || (isWord("WITH") && isWord(1, "OFFSET"))) {
            reading.omit(at, at + 2);
            at += 2;
        }
        if (tsql && peek(-1).isOperator(")") && isOpenJson && isWord("WITH")) {
            // The columns of OPENJSON.
            reading.mark(at, Role.KEYWORD);
            int start = at++;
            definitions();
            reading.omit(start, at);
        }
        aliasOfFunction(function, defined);
    }

    /** The alias of a function: in PostgreSQL, a name after it and a dot may be a call. */
    private void aliasOfFunction(String function, int defined) {
        Set<String> columns = new HashSet<>(columnsOf(function));
        int start = at;
        String alias = isWord("AS") ? names.fold(peek(1)) : names.fold(peek());
        alias("");
        if (at == start) {
            alias = function;
        }
        columns.add(alias);
        for (int i = start; i < at; i++) {
            boolean first = tokens.get(i).isOperator("(") || tokens.get(i).isOperator(",");
            if (first && i + 1 < at && tokens.get(i + 1).isName()) {
                columns.add(names.fold(tokens.get(i + 1)));
            }
        }
        columns.addAll(reading.definedColumns.subList(defined, reading.definedColumns.size()));
        scope.functionColumns.put(alias, columns);
        scope.functionColumns.put(function, columns);
    }

    private static Set<String> columnsOf(String function) {
        return switch (function) {
            case "jsonb_each", "json_each", "jsonb_each_text", "json_each_text" ->
                    Set.of("key", "value", "ordinality");
            case "jsonb_array_elements",
                    "json_array_elements",
                    "jsonb_array_elements_text",
                    "json_array_elements_text" ->
                    Set.of("value", "ordinality");
            default -> Set.of("ordinality");
        };
    }

    private void tableFunctionCall() {
        int start = at;
        List<Token> chain = new ArrayList<>(3);
        chain.add(expectName());
        while (acceptOperator(".")) {
            chain.add(expectName());
        }
        Token last = chain.getLast();
        String key = names.functionKey(last);
        int index = at - 1;
        boolean method =
                tsql
                        && chain.size() > 1
                        && chain.size() <= 3
                        && names.lower(last).equals("nodes")
                        && !scope.names.isEmpty()
                        && !functions.isSchema(names.lower(chain.get(chain.size() - 2)));
        StringBuilder full = new StringBuilder();
        for (Token token : chain) {
            full.append(full.isEmpty() ? "" : ".").append(names.functionKey(token));
        }
        boolean known =
                method
                        || (chain.size() == 1 && functions.isTableFunction(key))
                        || functions.isReviewed(full.toString())
                        || (chain.size() == 2
                                && functions.isBuiltInSchema(names.functionKey(chain.getFirst()))
                                && functions.isTableFunction(key));
        if (!known) {
            throw tableFunctionNotListed(start);
        }
        if (method) {
            List<Name> parts = new ArrayList<>();
            for (Token token : chain.subList(0, chain.size() - 1)) {
                parts.add(names.name(token));
            }
            reading.methodOwners.add(new Reading.ColumnReference(start, parts, scope));
        }
        reading.mark(index, Role.FUNCTION);
        reading.functions.add(method ? key : full.toString());
        scope.names.add(names.fold(last));
        callArguments(last.keyword());
    }

    /** A full text search: its first argument is a table, its second a list of columns. */
    private void searchFunction() {
        reading.mark(at, Role.FUNCTION);
        reading.functions.add(names.lower(peek()));
        at++;
        expectOperator("(");
        inSearch = true;
        relation(false);
        inSearch = false;
        expectOperator(",");
        int columns = at;
        if (isOperator("(")) {
            nameList();
        } else if (!acceptOperator("*")) {
            named();
        }
        searched(columns);
        while (acceptOperator(",")) {
            if (acceptWord("LANGUAGE")) {
                operand();
            } else {
                expression();
            }
        }
        expectOperator(")");
    }

    private void searched(int from) {
        for (int i = from; i < at; i++) {
            if (tokens.get(i).isOperator("*")) {
                reading.stars.add(new Star(i, "", scope));
            } else if (tokens.get(i).isName()) {
                reading.columns.add(
                        new Reading.ColumnReference(i, List.of(names.name(tokens.get(i))), scope));
            }
        }
    }

    private Refusal tableFunctionNotListed(int index) {
        return refuse(
                RefusalReason.TABLE_FUNCTION,
                index,
                "Read tables and views; of functions in FROM only built-in ones without side effects are"
                        + " known.");
    }

    // ---- what may follow an alias

    private void suffixes() {
        boolean more = true;
        while (more) {
            more =
                    switch (peek().keyword()) {
                        case "PIVOT", "UNPIVOT" -> pivot();
                        case "TABLESAMPLE" -> {
                            int start = at++;
                            sample();
                            reading.omit(start, at);
                            alias("");
                            yield true;
                        }
                        case "WITH" -> {
                            boolean hints = tsql && isOperator(1, "(");
                            if (hints) {
                                at++;
                                hints();
                            }
                            yield hints;
                        }
                        case "USE", "FORCE", "IGNORE" -> indexHint();
                        case "INDEXED" -> {
                            boolean indexed = sqlite && isWord(1, "BY");
                            if (indexed) {
                                at += 2;
                                named();
                                reading.omit(at - 3, at);
                            }
                            yield indexed;
                        }
                        case "NOT" -> {
                            boolean indexed = sqlite && isWord(1, "INDEXED");
                            if (indexed) {
                                reading.omit(at, at + 2);
                                at += 2;
                            }
                            yield indexed;
                        }
                        case "MATCH_RECOGNIZE" -> matchRecognize();
                        default -> {
                            boolean hints = tsql && isOperator("(") && isTableHint(0);
                            if (hints) {
                                hints();
                            }
                            yield hints;
                        }
                    };
        }
    }
}
