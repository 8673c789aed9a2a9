package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MySqlHugeResultTest extends MySqlFamilyHugeResultContract {
    MySqlHugeResultTest() {
        super(TestMySql.MYSQL);
    }
}
