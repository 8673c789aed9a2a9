package dev.sallyport.source;

import java.util.List;

/**
 * Something that a login can do and a reader need not, or that nobody could tell whether it can.
 *
 * @param right a stable name, as {@code create-table}
 * @param grade the best grade that a login can have that can do this
 * @param says a clause about the login, with names of what it is about
 * @param fixes SQL for an administrator that ends it; may be empty
 * @param known false where it could not be looked at: a login counts as having what was not ruled
 *     out
 */
public record RightsFinding(
        String right, Grade grade, String says, List<String> fixes, boolean known) {
    private static final int MAX_NAMED = 3;

    public RightsFinding {
        fixes = List.copyOf(fixes);
    }

    public RightsFinding(String right, Grade grade, String says, List<String> fixes) {
        this(right, grade, says, fixes, true);
    }

    /** A finding about some things, of which a few are named. */
    static RightsFinding about(
            String right, Grade grade, String says, List<String> things, List<String> fixes) {
        return new RightsFinding(right, grade, says + ": " + named(things), fixes);
    }

    /**
     * That nobody could tell.
     *
     * @param says a clause about a login that has it
     */
    static RightsFinding unknown(String right, Grade grade, String says) {
        return new RightsFinding(right, grade, "not known whether " + says, List.of(), false);
    }

    /** The first few of them. */
    static String named(List<String> things) {
        int more = things.size() - MAX_NAMED;
        return String.join(", ", things.subList(0, Math.min(MAX_NAMED, things.size())))
                + (more > 0 ? " and " + more + " more" : "");
    }
}
