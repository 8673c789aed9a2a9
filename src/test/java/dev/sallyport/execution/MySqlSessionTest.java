package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MySqlSessionTest extends MySqlFamilySessionContract {
    MySqlSessionTest() {
        super(TestMySql.MYSQL);
    }
}
