package dev.sallyport.guard;

import dev.sallyport.guard.Reading.ColumnReference;
import dev.sallyport.guard.Reading.Star;
import dev.sallyport.guard.Relation.Name;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.util.List;
import java.util.Set;

/** Which columns a statement may name. */
final class ColumnPolicy {
    /** Names that a write gives to the row before, after, and refused. */
    private static final Set<String> ROWS = Set.of("old", "new", "excluded");

    /** Functions of PostgreSQL's that take a row, beside those on the list of harmless ones. */
    private static final Set<String> OF_ROWS =
            Words.set(
                    "record_out record_send hash_record any_out anyelement_out anynonarray_out"
                            + " anycompatible_out anycompatiblenonarray_out pg_collation_for"
                            + " pg_column_compression pg_column_toast_chunk_id hstore");

    private final Dialect dialect;
    private final Names names;
    private final PatternRules columns;

    ColumnPolicy(Dialect dialect, Names names, PatternRules columns) {
        this.dialect = dialect;
        this.names = names;
        this.columns = columns;
    }

    /** Whether there is no rule at all. */
    boolean any() {
        return columns.any();
    }

    boolean allows(ResolvedName relation, Name column) {
        return columns.pass(
                List.of(relation.database(), relation.schema(), relation.name(), column), names);
    }

    /**
     * Refuses what is out of reach.
     *
     * @param relations those of the statement
     */
    void check(
            Reading reading,
            List<Token> tokens,
            FunctionCatalog functions,
            List<ResolvedName> relations) {
        for (Star star : reading.stars) {
            if (!relations.isEmpty()) {
                throw columnNotAllowed(
                        tokens, star.start(), "Name the columns that you need instead of a star.");
            }
        }
        for (int join : reading.naturalJoins) {
            throw columnNotAllowed(tokens, join, "Join with ON, and name the columns.");
        }
        for (ColumnReference column : reading.columns) {
            if (!isAllowed(column, relations, functions)) {
                throw columnNotAllowed(
                        tokens, column.start(), "Name columns that are allowed only.");
            }
        }
    }

    /**
     * Whether a name in an expression is out of reach of the rules: each part of it that may be a
     * column, for each table of the statement. A whole row by its name is refused, and so is what
     * PostgreSQL would take for a call with the row.
     */
    private boolean isAllowed(
            ColumnReference column, List<ResolvedName> relations, FunctionCatalog functions) {
        List<Name> parts = column.parts();
        String first = parts.getFirst().folded();
        boolean row = column.scope().knows(first) || ROWS.contains(first);
        if (parts.size() == 1 && row) {
            return relations.isEmpty();
        }
        if (parts.size() > 1
                && dialect.equals(Dialects.POSTGRES)
                && (functions.isHarmless(parts.getLast().folded())
                        || OF_ROWS.contains(parts.getLast().folded()))) {
            return relations.isEmpty();
        }
        for (Name part : row ? parts.subList(1, parts.size()) : parts) {
            for (ResolvedName relation : relations) {
                if (!allows(relation, part)) {
                    return false;
                }
            }
        }
        return true;
    }

    private static Refusal columnNotAllowed(List<Token> tokens, int index, String hint) {
        int at = Math.min(index, tokens.size() - 1);
        return new Refusal(RefusalReason.COLUMN_NOT_ALLOWED, tokens.get(at).offset(), hint);
    }
}
