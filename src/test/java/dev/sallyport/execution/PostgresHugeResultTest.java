package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.sql.Dialects;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.util.Optional;
import org.junit.jupiter.api.Tag;

@Tag("full")
class PostgresHugeResultTest extends HugeResultContract {
    private String database = "";

    @Override
    protected SourceConfig prepared() throws SQLException, IOException {
        database = TestPostgres.newDatabase();
        int port = URI.create(TestPostgres.url(database).substring("jdbc:".length())).getPort();
        return new SourceConfig(
                "shop",
                "jdbc:postgresql://127.0.0.1:" + proxied(port) + "/" + database,
                Optional.of("postgres"),
                Optional.empty(),
                Dialects.POSTGRES,
                false);
    }

    @Override
    protected String rows(long count, int characters) {
        return "SELECT rpad(generate_series(1, " + count + ")::text, " + characters + ", 'x')";
    }

    /** A transaction that is open is one too many. */
    @Override
    protected boolean isRunning() throws SQLException {
        return TestPostgres.sessions(database, "state <> 'idle'") > 0;
    }
}
