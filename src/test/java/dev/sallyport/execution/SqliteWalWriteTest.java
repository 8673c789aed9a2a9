package dev.sallyport.execution;

/** Changes of a file with a write-ahead log, in which readers keep nobody waiting. */
class SqliteWalWriteTest extends SqliteWriteTest {
    @Override
    protected String journal() {
        return "WAL";
    }
}
