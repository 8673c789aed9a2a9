package dev.sallyport.app;

import dev.sallyport.source.TestPostgres;
import org.junit.jupiter.api.BeforeAll;

/** The same on PostgreSQL, whose statements are typed by what is bound. */
class PostgresDeclaredInputsTest extends DeclaredInputsTest {
    private static String database = "";

    @BeforeAll
    static void fill() throws Exception {
        database =
                TestPostgres.newDatabase(
                        "CREATE TABLE t (id INT, name TEXT)",
                        "INSERT INTO t VALUES (1, 'x'), (2, 'y')");
    }

    @Override
    String login() {
        return "url: '" + TestPostgres.url(database) + "', user: postgres";
    }
}
