package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestSqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** Inside of the process: the engine's memory is native memory of the process. */
@Tag("full")
class SqliteHugeResultTest extends HugeResultContract {
    @Override
    protected SourceConfig prepared() throws SQLException {
        Path file = folder.resolve("shop.db");
        TestSqlite.run(file, List.of("CREATE TABLE orders (id INTEGER)"));
        return TestSqlite.source("shop", file, 1);
    }

    @Override
    protected String rows(long count, int characters) {
        return "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < "
                + count
                + ") SELECT printf('%0"
                + characters
                + "d', n) AS filler FROM s";
    }

    @Override
    protected boolean isRunning() {
        return false;
    }
}
