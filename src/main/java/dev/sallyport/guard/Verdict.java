package dev.sallyport.guard;

import dev.sallyport.sql.StatementClass;
import dev.sallyport.sql.TableName;
import java.util.Optional;
import java.util.Set;

/** What the guard says of a statement. */
public sealed interface Verdict {
    /**
     * May run; the access policy decides on the tables next.
     *
     * @param statementClass what it does
     * @param sql the normalised text: what was checked, what is fingerprinted, and the only text
     *     that may run
     * @param reads tables and views that it reads
     * @param writes tables that it changes
     * @param functions functions that it calls, in lower case
     * @param parameters number of {@code ?} placeholders
     * @param everyRow whether it is an UPDATE or DELETE without a WHERE that names a column
     */
    record Allowed(
            StatementClass statementClass,
            String sql,
            Set<TableName> reads,
            Set<TableName> writes,
            Set<String> functions,
            int parameters,
            boolean everyRow)
            implements Verdict {
        public Allowed {
            reads = Set.copyOf(reads);
            writes = Set.copyOf(writes);
            functions = Set.copyOf(functions);
        }

        /** The same verdict on a statement that differs only in its plain numbers. */
        Allowed withSql(String other) {
            return new Allowed(
                    statementClass, other, reads, writes, functions, parameters, everyRow);
        }

        /** The statement's text is not part of this: it must not reach a log. */
        @Override
        public String toString() {
            return "Allowed[" + statementClass + "]";
        }
    }

    /**
     * Must not run.
     *
     * @param reason why, with its code
     * @param position where in the text as it came, if it is one place
     * @param hint tells the agent what to write instead; names nothing that the statement did not
     *     name
     */
    record Refused(RefusalReason reason, Optional<Position> position, String hint)
            implements Verdict {}

    /** A place in a text; both count from 1, columns in UTF-16 units. */
    record Position(int line, int column) {}
}
