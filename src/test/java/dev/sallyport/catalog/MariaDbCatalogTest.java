package dev.sallyport.catalog;

import dev.sallyport.source.TestMySql;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MariaDbCatalogTest extends MySqlFamilyCatalogContract {
    MariaDbCatalogTest() {
        super(TestMySql.MARIADB);
    }
}
