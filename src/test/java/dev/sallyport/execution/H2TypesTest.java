package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.result.Column;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestH2;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of {@code docs/types.md} for H2, in a time zone that would shift dates. */
class H2TypesTest extends TypesContract {
    private static final TimeZone ZONE = TimeZone.getDefault();
    @TempDir private static Path folder;
    private static Sources sources;
    private static StatementExecutor executor;

    @BeforeAll
    static void open() throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        TestH2.run(
                folder,
                "types",
                "CREATE TABLE one (id INTEGER)",
                "CREATE TABLE two (id INTEGER)",
                "CREATE TABLE large (c CLOB, b BLOB)",
                "INSERT INTO large VALUES (REPEAT('ä', 200000), CAST(REPEAT('x', 200000) AS"
                        + " BLOB)), ('short', X'01'), (NULL, NULL)");
        sources = new Sources(List.of(TestH2.source("types", folder, "types")));
        executor = new StatementExecutor();
    }

    @AfterAll
    static void close() {
        executor.close();
        sources.close();
        TimeZone.setDefault(ZONE);
    }

    @ParameterizedTest(name = "{0} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    CAST(-128 AS TINYINT)                       | TINYINT           | -128
                    CAST(32767 AS SMALLINT)                     | SMALLINT          | 32767
                    2147483647                                  | INTEGER           | 2147483647
                    9007199254740991                            | BIGINT            | 9007199254740991
                    9007199254740992                            | BIGINT            | "9007199254740992"
                    CAST('-9223372036854775808' AS BIGINT)      | BIGINT            | "-9223372036854775808"
                    CAST(1.10 AS NUMERIC(5,2))                  | NUMERIC           | 1.10
                    CAST(0 AS DECIMAL(10,4))                    | DECIMAL           | 0.0000
                    CAST('1234567890123456789012345678.0123456789' AS NUMERIC(38,10)) | NUMERIC | "1234567890123456789012345678.0123456789"
                    CAST('1E1000' AS DECFLOAT)                  | DECFLOAT          | "1E+1000"
                    CAST(1.5 AS DECFLOAT)                       | DECFLOAT          | 1.5
                    CAST('NaN' AS DECFLOAT)                     | DECFLOAT          | "NaN"
                    CAST('Infinity' AS DECFLOAT)                | DECFLOAT          | "Infinity"
                    CAST(0.1 AS DOUBLE PRECISION)               | DOUBLE PRECISION  | 0.1
                    CAST('NaN' AS DOUBLE PRECISION)             | DOUBLE PRECISION  | "NaN"
                    CAST('-Infinity' AS DOUBLE PRECISION)       | DOUBLE PRECISION  | "-Infinity"
                    CAST(0.1 AS REAL)                           | REAL              | 0.1
                    CAST('Infinity' AS REAL)                    | REAL              | "Infinity"
                    TRUE                                        | BOOLEAN           | true
                    CAST(NULL AS INTEGER)                       | INTEGER           | null
                    CAST(NULL AS VARCHAR)                       | CHARACTER VARYING | null
                    ''                                          | CHARACTER VARYING | ""
                    CAST('ab' AS CHAR(5))                       | CHARACTER         | "ab"
                    CAST('  ab ' AS VARCHAR(9))                 | CHARACTER VARYING | "  ab "
                    'q"q \\ é漢😀'                               | CHARACTER VARYING | "q\\"q \\\\ é漢😀"
                    DATE '2024-02-29'                           | DATE              | "2024-02-29"
                    DATE '-0043-03-15'                          | DATE              | "-0043-03-15"
                    DATE '9999-12-31'                           | DATE              | "9999-12-31"
                    TIME '23:59:59'                             | TIME              | "23:59:59"
                    CAST('23:59:59.123456789' AS TIME(9))       | TIME              | "23:59:59.123456789"
                    CAST('01:02:03+05:30' AS TIME WITH TIME ZONE)        | TIME WITH TIME ZONE | "01:02:03+05:30"
                    TIMESTAMP '2024-02-29 23:59:59.123456'      | TIMESTAMP         | "2024-02-29 23:59:59.123456"
                    TIMESTAMP '2024-02-29 00:00:00'             | TIMESTAMP         | "2024-02-29 00:00:00"
                    TIMESTAMP WITH TIME ZONE '2024-02-29 23:59:59.1+05:30' | TIMESTAMP WITH TIME ZONE | "2024-02-29 23:59:59.1+05:30"
                    TIMESTAMP WITH TIME ZONE '2024-02-29 23:59:59Z' | TIMESTAMP WITH TIME ZONE | "2024-02-29 23:59:59+00:00"
                    INTERVAL '1-2' YEAR TO MONTH                | INTERVAL YEAR TO MONTH | "INTERVAL '1-2' YEAR TO MONTH"
                    X'00FF10DEADBEEF'                           | BINARY VARYING    | "AP8Q3q2+7w=="
                    UUID '7d444840-9dc0-11d1-b245-5ffdce74fad2' | UUID              | "7d444840-9dc0-11d1-b245-5ffdce74fad2"
                    JSON '{"a":12345678901234567890}'           | JSON              | "{\\"a\\":12345678901234567890}"
                    ARRAY[1, NULL, 3]                           | INTEGER ARRAY     | [1,null,3]
                    ARRAY[9007199254740993]                     | BIGINT ARRAY      | ["9007199254740993"]
                    ARRAY['a', 'q"q', NULL]                     | CHARACTER VARYING(3) ARRAY | ["a","q\\"q",null]
                    ARRAY[ARRAY[1, 2], ARRAY[3]]                | INTEGER ARRAY ARRAY | [[1,2],[3]]
                    ARRAY[DATE '2024-02-29']                    | DATE ARRAY        | ["2024-02-29"]
                    ARRAY[TIMESTAMP '2024-02-29 01:02:03']      | TIMESTAMP ARRAY   | ["2024-02-29 01:02:03"]
                    CAST('b' AS ENUM('a', 'b'))                 | ENUM              | "b"
                    ROW (1, 'x')                                | ROW               | "ROW (1, x)"
                    """)
    void arrivesAsItIsStored(String expression, String type, String json) {
        ResultRows rows = rows("SELECT " + expression + " AS v");
        assertThat(rows.rows()).hasToString("[[" + json + "]]");
        assertThat(rows.columns().getFirst().type()).startsWith(type.split(" ", -1)[0]);
    }

    @Test
    void cutsLargeObjectsAndSaysHowLongTheyAre() {
        String json = rows("SELECT c, b FROM large").rows().toString();
        assertThat(json)
                .startsWith("[[{\"cut\":\"ääää")
                .contains("\",\"length\":200000},{\"cut\":\"eHh4")
                .endsWith("\",\"length\":200000}],[\"short\",\"AQ==\"],[null,null]]");
    }

    @Test
    void saysOfAColumnWhatIsNotPlain() {
        assertThat(
                        rows("SELECT 9007199254740993 AS a, CAST('x' AS CHAR(3)) AS b, X'01' AS c,"
                                        + " 1 AS d")
                                .columns())
                .extracting(column -> column.note().orElse(""))
                .containsExactly(
                        "numbers that JSON readers round are strings",
                        "trailing blanks removed",
                        "base64",
                        "");
    }

    @Test
    void knowsPrecisionScaleAndNullability() {
        Column column = rows("SELECT CAST(1 AS NUMERIC(12, 2)) AS v").columns().getFirst();
        assertThat(column.precision()).hasValue(12);
        assertThat(column.scale()).hasValue(2);
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
    EdgeValues edgeValues() {
        EdgeValues values = EdgeValues.standard();
        values.cast("TINYINT").signed(8);
        values.cast("SMALLINT").signed(16);
        values.cast("INTEGER").signed(32);
        values.cast("BIGINT").signed(64);
        values.cast("NUMERIC(38, 10)").decimals(38, 10);
        values.cast("NUMERIC(15, 15)").decimals(15, 15);
        values.cast("DECIMAL(5, 2)").decimals(5, 2);
        values.cast("DECFLOAT(34)").value("1E1000", "\"1E+1000\"").notFinite("NaN", "Infinity");
        values.cast("REAL").floats(true).notFinite("NaN", "Infinity");
        values.cast("DOUBLE PRECISION").doubles(true).notFinite("NaN", "Infinity");
        values.cast("BOOLEAN").booleans();
        values.cast("VARCHAR(99)").texts();
        values.cast("VARCHAR_IGNORECASE(99)").texts();
        values.cast("CLOB").texts();
        values.cast("CHAR(5)").padded();
        values.type("CHAR(1)", "CHAR(55357) || '%s'").unbound().value("", "\"\\ud83d\"");
        values.type("VARBINARY(99)", "X'%s'").unbound().binary("").binaries();
        values.type("BLOB", "CAST(X'%s' AS BLOB)").unbound().binaries();
        values.cast("DATE").dates(LocalDate.MIN).same("1582-10-10", "-0043-03-15", "+10000-01-01");
        values.cast("TIME(9)").times(9);
        values.cast("TIME(0)").times(0);
        values.cast("TIME(9) WITH TIME ZONE").same("01:02:03+05:30", "23:59:59.9-11:00");
        values.cast("TIMESTAMP(9)").timestamps(9, LocalDate.MIN);
        values.cast("TIMESTAMP(0)").timestamps(0, LocalDate.MIN);
        values.cast("TIMESTAMP(9) WITH TIME ZONE").moments(true);
        values.cast("UUID").uuids();
        values.type("JSON", "JSON '%s'")
                .unbound()
                .same(
                        "{\"b\":1,\"a\":12345678901234567890}",
                        "{\"a\":1,\"a\":2}",
                        "null",
                        "0.1000");
        values.type("INTEGER ARRAY", "%s")
                .unbound()
                .value("ARRAY[1, NULL, -3]", "[1,null,-3]")
                .value("CAST(ARRAY[] AS INTEGER ARRAY)", "[]");
        return values;
    }
}
