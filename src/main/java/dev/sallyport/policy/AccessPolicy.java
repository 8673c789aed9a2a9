package dev.sallyport.policy;

import java.util.Collection;
import java.util.Set;

/**
 * Decides on statements that the guard understood; immutable.
 *
 * <p>Reads may run. A change may run only where its source allows changes and its tool is one that
 * makes them: nothing else is allowed.
 */
public final class AccessPolicy {
    private final Set<String> sourcesWithWrites;

    /**
     * A policy.
     *
     * @param sourcesWithWrites names of the sources whose owner allows changes
     */
    public AccessPolicy(Collection<String> sourcesWithWrites) {
        this.sourcesWithWrites = Set.copyOf(sourcesWithWrites);
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
            case WRITE ->
                    sourcesWithWrites.contains(request.source())
                            ? new Decision.Allowed()
                            : new Decision.Denied(
                                    PolicyReason.WRITES_OFF,
                                    "The owner of this source has not switched changes on. Ask for"
                                            + " data with a SELECT instead.");
        };
    }
}
