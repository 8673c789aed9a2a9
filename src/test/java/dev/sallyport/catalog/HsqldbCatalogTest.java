package dev.sallyport.catalog;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestHsqldb;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;

class HsqldbCatalogTest extends DatabaseCatalogContract {
    private final TestHsqldb server = new TestHsqldb();

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        server.run(statements);
        return server.source("shop", false, 2);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected String folded(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
