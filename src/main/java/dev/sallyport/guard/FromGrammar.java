package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Scope;
import dev.sallyport.guard.Reading.Star;
import dev.sallyport.guard.Relation.Name;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The grammar of FROM: relations, joins, table functions, and what may follow each. */
abstract class FromGrammar extends QueryGrammar {
    private static final Set<String> HARMLESS_TABLE_HINTS =
            Words.set(
                    "NOLOCK READUNCOMMITTED READCOMMITTED READPAST NOWAIT NOEXPAND FORCESEEK FORCESCAN"
                            + " SNAPSHOT INDEX READCOMMITTEDLOCK");
    private static final Set<String> JOIN_WORDS =
            Words.set(
                    "JOIN INNER LEFT RIGHT FULL CROSS OUTER NATURAL STRAIGHT_JOIN ASOF POSITIONAL SEMI ANTI"
                            + " LOOP HASH MERGE REMOTE APPLY");

    /** Words that say how to join, which change nothing about what is joined. */
    private static final Set<String> JOIN_KINDS =
            Words.set("LOOP HASH MERGE REMOTE ASOF POSITIONAL SEMI ANTI");

    /** Whether the relation that comes next is an argument. */
    private boolean inSearch;

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
                named();
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
        alias("");
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

    /** T-SQL's hints in brackets right after the name. */
    private boolean isTableHint(int length) {
        return tsql && HARMLESS_TABLE_HINTS.contains(peek(length + 1).keyword());
    }

    // ---- table functions

    private void tableFunction(int length) {
        if (functions.takesRelation(names.lower(peek())) && length == 1) {
            searchFunction();
            alias("");
            return;
        }
        boolean isOpenJson = isWord("OPENJSON");
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
        alias("");
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
                        && functions.isMethod(names.lower(last))
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
        if (isOperator("(")) {
            nameList();
        } else if (!acceptOperator("*")) {
            named();
        }
        while (acceptOperator(",")) {
            if (acceptWord("LANGUAGE")) {
                operand();
            } else {
                expression();
            }
        }
        expectOperator(")");
    }

    private Refusal tableFunctionNotListed(int index) {
        return refuse(
                RefusalReason.TABLE_FUNCTION,
                index,
                "Read tables and views; of functions in FROM only built-in ones without side effects are"
                        + " known.");
    }

    // ---- relations

    @Override
    final void relationName() {
        relation(false);
    }

    /** A table's name, what may follow it, and its alias. */
    final void relation(boolean written) {
        int start = at;
        List<Name> parts = new ArrayList<>(4);
        Token first = named();
        parts.add(names.name(first));
        checkPlainName(first, start);
        while (isOperator(".")) {
            at++;
            if (isOperator(".") && (tsql || connx)) {
                parts.add(Name.NONE);
            } else {
                int index = at;
                Token part = named();
                parts.add(names.name(part));
                checkPlainName(part, index);
            }
        }
        if (isOperator("@")) {
            throw refuse(RefusalReason.LINK, "Name tables of this database only, without a link.");
        }
        noteRelation(start, parts, written);
        if (!written) {
            String name = parts.getLast().folded();
            scope.names.add(name);
            if (parts.size() > 1) {
                scope.names.add(parts.get(parts.size() - 2).folded() + "." + name);
            }
            beforeAlias();
            alias(name);
        }
    }

    private void checkPlainName(Token token, int index) {
        if (token.value().startsWith("@") || token.value().startsWith("#")) {
            throw refuse(
                    RefusalReason.VARIABLE,
                    index,
                    "Name permanent tables only, no variables or temporary ones.");
        }
        if (token.kind() == Kind.WORD && Words.NO_OPERAND.contains(token.keyword())) {
            throw refuse(RefusalReason.NOT_UNDERSTOOD, index, "Write the name of a table here.");
        }
    }

    private void noteRelation(int start, List<Name> parts, boolean written) {
        if (parts.size() == 1 && !written && visibleCtes.contains(parts.getFirst().folded())) {
            reading.mark(start, Role.REFERENCE);
            return;
        }
        Relation relation = new Relation(start, parts, written, inSearch);
        reading.mark(start, Role.RELATION);
        reading.relations.add(relation);
        scope.relations.add(relation);
    }

    /** Clauses between a table's name and its alias. */
    private void beforeAlias() {
        if (isOperator("*") && postgres) {
            at++;
        }
        if (tsql && isOperator("(") && isTableHint(0)) {
            hints();
        }
        if (isWord("PARTITION") && isOperator(1, "(") && (mysql || oracle)) {
            reading.mark(at, Role.COLUMN_LIST);
            int start = at++;
            nameList();
            reading.omit(start, at);
        }
        temporal();
        if (oracle && isWord("SAMPLE")) {
            int start = at++;
            acceptWord("BLOCK");
            sample();
            reading.omit(start, at);
        }
    }

