package dev.sallyport.guard;

import java.util.List;

/**
 * A table or view that a statement names, as the grammar read it.
 *
 * @param start index of the first token of its name
 * @param parts its name's parts, the last one the table's own; an empty part is one left out, as in
 *     {@code db..table}
 * @param written whether the statement changes it
 * @param argument whether it stands as an argument of a function
 */
record Relation(int start, List<Name> parts, boolean written, boolean argument) {
    Relation {
        parts = List.copyOf(parts);
    }

    Name name() {
        return parts.getLast();
    }

    /**
     * One part of a name.
     *
     * @param folded as the engine resolves it
     * @param quoted whether it was written in quotes
     */
    record Name(String folded, boolean quoted) {
        static final Name NONE = new Name("", false);
    }
}
