package dev.sallyport.guard;

import dev.sallyport.guard.Reading.Role;
import dev.sallyport.guard.Reading.Star;
import dev.sallyport.guard.Relation.Name;
import dev.sallyport.guard.Token.Kind;
import dev.sallyport.sql.Dialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The grammar of one table's name and its alias. */
abstract class RelationGrammar extends TableClauseGrammar {
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
            scope.writtenAliases.add(alias.value());
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
}
