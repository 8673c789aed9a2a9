package dev.sallyport.source;

import java.sql.SQLException;

/** What came of asking for one of the connections of a pool. */
sealed interface Taken {
    /** One, to be given back; {@code queuedNanos} it took until one of those in use was free. */
    record Ready(Pooled pooled, long queuedNanos) implements Taken {}

    /** All are in use, or too many callers wait, or the pool is closed. */
    record Full() implements Taken {}

    /** None could be opened. */
    record Failed(SQLException error) implements Taken {}

    /** For a second or more there was none, and no error either. */
    record Silent() implements Taken {}

    /** The caller gave up. */
    record Abandoned() implements Taken {}
}
