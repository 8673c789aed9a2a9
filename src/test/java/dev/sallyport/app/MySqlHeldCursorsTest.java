package dev.sallyport.app;

import dev.sallyport.source.TestMySql;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MySqlHeldCursorsTest extends MySqlFamilyHeldCursorsContract {
    MySqlHeldCursorsTest() throws SQLException {
        super(TestMySql.MYSQL);
    }
}
