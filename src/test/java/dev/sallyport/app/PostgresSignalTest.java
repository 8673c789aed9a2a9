package dev.sallyport.app;

import dev.sallyport.source.TestPostgres;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

class PostgresSignalTest extends SignalContract {
    private String database = "";

    @Override
    String source() throws SQLException {
        database =
                TestPostgres.newDatabase("CREATE VIEW slow AS SELECT pg_sleep(300)::text AS slept");
        return "url: " + TestPostgres.url(database) + "\nuser: postgres";
    }

    @Override
    boolean isRunning() throws SQLException {
        try (Connection past = TestPostgres.connect("postgres");
                Statement statement = past.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT count(*) FROM pg_stat_activity WHERE datname = '"
                                        + database
                                        + "' AND wait_event = 'PgSleep'")) {
            return rows.next() && rows.getInt(1) > 0;
        }
    }
}
