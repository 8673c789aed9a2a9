package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestDb2;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Tag;

/**
 * IBM's driver against Derby, by the owner of the database: what Db2 itself would make of the
 * statements is not shown by this, but what the driver lets through and a rollback takes back is.
 */
@Tag("full")
class Db2ReadOnlyTest extends ReadOnlyWithoutGuardContract {
    private String database = "";

    @Override
    protected Dialect dialect() {
        return Dialects.DB2;
    }

    @Override
    protected List<String> schema() {
        return List.of(
                "CREATE TABLE customers (id INTEGER PRIMARY KEY, name VARCHAR(100), state CHAR(2))",
                "CREATE TABLE orders (id INTEGER PRIMARY KEY, customer_id INTEGER, status"
                        + " VARCHAR(20), total NUMERIC(10, 2), note VARCHAR(200), ordered_at"
                        + " TIMESTAMP)",
                "CREATE SEQUENCE order_seq",
                "INSERT INTO customers VALUES (1, 'Ada', 'NY')",
                "INSERT INTO orders VALUES (1, 1, 'open', 12.50, 'x',"
                        + " TIMESTAMP('2024-02-29 10:00:00'))",
                "INSERT INTO orders VALUES (7, 1, 'done', 2.50, NULL,"
                        + " TIMESTAMP('2024-03-01 10:00:00'))");
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        database = TestDb2.newDatabase(statements);
        return TestDb2.source("shop", database, 1);
    }

    @Override
    protected String state() throws SQLException {
        return TestDb2.seen(database, "SELECT id, name, state FROM customers ORDER BY id")
                + TestDb2.seen(database, "SELECT id, status, total, note FROM orders ORDER BY id")
                + TestDb2.seen(database, "SELECT TABLENAME FROM SYS.SYSTABLES ORDER BY TABLENAME")
                + TestDb2.seen(database, "SELECT SCHEMANAME FROM SYS.SYSSCHEMAS ORDER BY SCHEMANAME")
                + TestDb2.seen(database, "SELECT ALIAS FROM SYS.SYSALIASES ORDER BY ALIAS")
                + TestDb2.seen(database, "SELECT COUNT(*) FROM SYS.SYSTABLEPERMS");
    }

    @Override
    protected void change() throws SQLException {
        TestDb2.run(database, List.of("DELETE FROM orders WHERE id = 7"));
    }

    @Override
    protected String session() {
        return "SELECT CURRENT SCHEMA, CURRENT ISOLATION, CURRENT SQLID FROM SYSIBM.SYSDUMMY1";
    }
}
