package dev.sallyport.app;

import dev.sallyport.source.TestDrivers;
import dev.sallyport.source.TestMySql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;

/**
 * Results of MySQL and MariaDB, whose statements go on as far as the network's buffers are full.
 */
abstract class MySqlFamilyHeldCursorsContract extends HeldCursorsContract {
    private final TestMySql server;
    private final String database;
    private final String reader = "held" + System.nanoTime() % 1_000_000;
    private final Connection past;

    MySqlFamilyHeldCursorsContract(TestMySql server) throws SQLException {
        this.server = server;
        database = server.newDatabase();
        server.run(
                database,
                "CREATE USER " + reader + "@'%'",
                "GRANT SELECT ON " + database + ".* TO " + reader + "@'%'");
        past = server.connect(database);
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
        return "url: "
                + server.url(database)
                + "\n    user: "
                + reader
                + (server == TestMySql.MYSQL
                        ? "\n    driver-path: " + TestDrivers.jarOf("com.mysql.cj.jdbc.Driver")
                        : "");
    }

    @Override
    protected String slow() {
        return "SELECT COUNT(*) FROM numbers a, numbers b, numbers c WHERE MOD(a.id + b.id + c.id,"
                + " 1000003) = 1000002 AND c.id <= 800";
    }

    /** Long rows, since the server gathers 16 KB before it sends any. */
    @Override
    protected String slowlyOver() {
        return "SELECT n.id, REPEAT('x', 500) AS filling FROM numbers n" + SLOWLY_OVER;
    }

    @Override
    protected OptionalInt transactions() throws SQLException {
        // The list is made anew where nobody has read it for a tenth of a second.
        LockSupport.parkNanos(Duration.ofMillis(150).toNanos());
        return OptionalInt.of(
                Integer.parseInt(
                        server.seen(
                                "",
                                "SELECT COUNT(*) FROM information_schema.innodb_trx t JOIN"
                                        + " information_schema.processlist p ON p.id ="
                                        + " t.trx_mysql_thread_id WHERE p.db = '"
                                        + database
                                        + "'")));
    }
}
