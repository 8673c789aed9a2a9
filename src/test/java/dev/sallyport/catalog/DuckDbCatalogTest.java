package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogAnswer.ColumnEntry;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestDuckDb;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
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

    @Override
    protected String decimalType() {
        return "decimal(12,2)";
    }

    /** DuckDB keeps no length of a text. */
    @Override
    protected List<String> textTypes() {
        return List.of("varchar", "varchar");
    }

    /** Case does not count in a name, quoted or not. */
    @Override
    @Test
    void writesNamesInQuotesWhereAStatementNeedsThem() {
        assertThat(described("\"Order\"").columns())
                .extracting(ColumnEntry::name)
                .containsExactly("\"select\"", "Mixed");
    }
}
