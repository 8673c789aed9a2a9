package dev.sallyport.app;

import dev.sallyport.source.TestPostgres;
import java.sql.SQLException;

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
        return TestPostgres.sessions(database, "wait_event = 'PgSleep'") > 0;
    }
}
