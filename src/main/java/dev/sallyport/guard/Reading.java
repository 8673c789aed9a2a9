package dev.sallyport.guard;

import dev.sallyport.guard.Relation.Name;
import dev.sallyport.sql.StatementClass;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the grammar found in a statement. */
final class Reading {
    /** What a token with a bracket after it, or in the place of a relation, was read as. */
    enum Role {
        NONE,
        FUNCTION,
        TYPE,
        /** An alias, a common table expression or a table, with a list of columns. */
        COLUMN_LIST,
        KEYWORD,
        RELATION,
        /** The name of a common table expression, or of a table that FROM names as well. */
        REFERENCE
    }

    /**
     * A name in an expression that is no function: a column, most often.
     *
     * @param start index of its first token
     * @param parts its parts, from the left
     * @param scope where it stands
     */
    record ColumnReference(int start, List<Name> parts, Scope scope) {}

    /**
     * A star in a select list, or a whole row.
     *
     * @param qualifier the name before it; empty: none
     */
    record Star(int start, String qualifier, Scope scope) {}

    /**
     * A field taken of a value in brackets.
     *
     * @param base the name in the brackets, where there is one name and nothing else; empty: not so
     */
    record FieldSelection(int token, String base, String name, Scope scope) {}

    /** Some tokens; {@code to} is exclusive. */
    record Range(int from, int to) {}

    /** The names that one query block's FROM clause gives. */
    static final class Scope {
        final Scope parent;
        final Set<String> names = new LinkedHashSet<>();
        final List<Relation> relations = new ArrayList<>();

        /** For the alias of a function in FROM, the columns that it is known to give. */
        final Map<String, Set<String>> functionColumns = new HashMap<>();

        /** Aliases of the select list. */
        final Set<String> itemNames = new HashSet<>();

        /** Relations by their alias. */
        final Map<String, Relation> aliases = new HashMap<>();

        /** The same aliases, in the case that they were written in. */
        final Set<String> writtenAliases = new HashSet<>();

        /** A scope that nothing is around. */
        Scope() {
            this.parent = this;
        }

        Scope(Scope parent) {
            this.parent = parent;
        }

        /** A new scope inside the same one as this. */
        Scope sibling() {
            return isRoot() ? new Scope() : new Scope(parent);
        }

        boolean isRoot() {
            return parent == this;
        }

        /**
         * Whether nothing here or around gives columns but one table of this name, which Oracle's
         * SYS owns.
         */
        boolean readsOnly(String table) {
            Scope scope = this;
            while (scope.givesOnly(table)) {
                if (scope.isRoot()) {
                    return true;
                }
                scope = scope.parent;
            }
            return false;
        }

        private boolean givesOnly(String table) {
            for (String name : names) {
                Relation relation = aliases.get(name);
                if (!name.equals(table)
                        && !name.equals("SYS." + table)
                        && (relation == null || !relation.name().folded().equals(table))) {
                    return false;
                }
            }
            return true;
        }

        boolean givesItem(String name) {
            return itemNames.contains(name);
        }

        /** Whether a name stands for a row of a table, and not for what a function gives. */
        boolean isRow(String name) {
            Scope scope = this;
            while (!scope.names.contains(name)) {
                if (scope.isRoot()) {
                    return false;
                }
                scope = scope.parent;
            }
            return !scope.functionColumns.containsKey(name);
        }

        /**
         * Whether a function in FROM under this name gives a column; true where it is no function.
         */
        boolean mayGive(String name, String column) {
            Scope scope = this;
            while (!scope.names.contains(name)) {
                if (scope.isRoot()) {
                    return true;
                }
                scope = scope.parent;
            }
            Set<String> columns = scope.functionColumns.get(name);
            return columns == null || columns.contains(column);
        }

        boolean knows(String name) {
            Scope scope = this;
            while (!scope.names.contains(name)) {
                if (scope.isRoot()) {
                    return false;
                }
                scope = scope.parent;
            }
            return true;
        }
    }

    StatementClass statementClass = StatementClass.READ;
    final List<Relation> relations = new ArrayList<>();
    final Set<String> functions = new LinkedHashSet<>();
    final List<ColumnReference> columns = new ArrayList<>();

    /** Owners of method calls; one of two parts must start with a name that its scope knows. */
    final List<ColumnReference> methodOwners = new ArrayList<>();

    /** Fields taken of a value in brackets. */
    final List<FieldSelection> fields = new ArrayList<>();

    /** Names of columns that the query itself defines, in the order they stand in. */
    final List<String> definedColumns = new ArrayList<>();

    final List<Star> stars = new ArrayList<>();
    final List<Integer> naturalJoins = new ArrayList<>();
    final Set<String> cteNames = new LinkedHashSet<>();

    /** The same names, in the case that they were written in. */
    final Set<String> writtenCteNames = new HashSet<>();

    int parameters;

    /** An UPDATE or DELETE has no WHERE, or one that names no column. */
    boolean everyRow;

    private final Map<Integer, Range> moves = new HashMap<>();
    private final Role[] roles;
    private final boolean[] names;
    private final @Nullable String[] substitutes;
    private final String[] suffixes;

    Reading(int tokens) {
        roles = new Role[tokens];
        names = new boolean[tokens];
        substitutes = new String[tokens];
        suffixes = new String[tokens];
    }

    /** Notes that a token is a name and nothing else: an alias, a table, a column after a dot. */
    void nameAt(int token) {
        names[token] = true;
    }

    boolean isNameAt(int token) {
        return names[token];
    }

    /**
     * Notes what a full parser is shown instead of some tokens: they have been understood to the
     * last one, name no table and call no function, and the parser may not know them.
     *
     * @param to exclusive
     */
    void substitute(int from, int to, String text) {
        for (int i = from; i < to; i++) {
            substitutes[i] = i == from ? text : "";
        }
    }

    void omit(int from, int to) {
        substitute(from, to, "");
    }

    void suffix(int token, String text) {
        suffixes[token] = text;
    }

    @Nullable String substituteAt(int token) {
        return substitutes[token];
    }

    String suffixAt(int token) {
        return suffixes[token] == null ? "" : suffixes[token];
    }

    /** Whether a full parser is shown some tokens as they are, where they are. */
    boolean isPlain(int from, int to) {
        for (int i = from; i < to; i++) {
            if (substitutes[i] != null || suffixes[i] != null || moves.containsKey(i)) {
                return false;
            }
        }
        return true;
    }

    /** Notes a role; that of a relation stays, whatever stands after its name. */
    void mark(int token, Role role) {
        if (roles[token] != Role.RELATION) {
            roles[token] = role;
        }
    }

    /** Changes a role for good. */
    void remark(int token, Role role) {
        roles[token] = role;
    }

    /** Notes that a full parser is shown some tokens earlier than they stand. */
    void move(int from, int to, int before) {
        moves.put(before, new Range(from, to));
    }

    /** What is shown before a token although it stands after it; empty where there is none. */
    Optional<Range> movedBefore(int token) {
        return Optional.ofNullable(moves.get(token));
    }

    Role role(int token) {
        return roles[token] == null ? Role.NONE : roles[token];
    }
}
