package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestHsqldb;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/** Over the network, the server being in the process of the tests. */
@Tag("full")
class HsqldbHugeResultTest extends HugeResultContract {
    private final TestHsqldb server = new TestHsqldb();

    @Override
    protected SourceConfig prepared() throws SQLException, IOException {
        server.run(
                List.of(
                        "CREATE TABLE digits (d INTEGER)",
                        "INSERT INTO digits VALUES "
                                + IntStream.range(0, 1_000)
                                        .mapToObj(d -> "(" + d + ")")
                                        .collect(Collectors.joining(", "))));
        int port = URI.create(server.url().substring("jdbc:hsqldb:".length())).getPort();
        return TestHsqldb.source(
                "shop", server.url().replace(":" + port, ":" + proxied(port)), false, 1);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected String rows(long count, int characters) {
        return "SELECT a.d, '"
                + "x".repeat(characters)
                + "' AS filler FROM digits a, digits b, digits c, digits d";
    }

    @Override
    protected String shortQuery() {
        return "SELECT 1 AS one FROM (VALUES (0)) AS one(x)";
    }

    @Override
    protected boolean isRunning() throws SQLException {
        return !server.seen(
                        "SELECT COUNT(*) FROM INFORMATION_SCHEMA.SYSTEM_SESSIONS WHERE"
                                + " CURRENT_STATEMENT LIKE '%digits d%' AND CURRENT_STATEMENT NOT"
                                + " LIKE '%SYSTEM_SESSIONS%'")
                .equals("0");
    }
}
