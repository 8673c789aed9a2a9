package dev.sallyport.catalog;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestPostgres;
import java.sql.SQLException;
import java.util.List;

class PostgresCatalogTest extends DatabaseCatalogContract {
    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        String database = TestPostgres.newDatabase(statements.toArray(String[]::new));
        return TestPostgres.source("shop", database);
    }

    @Override
    protected String folded(String name) {
        return name;
    }
}
