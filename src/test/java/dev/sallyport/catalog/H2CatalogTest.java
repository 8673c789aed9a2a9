package dev.sallyport.catalog;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestH2;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.io.TempDir;

class H2CatalogTest extends DatabaseCatalogContract {
    @TempDir private Path folder;

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        TestH2.run(folder, "shop", statements.toArray(String[]::new));
        return TestH2.source("shop", folder, "shop");
    }

    @Override
    protected String folded(String name) {
        return name.toUpperCase(Locale.ROOT);
    }
}
