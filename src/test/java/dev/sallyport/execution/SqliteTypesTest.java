package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.result.Column;
import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestSqlite;
import java.math.BigInteger;
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
class SqliteTypesTest {
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

    private static Source source() {
        return sources.all().getFirst();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Asia/Kolkata", "America/New_York", "Pacific/Apia"})
    void arrivesAsItIsStored(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        EdgeValues values =
                new EdgeValues()
                        .integers(
                                "CAST('%s' AS INTEGER)",
                                BigInteger.valueOf(Long.MIN_VALUE),
                                BigInteger.valueOf(Long.MAX_VALUE))
                        .texts(
                                "'%s'",
                                "",
                                " ",
                                "x",
                                "  padded  ",
                                "2024-02-29",
                                "0000-00-00",
                                "2024-03-10 02:30:00",
                                "2011-12-30 00:00:00",
                                "NULL",
                                "é漢😀",
                                "9007199254740993")
                        .add("'q\"q\\'", "\"q\\\"q\\\\\"")
                        .add(
                                "'a' || char(9) || char(10) || 'b'",
                                "\"a\\tb\"".replace("\\tb", "\\t\\nb"))
                        .add("'a' || char(0) || 'b'", "\"a\\u0000b\"")
                        .add("NULL", "null")
                        .add("1.5", "1.5")
                        .add("-0.0", "-0.0")
                        .add("0.1 + 0.2", "0.30000000000000004")
                        .add("1e300", "1.0E300")
                        .add("4.9e-324", "4.9E-324")
                        .add("1.7976931348623157e308", "1.7976931348623157E308")
                        .add("9007199254740993.0", "9.007199254740992E15")
                        .add("1e999", "\"Infinity\"")
                        .add("-1e999", "\"-Infinity\"")
                        .add("1e999 - 1e999", "null")
                        .add("CAST(3 AS REAL)", "3.0")
                        .add("x''", "\"\"")
                        .add("x'00'", "\"AA==\"")
                        .add("x'00ff10deadbeef'", "\"AP8Q3q2+7w==\"")
                        .add("zeroblob(3)", "\"AAAA\"")
                        .add("1 = 1", "1")
                        .add("json('{\"a\": 1}')", "\"{\\\"a\\\":1}\"")
                        .add("jsonb('{}') IS NOT NULL", "1")
                        .add("date('2024-02-29', '+1 day')", "\"2024-03-01\"")
                        .add("datetime(0, 'unixepoch')", "\"1970-01-01 00:00:00\"")
                        .add("typeof(CAST('9223372036854775808' AS NUMERIC))", "\"real\"");
        assertThat(values.size()).isGreaterThan(80);
        values.assertArriveFrom(executor, source(), "");
    }

    /** A column holds values of any type; each is told by its own. */
    @ParameterizedTest
    @ValueSource(strings = {"Asia/Kolkata", "America/New_York", "Pacific/Apia"})
    void tellsAValueByItsOwnType(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        assertThat(EdgeValues.rows(executor, source(), "SELECT * FROM t ORDER BY id").rows())
                .hasToString(
                        "[[1,5,\"9223372036854775807\",1.5,12.5,\"x\",\"v\",\"ab   \",\"AP8=\",1,"
                                + "\"2024-02-29\",\"23:59:59.5\",\"2024-03-10 02:30:00\",1709251199,"
                                + "\"{\\\"a\\\":1}\",\"free\",2.5],[2,\"text\",\"big\",\"real\","
                                + "\"dec\",\"7\",\"AQ==\",\"3\",\"blob\",\"yes\",19782,0.5,"
                                + "1.7092511995E9,\"now\",\"e30=\",null,\"\"]]");
    }

    @Test
    void knowsWhatAColumnDeclares() {
        List<Column> columns =
                EdgeValues.rows(executor, source(), "SELECT d, x, id, v, ts FROM t").columns();
        assertThat(columns)
                .extracting(Column::type)
                .containsExactly("DECIMAL", "TEXT", "INTEGER", "VARCHAR", "TIMESTAMP");
        assertThat(columns.getFirst().precision()).hasValue(10);
        assertThat(columns.getFirst().scale()).hasValue(2);
        assertThat(columns.get(1).nullable()).contains(false);
    }
}
