package dev.sallyport.guard;

import dev.sallyport.guard.Relation.Name;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** One pattern of a {@link NameRules}, split at its dots. */
record NamePattern(List<String> parts) {
    NamePattern {
        parts = List.copyOf(parts);
    }

    /** Splits at dots outside of double quotes; what is quoted keeps its dots and its case. */
    static NamePattern of(String pattern) {
        List<String> parts = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (c == '.' && !quoted) {
                parts.add(part.toString());
                part.setLength(0);
            } else {
                part.append(c);
            }
        }
        parts.add(part.toString());
        return new NamePattern(parts);
    }

    /**
     * Whether it matches a name, from the right.
     *
     * @param name the name's parts as the engine resolves them; an empty part is not known
     */
    boolean allows(List<Name> name, Names names) {
        if (parts.size() > name.size()) {
            return false;
        }
        for (int i = 1; i <= parts.size(); i++) {
            String pattern = parts.get(parts.size() - i);
            String part = name.get(name.size() - i).folded();
            if (part.isEmpty()
                    ? !pattern.equals("*")
                    : !matches(pattern, part) && !matches(names.fold(pattern, false), part)) {
                return false;
            }
        }
        return true;
    }

    /** Whether it may match a name: in any case, and where a part is not known, for sure. */
    boolean denies(List<Name> name) {
        for (int i = 1; i <= Math.min(parts.size(), name.size()); i++) {
            String pattern = parts.get(parts.size() - i).toLowerCase(Locale.ROOT);
            Name part = name.get(name.size() - i);
            if (!part.folded().isEmpty()
                    && !matches(pattern, part.folded().toLowerCase(Locale.ROOT))
                    && !matches(pattern, SystemObjects.plain(part))) {
                return false;
            }
        }
        return true;
    }

    /** A star stands for any run of characters. */
    static boolean matches(String pattern, String text) {
        int star = -1;
        int mark = 0;
        int p = 0;
        int t = 0;
        while (t < text.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                mark = t;
            } else if (p < pattern.length() && pattern.charAt(p) == text.charAt(t)) {
                p++;
                t++;
            } else if (star >= 0) {
                p = star + 1;
                t = ++mark;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
