package dev.sallyport.catalog;

import dev.sallyport.source.TestMySql;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MySqlCatalogTest extends MySqlFamilyCatalogContract {
    MySqlCatalogTest() {
        super(TestMySql.MYSQL);
    }
}
