package dev.sallyport.execution;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** DuckDB: reads of a source that allows changes, in transactions that only read. */
@Tag("full")
class DuckDbReadsBesideWritesTest extends DuckDbReadOnlyTest {
    @Override
    protected boolean besideWrites() {
        return true;
    }

    /**
     * The transaction ends by the first of several statements, which the executor does not send.
     */
    @Override
    protected Map<String, Set<Change>> passTheConnection() {
        return Map.of("COMMIT;", Set.of(Change.SESSION, Change.DATABASE));
    }

    /** The transaction alone, without what takes it back. */
    @Test
    void changesNothingElseThatCouldBeCommitted() throws Exception {
        assertCommittedChanges(passTheConnection());
    }
}
