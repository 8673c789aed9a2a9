package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.Column;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestH2;
import dev.sallyport.sql.StatementClass;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of {@code docs/types.md} for H2, in a time zone that would shift dates. */
class H2TypesTest {
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

    private static ResultRows rows(String sql) {
        ExecutionOutcome outcome =
                executor.execute(
                        sources.all().getFirst(),
                        new BoundStatement(sql, StatementClass.READ, List.of()),
                        new ExecutionLimits(10, new DataSize(1_000_000), Duration.ofSeconds(20)),
                        new CallContext(
                                Caller.LOCAL,
                                Deadline.after(Duration.ofSeconds(20)),
                                new Cancellation()));
        assertThat(outcome).isInstanceOf(ExecutionOutcome.Rows.class);
        return ((ExecutionOutcome.Rows) outcome).rows();
    }
}