    private void temporal() {
        int start = at;
        timeTravel();
        if (at > start && !holdsCall(start, at)) {
            reading.omit(start, at);
        }
    }

    private boolean holdsCall(int from, int to) {
        for (int i = from; i < to; i++) {
            if (tokens.get(i).isOperator("(")) {
                return true;
            }
        }
        return false;
    }

    private void timeTravel() {
        if (isWord("FOR")
                && (isWord(1, "SYSTEM_TIME")
                        || isWord(1, "BUSINESS_TIME")
                        || isWord(1, "TIMESTAMP")
                        || isWord(1, "VERSION"))) {
            at += 2;
            if (acceptWord("ALL")) {
                return;
            }
            if (acceptWords("AS", "OF")) {
                operandChain();
            } else if (acceptWord("CONTAINED")) {
                expectWord("IN");
                operand();
            } else if (acceptWord("BETWEEN")) {
                operandChain();
                expectWord("AND");
                operandChain();
            } else {
                expectWord("FROM");
                reading.mark(at - 1, Role.KEYWORD);
                operandChain();
                expectWord("TO");
                operandChain();
            }
        } else if (oracle && isWord("AS") && isWord(1, "OF")) {
            at += 2;
            if (!acceptWord("SCN")) {
                expectWord("TIMESTAMP");
            }
            expression();
        } else if (oracle && isWord("VERSIONS") && isWord(1, "BETWEEN")) {
            at += 2;
            if (!acceptWord("SCN")) {
                expectWord("TIMESTAMP");
            }
            operandChain();
            expectWord("AND");
            operandChain();
        }
    }

    /** A value with plus and minus, but without AND. */
    private void operandChain() {
        operand();
        while (isOperator("+") || isOperator("-")) {
            at++;
            operand();
        }
    }

    private boolean isAlias() {
        return isWord("AS") || (isImplicitAlias() && !JOIN_WORDS.contains(peek().keyword()));
    }

    /** An alias with or without AS, with or without a list of columns. */
    private void alias(String relation) {
        temporal();
        boolean as = acceptWord("AS");
        if (as && isOperator("(")) {
            int start = at - 1;
            reading.mark(start, Role.COLUMN_LIST);
            definitions();
            reading.omit(start, at);
            return;
        }
        if (!as && (!isImplicitAlias() || isJoinWord())) {
            return;
        }
        if (!as && peek().kind() == Kind.STRING) {
            throw notUnderstood();
        }
        Token alias = peek().kind() == Kind.STRING && mysql ? peek() : named();
        String folded = names.fold(alias);
        scope.names.add(folded);
        if (!relation.isEmpty()) {
            scope.aliases.put(folded, reading.relations.getLast());
            if (tsql && isOperator("(")) {
                // A table's alias has no columns here: these are hints in the old way.
                hints();
                return;
            }
        }
        if (isOperator("(")) {
            reading.mark(at - 1, Role.COLUMN_LIST);
            if (peek(2).isOperator(",") || peek(2).isOperator(")")) {
                nameList();
            } else {
                int start = at;
                definitions();
                reading.omit(start, at);
            }
            reading.stars.add(new Star(at - 1, folded, scope));
        }
    }

