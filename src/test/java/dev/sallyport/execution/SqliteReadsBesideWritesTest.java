package dev.sallyport.execution;

import org.junit.jupiter.api.Tag;

/** SQLite: reads of a source that allows changes, whose file others have open for them. */
@Tag("full")
class SqliteReadsBesideWritesTest extends SqliteReadOnlyTest {
    @Override
    protected boolean besideWrites() {
        return true;
    }
}
