package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestDuckDb;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Inside of the process: the engine's memory is native memory of the process. */
@Tag("full")
class DuckDbHugeResultTest extends HugeResultContract {
    @Override
    protected SourceConfig prepared() throws SQLException {
        Path file = folder.resolve("shop.duckdb");
        TestDuckDb.run(file, List.of("CREATE TABLE orders (id INTEGER)"));
        return TestDuckDb.source("shop", file, 1);
    }

    @Override
    protected String rows(long count, int characters) {
        return "SELECT rpad(range::VARCHAR, "
                + characters
                + ", 'x') AS filler FROM range("
                + count
                + ")";
    }

    /** The driver holds 2,048 rows at once, however long they are. */
    @Override
    protected int longestText() {
        return 40_000;
    }

    @Override
    protected boolean isRunning() {
        return false;
    }
}
