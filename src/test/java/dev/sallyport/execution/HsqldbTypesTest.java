package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestHsqldb;
import java.math.BigInteger;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of {@code docs/types.md} for HSQLDB, in three time zones. */
class HsqldbTypesTest {
    private static final TimeZone ZONE = TimeZone.getDefault();
    private static TestHsqldb server;
    private static Sources sources;
    private static StatementExecutor executor;

    @BeforeAll
    static void open() {
        server = new TestHsqldb();
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
                                "CAST(%s AS TINYINT)",
                                BigInteger.valueOf(-128), BigInteger.valueOf(127))
                        .integers(
                                "CAST(%s AS SMALLINT)",
                                BigInteger.valueOf(Short.MIN_VALUE),
                                BigInteger.valueOf(Short.MAX_VALUE))
                        .integers(
                                "CAST(%s AS INTEGER)",
                                BigInteger.valueOf(Integer.MIN_VALUE),
                                BigInteger.valueOf(Integer.MAX_VALUE))
                        .integers(
                                "CAST('%s' AS BIGINT)",
                                BigInteger.valueOf(Long.MIN_VALUE),
                                BigInteger.valueOf(Long.MAX_VALUE))
                        .decimals("CAST(%s AS DECIMAL(38, 10))", 38, 10)
                        .decimals("CAST(%s AS NUMERIC(12, 2))", 12, 2)
                        .texts(
                                "CAST('%s' AS VARCHAR(99))",
                                "", " ", "x", "  padded  ", "NULL", "é漢😀", "9007199254740993")
                        .texts("CAST('%s' AS CLOB)", "x", "é漢😀")
                        .add("CAST('ab' AS CHAR(5))", "\"ab\"")
                        .add("CAST(NULL AS INTEGER)", "null")
                        .add("CAST(NULL AS DATE)", "null")
                        .add("CAST(NULL AS BLOB)", "null")
                        .add("CAST(1.5 AS DOUBLE)", "1.5")
                        .add("1E300", "1.0E300")
                        .add("CAST(-0.1 AS DOUBLE)", "-0.1")
                        .add("TRUE", "true")
                        .add("CAST('false' AS BOOLEAN)", "false")
                        .add("X'00ff10'", "\"AP8Q\"")
                        .add("CAST(X'0102' AS BINARY(3))", "\"AQIA\"")
                        .add("CAST(X'0102' AS BLOB)", "\"AQI=\"")
                        .add(
                                "CAST('01234567-89ab-cdef-0123-456789abcdef' AS UUID)",
                                "\"01234567-89ab-cdef-0123-456789abcdef\"")
                        .add("DATE '0001-01-01'", "\"0001-01-01\"")
                        .add("DATE '2011-12-30'", "\"2011-12-30\"")
                        .add("DATE '9999-12-31'", "\"9999-12-31\"")
                        .add("TIME '00:00:00'", "\"00:00:00\"")
                        .add("TIME '23:59:59'", "\"23:59:59\"")
                        .add("CAST('23:59:59.5' AS TIME(3))", "\"23:59:59.5\"")
                        .add("TIMESTAMP '2024-03-10 02:30:00'", "\"2024-03-10 02:30:00\"")
                        .add(
                                "TIMESTAMP '2024-03-31 02:30:00.123456'",
                                "\"2024-03-31 02:30:00.123456\"")
                        .add(
                                "TIMESTAMP '2024-03-10 02:30:00+5:30'",
                                "\"2024-03-10 02:30:00+05:30\"")
                        .add("TIME '23:59:59-8:00'", "\"23:59:59-08:00\"")
                        .add("INTERVAL '1-2' YEAR TO MONTH", "\"1-02\"")
                        .add("INTERVAL '1 02:03:04' DAY TO SECOND", "\"1 02:03:04\"")
                        .add("ARRAY[1, 2, CAST(NULL AS INTEGER)]", "[1,2,null]")
                        .add("ARRAY['a', 'b']", "[\"a\",\"b\"]");
        assertThat(values.size()).isGreaterThan(80);
        values.assertArriveFrom(executor, source(), " FROM (VALUES (0)) AS one(x)");
    }
}
