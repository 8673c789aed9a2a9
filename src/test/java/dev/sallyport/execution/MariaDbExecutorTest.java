package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MariaDbExecutorTest extends MySqlFamilyExecutorContract {
    MariaDbExecutorTest() {
        super(TestMySql.MARIADB);
    }

    @BeforeAll
    static void begin() {
        forgetTheDatabase();
    }
}
