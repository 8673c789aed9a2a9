package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestDb2;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;

/** IBM's driver, and Derby's network server, which has a heap of 128 MiB itself. */
@Tag("full")
class Db2HugeResultTest extends HugeResultContract {
    private String database = "";

    @Override
    protected SourceConfig prepared() throws SQLException, IOException {
        database = TestDb2.newDatabase(List.of("CREATE TABLE orders (id INTEGER)"));
        SourceConfig source = TestDb2.source("shop", database, 1);
        int port = URI.create(source.url().substring("jdbc:".length())).getPort();
        return TestDb2.source(
                "shop", source.url().replace(":" + port, ":" + proxied(port)), 1, 90);
    }

    /** Derby has no series of numbers; its own catalogue has more than a hundred columns. */
    @Override
    protected String rows(long count, int characters) {
        StringBuilder from = new StringBuilder("SYS.SYSCOLUMNS a");
        for (long rows = 100; rows < count; rows *= 100) {
            from.append(", SYS.SYSCOLUMNS a").append(rows);
        }
        return "SELECT a.COLUMNNAME, CAST('"
                + "x".repeat(characters)
                + "' AS VARCHAR("
                + characters
                + ")) AS filler FROM "
                + from;
    }

    /** Of Derby's VARCHAR. */
    @Override
    protected int longestText() {
        return 32_000;
    }

    @Override
    protected String shortQuery() {
        return "SELECT 1 AS one FROM SYSIBM.SYSDUMMY1";
    }

    @Override
    protected boolean isRunning() throws SQLException {
        return TestDb2.seen(
                        database,
                        "SELECT SQL_TEXT FROM SYSCS_DIAG.TRANSACTION_TABLE WHERE SQL_TEXT IS NOT"
                                + " NULL")
                .contains("filler");
    }
}
