package dev.sallyport.guard;

import dev.sallyport.guard.Relation.Name;
import java.util.List;

/** The rules on a kind of names, with its patterns split. */
record PatternRules(boolean any, boolean limited, List<NamePattern> allow, List<NamePattern> deny) {
    static PatternRules of(NameRules rules) {
        return new PatternRules(
                rules.isAny(),
                rules.allow().isPresent(),
                rules.allow().orElse(List.of()).stream().map(NamePattern::of).toList(),
                rules.deny().stream().map(NamePattern::of).toList());
    }

    boolean pass(List<Name> name, Names names) {
        if (any) {
            return true;
        }
        for (NamePattern pattern : deny) {
            if (pattern.denies(name)) {
                return false;
            }
        }
        if (!limited) {
            return true;
        }
        for (NamePattern pattern : allow) {
            if (pattern.allows(name, names)) {
                return true;
            }
        }
        return false;
    }
}
