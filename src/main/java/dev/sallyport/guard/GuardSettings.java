package dev.sallyport.guard;

import java.util.Set;

/**
 * What the owner of a source may widen.
 *
 * @param trailingSemicolon whether one semicolon at the very end is dropped instead of refused
 * @param reviewedFunctions functions that the owner has reviewed and found to be without side
 *     effects, as {@code name} or {@code schema.name}
 */
public record GuardSettings(boolean trailingSemicolon, Set<String> reviewedFunctions) {
    public static final GuardSettings DEFAULT = new GuardSettings(true, Set.of());

    public GuardSettings {
        reviewedFunctions = Set.copyOf(reviewedFunctions);
    }
}
