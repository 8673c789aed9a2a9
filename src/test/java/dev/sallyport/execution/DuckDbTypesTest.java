package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.result.Column;
import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestDuckDb;
import java.math.BigInteger;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of {@code docs/types.md} for DuckDB, in three time zones. */
class DuckDbTypesTest extends TypesContract {
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
        numbers(values);
        texts(values);
        moments(values);
        nested(values);
        return values;
    }

    private static void numbers(EdgeValues values) {
        String[] names = {"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT"};
        for (int i = 0; i < names.length; i++) {
            values.cast(names[i]).signed(8 << i);
            values.cast("U" + names[i]).unsigned(8 << i);
        }
        values.cast("BIGNUM").integers(BigInteger.TWO.pow(127).negate(), BigInteger.TWO.pow(200));
        values.cast("DECIMAL(4,1)").decimals(4, 1);
        values.cast("DECIMAL(9,4)").decimals(9, 4);
        values.cast("DECIMAL(18,0)").decimals(18, 0);
        values.cast("DECIMAL(18,9)").decimals(18, 9);
        values.cast("DECIMAL(38,10)").decimals(38, 10);
        values.cast("DECIMAL(38,38)").decimals(38, 38);
        values.cast("FLOAT").floats(true).negativeZero(-0.0F).notFinite("nan", "inf");
        values.cast("DOUBLE").doubles(true).negativeZero(-0.0).notFinite("nan", "inf");
        values.cast("BOOLEAN").booleans();
    }

    private static void texts(EdgeValues values) {
        values.cast("VARCHAR").texts();
        values.cast("UUID").uuids();
        values.cast("BIT").same("0", "1", "101", "0".repeat(70) + "1");
        values.type("ENUM('sad', 'fine day')", "'%s'::ENUM('sad', 'fine day')")
                .same("sad", "fine day");
        values.cast("JSON").unbound().jsons();
        values.type("BLOB", "unhex('%s')").unbound().binary("").binaries();
        values.cast("GEOMETRY").unbound().same("POINT (1 2)");
        values.cast("INTERVAL")
                .same("1 day", "1 year 2 months 3 days 04:05:06.789", "-1 day", "00:00:00.000001")
                .value("0 days", "\"00:00:00\"");
    }

    private static void moments(EdgeValues values) {
        values.cast("DATE")
                .dates(LocalDate.MIN)
                .same(
                        "1582-10-10",
                        "10000-01-01",
                        "5881580-07-10",
                        "0044-03-15 (BC)",
                        "0001-12-31 (BC)",
                        "5877642-06-25 (BC)",
                        "infinity",
                        "-infinity");
        values.cast("TIME").times(6).same("24:00:00");
        values.cast("TIME_NS").times(9);
        values.cast("TIMETZ").same("01:02:03+05:30", "23:59:59.999999-12:00", "00:00:00+00:00");
        values.cast("TIMESTAMP")
                .timestamps(6, LocalDate.MIN)
                .same(
                        "0044-03-15 (BC) 12:00:00",
                        "294247-01-10 04:00:54.775806",
                        "infinity",
                        "-infinity");
        values.cast("TIMESTAMP_S").timestamps(0, LocalDate.MIN);
        values.cast("TIMESTAMP_MS").timestamps(3, LocalDate.MIN);
        values.type("TIMESTAMP_NS", "'%s'::TIMESTAMP_NS")
                .same(
                        "1900-01-01 00:00:00",
                        "2024-03-10 02:30:00",
                        "2024-02-29 23:59:59.123456789");
        values.cast("TIMESTAMPTZ")
                .moments(false)
                .same("0044-03-15 (BC) 12:00:00+00:00", "infinity", "-infinity");
    }

    private static void nested(EdgeValues values) {
        values.type("INTEGER[]", "%s")
                .unbound()
                .value("[1, NULL, 3]", "[1,null,3]")
                .value("[9007199254740993, 1]", "[\"9007199254740993\",1]")
                .value("[[1], [2, NULL], []]", "[[1],[2,null],[]]")
                .value("[1, 2]::INTEGER[2]", "[1,2]")
                .value("[]", "[]");
        values.type("UNION(num INTEGER)", "%s").unbound().value("union_value(num := 5)", "5");
        values.type("STRUCT(s INTEGER)", "%s").unbound().value("row(1, 2)", "[1,2]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    ['a', NULL, 'q"']              | ["a",null,"q\\""]
                    [1.10::DECIMAL(5,2)]           | [1.10]
                    ['nan'::DOUBLE, 1.5]           | ["NaN",1.5]
                    [DATE '2024-02-29', DATE 'infinity'] | ["2024-02-29","infinity"]
                    [TIMESTAMPTZ '2024-11-03 06:30+00']  | "['2024-11-03 06:30:00+00']"
                    ['\\x01'::BLOB]                | ["AQ=="]
                    [18446744073709551615::UBIGINT]      | ["18446744073709551615"]
                    {'a': 1, 'b': 'x', 'c': [1, 2]}      | {"a":1,"b":"x","c":[1,2]}
                    {'a b': 1, 'c"d': 2, 'e(f,g': 3}     | {"a b":1,"c\\"d":2,"e(f,g":3}
                    {'s': {'t': NULL}}             | {"s":{"t":null}}
                    row(1, 'x')                    | [1,"x"]
                    MAP {'k1': 1, 'k2': NULL}      | [["k1",1],["k2",null]]
                    MAP {1: [1, 2]}                | [[1,[1,2]]]
                    MAP {}                         | []
                    union_value(str := 'x')::UNION(num INTEGER, str VARCHAR) | "x"
                    [TIMESTAMP '2024-03-10 02:30:00'] | "['2024-03-10 02:30:00']"
                    '\\x00\\xFF\\x10'::BLOB        | "AP8Q"
                    """)
    void nestedValueArrivesAsItIsStored(String expression, String json) {
        assertThat(rows("SELECT " + expression + " AS v").rows()).hasToString("[[" + json + "]]");
    }

    @Test
    void saysOfAColumnWhatIsNotPlain() {
        assertThat(
                        rows("SELECT 9007199254740993 AS a, [TIMESTAMP '2024-01-01"
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
        List<Column> columns = rows("SELECT a, b, c FROM t").columns();
        assertThat(columns)
                .extracting(Column::type)
                .containsExactly("DECIMAL(12,2)", "VARCHAR", "INTEGER[]");
        assertThat(columns.getFirst().precision()).hasValue(12);
        assertThat(columns.getFirst().scale()).hasValue(2);
    }
}
