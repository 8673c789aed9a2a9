package dev.sallyport.sql;

import java.util.Optional;

/**
 * A statement that asks to be run.
 *
 * @param sql the text as it came, not yet inspected
 * @param access what the tool may do with it
 * @param origin who wrote it
 * @param defaultDatabase the database that unqualified names belong to, where it is known
 */
public record SqlRequest(
        String sql, StatementAccess access, SqlOrigin origin, Optional<String> defaultDatabase) {
    /** The statement's text is not part of this: it must not reach a log. */
    @Override
    public String toString() {
        return "SqlRequest[" + access + ", " + origin + "]";
    }
}
