package dev.sallyport.catalog;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestSqlServer;
import dev.sallyport.testing.tds.H2Backend;
import dev.sallyport.testing.tds.TdsServer;
import java.io.IOException;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** What Microsoft's driver asks and how its answers are read; the procedures are a test's own. */
class SqlServerCatalogTest extends DatabaseCatalogContract {
    @SuppressWarnings("NullAway.Init")
    private TdsServer server;

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        try {
            server = new TdsServer(new H2Backend().database("shop", statements));
        } catch (IOException e) {
            throw new SQLException(e);
        }
        return TestSqlServer.source(server, "shop");
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Override
    protected String folded(String name) {
        return name;
    }

    @Override
    protected String mixed(String name) {
        return name;
    }
}
