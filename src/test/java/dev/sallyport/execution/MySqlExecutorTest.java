package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MySqlExecutorTest extends MySqlFamilyExecutorContract {
    MySqlExecutorTest() {
        super(TestMySql.MYSQL);
    }

    @BeforeAll
    static void begin() {
        forgetTheDatabase();
    }
}
