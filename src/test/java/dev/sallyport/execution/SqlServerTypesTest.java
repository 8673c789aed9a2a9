package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestSqlServer;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsColumn;
import dev.sallyport.testing.tds.TdsServer;
import dev.sallyport.testing.tds.TdsType;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.TimeZone;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of {@code docs/types.md} for SQL Server: values that a server of SQL Server's protocol
 * writes on the wire arrive exactly, by way of Microsoft's driver, in time zones that would shift
 * them.
 */
class SqlServerTypesTest extends TypesContract {
    private static final TimeZone ZONE = TimeZone.getDefault();
    private static final String SQL = "SELECT v FROM t";

    private static ScriptedBackend backend;
    private static TdsServer server;
    private static Sources sources;
    private static StatementExecutor executor;

    /** A type, then for each value: as it is stored, and as JSON where that differs. */
    private static final List<String> CASES =
            List.of(
                    "bit | true | false",
                    "tinyint | 0 | 1 | 2 | 126 | 127 | 128 | 255",
                    "smallint | -32768 | -256 | -1 | 0 | 1 | 255 | 256 | 32767",
                    "int | -2147483648 | -65536 | -1 | 0 | 1 | 65535 | 65536 | 2147483647",
                    "bigint | -9223372036854775808 => '-9223372036854775808' | -9007199254740992 =>"
                            + " '-9007199254740992' | -9007199254740991 | -1 | 0 | 4294967296 |"
                            + " 9007199254740991 | 9007199254740992 => '9007199254740992' |"
                            + " 9223372036854775807 => '9223372036854775807'",
                    "decimal(38,0) | 0 | 1 | -1 | 99999999999999999999999999999999999999 =>"
                            + " '99999999999999999999999999999999999999' |"
                            + " -99999999999999999999999999999999999999 =>"
                            + " '-99999999999999999999999999999999999999' | 999999999999999 |"
                            + " 1000000000000000 => '1000000000000000'",
                    "decimal(38,38) | 0.12345678901234567890123456789012345678 =>"
                            + " '0.12345678901234567890123456789012345678' |"
                            + " -0.00000000000000000000000000000000000001 =>"
                            + " '-0.00000000000000000000000000000000000001'",
                    "decimal(38,10) | 1234567890123456789012345678.0123456789 =>"
                            + " '1234567890123456789012345678.0123456789' | 0.0000000001 | 1.1000000000"
                            + " | -1.1000000000 | 0.0000000000",
                    "decimal(5,2) | 1.10 | -999.99 | 999.99 | 0.00 | 0.01",
                    "numeric(18,4) | 1.1000 | -1.1000 | 0.0001 | 0.0000 | 12345678901.2345 | 12345678901234.5678 =>"
                            + " '12345678901234.5678'",
                    "money | 0.0000 | 0.0001 | -0.0001 | 922337203685477.5807 =>"
                            + " '922337203685477.5807' | -922337203685477.5808 =>"
                            + " '-922337203685477.5808' | 4294967.2960 | -4294967.2961 | 19.9900",
                    "smallmoney | 0.0000 | 214748.3647 | -214748.3648 | 19.9900 | -0.0001",
                    "real | 0.0 | 0.1 | -1.5 | 3.4028235E38 | 1.4E-45 | 16777216 => 1.6777216E7",
                    "float | 0.0 | 0.1 | -1.5 | 1.7976931348623157E308 | 4.9E-324 | 100.25"
                            + " | 9007199254740993 => 9.007199254740992E15 | NaN => 'NaN' | Infinity =>"
                            + " 'Infinity' | -Infinity => '-Infinity'",
                    "date | 0001-01-01 | 1582-10-04 | 1582-10-10 | 1582-10-15 | 1883-11-18 |"
                            + " 1899-12-31 | 1900-01-01 | 1969-12-31 | 1970-01-01 | 2011-12-30 |"
                            + " 2000-02-29 | 2024-02-29 | 2024-03-10 | 2024-03-31 | 2038-01-19 | 9999-12-31",
                    "time(7) | 00:00 => '00:00:00' | 00:00:00.0000001 | 02:30 => '02:30:00' |"
                            + " 12:34:56.7 | 23:59:59.9999999 | 23:59:59",
                    "time(0) | 00:00 => '00:00:00' | 23:59:59 | 02:30:01",
                    "time(3) | 00:00:00.001 | 02:30:00.5 | 12:00:00.01 | 23:59:59.999",
                    "datetime | 1753-01-01T00:00 => '1753-01-01 00:00:00' | 1900-01-01T00:00 =>"
                            + " '1900-01-01 00:00:00' | 2024-02-29T23:59:59.997 | 2024-02-29T12:00:00.003"
                            + " | 2024-03-10T02:30 => '2024-03-10 02:30:00' | 2024-03-31T02:30 =>"
                            + " '2024-03-31 02:30:00' | 9999-12-31T23:59:59.997 |"
                            + " 2011-12-30T12:00:00.123",
                    "smalldatetime | 1900-01-01T00:00 => '1900-01-01 00:00:00' | 2079-06-06T23:59 =>"
                            + " '2079-06-06 23:59:00' | 2024-03-10T02:30 => '2024-03-10 02:30:00' |"
                            + " 2024-10-27T02:30 => '2024-10-27 02:30:00'",
                    "datetime2(7) | 0001-01-01T00:00 => '0001-01-01 00:00:00' |"
                            + " 1582-10-10T12:00:00.0000001 | 1883-11-18T12:03:58.1234567 |"
                            + " 1900-01-01T00:00:00.1 | 2024-02-29T23:59:59.9999999 |"
                            + " 2024-03-10T02:30:00.0000001 | 2024-03-31T02:30:00.5 |"
                            + " 2024-11-03T01:30:00.25 | 2011-12-30T12:34:56.789 |"
                            + " 9999-12-31T23:59:59.9999999",
                    "datetime2(0) | 2024-02-29T23:59:59 | 2024-03-10T02:30 => '2024-03-10 02:30:00'",
                    "datetime2(3) | 2024-02-29T23:59:59.999 | 1969-12-31T23:59:59.001",
                    "datetimeoffset(7) | 0001-01-01T00:00Z => '0001-01-01 00:00:00+00:00' |"
                            + " 2024-02-29T23:59:59.9999999+05:30 | 2024-02-29T00:00:00.5-14:00 |"
                            + " 2024-02-29T00:00:00.5+14:00 | 2024-03-10T02:30:00.1-08:00 |"
                            + " 1582-10-04T12:00:00.1+00:01 | 1582-10-15T12:00:00.1+00:01 | 2024-03-31T02:30:00.1+01:00 |"
                            + " 9999-12-31T23:59:59.9999999Z => '9999-12-31 23:59:59.9999999+00:00'",
                    "datetimeoffset(0) | 2024-02-29T23:59:59+05:45 | 2024-02-29T23:59:59-03:30 | 2024-02-29T23:59:59-11:59",
                    "char(5) | ab => 'ab' | abcde => 'abcde' | [] => '' | é => 'é'",
                    "nchar(5) | ab => 'ab' | 漢字 => '漢字' | 😀a => '😀a'",
                    "varchar(40) | ab => 'ab' | [] => '' | é€ => 'é€' | [  ab ] => '  ab '",
                    "nvarchar(40) | ab => 'ab' | [] => '' | é漢😀 => 'é漢😀' | [q\"q\\] =>"
                            + " 'q\\\"q\\\\' | [  ab ] => '  ab ' | 0 => '0'",
                    "varchar(max) | ab => 'ab' | [] => '' | é€ => 'é€'",
                    "nvarchar(max) | ab => 'ab' | [] => '' | é漢😀 => 'é漢😀'",
                    "text | ab => 'ab' | é€ => 'é€'",
                    "ntext | ab => 'ab' | é漢😀 => 'é漢😀'",
                    "xml | <a b=\"1\">é漢</a> => '<a b=\\\"1\\\">é漢</a>' | <x/> => '<x/>'",
                    "binary(4) | 00ff10de => 'AP8Q3g==' | 00000000 => 'AAAAAA=='",
                    "varbinary(16) | 00ff10deadbeef => 'AP8Q3q2+7w==' | [] => ''",
                    "varbinary(max) | 00ff10deadbeef => 'AP8Q3q2+7w==' | [] => '' | 01 => 'AQ=='",
                    "image | 00ff10de => 'AP8Q3g==' | 01 => 'AQ=='",
                    "rowversion | 00000000000007d1 => 'AAAAAAAAB9E=' | ffffffffffffffff =>"
                            + " '//////////8='",
                    "uniqueidentifier | 7d444840-9dc0-11d1-b245-5ffdce74fad2 =>"
                            + " '7D444840-9DC0-11D1-B245-5FFDCE74FAD2' |"
                            + " 00000000-0000-0000-0000-000000000000 =>"
                            + " '00000000-0000-0000-0000-000000000000' |"
                            + " ffffffff-ffff-ffff-ffff-ffffffffffff =>"
                            + " 'FFFFFFFF-FFFF-FFFF-FFFF-FFFFFFFFFFFF'",
                    "hierarchyid | 5ac0 => 'WsA=' | [] => ''",
                    "geometry | 00000000010c00000000000008400000000000001040 => 'POINT(3 4)' |"
                            + " e6100000010c00000000000008400000000000001040 => 'SRID=4326;POINT(3 4)'",
                    "geography | e6100000010c00000000000010400000000000000840 =>"
                            + " 'SRID=4326;POINT(3 4)'");

