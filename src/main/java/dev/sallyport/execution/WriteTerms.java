package dev.sallyport.execution;

import dev.sallyport.sql.TableName;
import java.util.Optional;
import java.util.Set;

/**
 * What holds for one change.
 *
 * @param maxAffectedRows rows that it may affect; where it would affect more, it is rolled back
 * @param key by which it is made once only
 * @param tables that it names to be changed, as far as that is known
 */
public record WriteTerms(int maxAffectedRows, Optional<IdempotencyKey> key, Set<TableName> tables) {
    public WriteTerms {
        tables = Set.copyOf(tables);
    }

    /** Terms of a change of which nobody knows the tables. */
    public WriteTerms(int maxAffectedRows, Optional<IdempotencyKey> key) {
        this(maxAffectedRows, key, Set.of());
    }
}
