package dev.sallyport.source;

import org.junit.jupiter.api.Tag;

@Tag("full")
class MySqlRightsTest extends MySqlFamilyRightsContract {
    MySqlRightsTest() {
        super(TestMySql.MYSQL);
    }
}
