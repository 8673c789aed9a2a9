package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MariaDbTypesTest extends MySqlFamilyTypesContract {
    MariaDbTypesTest() {
        super(TestMySql.MARIADB);
    }

    @Override
    protected boolean has(String type) {
        return true;
    }
}
