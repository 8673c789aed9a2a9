package dev.sallyport.catalog;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestDuckDb;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class DuckDbCatalogTest extends DatabaseCatalogContract {
    @TempDir private Path folder;

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        Path file = folder.resolve("shop.duckdb");
        TestDuckDb.run(file, statements);
        return TestDuckDb.source("shop", file, 2);
    }

    @Override
    protected String folded(String name) {
        return name;
    }
}
