package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.catalog.CatalogAnswer.ColumnEntry;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestSqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQLite has one database without schemas, and no comments. */
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

    /** The driver does not tell digits. */
    @Override
    protected String decimalType() {
        return "numeric";
    }

    @Override
    protected boolean hasComments() {
        return false;
    }

    @Override
    protected boolean keyIsNullable() {
        return true;
    }

    @Override
    @Test
    void listsTablesAndViewsWithoutColumnsWhereNoWordIsGiven() {
        assertThat(names(found("", 20)))
                .containsExactlyInAnyOrder(
                        "customers", "customer_orders", "invoices", "rich", "\"Order\"");
        assertThat(described("rich").kind()).isEqualTo("view");
    }

    @Override
    @Test
    void findsByCommentOfTableAndColumn() {
        assertThat(found("owes", 20).tables()).isEmpty();
    }

    /** Case does not count in a name, quoted or not. */
    @Override
    @Test
    void writesNamesInQuotesWhereAStatementNeedsThem() {
        assertThat(described("\"Order\"").columns())
                .extracting(ColumnEntry::name)
                .containsExactly("\"select\"", "Mixed");
    }

    @Override
    @Test
    void findsATableByItsQualifiedName() {
        assertThat(described("INVOICES").name()).isEqualTo("invoices");
    }

    @Override
    @Test
    void tellsThePredicateTheDatabaseOfEveryTable() {
        search(
                new CatalogQuery("", Optional.empty(), 20),
                view(
                        name -> {
                            assertThat(name.catalog()).contains("main");
                            assertThat(name.schema()).isEmpty();
                            return true;
                        },
                        column -> true));
    }
}
