package dev.sallyport.catalog;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestTrino;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Tag;

@Tag("full")
class TrinoCatalogTest extends DatabaseCatalogContract {
    /** All of a catalog is listed, and no test changes it. */
    private static final String PATH = "bare/default";

    private static boolean prepared;

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        if (!prepared) {
            prepared = true;
            TestTrino.run(
                    PATH,
                    statements.stream().map(TrinoCatalogTest::inTrino).toArray(String[]::new));
        }
        return TestTrino.source("shop", PATH);
    }

    /** Trino has no keys, and one name for decimals. */
    private static String inTrino(String sql) {
        return sql.replace("PRIMARY KEY", "NOT NULL")
                .replace("REFERENCES customers (id)", "")
                .replace("NUMERIC", "DECIMAL");
    }

    @Override
    protected boolean hasKeys() {
        return false;
    }

    @Override
    protected String decimalType() {
        return "decimal(12,2)";
    }

    @Override
    protected String folded(String name) {
        return name;
    }

    /** Names lose their case even in quotes. */
    @Override
    protected String quoted(String name) {
        return super.quoted(name.toLowerCase(Locale.ROOT));
    }

    @Override
    protected String mixed(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
