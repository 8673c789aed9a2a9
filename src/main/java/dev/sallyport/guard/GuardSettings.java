package dev.sallyport.guard;

import dev.sallyport.config.ConfigSection;
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

    /** Reads {@code trailing-semicolon} of a source's section. */
    public static GuardSettings read(ConfigSection source) {
        return new GuardSettings(source.flag("trailing-semicolon", true), Set.of());
    }
}
