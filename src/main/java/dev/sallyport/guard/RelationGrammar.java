package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Star;
import dev.sallyport.guard.Relation.Name;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The grammar of one table's name, its alias, and what may stand between and after them. */
abstract class RelationGrammar extends QueryGrammar {
    private static final Set<String> HINTS_WITHOUT_WITH =
            Words.set("NOLOCK READUNCOMMITTED READCOMMITTED READPAST NOWAIT NOEXPAND SNAPSHOT");
    private static final Set<String> HARMLESS_TABLE_HINTS =
            Words.set(
                    "NOLOCK READUNCOMMITTED READCOMMITTED READPAST NOWAIT NOEXPAND FORCESEEK FORCESCAN"
                            + " SNAPSHOT INDEX READCOMMITTEDLOCK");

    static final Set<String> JOIN_WORDS =
            Words.set(
                    "JOIN INNER LEFT RIGHT FULL CROSS OUTER NATURAL STRAIGHT_JOIN ASOF POSITIONAL SEMI ANTI"
                            + " LOOP HASH MERGE REMOTE APPLY");

    /** Whether the relation that comes next stands where no alias can follow. */
    private boolean bare;

    /** Whether the relation that comes next is an argument. */
    boolean inSearch;

    /** The relation read last, be it a table or a common table expression. */
    private Relation latest = new Relation(0, List.of(Name.NONE), false, false);

    RelationGrammar(List<Token> tokens, Dialect dialect, FunctionCatalog functions) {
        super(tokens, dialect, functions);
    }

    /** T-SQL's hints in brackets right after the name. */
    final boolean isTableHint(int length) {
        return tsql && HINTS_WITHOUT_WITH.contains(peek(length + 1).keyword());
    }

    // ---- relations

