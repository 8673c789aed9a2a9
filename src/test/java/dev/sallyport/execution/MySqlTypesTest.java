package dev.sallyport.execution;

import dev.sallyport.source.TestMySql;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MySqlTypesTest extends MySqlFamilyTypesContract {
    MySqlTypesTest() {
        super(TestMySql.MYSQL);
    }

    /** The server is 5.6: JSON came with 5.7. */
    @Override
    protected boolean has(String type) {
        return !type.equals("JSON") && !type.equals("UUID") && !type.startsWith("INET");
    }
}
