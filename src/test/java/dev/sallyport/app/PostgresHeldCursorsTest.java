package dev.sallyport.app;

import dev.sallyport.source.TestPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;

class PostgresHeldCursorsTest extends HeldCursorsContract {
    private final String database;
    private final Connection past;

    PostgresHeldCursorsTest() throws SQLException {
        database = TestPostgres.newDatabase();
        past = TestPostgres.connect(database);
    }

    @AfterEach
    void drop() throws SQLException {
        past.close();
    }

    @Override
    protected Connection past() {
        return past;
    }

    @Override
    protected String login() {
        return "url: " + TestPostgres.url(database) + "\n    user: postgres";
    }

    @Override
    protected String slow() {
        return "SELECT count(*) FROM numbers a, numbers b, numbers c WHERE a.id + b.id + c.id < 0"
                + " AND c.id <= 800";
    }

    @Override
    protected OptionalInt transactions() throws SQLException {
        return OptionalInt.of(TestPostgres.sessions(database, "state <> 'idle'"));
    }
}
