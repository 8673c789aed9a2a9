package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestTrino;
import java.io.IOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Tag;

@Tag("full")
class TrinoHugeResultTest extends HugeResultContract {
    /** Hexadecimal digits of a SHA-512. */
    private static final int HASH = 128;

    @Override
    protected SourceConfig prepared() throws IOException {
        int port = URI.create("http://" + TestTrino.hostAndPort()).getPort();
        return TestTrino.source(
                "shop",
                "jdbc:trino://127.0.0.1:" + proxied(port) + "/memory/default",
                TestTrino.ADMINISTRATOR);
    }

    /** The driver asks for compressed pages, so these are texts that hardly become shorter. */
    @Override
    protected String rows(long count, int characters) {
        return "SELECT array_join(transform(sequence(1, "
                + (characters / HASH + 1)
                + "), i -> to_hex(sha512(to_utf8(CAST(10000 * n + i AS varchar))))), '') AS filler"
                + " FROM TABLE(sequence(start => 1, stop => "
                + count
                + ")) AS s(n)";
    }

    @Override
    protected boolean isRunning() throws SQLException {
        try (Connection connection = TestTrino.connect("memory");
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT query_id FROM system.runtime.queries WHERE query LIKE"
                                        + " '%filler FROM TABLE%' AND source = 'sallyport' AND"
                                        + " state NOT IN ('FINISHED', 'FAILED')")) {
            return rows.next();
        }
    }
}
