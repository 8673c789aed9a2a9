package dev.sallyport.execution;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** DuckDB: reads of a source that allows changes, in transactions that only read. */
@Tag("full")
class DuckDbReadsBesideWritesTest extends DuckDbReadOnlyTest {
    @Override
    protected boolean besideWrites() {
        return true;
    }

    /** The transaction alone, without what takes it back. */
    @Test
    void changesNothingThatCouldBeCommitted() throws Exception {
        assertCommittedChanges(Map.of());
    }
}