    @Override
    Source source() {
        return sources.all().getFirst();
    }

    @Override
    StatementExecutor executor() {
        return executor;
    }

    /** What SQL Server would make of a literal is not tried here: the server writes the values. */
    @Override
    EdgeValues edgeValues() {
        EdgeValues values = new EdgeValues(text -> text, "NULL", "?");
        values.type("tinyint", "%s").unsigned(8);
        values.type("smallint", "%s").signed(16);
        values.type("int", "%s").signed(32);
        values.type("bigint", "%s").signed(64);
        values.type("decimal(38,10)", "%s").decimals(38, 10);
        values.type("numeric(15,15)", "%s").decimals(15, 15);
        values.type("money", "%s").decimals(18, 4);
        values.type("real", "%s").floats(true).negativeZero(-0.0F);
        values.type("float", "%s").doubles(true).negativeZero(-0.0);
        values.type("bit", "%s").booleans();
        values.type("nvarchar(99)", "%s").texts();
        values.type("nvarchar(max)", "%s").texts();
        values.type("nchar(5)", "%s").padded();
        values.type("varbinary(99)", "%s").binary("").binaries();
        values.type("date", "%s").dates(LocalDate.MIN);
        values.type("time(7)", "%s").times(7);
        values.type("datetime2(7)", "%s").timestamps(7, LocalDate.MIN);
        values.type("datetimeoffset(7)", "%s").moments(true);
        return values;
    }

