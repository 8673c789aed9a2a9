package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MariaDbHugeResultTest extends MySqlFamilyHugeResultContract {
    MariaDbHugeResultTest() {
        super(TestMySql.MARIADB);
    }
}
