package dev.sallyport.source;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * Finds out what a login could do, and does none of it: reads the engine's own catalog, or tries
 * what changes nothing when it is allowed. Stateless.
 */
interface RightsProbe {
    /** How long one statement of a probe may take, in seconds. */
    int SECONDS = 10;

    Examination.Graded examine(Connection connection, SourceConfig config) throws SQLException;
}
