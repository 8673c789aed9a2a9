package dev.sallyport.source;

import java.util.List;

/**
 * Something that a login can do and a reader need not.
 *
 * @param right a stable name, as {@code create-table}
 * @param grade the best grade that a login can have that can do this
 * @param says a clause about the login, with names of what it is about
 * @param fixes SQL for an administrator that ends it; may be empty
 */
public record RightsFinding(String right, Grade grade, String says, List<String> fixes) {
    private static final int MAX_NAMED = 3;

    public RightsFinding {
        fixes = List.copyOf(fixes);
    }

    /** A finding about some things, of which a few are named. */
    static RightsFinding about(
            String right, Grade grade, String says, List<String> things, List<String> fixes) {
        String named = String.join(", ", things.subList(0, Math.min(MAX_NAMED, things.size())));
        int more = things.size() - MAX_NAMED;
        return new RightsFinding(
                right,
                grade,
                says + ": " + named + (more > 0 ? " and " + more + " more" : ""),
                fixes);
    }
}
