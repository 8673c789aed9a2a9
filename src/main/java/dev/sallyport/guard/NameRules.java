package dev.sallyport.guard;

import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * Which names of one kind a statement may use. A name passes when no {@code deny} pattern matches
 * it and, where {@code allow} is present, one of its patterns does: deny wins.
 *
 * <p>A pattern is a name, or several with dots between, matched from the right: {@code orders} is
 * that table in every schema, {@code sales.*} every table of one. {@code *} stands for any run of
 * characters within one name. Names are compared as the engine folds and compares them; a deny
 * pattern matches in any case.
 *
 * @param allow patterns of which one must match; empty optional: every name
 * @param deny patterns of which none may match
 */
public record NameRules(Optional<List<String>> allow, List<String> deny) {
    /** Every name passes. */
    public static final NameRules ANY = new NameRules(Optional.empty(), List.of());

    public NameRules {
        allow = allow.map(List::copyOf);
        deny = List.copyOf(deny);
    }

    /** Only names that match one of the patterns pass; an empty list lets none pass. */
    public static NameRules only(Collection<String> patterns) {
        return new NameRules(Optional.of(List.copyOf(patterns)), List.of());
    }

    /** Every name passes but those that match one of the patterns. */
    public static NameRules except(Collection<String> patterns) {
        return new NameRules(Optional.empty(), List.copyOf(patterns));
    }

    /** Whether every name passes, so that nothing has to be compared. */
    public boolean isAny() {
        return allow.isEmpty() && deny.isEmpty();
    }
}
