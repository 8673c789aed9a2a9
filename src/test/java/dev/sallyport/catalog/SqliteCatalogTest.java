package dev.sallyport.catalog;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestSqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;

class SqliteCatalogTest extends DatabaseCatalogContract {
    @TempDir private Path folder;

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        Path file = folder.resolve("shop.db");
        TestSqlite.run(
                file,
                statements.stream()
                        .filter(sql -> !sql.startsWith("COMMENT") && !sql.contains("archive"))
                        .toList());
        return TestSqlite.source("shop", file, 2);
    }

    @Override
    protected String folded(String name) {
        return name;
    }
}