    @Override
    final void relationName() {
        bare = true;
        relation(false);
        bare = false;
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
                String qualified = parts.get(parts.size() - 2).folded() + "." + name;
                scope.names.add(qualified);
                if (parts.size() > 2) {
                    scope.names.add(parts.get(parts.size() - 3).folded() + "." + qualified);
                }
            }
            if (!bare) {
                beforeAlias();
                alias(name);
            }
        }
    }

    private void checkPlainName(Token token, int index) {
        if (db2 && token.kind() == Kind.WORD && token.value().indexOf('@') >= 0) {
            throw refuse(
                    RefusalReason.LINK,
                    index,
                    "Name tables of this database only, without a server; quote a name with this sign.");
        }
        if (token.value().startsWith("@") || token.value().startsWith("#")) {
            throw refuse(
                    RefusalReason.VARIABLE,
                    index,
                    "Name permanent tables only, no variables or temporary ones.");
        }
        if ((token.kind() == Kind.WORD && Words.NO_OPERAND.contains(token.keyword()))
                || (duckdb && Words.BRACKETED_STATEMENTS.contains(token.keyword()))) {
            throw refuse(RefusalReason.NOT_UNDERSTOOD, index, "Write the name of a table here.");
        }
    }

    private void noteRelation(int start, List<Name> parts, boolean written) {
        Relation relation = new Relation(start, parts, written, inSearch);
        latest = relation;
        if (!written && isCommonTable(parts)) {
            reading.mark(start, Role.REFERENCE);
            return;
        }
        reading.mark(start, Role.RELATION);
        reading.relations.add(relation);
        scope.relations.add(relation);
    }

    /** DuckDB names what a keyed recursion has so far by a schema of that name. */
    private boolean isCommonTable(List<Name> parts) {
        String name = parts.getLast().folded();
        return parts.size() == 1
                ? visibleCtes.contains(name)
                : parts.size() == 2
                        && parts.getFirst().folded().equals("recurring")
                        && keyedCtes.contains(name)
                        && visibleCtes.contains(name);
    }

    /** Clauses between a table's name and its alias. */
    private void beforeAlias() {
        if (isOperator("*") && postgres) {
            at++;
        }
        if (tsql && isOperator("(") && isTableHint(0)) {
            hints();
        }
        boolean part = isWord("PARTITION") || (oracle && isWord("SUBPARTITION"));
        if (part && isOperator(1, "(") && (mysql || oracle)) {
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

    /** A moment to look at: left out of what a parser is shown, or made a query without a table. */
    private void temporal() {
        int start = at;
        int values = timeTravel();
        if (at > start && !holdsCall(start, at)) {
            reading.omit(start, at);
        } else if (at > start) {
            reading.substitute(start, values, "CROSS JOIN ( SELECT");
            reading.suffix(at - 1, " )");
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

    /** Where its values begin. */
    private int timeTravel() {
        if (isWord("FOR")
                && (isWord(1, "SYSTEM_TIME")
                        || isWord(1, "BUSINESS_TIME")
                        || isWord(1, "TIMESTAMP")
                        || isWord(1, "VERSION"))) {
            at += 2;
            if (acceptWord("ALL")) {
                return at;
            }
            if (acceptWords("AS", "OF")) {
                return moments("");
            }
            if (acceptWord("CONTAINED")) {
                expectWord("IN");
                int values = at;
                operand();
                return values;
            }
            if (acceptWord("BETWEEN")) {
                return moments("AND");
            }
            expectWord("FROM");
            reading.mark(at - 1, Role.KEYWORD);
            return moments("TO");
        }
        if (tsql && isWord("FOR") && isWord(1, "PATH")) {
            // A node or an edge on a path of any length.
            at += 2;
            return at;
        }
        if (oracle && isWord("AS") && isWord(1, "OF")) {
            at += 2;
            return isWord("PERIOD") ? validTime("") : scnOrTimestamp("");
        }
        if (oracle && isWord("VERSIONS") && isWord(1, "BETWEEN")) {
            at += 2;
            return scnOrTimestamp("AND");
        }
        if (oracle && isWord("VERSIONS") && isWord(1, "PERIOD")) {
            at++;
            return validTime("AND");
        }
        return at;
    }

    /** Oracle's time of validity: the name of the period, and one moment or two. */
    private int validTime(String between) {
        expectWord("PERIOD");
        expectWord("FOR");
        named();
        if (!between.isEmpty()) {
            expectWord("BETWEEN");
        }
        return moments(between);
    }

    private int scnOrTimestamp(String between) {
        if (!acceptWord("SCN")) {
            expectWord("TIMESTAMP");
        }
        reading.mark(at - 1, Role.KEYWORD);
        return moments(between);
    }

    /** One moment, or two with a word between them. */
    private int moments(String between) {
        int values = at;
        moment();
        if (!between.isEmpty()) {
            expectWord(between);
            reading.substitute(at - 1, at, ",");
            moment();
        }
        return values;
    }

    /** A value with plus and minus, but without AND. */
    final void moment() {
        if (oracle && (acceptWord("MINVALUE") || acceptWord("MAXVALUE"))) {
            reading.substitute(at - 1, at, "1");
            return;
        }
        momentPart();
        while (isOperator("+") || isOperator("-")) {
            at++;
            momentPart();
        }
    }

    private void momentPart() {
        constant();
        if (db2 && Words.UNITS.contains(peek().keyword())) {
            reading.omit(at, at + 1);
            at++;
        }
    }

    final boolean isAlias() {
        return isWord("AS") || (isImplicitAlias() && !JOIN_WORDS.contains(peek().keyword()));
    }

    /** An alias with or without AS, with or without a list of columns. */
    final void alias(String relation) {
        temporal();
        boolean as = acceptWord("AS");
        if (as && isOperator("(")) {
            int start = at - 1;
            reading.mark(start, Role.COLUMN_LIST);
            definitions();
            reading.omit(start, at);
            return;
        }
        if (!as && (!isImplicitAlias() || isJoinWord() || isNestedClause())) {
            return;
        }
        if (!as && peek().kind() == Kind.STRING) {
            throw notUnderstood();
        }
        Token alias = peek().kind() == Kind.STRING && mysql ? peek() : named();
        String folded = names.fold(alias);
        scope.names.add(folded);
        if (!relation.isEmpty()) {
            scope.aliases.put(folded, latest);
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

    final boolean isNestedClause() {
        return oracle && isWord("NESTED") && peek(1).isName();
    }

    private boolean isJoinWord() {
        return JOIN_WORDS.contains(peek().keyword())
                && (peek(1).is("JOIN")
                        || peek(1).is("OUTER")
                        || peek(1).is("APPLY")
                        || isWord("JOIN"));
    }

    final void hints() {
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

    final boolean indexHint() {
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
}
