package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.result.Column;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestPostgres;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of {@code docs/types.md} for PostgreSQL, in a time zone that would shift dates. */
class PostgresTypesTest extends TypesContract {
    private static final TimeZone ZONE = TimeZone.getDefault();
    private static Sources sources;
    private static StatementExecutor executor;

    @BeforeAll
    static void open() throws SQLException {
        TimeZone.setDefault(TimeZone.getTimeZone("Asia/Kolkata"));
        String database =
                TestPostgres.newDatabase(
                        "CREATE TYPE mood AS ENUM ('sad', 'fine')",
                        "CREATE TABLE one (id int)",
                        "CREATE TABLE two (id int)",
                        "CREATE TYPE pair AS (a int, b text)",
                        "CREATE DOMAIN positive AS bigint CHECK (VALUE > 0)");
        sources = new Sources(List.of(TestPostgres.source("types", database)));
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
                    (-32768)::int2                                  | int2        | -32768
                    2147483647                                      | int4        | 2147483647
                    9007199254740991                                | int8        | 9007199254740991
                    -9007199254740991                               | int8        | -9007199254740991
                    9007199254740992                                | int8        | "9007199254740992"
                    (-9223372036854775808)::int8                    | int8        | "-9223372036854775808"
                    9223372036854775807                             | int8        | "9223372036854775807"
                    4294967295::oid                                 | oid         | 4294967295
                    '18446744073709551615'::xid8                    | xid8        | "18446744073709551615"
                    5::positive                                     | int8        | 5
                    1.10::numeric(5,2)                              | numeric     | 1.10
                    0::numeric(10,4)                                | numeric     | 0.0000
                    (-0.001)::numeric                               | numeric     | -0.001
                    123456789012345                                 | int8        | 123456789012345
                    1234567890.12345::numeric                       | numeric     | 1234567890.12345
                    1234567890.123456::numeric                      | numeric     | "1234567890.123456"
                    9007199254740993::numeric                       | numeric     | "9007199254740993"
                    1234567890123456789012345678.0123456789::numeric(38,10) | numeric | "1234567890123456789012345678.0123456789"
                    'NaN'::numeric                                  | numeric     | "NaN"
                    'Infinity'::numeric                             | numeric     | "Infinity"
                    '-Infinity'::numeric                            | numeric     | "-Infinity"
                    1e-20::numeric                                  | numeric     | 0.00000000000000000001
                    0.1::float8                                     | float8      | 0.1
                    1e300::float8                                   | float8      | 1e+300
                    5e-324::float8                                  | float8      | 5e-324
                    '-0'::float8                                    | float8      | -0
                    'NaN'::float8                                   | float8      | "NaN"
                    'Infinity'::float8                              | float8      | "Infinity"
                    '-Infinity'::float4                             | float4      | "-Infinity"
                    0.1::float4                                     | float4      | 0.1
                    16777217::float4                                | float4      | 1.6777216e+07
                    1234.5::money                                   | money       | "$1,234.50"
                    true                                            | bool        | true
                    false                                           | bool        | false
                    null::int                                       | int4        | null
                    null::text                                      | text        | null
                    ''                                              | text        | ""
                    'ab'::char(5)                                   | bpchar      | "ab"
                    '  ab '::varchar(9)                             | varchar     | "  ab "
                    'x'::"char"                                     | char        | "x"
                    'pg_class'::name                                | name        | "pg_class"
                    E'tab\\there "q" \\\\ é漢😀'                     | text        | "tab\\there \\"q\\" \\\\ é漢😀"
                    date '2024-02-29'                               | date        | "2024-02-29"
                    date '0044-03-15 BC'                            | date        | "0044-03-15 BC"
                    date '5874897-12-31'                            | date        | "5874897-12-31"
                    date 'infinity'                                 | date        | "infinity"
                    time '23:59:59.123456'                          | time        | "23:59:59.123456"
                    time '24:00'                                    | time        | "24:00:00"
                    timetz '01:02:03+05:30'                         | timetz      | "01:02:03+05:30"
                    timetz '01:02:03-08'                            | timetz      | "01:02:03-08:00"
                    timestamp '2024-02-29 23:59:59.123456'          | timestamp   | "2024-02-29 23:59:59.123456"
                    timestamp '2024-02-29 00:00'                    | timestamp   | "2024-02-29 00:00:00"
                    timestamp '-infinity'                           | timestamp   | "-infinity"
                    timestamp '0001-01-01 00:00 BC'                 | timestamp   | "0001-01-01 00:00:00 BC"
                    timestamptz '2024-02-29 23:59:59.123456+05:30'  | timestamptz | "2024-02-29 18:29:59.123456+00:00"
                    timestamptz '1900-01-01 00:00:00+00'            | timestamptz | "1900-01-01 00:00:00+00:00"
                    timestamptz '0044-03-15 12:00+00 BC'            | timestamptz | "0044-03-15 12:00:00+00:00 BC"
                    timestamptz 'infinity'                          | timestamptz | "infinity"
                    interval '1 year 2 mons 3 days 04:05:06.789'    | interval    | "1 year 2 mons 3 days 04:05:06.789"
                    interval '-1 day'                               | interval    | "-1 days"
                    '\\x00ff10deadbeef'::bytea                      | bytea       | "AP8Q3q2+7w=="
                    ''::bytea                                       | bytea       | ""
                    '7d444840-9dc0-11d1-b245-5ffdce74fad2'::uuid    | uuid        | "7d444840-9dc0-11d1-b245-5ffdce74fad2"
                    '{"b": 1, "a": 12345678901234567890}'::json     | json        | "{\\"b\\": 1, \\"a\\": 12345678901234567890}"
                    '{"b": 1.10}'::jsonb                            | jsonb       | "{\\"b\\": 1.10}"
                    'null'::jsonb                                   | jsonb       | "null"
                    '<a b="c"/>'::xml                               | xml         | "<a b=\\"c\\"/>"
                    array[1,null,3]                                 | _int4       | [1,null,3]
                    array[9007199254740993]                         | _int8       | ["9007199254740993"]
                    '{}'::int[]                                     | _int4       | []
                    '{{1,2},{3,null}}'::int[]                       | _int4       | [[1,2],[3,null]]
                    '[0:1]={5,6}'::int[]                            | _int4       | "[0:1]={5,6}"
                    array['x','a,b','q"q','NULL',null,'{}',' s','\\'] | _text     | ["x","a,b","q\\"q","NULL",null,"{}"," s","\\\\"]
                    array[true,false]                               | _bool       | [true,false]
                    array['NaN'::float8, 1.5]                       | _float8     | ["NaN",1.5]
                    array['\\x01'::bytea]                           | _bytea      | ["AQ=="]
                    array[timestamptz '2024-01-01 00:00+00']        | _timestamptz | ["2024-01-01 00:00:00+00:00"]
                    array[date '2024-01-01']                        | _date       | ["2024-01-01"]
                    array['(1,1),(0,0)'::box]                       | _box        | ["(1,1),(0,0)"]
                    array['{"a":[1]}'::jsonb]                       | _jsonb      | ["{\\"a\\": [1]}"]
                    int4range(1,10)                                 | int4range   | "[1,10)"
                    '{[1,3),[5,9)}'::int4multirange                 | int4multirange | "{[1,3),[5,9)}"
                    '10.1.2.3/24'::inet                             | inet        | "10.1.2.3/24"
                    '08:00:2b:01:02:03'::macaddr                    | macaddr     | "08:00:2b:01:02:03"
                    B'101'                                          | bit         | "101"
                    B'1'::bit(1)                                    | bit         | "1"
                    B'101'::varbit                                  | varbit      | "101"
                    point(1,2)                                      | point       | "(1,2)"
                    to_tsvector('simple', 'a b')                    | tsvector    | "'a':1 'b':2"
                    'fine'::mood                                    | mood        | "fine"
                    array['sad'::mood]                              | _mood       | ["sad"]
                    row(1,'x')::pair                                | pair        | "(1,x)"
                    'pg_class'::regclass                            | regclass    | "pg_class"
                    """)
    void arrivesAsItIsStored(String expression, String type, String json) {
        ResultRows rows = rows("SELECT " + expression + " AS v");
        assertThat(rows.rows()).hasToString("[[" + json + "]]");
        assertThat(rows.columns()).extracting(Column::type).containsExactly(type);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    9007199254740993::bigint | numbers that JSON readers round are strings
                    1::bigint                |
                    'a'::char(3)             | trailing blanks removed
                    'abc'::char(3)           |
                    '\\x01'::bytea           | base64
                    '[0:1]={5,6}'::int[]     | in the engine's own notation
                    """)
    void saysOfAColumnWhatIsNotPlain(String expression, String note) {
        Column column = rows("SELECT " + expression + " AS v").columns().getFirst();
        assertThat(column.note().orElse(null)).isEqualTo(note);
    }

    /** The driver asks the server for them, which is worth it only for names that repeat. */
    @Test
    void tellsTheTablesOfColumnsOfTheSameName() {
        assertThat(rows("SELECT t.oid, n.oid FROM pg_type t, pg_namespace n").columns())
                .extracting(column -> column.table().orElse(""))
                .containsExactly("pg_type", "pg_namespace");
        assertThat(rows("SELECT typname, nspname FROM pg_type, pg_namespace").columns())
                .allMatch(column -> column.table().isEmpty());
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
        values.cast("int2").signed(16);
        values.cast("int4").signed(32);
        values.cast("int8").signed(64);
        values.cast("oid").unsigned(32);
        values.cast("numeric(38,10)").decimals(38, 10);
        values.cast("numeric(15,15)").decimals(15, 15);
        values.cast("numeric(5,2)").decimals(5, 2);
        values.cast("numeric")
                .value("1.10", "1.10")
                .value("1e-20", "0.00000000000000000001")
                .notFinite("NaN", "Infinity");
        values.cast("float4").floats(true).negativeZero(-0.0F).notFinite("NaN", "Infinity");
        values.cast("float8").doubles(true).negativeZero(-0.0).notFinite("NaN", "Infinity");
        values.cast("bool").booleans();
        values.cast("text").texts();
        values.cast("varchar(99)").texts();
        values.cast("char(5)").padded();
        values.cast("name").same("pg_class", "é漢😀");
        values.type("bytea", "decode('%s', 'hex')").unbound().binary("").binaries();
        values.cast("date")
                .dates(LocalDate.MIN)
                .same("1582-10-10", "0044-03-15 BC", "5874897-12-31", "infinity", "-infinity");
        values.cast("time(6)").times(6).same("24:00:00");
        values.cast("timetz").same("01:02:03+05:30", "23:59:59.999999-11:00");
        values.cast("timestamp(6)")
                .timestamps(6, LocalDate.MIN)
                .same("0044-03-15 12:00:00 BC", "294276-12-31 23:59:59.999999", "-infinity");
        values.cast("timestamptz(6)").moments(false).same("infinity");
        values.cast("interval")
                .same(
                        "1 year 2 mons 3 days 04:05:06.789",
                        "-1 days",
                        "00:00:00.000001",
                        "00:00:00");
        values.cast("uuid").uuids();
        values.cast("json").unbound().jsons();
        values.cast("jsonb")
                .same("{\"a\": 12345678901234567890, \"b\": 1.10}", "[1, null]", "null")
                .value("{\"a\": 1, \"a\": 2}", "\"{\\\"a\\\": 2}\"");
        values.cast("xml").unbound().same("<a b=\"1\">é漢</a>", "<x/>");
        values.cast("inet").same("10.1.2.3/24", "::1", "192.168.0.1");
        values.cast("macaddr").same("08:00:2b:01:02:03");
        values.cast("bit varying").same("101", "0", "1".repeat(70));
        values.cast("int4range").same("[1,10)", "empty", "(,5)");
        values.cast("point").unbound().same("(1,2)", "(-1.5,1e+300)");
        values.cast("mood").same("sad", "fine");
        values.cast("int4[]")
                .unbound()
                .value("{1,NULL,-3}", "[1,null,-3]")
                .value("{}", "[]")
                .value("{{1,2},{3,NULL}}", "[[1,2],[3,null]]");
        return values;
    }
}
