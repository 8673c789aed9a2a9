package dev.sallyport.policy;

import java.util.Collection;
import java.util.Set;

/**
 * Decides on statements that the guard understood; immutable.
 *
 * <p>Reads may run. A change may run only where its source allows changes and its tool is one that
 * makes them: nothing else is allowed. One of every row of a table may run only where its owner
 * allows that too.
 */
public final class AccessPolicy {
    private final Set<String> sourcesWithWrites;
    private final Set<String> sourcesWithoutWhere;

    /** A policy by which no source allows changes of every row. */
    public AccessPolicy(Collection<String> sourcesWithWrites) {
        this(sourcesWithWrites, Set.of());
    }

    /**
     * A policy.
     *
     * @param sourcesWithWrites names of the sources whose owner allows changes
     * @param sourcesWithoutWhere those of them that allow UPDATE and DELETE without WHERE
     */
    public AccessPolicy(
            Collection<String> sourcesWithWrites, Collection<String> sourcesWithoutWhere) {
        this.sourcesWithWrites = Set.copyOf(sourcesWithWrites);
        this.sourcesWithoutWhere = Set.copyOf(sourcesWithoutWhere);
    }

    /** Decides on one statement; pure. */
    public Decision decide(AccessRequest request) {
        boolean changes = request.statementClass().isWrite() || !request.writes().isEmpty();
        return switch (request.access()) {
            case READ ->
                    changes
                            ? new Decision.Denied(
                                    PolicyReason.READ_ONLY_TOOL,
                                    "This tool runs reads only. Write a SELECT.")
                            : new Decision.Allowed();
            case WRITE -> decideWrite(request);
        };
    }

    private Decision decideWrite(AccessRequest request) {
        if (!sourcesWithWrites.contains(request.source())) {
            return new Decision.Denied(
                    PolicyReason.WRITES_OFF,
                    "The owner of this source has not switched changes on. Ask for data with a"
                            + " SELECT instead.");
        }
        if (request.everyRow() && !sourcesWithoutWhere.contains(request.source())) {
            return new Decision.Denied(
                    PolicyReason.EVERY_ROW,
                    "Write a WHERE that names columns, so that it picks the rows to change.");
        }
        return new Decision.Allowed();
    }
}