    @Override
    ExecutionOutcome read(List<EdgeValues.Edge> edges) {
        backend.on(
                SQL,
                (parameters, answer) -> {
                    answer.columns(
                            edges.stream()
                                    .map(edge -> new TdsColumn("v", edge.type()))
                                    .toArray(TdsColumn[]::new));
                    answer.row(
                            edges.stream()
                                    .map(edge -> edge.json().equals("null") ? null : stored(edge))
                                    .toArray());
                    answer.rowsDone(1);
                });
        return execute(SQL);
    }

    private static Object stored(EdgeValues.Edge edge) {
        String text = edge.stored();
        return stored(
                edge.type(),
                edge.type().startsWith("datetime") ? text.replace(' ', 'T') : "[" + text + "]");
    }

    /** What was read reaches the server as it was written. */
    @Override
    boolean areFoundAgain(List<EdgeValues.Edge> edges) {
        for (EdgeValues.Edge edge : edges) {
            String cell =
                    read(List.of(edge)) instanceof ExecutionOutcome.Rows(ResultRows rows)
                            ? Cells.ofFirstRow(rows.rows().toString()).getFirst()
                            : "";
            SqlParameter sent = parameter(cell);
            List<Object> arrived = new ArrayList<>();
            backend.on(
                    "SELECT v FROM t WHERE v = @P0",
                    (parameters, answer) -> {
                        arrived.add(parameters.getFirst().value());
                        answer.columns(new TdsColumn("v", "int"));
                        answer.rowsDone(0);
                    });
            execute("SELECT v FROM t WHERE v = ?", sent);
            if (arrived.size() != 1 || !isSame(arrived.getFirst(), sent)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isSame(Object arrived, SqlParameter sent) {
        return switch (sent) {
            case SqlParameter.Numeric(BigDecimal number) ->
                    new BigDecimal(arrived.toString()).compareTo(number) == 0;
            case SqlParameter.Text(String text) -> arrived.equals(text);
            case SqlParameter.Flag(boolean flag) -> arrived.equals(flag);
            default -> false;
        };
    }

    private record Case(String type, Object stored, String json) {}

    @BeforeAll
    static void open() throws IOException {
        backend = new ScriptedBackend();
        server = new TdsServer(backend);
        sources = new Sources(List.of(TestSqlServer.source(server, "types")));
        executor = new StatementExecutor();
    }

    @AfterAll
    static void close() throws IOException {
        executor.close();
        sources.close();
        server.close();
        TimeZone.setDefault(ZONE);
    }

    private static Stream<Case> cases() {
        return CASES.stream().flatMap(SqlServerTypesTest::cases);
    }

    private static Stream<Case> cases(String line) {
        String[] parts = line.split("\\|", -1);
        String type = parts[0].strip();
        return Stream.of(parts)
                .skip(1)
                .map(value -> {
                    int arrow = value.indexOf("=>");
                    String stored = (arrow < 0 ? value : value.substring(0, arrow)).strip();
                    String json = arrow < 0 ? "" : value.substring(arrow + 2).strip();
                    return new Case(type, stored(type, stored), json(type, stored, json));
                });
    }

    private static Object stored(String type, String text) {
        String plain =
                text.startsWith("[") && text.endsWith("]")
                        ? text.substring(1, text.length() - 1)
                        : text;
        return switch (type.replaceAll("\\(.*", "")) {
            case "bit" -> Boolean.valueOf(plain);
            case "tinyint", "smallint", "int", "bigint" -> Long.valueOf(plain);
            case "decimal", "numeric", "money", "smallmoney" -> new BigDecimal(plain);
            case "real" -> Float.valueOf(plain);
            case "float" -> Double.valueOf(plain);
            case "date" -> LocalDate.parse(plain);
            case "time" -> LocalTime.parse(plain);
            case "datetime", "smalldatetime", "datetime2" -> LocalDateTime.parse(plain);
            case "datetimeoffset" -> OffsetDateTime.parse(plain);
            case "uniqueidentifier" -> UUID.fromString(plain);
            case "char", "nchar", "varchar", "nvarchar", "text", "ntext", "xml" -> plain;
            default -> HexFormat.of().parseHex(plain.replace(" ", ""));
        };
    }

    /** The JSON as it is written, or the stored text where that is the same. */
    private static String json(String type, String stored, String json) {
        if (!json.isEmpty()) {
            return json.startsWith("'") ? "\"" + json.substring(1, json.length() - 1) + "\"" : json;
        }
        return type.startsWith("date") || type.startsWith("time")
                ? "\"" + stored.replace('T', ' ') + "\""
                : stored;
    }

    @Test
    void coversMoreThanTwentyTypesAndTwoHundredValues() {
        assertThat(CASES).hasSizeGreaterThan(35);
        // Each of them in three time zones, and as a column with and without NULL.
        assertThat(cases().count()).isGreaterThan(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/Los_Angeles", "Pacific/Apia", "Europe/Berlin"})
    void arrivesAsItIsStored(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        for (boolean nullable : new boolean[] {true, false}) {
            List<String> wrong = new ArrayList<>();
            for (Case value : cases().toList()) {
                answer(value.type, nullable, value.stored);
                String json = rows().rows().toString();
                if (!json.equals("[[" + value.json + "]]")) {
                    wrong.add(value.type + ": " + json + " instead of " + value.json);
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void tellsNullFromEverythingElse(boolean mapped) {
        for (String line : CASES) {
            String type = line.substring(0, line.indexOf('|')).strip();
            backend.on(
                    SQL,
                    (parameters, answer) -> {
                        answer.columns(
                                new TdsColumn("a", "int"),
                                new TdsColumn("v", type),
                                new TdsColumn("b", "int"));
                        answer.rowByMap(mapped, 1, null, 2);
                        answer.rowsDone(1);
                    });
            assertThat(rows().rows()).as(type).hasToString("[[1,null,2]]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"America/Los_Angeles", "Pacific/Apia", "Europe/Berlin"})
    void readsAVariantByTheTypeOfItsValue(String zone) {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        Object[][] values = {
            {true, "true"},
            {7, "7"},
            {9007199254740993L, "\"9007199254740993\""},
            {0.1, "0.1"},
            {new BigDecimal("1.10"), "1.10"},
            {
                new BigDecimal("-12345678901234567890.123456789"),
                "\"-12345678901234567890.123456789\""
            },
            {LocalDate.of(2011, 12, 30), "\"2011-12-30\""},
            {LocalDate.of(1, 1, 1), "\"0001-01-01\""},
            {LocalDateTime.of(1, 1, 1, 2, 30, 0, 100), "\"0001-01-01 02:30:00.0000001\""},
            {
                LocalDateTime.of(1969, 12, 31, 23, 59, 59, 999_000_000),
                "\"1969-12-31 23:59:59.999\""
            },
            {LocalTime.of(23, 59, 59, 999_999_900), "\"23:59:59.9999999\""},
            {LocalDateTime.of(2024, 3, 10, 2, 30, 0, 100), "\"2024-03-10 02:30:00.0000001\""},
            {
                OffsetDateTime.parse("2024-02-29T23:59:59.5+05:30"),
                "\"2024-02-29 23:59:59.5+05:30\""
            },
            {"é漢😀", "\"é漢😀\""},
            {new byte[] {0, 1, 2}, "\"AAEC\""},
            {
                UUID.fromString("7d444840-9dc0-11d1-b245-5ffdce74fad2"),
                "\"7D444840-9DC0-11D1-B245-5FFDCE74FAD2\""
            },
            {null, "null"},
        };
        for (Object[] value : values) {
            answer("sql_variant", true, value[0]);
            assertThat(rows().rows()).hasToString("[[" + value[1] + "]]");
        }
    }

    @Test
    void knowsPrecisionScaleAndNullability() {
        answer("decimal(12,2)", false, new BigDecimal("1.00"));
        assertThat(rows().columns().getFirst())
                .satisfies(column -> {
                    assertThat(column.precision()).hasValue(12);
                    assertThat(column.scale()).hasValue(2);
                    assertThat(column.nullable()).contains(false);
                    assertThat(column.type()).isEqualTo("decimal");
                });
        answer("money", true, new BigDecimal("1.0000"));
        assertThat(rows().columns().getFirst().scale()).hasValue(4);
        answer("rowversion", true, new byte[8]);
        assertThat(rows().columns().getFirst().type()).isEqualTo("timestamp");
    }

    @Test
    void cutsLongValuesAndSaysHowLongTheyAre() {
        for (String type : List.of("nvarchar(max)", "varchar(max)", "text", "ntext")) {
            answer(type, true, "ä".repeat(2_000_000));
            assertThat(rows().rows().toString())
                    .as(type)
                    .startsWith("[[{\"cut\":\"ääää")
                    .endsWith("\",\"length\":2000000}]]")
                    .hasSizeLessThan(100_000);
        }
        for (String type : List.of("varbinary(max)", "image")) {
            answer(type, true, new byte[2_000_000]);
            assertThat(rows().rows().toString())
                    .as(type)
                    .startsWith("[[{\"cut\":\"AAAA")
                    .endsWith("\",\"length\":2000000}]]")
                    .hasSizeLessThan(100_000);
        }
    }

    private static void answer(String type, boolean nullable, Object value) {
        backend.on(
                SQL,
                (parameters, answer) -> {
                    answer.columns(new TdsColumn("v", TdsType.of(type), nullable));
                    answer.row(new Object[] {value});
                    answer.rowsDone(1);
                });
    }

    private static ResultRows rows() {
        ExecutionOutcome outcome =
                executor.execute(
                        sources.all().getFirst(),
                        new BoundStatement(SQL, StatementClass.READ, List.of()),
                        new ExecutionLimits(
                                10,
                                new DataSize(1_000_000),
                                Duration.ofSeconds(20),
                                new DataSize(64_000)),
                        new CallContext(
                                Caller.LOCAL,
                                Deadline.after(Duration.ofSeconds(20)),
                                new Cancellation()));
        assertThat(outcome).isInstanceOf(ExecutionOutcome.Rows.class);
        return ((ExecutionOutcome.Rows) outcome).rows();
    }
}
