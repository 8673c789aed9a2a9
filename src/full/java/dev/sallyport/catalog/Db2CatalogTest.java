package dev.sallyport.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestDb2;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** IBM's driver against Derby, which keeps no comments. */
@Tag("full")
class Db2CatalogTest extends DatabaseCatalogContract {
    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        List<String> known =
                statements.stream().filter(sql -> !sql.startsWith("COMMENT")).toList();
        return TestDb2.source("shop", TestDb2.newDatabase(known), 2);
    }

    @Override
    protected String folded(String name) {
        return name.toUpperCase(Locale.ROOT);
    }

    @Override
    protected boolean hasComments() {
        return false;
    }

    @Override
    @Test
    void findsByCommentOfTableAndColumn() {
        assertThat(found("owes", 20).tables()).isEmpty();
    }
}
