package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestHsqldb;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

class HsqldbExecutorTest extends StatementExecutorContract {
    private final TestHsqldb server = new TestHsqldb();

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        server.run(statements);
        return server.source("shop", false, 4);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Override
    protected String state() throws SQLException {
        return server.seen(
                "SELECT COUNT(*) || ' ' || SUM(id) || ' ' || SUM(total) || (SELECT"
                        + " GROUP_CONCAT(table_schema || table_name ORDER BY table_schema,"
                        + " table_name) FROM INFORMATION_SCHEMA.TABLES) || (SELECT"
                        + " GROUP_CONCAT(next_value) FROM INFORMATION_SCHEMA.SYSTEM_SEQUENCES WHERE"
                        + " sequence_schema = 'PUBLIC') FROM orders");
    }

    /** A query has a table. */
    @Override
    protected String oneRow() {
        return " FROM (VALUES (0)) AS one(x)";
    }

    @Override
    protected String numbers(long last) {
        return "UNNEST(SEQUENCE_ARRAY(1, " + last + ", 1)) AS s(n)";
    }

    @Override
    protected String slow() {
        return "SELECT COUNT(*) FROM orders a, orders b, orders c, orders d WHERE MOD(a.id + b.id +"
                + " c.id + d.id, 7) < 0";
    }

    @Override
    protected List<String> changedByTheDriver() {
        return List.of("VALUES {fn UCASE('x')}", "VALUES {d '2024-02-29'}");
    }
}
