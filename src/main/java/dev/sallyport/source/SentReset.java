package dev.sallyport.source;

import java.sql.SQLException;

/** What an engine was sent to make a session like new, and has not been heard to have done yet. */
interface SentReset {
    /**
     * Reads the engine's answer, which it has some seconds for.
     *
     * @return whether the session is like new; if not, the connection must not be used again
     * @throws SQLException if there is no answer
     */
    boolean await() throws SQLException;
}
