package dev.sallyport.execution;

import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestDb2;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/** The rules of {@code docs/types.md} for Db2, as far as Derby has its types. */
@Tag("full")
class Db2TypesTest extends TypesContract {
    private static Sources sources;
    private static StatementExecutor executor;

    @BeforeAll
    static void open() throws SQLException {
        TestDb2.make("types", List.of("CREATE TABLE one (id INTEGER)", "CREATE TABLE two (id INTEGER)"));
        sources = new Sources(List.of(TestDb2.source("types", "types", 4)));
        executor = new StatementExecutor();
    }

    @AfterAll
    static void close() {
        executor.close();
        sources.close();
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
        return " FROM SYSIBM.SYSDUMMY1";
    }

    @Override
    EdgeValues edgeValues() {
        EdgeValues values = EdgeValues.standard();
        values.type("SMALLINT", "CAST(%s AS SMALLINT)").signed(16);
        values.type("INTEGER", "CAST(%s AS INTEGER)").signed(32);
        values.type("BIGINT", "CAST(%s AS BIGINT)").unbound().signed(64);
        values.type("DECIMAL(31, 10)", "CAST(%s AS DECIMAL(31, 10))").decimals(31, 10);
        values.type("DECIMAL(5, 2)", "CAST(%s AS DECIMAL(5, 2))").decimals(5, 2);
        values.type("DOUBLE", "DOUBLE('%s')").doubles(false);
        values.cast("VARCHAR(99)").texts();
        values.cast("CHAR(5)").padded();
        values.type("VARCHAR(99) FOR BIT DATA", "X'%s'").unbound().binary("").binaries();
        values.cast("DATE").dates(LocalDate.MIN);
        values.cast("TIME").times(0);
        values.cast("TIMESTAMP").timestamps(6, LocalDate.MIN);
        values.type("CLOB(1000)", "CAST('%s' AS CLOB(1000))").unbound().texts();
        return values;
    }
}
