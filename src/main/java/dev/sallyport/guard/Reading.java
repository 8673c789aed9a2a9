package dev.sallyport.guard;

import dev.sallyport.guard.Relation.Name;
import dev.sallyport.sql.StatementClass;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

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
        CTE_REFERENCE
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

    /** The names that one query block's FROM clause gives. */
    static final class Scope {
        final Scope parent;
        final Set<String> names = new LinkedHashSet<>();
        final List<Relation> relations = new ArrayList<>();
        final List<String> aliases = new ArrayList<>();

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

    final List<Star> stars = new ArrayList<>();
    final List<Integer> naturalJoins = new ArrayList<>();
    final Set<String> cteNames = new LinkedHashSet<>();
    int parameters;
    private final Role[] roles;

    Reading(int tokens) {
        roles = new Role[tokens];
    }

    void mark(int token, Role role) {
        roles[token] = role;
    }

    Role role(int token) {
        return roles[token] == null ? Role.NONE : roles[token];
    }
}
