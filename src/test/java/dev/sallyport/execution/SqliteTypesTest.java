package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.result.Column;
import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestSqlite;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code docs/types.md} for SQLite, in three time zones. */
class SqliteTypesTest extends TypesContract {
    private static final TimeZone ZONE = TimeZone.getDefault();
    @TempDir private static Path folder;
    private static Sources sources;
    private static StatementExecutor executor;

    @BeforeAll
    static void open() throws SQLException {
        Path file = folder.resolve("types.db");
        TestSqlite.run(
                file,
                List.of(
                        "CREATE TABLE t (id INTEGER PRIMARY KEY, i INT, b BIGINT, r REAL, d"
                                + " DECIMAL(10, 2), x TEXT NOT NULL, v VARCHAR(20), c CHAR(5), k"
                                + " BLOB, o BOOLEAN, da DATE, ti TIME, ts TIMESTAMP, dt DATETIME,"
                                + " j JSON, u, a ANY)",
                        "INSERT INTO t VALUES (1, 5, 9223372036854775807, 1.5, 12.50, 'x', 'v',"
                                + " 'ab   ', x'00ff', 1, '2024-02-29', '23:59:59.5',"
                                + " '2024-03-10 02:30:00', 1709251199, '{\"a\":1}', 'free', 2.5)",
                        "INSERT INTO t VALUES (2, 'text', 'big', 'real', 'dec', 7, x'01', 3, 'blob',"
                                + " 'yes', 19782, 0.5, 1709251199.5, 'now', x'7b7d', NULL, x'')"));
        sources = new Sources(List.of(TestSqlite.source("types", file, 2)));
        executor = new StatementExecutor();
    }

    @AfterAll
    static void close() {
        executor.close();
        sources.close();
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
    EdgeValues edgeValues() {
        EdgeValues values = EdgeValues.standard();
        values.cast("INTEGER").signed(64);
        values.type("REAL", "%s")
                .doubles(true)
                .expression("-0.0", "-0.0")
                .expression("1e999", "\"Infinity\"")
                .expression("-1e999", "\"-Infinity\"")
                .expression("1e999 - 1e999", "null")
                .expression("CAST(3 AS REAL)", "3.0");
        values.cast("TEXT")
                .texts()
                .same(
                        "2024-03-10 02:30:00",
                        "2011-12-30 00:00:00",
                        "24:00:00",
                        "{\"a\": 1, \"a\": 12345678901234567890}");
        values.type("NONE", "'a' || char(%s) || 'b'").unbound().value("0", "\"a\\u0000b\"");
        values.type("BLOB", "x'%s'").unbound().binary("").binaries();
        values.type("of an expression", "%s")
                .expression("zeroblob(3)", "\"AAAA\"")
                .expression("1 = 1", "1")
                .expression("json('{\"a\": 1}')", "\"{\\\"a\\\":1}\"")
                .expression("jsonb('{}') IS NOT NULL", "1")
                .expression("date('2024-02-29', '+1 day')", "\"2024-03-01\"")
                .expression("datetime(0, 'unixepoch')", "\"1970-01-01 00:00:00\"")
                .expression("typeof(CAST('9223372036854775808' AS NUMERIC))", "\"real\"");
        return values;
    }

    /** A column holds values of any type; each is told by its own. */
    @ParameterizedTest
    @ValueSource(strings = {"Asia/Kolkata", "America/New_York", "Pacific/Apia"})
    void tellsAValueByItsOwnType(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        assertThat(rows("SELECT * FROM t ORDER BY id").rows())
                .hasToString(
                        "[[1,5,\"9223372036854775807\",1.5,12.5,\"x\",\"v\",\"ab   \",\"AP8=\",1,"
                                + "\"2024-02-29\",\"23:59:59.5\",\"2024-03-10 02:30:00\",1709251199,"
                                + "\"{\\\"a\\\":1}\",\"free\",2.5],[2,\"text\",\"big\",\"real\","
                                + "\"dec\",\"7\",\"AQ==\",\"3\",\"blob\",\"yes\",19782,0.5,"
                                + "1.7092511995E9,\"now\",\"e30=\",null,\"\"]]");
    }

    @Test
    void knowsWhatAColumnDeclares() {
        List<Column> columns = rows("SELECT d, x, id, v, ts FROM t").columns();
        assertThat(columns)
                .extracting(Column::type)
                .containsExactly("DECIMAL", "TEXT", "INTEGER", "VARCHAR", "TIMESTAMP");
        assertThat(columns.getFirst().precision()).hasValue(10);
        assertThat(columns.getFirst().scale()).hasValue(2);
        assertThat(columns.get(1).nullable()).contains(false);
    }
}