    private boolean isJoinWord() {
        return JOIN_WORDS.contains(peek().keyword())
                && (peek(1).is("JOIN")
                        || peek(1).is("OUTER")
                        || peek(1).is("APPLY")
                        || isWord("JOIN"));
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

    private void hints() {
        int start = isWord(-1, "WITH") ? at - 1 : at;
        if (isWord(-1, "WITH")) {
            reading.mark(start, Role.KEYWORD);
        } else if (reading.role(at - 1) == Role.NONE) {
            reading.mark(at - 1, Role.COLUMN_LIST);
        }
        expectOperator("(");
        do {
            if (!HARMLESS_TABLE_HINTS.contains(peek().keyword())) {
                throw refuse(
                        RefusalReason.LOCK,
                        "Leave the table hint out; this one locks, or is not on the list.");
            }
            at++;
            if (acceptOperator("=")) {
                operand();
            } else if (isOperator("(")) {
                reading.mark(at - 1, Role.KEYWORD);
                indexNames();
            }
            acceptOperator(",");
        } while (!isOperator(")"));
        expectOperator(")");
        reading.omit(start, at);
    }

    private void indexNames() {
        expectOperator("(");
        do {
            if (peek().kind() == Kind.NUMBER) {
                at++;
            } else {
                named();
                if (isOperator("(")) {
                    reading.mark(at - 1, Role.COLUMN_LIST);
                    nameList();
                }
            }
        } while (acceptOperator(","));
        expectOperator(")");
    }

    private boolean indexHint() {
        if (!mysql && !h2) {
            return false;
        }
        int start = at++;
        if (!acceptWord("INDEX")) {
            expectWord("KEY");
        }
        if (acceptWord("FOR")) {
            if (!acceptWord("JOIN")) {
                if (!acceptWord("ORDER")) {
                    expectWord("GROUP");
                }
                expectWord("BY");
            }
        }
        reading.mark(at - 1, Role.KEYWORD);
        if (isOperator("(") && isOperator(1, ")")) {
            at += 2;
        } else {
            nameList();
        }
        reading.omit(start, at);
        return true;
    }

    private boolean pivot() {
        if (!tsql && !oracle && !duckdb) {
            return false;
        }
        boolean unpivot = isWord("UNPIVOT");
        int start = at++;
        if (acceptWord("INCLUDE") || acceptWord("EXCLUDE")) {
            expectWord("NULLS");
        }
        reading.mark(at - 1, Role.KEYWORD);
        expectOperator("(");
        if (unpivot) {
            pivotNames();
        } else {
            selectItems();
        }
        expectWord("FOR");
        do {
            pivotNames();
            expectWord("IN");
            reading.mark(at - 1, Role.KEYWORD);
            pivotValues();
        } while (duckdb && peek().isName() && !isWord("GROUP"));
        if (duckdb && acceptWords("GROUP", "BY")) {
            expressions();
        }
        expectOperator(")");
        boolean query = holdsQuery(start, at);
        alias("");
        if (!query) {
            reading.omit(start, at);
        }
        return true;
    }

    private boolean holdsQuery(int from, int to) {
        for (int i = from; i < to; i++) {
            Token token = tokens.get(i);
            if (token.is("SELECT") || token.is("FROM") || token.is("TABLE") || token.is("VALUES")) {
                return true;
            }
        }
        return false;
    }

    private void pivotNames() {
        if (isOperator("(")) {
            nameList();
        } else {
            named();
            while (acceptOperator(".")) {
                named();
            }
        }
    }

    private void pivotValues() {
        if (!isOperator("(")) {
            named();
            return;
        }
        expectOperator("(");
        if (startsQuery(0)) {
            throw notUnderstood();
        }
        do {
            expression();
            if (acceptWord("AS")) {
                if (peek().isName()) {
                    at++;
                } else {
                    operand();
                }
            } else if (isImplicitAlias()) {
                at++;
            }
        } while (acceptOperator(","));
        expectOperator(")");
    }

    /** Row patterns; Trino's own parser reads them again. */
    private boolean matchRecognize() {
        if (!trino && !oracle) {
            return false;
        }
        int start = at++;
        reading.mark(start, Role.KEYWORD);
        expectOperator("(");
        if (acceptWord("PARTITION")) {
            expectWord("BY");
            expressions();
        }
        if (isWord("ORDER")) {
            orderBy();
        }
        if (acceptWord("MEASURES")) {
            do {
                if (!acceptWord("RUNNING")) {
                    acceptWord("FINAL");
                }
                expression();
                expectWord("AS");
                named();
            } while (acceptOperator(","));
        }
        rowsAndSkipping();
        if (!acceptWord("INITIAL")) {
            acceptWord("SEEK");
        }
        expectWord("PATTERN");
        pattern();
        if (acceptWord("SUBSET")) {
            do {
                named();
                expectOperator("=");
                nameList();
            } while (acceptOperator(","));
        }
        expectWord("DEFINE");
        do {
            named();
            expectWord("AS");
            expression();
        } while (acceptOperator(","));
        expectOperator(")");
        if (!holdsQuery(start, at)) {
            reading.omit(start, at);
        }
        alias("");
        return true;
    }

    private void rowsAndSkipping() {
        if (acceptWord("ONE")) {
            expectWord("ROW");
            expectWord("PER");
            expectWord("MATCH");
        } else if (acceptWord("ALL")) {
            expectWord("ROWS");
            expectWord("PER");
            expectWord("MATCH");
            while (isWord("SHOW") || isWord("OMIT") || isWord("EMPTY") || isWord("MATCHES")) {
                at++;
            }
        }
        if (acceptWord("AFTER")) {
            expectWord("MATCH");
            expectWord("SKIP");
            while (!isWord("PATTERN") && !isWord("INITIAL") && !isWord("SEEK")) {
                expectName();
            }
        }
    }

    private void pattern() {
        reading.mark(at - 1, Role.KEYWORD);
        int depth = 0;
        do {
            Token token = peek();
            if (token.isOperator("(")) {
                depth++;
                if (peek(-1).isName()) {
                    reading.mark(at - 1, Role.KEYWORD);
                }
            } else if (token.isOperator(")")) {
                depth--;
            } else if (token.kind() == Kind.STRING || token.kind() == Kind.END) {
                throw notUnderstood();
            }
            at++;
        } while (depth > 0);
    }
}
