package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestH2;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;

/** Inside of the process: the engine's memory is the process's own. */
@Tag("full")
class H2HugeResultTest extends HugeResultContract {
    @Override
    protected SourceConfig prepared() throws SQLException {
        TestH2.run(folder, "shop", "CREATE TABLE orders (id INTEGER)");
        return TestH2.source("shop", folder, "shop");
    }

    @Override
    protected String rows(long count, int characters) {
        return "SELECT RPAD(CAST(x AS VARCHAR), "
                + characters
                + ", 'x') AS filler FROM SYSTEM_RANGE(1, "
                + count
                + ")";
    }

    @Override
    protected boolean isRunning() {
        return false;
    }
}
