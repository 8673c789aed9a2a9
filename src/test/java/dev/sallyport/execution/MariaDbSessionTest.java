package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MariaDbSessionTest extends MySqlFamilySessionContract {
    MariaDbSessionTest() {
        super(TestMySql.MARIADB);
    }
}
