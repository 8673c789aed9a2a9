package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.result.Column;
import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestDuckDb;
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

/** The rules of {@code docs/types.md} for DuckDB, in three time zones. */
class DuckDbTypesTest {
    private static final TimeZone ZONE = TimeZone.getDefault();
    @TempDir private static Path folder;
    private static Sources sources;
    private static StatementExecutor executor;

    @BeforeAll
    static void open() throws SQLException {
        Path file = folder.resolve("types.duckdb");
        TestDuckDb.run(
                file,
                List.of("CREATE TABLE t (a DECIMAL(12, 2) NOT NULL, b VARCHAR, c INTEGER[])"));
        sources = new Sources(List.of(TestDuckDb.source("types", file, 2)));
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

    private static BigInteger two(int power) {
        return BigInteger.TWO.pow(power);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Asia/Kolkata", "America/New_York", "Pacific/Apia"})
    void arrivesAsItIsStored(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        EdgeValues values = numbers();
        texts(values);
        moments(values);
        nested(values);
        assertThat(values.size()).isGreaterThan(500);
        values.assertArriveFrom(executor, source(), "");
    }

    private static EdgeValues numbers() {
        EdgeValues values = new EdgeValues();
        for (int bits : new int[] {8, 16, 32, 64, 128}) {
            String signed =
                    List.of("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT")
                            .get(Integer.numberOfTrailingZeros(bits) - 3);
            values.integers(
                    "'%s'::" + signed,
                    two(bits - 1).negate(),
                    two(bits - 1).subtract(BigInteger.ONE));
            values.integers(
                    "'%s'::U" + signed, BigInteger.ZERO, two(bits).subtract(BigInteger.ONE));
        }
        return values.integers("'%s'::BIGNUM", two(127).negate(), two(200))
                .add("'" + two(200) + "0'::BIGNUM", "\"" + two(200) + "0\"")
                .decimals("'%s'::DECIMAL(4,1)", 4, 1)
                .decimals("'%s'::DECIMAL(9,4)", 9, 4)
                .decimals("'%s'::DECIMAL(18,0)", 18, 0)
                .decimals("'%s'::DECIMAL(18,9)", 18, 9)
                .decimals("'%s'::DECIMAL(38,10)", 38, 10)
                .decimals("'%s'::DECIMAL(38,38)", 38, 38)
                .add("0.1::FLOAT", "0.1")
                .add("16777217::FLOAT", "1.6777216E7")
                .add("'nan'::FLOAT", "\"NaN\"")
                .add("'-inf'::FLOAT", "\"-Infinity\"")
                .add("0.1::DOUBLE", "0.1")
                .add("1e300::DOUBLE", "1.0E300")
                .add("'-0'::DOUBLE", "-0.0")
                .add("5e-324::DOUBLE", "4.9E-324")
                .add("'nan'::DOUBLE", "\"NaN\"")
                .add("'inf'::DOUBLE", "\"Infinity\"")
                .add("'-inf'::DOUBLE", "\"-Infinity\"")
                .add("true", "true")
                .add("false", "false")
                .add("NULL::BOOLEAN", "null")
                .add("NULL::HUGEINT", "null")
                .add("NULL::BIGNUM", "null")
                .add("NULL::DECIMAL(5,2)", "null")
                .add("NULL", "null");
    }

    private static void texts(EdgeValues values) {
        values.texts("'%s'", "", "  ab  ", "é漢😀", "NULL", "2024-02-29")
                .add("'q\"q\\'", "\"q\\\"q\\\\\"")
                .add("chr(9) || chr(10)", "\"\\t\\n\"")
                .texts("'%s'::UUID", "7d444840-9dc0-11d1-b245-5ffdce74fad2")
                .texts(
                        "'%s'::UUID ",
                        "00000000-0000-0000-0000-000000000000",
                        "ffffffff-ffff-ffff-ffff-ffffffffffff",
                        "80000000-0000-0000-0000-000000000000")
                .texts("'%s'::BIT", "0", "1", "101", "0".repeat(70) + "1")
                .texts("'%s'::ENUM('sad', 'fine day')", "sad", "fine day")
                .add("'{\"b\": 1,  \"a\": 1.10}'::JSON", "\"{\\\"b\\\": 1,  \\\"a\\\": 1.10}\"")
                .add("'null'::JSON", "\"null\"")
                .add("''::BLOB", "\"\"")
                .add("'\\x00\\xFF\\x10'::BLOB", "\"AP8Q\"")
                .add("NULL::BLOB", "null")
                .add("'POINT(1 2)'::GEOMETRY", "\"POINT (1 2)\"")
                .texts(
                        "INTERVAL '%s'",
                        "1 day", "1 year 2 months 3 days 04:05:06.789", "-1 day", "00:00:00.000001")
                .add("INTERVAL '0 days'", "\"00:00:00\"");
    }

    private static void moments(EdgeValues values) {
        values.texts(
                        "DATE '%s'",
                        "1970-01-01",
                        "2024-02-29",
                        "0001-01-01",
                        "1582-10-10",
                        "2011-12-30",
                        "9999-12-31",
                        "10000-01-01",
                        "5881580-07-10",
                        "0044-03-15 (BC)",
                        "0001-12-31 (BC)",
                        "5877642-06-25 (BC)",
                        "infinity",
                        "-infinity")
                .texts(
                        "TIME '%s'",
                        "00:00:00", "23:59:59.999999", "12:34:56.1", "02:30:00", "24:00:00")
                .texts("'%s'::TIME_NS", "23:59:59.123456789", "00:00:00.000000001")
                .texts("TIMETZ '%s'", "01:02:03+05:30", "23:59:59.999999-12:00", "00:00:00+00:00");
        for (String type : List.of("TIMESTAMP", "TIMESTAMP_NS", "TIMESTAMP_MS", "TIMESTAMP_S")) {
            values.texts(
                    "'%s'::" + type,
                    "1970-01-01 00:00:00",
                    "2024-02-29 23:59:59",
                    // Skipped by the clocks of New York and Apia.
                    "2024-03-10 02:30:00",
                    "2011-12-30 12:00:00",
                    "2024-11-03 01:30:00",
                    "1900-01-01 00:00:00");
        }
        values.texts(
                        "TIMESTAMP '%s'",
                        "2024-02-29 23:59:59.123456",
                        "0001-01-01 00:00:00",
                        "1582-10-10 00:00:00",
                        "0044-03-15 (BC) 12:00:00",
                        "294247-01-10 04:00:54.775806",
                        "infinity",
                        "-infinity")
                .texts("'%s'::TIMESTAMP_NS ", "2024-02-29 23:59:59.123456789")
                .texts("'%s'::TIMESTAMP_MS ", "2024-02-29 23:59:59.123")
                .texts(
                        "TIMESTAMPTZ '%s'",
                        "2024-02-29 23:59:59.123456+00:00",
                        "2024-03-10 02:30:00+00:00",
                        "1900-01-01 00:00:00+00:00",
                        "0044-03-15 (BC) 12:00:00+00:00",
                        "infinity",
                        "-infinity")
                .add("TIMESTAMPTZ '2024-02-29 23:59:59+05:30'", "\"2024-02-29 18:29:59+00:00\"");
    }

    private static void nested(EdgeValues values) {
        values.add("[1, NULL, 3]", "[1,null,3]")
                .add("[9007199254740993, 1]", "[\"9007199254740993\",1]")
                .add("['a', NULL, 'q\"']", "[\"a\",null,\"q\\\"\"]")
                .add("[[1], [2, NULL], []]", "[[1],[2,null],[]]")
                .add("[1, 2]::INTEGER[2]", "[1,2]")
                .add("[]", "[]")
                .add("NULL::INTEGER[]", "null")
                .add("[1.10::DECIMAL(5,2)]", "[1.10]")
                .add("['nan'::DOUBLE, 1.5]", "[\"NaN\",1.5]")
                .add("[DATE '2024-02-29', DATE 'infinity']", "[\"2024-02-29\",\"infinity\"]")
                .add("[TIMESTAMPTZ '2024-01-01 00:00+00']", "[\"2024-01-01 00:00:00+00:00\"]")
                .add("['\\x01'::BLOB]", "[\"AQ==\"]")
                .add("[18446744073709551615::UBIGINT]", "[\"18446744073709551615\"]")
                .add("{'a': 1, 'b': 'x', 'c': [1, 2]}", "{\"a\":1,\"b\":\"x\",\"c\":[1,2]}")
                .add("{'a b': 1, 'c\"d': 2, 'e(f,g': 3}", "{\"a b\":1,\"c\\\"d\":2,\"e(f,g\":3}")
                .add("{'s': {'t': NULL}}", "{\"s\":{\"t\":null}}")
                .add("row(1, 'x')", "[1,\"x\"]")
                .add("MAP {'k1': 1, 'k2': NULL}", "[[\"k1\",1],[\"k2\",null]]")
                .add("MAP {1: [1, 2]}", "[[1,[1,2]]]")
                .add("MAP {}", "[]")
                .add("union_value(num := 5)", "5")
                .add("union_value(str := 'x')::UNION(num INTEGER, str VARCHAR)", "\"x\"")
                .add("[TIMESTAMP '2024-03-10 02:30:00']", "\"['2024-03-10 02:30:00']\"");
    }

    @Test
    void saysOfAColumnWhatIsNotPlain() {
        assertThat(
                        EdgeValues.rows(
                                        executor,
                                        source(),
                                        "SELECT 9007199254740993 AS a, [TIMESTAMP '2024-01-01"
                                                + " 00:00:00'] AS b, 'x'::BLOB AS c, 1 AS d")
                                .columns())
                .extracting(column -> column.note().orElse(""))
                .containsExactly(
                        "numbers that JSON readers round are strings",
                        "in the engine's own notation",
                        "base64",
                        "");
    }

    @Test
    void knowsWhatAColumnDeclares() {
        List<Column> columns =
                EdgeValues.rows(executor, source(), "SELECT a, b, c FROM t").columns();
        assertThat(columns)
                .extracting(Column::type)
                .containsExactly("DECIMAL(12,2)", "VARCHAR", "INTEGER[]");
        assertThat(columns.getFirst().precision()).hasValue(12);
        assertThat(columns.getFirst().scale()).hasValue(2);
    }
}
