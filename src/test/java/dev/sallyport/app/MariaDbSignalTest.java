package dev.sallyport.app;

import dev.sallyport.source.TestMySql;
import java.sql.SQLException;
import org.junit.jupiter.api.Tag;

@Tag("full")
class MariaDbSignalTest extends SignalContract {
    private String database = "";

    @Override
    String source() throws SQLException {
        String reader = "signal" + System.nanoTime() % 100_000;
        database = TestMySql.MARIADB.newDatabase("CREATE VIEW slow AS SELECT SLEEP(300) AS slept");
        TestMySql.MARIADB.run(
                database,
                "CREATE USER " + reader + "@'%'",
                "GRANT SELECT ON " + database + ".* TO " + reader + "@'%'");
        return "url: " + TestMySql.MARIADB.url(database) + "\nuser: " + reader;
    }

    @Override
    boolean isRunning() throws SQLException {
        return !TestMySql.MARIADB
                .seen(
                        "",
                        "SELECT COUNT(*) FROM information_schema.processlist WHERE db = '"
                                + database
                                + "' AND info LIKE '%slow%'")
                .equals("0");
    }
}
