package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestHsqldb;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of {@code docs/types.md} for HSQLDB, in three time zones. */
class HsqldbTypesTest extends TypesContract {
    private static final TimeZone ZONE = TimeZone.getDefault();
    private static TestHsqldb server;
    private static Sources sources;
    private static StatementExecutor executor;

    @BeforeAll
    static void open() throws SQLException {
        server = new TestHsqldb();
        server.run(List.of("CREATE TABLE one (id INTEGER)", "CREATE TABLE two (id INTEGER)"));
        sources = new Sources(List.of(server.source("types", false, 2)));
        executor = new StatementExecutor();
    }

    @AfterAll
    static void close() {
        executor.close();
        sources.close();
        server.close();
        TimeZone.setDefault(ZONE);
    }

    @Override
    Source source() {
        return sources.all().getFirst();
    }

    @Override
    StatementExecutor executor() {
        return executor;
    }

    @Override
    Optional<String> twoTables() {
        return Optional.of("SELECT one.id, two.id FROM one, two");
    }

    @Override
    String from() {
        return " FROM (VALUES (0)) AS one(x)";
    }

    @Override
    EdgeValues edgeValues() {
        EdgeValues values = EdgeValues.standard();
        values.cast("TINYINT").signed(8);
        values.cast("SMALLINT").signed(16);
        values.cast("INTEGER").signed(32);
        values.cast("BIGINT").signed(64);
        values.cast("DECIMAL(38, 10)").decimals(38, 10);
        values.cast("NUMERIC(12, 2)").decimals(12, 2);
        values.type("DOUBLE", "CAST('%s' AS DOUBLE)").doubles(true);
        values.cast("BOOLEAN").booleans();
        values.cast("VARCHAR(99)").texts();
        values.cast("CLOB").unbound().texts();
        values.cast("CHAR(5)").padded();
        values.type("VARBINARY(99)", "X'%s'").unbound().binary("").binaries();
        values.type("BLOB", "CAST(X'%s' AS BLOB)").unbound().binaries();
        values.cast("DATE").dates(LocalDate.MIN);
        values.cast("TIME(0)").times(0);
        values.cast("TIME(9)").times(9);
        values.cast("TIMESTAMP(9)").timestamps(9, LocalDate.MIN);
        values.type("TIMESTAMP(6) WITH TIME ZONE", "TIMESTAMP '%s'").unbound().moments(true);
        values.type("TIME(6) WITH TIME ZONE", "TIME '%s'").unbound().same("23:59:59-08:00");
        values.cast("UUID").uuids();
        values.type("INTERVAL YEAR TO MONTH", "INTERVAL '%s' YEAR TO MONTH").same("1-02");
        values.type("INTERVAL DAY TO SECOND", "INTERVAL '%s' DAY TO SECOND")
                .unbound()
                .same("1 02:03:04");
        values.type("INTEGER ARRAY", "%s")
                .unbound()
                .value("ARRAY[1, 2, CAST(NULL AS INTEGER)]", "[1,2,null]");
        return values;
    }

    @Test
    void textsInArraysAndShortBinariesArriveAsTheyAreStored() {
        assertThat(
                        rows("SELECT ARRAY['a', 'b'] AS v, CAST(X'0102' AS BINARY(3)) AS b"
                                        + from())
                                .rows())
                .hasToString("[[[\"a\",\"b\"],\"AQIA\"]]");
    }
}
