package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Environment;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.testing.tds.H2Backend;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsAnswer;
import dev.sallyport.testing.tds.TdsColumn;
import dev.sallyport.testing.tds.TdsError;
import dev.sallyport.testing.tds.TdsParameter;
import dev.sallyport.testing.tds.TdsServer;
import dev.sallyport.testing.tds.TdsTable;
import dev.sallyport.transport.StdioTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tables and types of the CLR as parameters of procedures, through Microsoft's driver. */
class SqlServerTablesTest {
    @TempDir Path state;
    private final H2Backend databases = new H2Backend();
    private TdsServer server;

    @BeforeEach
    void start() throws Exception {
        databases.database("shop", List.of("CREATE TABLE t (id INT, name VARCHAR(40))"));
        databases.procedure("shop", "dbo.fill", SqlServerTablesTest::fill);
        databases.procedure("shop", "dbo.echo", SqlServerTablesTest::echo);
        server = new TdsServer(databases);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Puts the rows of a table that came into a table that is there. */
    private static void fill(Connection connection, List<TdsParameter> parameters, TdsAnswer answer)
            throws SQLException, TdsError {
        TdsTable table = (TdsTable) parameters.getFirst().value();
        if (!table.name().equals("IdList")) {
            throw new TdsError(2715, "Cannot find data type " + table.name() + ".");
        }
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
            for (List<Object> row : table.rows()) {
                insert.setObject(1, row.getFirst());
                insert.setObject(2, row.getLast());
                insert.executeUpdate();
            }
        }
        answer.changed(TdsAnswer.Command.INSERT, table.rows().size());
        answer.returned(0);
    }

    /** Says what came: the type of each column and each value; or of a value that is no table. */
    private static void echo(
            Connection connection, List<TdsParameter> parameters, TdsAnswer answer) {
        TdsParameter in = parameters.getFirst();
        String text =
                in.value() instanceof TdsTable table
                        ? table.columns().stream()
                                        .map(SqlServerTablesTest::kind)
                                        .collect(Collectors.joining(" "))
                                + table.rows().stream()
                                        .map(row ->
                                                row.stream()
                                                        .map(SqlServerTablesTest::text)
                                                        .collect(Collectors.joining(",")))
                                        .collect(Collectors.joining("|", " ", ""))
                        : kind(in.type()) + " " + text(in.value());
        answer.columns(new TdsColumn("came", "nvarchar(max)"));
        answer.row(text);
        answer.rowsDone(1);
        answer.returned(0);
    }

    private static String kind(Object type) {
        return type.toString().replaceAll("TdsType\\[kind=|, length.*", "");
    }

    private static String text(Object value) {
        return value instanceof byte[] bytes
                ? Base64.getEncoder().encodeToString(bytes)
                : String.valueOf(value);
    }

    @Test
    void rowsOfATableReachTheProcedure() throws Exception {
        assertThat(
                        Json.text(
                                call(
                                        "fill",
                                        """
                                        {"name": "@ids", "type": "tvp", "type_name": "dbo.IdList",
                                         "columns": [{"name": "id", "type": "Int"},
                                                     {"name": "name", "type": "NVarChar(40)"}],
                                         "value": [[1, "añ"], [2, null], [3, "'; DROP TABLE t"]]}
                                        """)))
                .contains("\"outcome\":\"committed\"", "\"rows_affected\":[3]");
        assertThat(rows()).isEqualTo("1:añ 2:null 3:'; DROP TABLE t");
        assertThat(server.log())
                .anyMatch(line -> line.startsWith("DECLARED") && line.contains(" [dbo].[IdList] "));
    }

    /** A type, values as JSON, and how they come. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "VarChar(20) | \"añ\" | NVARCHAR añ",
                "NVarChar(MAX) | \"漢字\" | NVARCHAR 漢字",
                "Char | \"ab  \" | `NVARCHAR ab  `",
                "NText | \"long\" | NVARCHAR long",
                "Xml | \"<a/>\" | NVARCHAR <a/>",
                "TinyInt | 255 | SMALLINT 255",
                "SmallInt | -32768 | SMALLINT -32768",
                "Int | 2147483647 | INT 2147483647",
                "BigInt | \"9223372036854775807\" | BIGINT 9223372036854775807",
                "Bit | true | BIT true",
                "Bit | 0 | BIT false",
                "Decimal(38,4) | \"1234567890123456789.1234\" | DECIMAL 1234567890123456789.1234",
                "Numeric(10,2) | 12.5 | DECIMAL 12.50",
                "Decimal | 0.001 | DECIMAL 0.001",
                "Decimal(38,0) | \"99999999999999999999999999999999999999\" | DECIMAL 99999999999999999999999999999999999999",
                "Money | -12.3456 | DECIMAL -12.3456",
                "SmallMoney | 1 | DECIMAL 1.0000",
                "Float | 0.1 | FLOAT 0.1",
                "Real | 0.1 | REAL 0.1",
                "Date | \"2024-02-29\" | NVARCHAR 2024-02-29",
                "Time | \"23:59:59.1234567\" | NVARCHAR 23:59:59.1234567",
                "DateTime | \"2024-02-29T23:59\" | NVARCHAR 2024-02-29T23:59:00",
                "DateTime2 | \"2024-03-10 02:30:00.1234567\" | NVARCHAR 2024-03-10T02:30:00.1234567",
                "DateTimeOffset | \"2024-02-29T23:59:59+05:30\" | NVARCHAR 2024-02-29T23:59:59+05:30",
                "UniqueIdentifier | \"6F9619FF-8B86-D011-B42D-00C04FC964FF\" | NVARCHAR 6f9619ff-8b86-d011-b42d-00c04fc964ff",
                "VarBinary | \"0x0aff\" | VARBINARY Cv8=",
                "Image | \"AAE=\" | VARBINARY AAE=",
            })
    void everyTypeIsAColumn(String type, String value, String came) throws Exception {
        String parameter = table(type, "[" + value + "],[null],[" + value + "]");
        String one = came.substring(came.indexOf(' ') + 1);
        assertThat(came(parameter)).startsWith(came).endsWith("|null|" + one);
    }

    @Test
    void longTextsAndBinariesStayWhole() throws Exception {
        String text = "漢".repeat(20_000);
        assertThat(came(table("NVarChar", "[\"" + text + "\"],[\"x\"]")))
                .isEqualTo("NVARCHAR " + text + "|x");
        String binary = Base64.getEncoder().encodeToString(new byte[9_000]);
        assertThat(came(table("VarBinary", "[\"" + binary + "\"]")))
                .isEqualTo("VARBINARY " + binary);
    }

    @Test
    void decimalsOfDifferentLengthsShareTheirColumn() throws Exception {
        assertThat(came(table("Decimal", "[1.5],[123456.25],[0.0001]")))
                .isEqualTo("DECIMAL 1.5000|123456.2500|0.0001");
        assertThat(refusal(table("Decimal", "[\"1" + "0".repeat(37) + "\"],[0.1]")))
                .contains("parameters[0].columns[0]: its values need more than 38 digits");
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"value\":[]", ",\"value\":null", ""})
    void aTableWithoutRowsIsOneToo(String value) throws Exception {
        assertThat(
                        came(
                                "{\"name\":\"v\",\"type\":\"TVP\",\"type_name\":\"l\",\"columns\":"
                                        + "[{\"name\":\"a\",\"type\":\"Decimal(9,2)\"}]"
                                        + value
                                        + "}"))
                .startsWith("DECIMAL");
    }

    @Test
    void everyViolationIsNamedAtOnce() throws Exception {
        assertThat(
                        refusal(
                                """
                                {"name": "v", "type": "TVP", "type_name": "a.b.c", "output": true,
                                 "columns": [{"name": "id", "type": "Int"}, {"name": "ID", "type": "TinyInt"},
                                             {"name": "at", "type": "DateTime"}],
                                 "value": [[1.5, 256, null], [1], {"id": 1}, [null, null, "2024-01-01T00:00:00.1234"]]}
                                """))
                .contains(
                        "parameters[0].output cannot be true",
                        "parameters[0].type_name must be",
                        "parameters[0].columns[1].name is there twice",
                        "parameters[0].value[0][0] must be a whole number",
                        "parameters[0].value[0][1] must be a whole number from 0 to 255",
                        "parameters[0].value[1] must be an array of 3 values",
                        "parameters[0].value[2] must be an array of 3 values",
                        "parameters[0].value[3][2] must have at most 3 digits of a second");
        assertThat(server.logins()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[dbo].[l]] READONLY, @x int]",
                "dbo.l] READONLY, @P2 [int",
                "l; DROP TABLE t",
                "l--",
                "l/*",
                "'l'",
                "\\\"l\\\"",
                "a.b.c",
                "",
                "dbo.",
                "[l ]",
                "#l",
                "1l"
            })
    void aNameOfATypeHoldsNothingElse(String name) throws Exception {
        assertThat(refusal(table("Int", "[1]").replace("\"dbo.IdList\"", "\"" + name + "\"")))
                .contains("parameters[0].type_name must be the name of the table type");
    }

    @ParameterizedTest
    @CsvSource({
        "dbo.IdList, [dbo].[IdList]",
        "IdList, [dbo].[IdList]",
        "[sales].[Id List], [sales].[Id List]",
        "_Liste$1, [dbo].[_Liste$1]"
    })
    void aTypeIsDeclaredByItsSchemaAndName(String name, String declared) throws Exception {
        came(table("Int", "[1]").replace("dbo.IdList", name));
        assertThat(server.log())
                .anyMatch(line ->
                        line.startsWith("DECLARED ")
                                && line.contains(" " + declared + " READONLY"));
    }

    @Test
    void whatATypeOfAColumnMayBeIsListed() throws Exception {
        for (String type : List.of("Geography", "TVP", "UDT", "dbo.Phone")) {
            assertThat(refusal(table(type, "[1]")))
                    .contains("parameters[0].columns[0].type must be one of VarChar, NVarChar")
                    .contains("VarBinary, Image, in any case")
                    .doesNotContain("Image, TVP");
        }
    }

    @Test
    void aTableIsBounded() throws Exception {
        String rows =
                IntStream.rangeClosed(0, 10_000)
                        .mapToObj(i -> "[" + i + "]")
                        .collect(Collectors.joining(","));
        assertThat(refusal(table("Int", rows)))
                .contains("parameters[0].value must have at most 10000 rows and 200000 values");
        assertThat(came(table("Int", rows.substring(0, rows.lastIndexOf(',')))))
                .endsWith("|9998|9999");
        String columns =
                Stream.generate(() -> "{\"name\":\"c\",\"type\":\"Int\"}")
                        .limit(1_025)
                        .collect(Collectors.joining(","));
        assertThat(refusal(table("Int", "").replace("{\"name\":\"c\",\"type\":\"Int\"}", columns)))
                .contains("parameters[0].columns must be an array of 1 to 1024 objects");
        assertThat(refusal(table("NVarChar", "[\"" + "x".repeat(1_048_577) + "\"]")))
                .contains("parameters[0].value[0][0] must have at most 1048576 characters");
        String wrong = Stream.generate(() -> "[\"x\"]").limit(150).collect(Collectors.joining(","));
        assertThat(refusal(table("Int", wrong)))
                .contains("parameters[0].value[99][0]", "parameters[0]: and 50 more")
                .doesNotContain("value[100]");
    }

    @Test
    void theServerSaysThatItHasNoSuchType() throws Exception {
        assertThat(refusal("fill", table("Int", "[1]").replace("dbo.IdList", "dbo.NoList")))
                .startsWith("SP-405 RequestError: ")
                .contains("error 2715");
        assertThat(rows()).isEmpty();
    }

    @Test
    void aTypeOfTheClrGoesAsItsBytes() throws Exception {
        assertThat(came("{\"name\":\"v\",\"type\":\"udt\",\"value\":\"0x0aff\"}"))
                .isEqualTo("VARBINARY Cv8=");
        assertThat(refusal("{\"name\":\"v\",\"type\":\"UDT\",\"value\":\"POINT (1 2)\"}"))
                .contains("parameters[0].value must be Base64, or 0x and hexadecimal digits");
        assertThat(refusal("{\"name\":\"v\",\"type\":\"UDT\",\"output\":true}"))
                .contains("parameters[0].output cannot be true for UDT: let the procedure");
    }

    @Test
    void forAnAliasTypeTheOneThatItIsMadeOfIsAskedFor() throws Exception {
        assertThat(refusal("{\"name\":\"v\",\"type\":\"dbo.Phone\",\"value\":\"1\"}"))
                .contains("for an alias type of the database, the one that it is made of");
    }

    private static String table(String type, String rows) {
        return "{\"name\":\"v\",\"type\":\"TVP\",\"type_name\":\"dbo.IdList\",\"columns\":"
                + "[{\"name\":\"c\",\"type\":\""
                + type
                + "\"}],\"value\":["
                + rows
                + "]}";
    }

    private String rows() throws SQLException {
        try (Connection connection = databases.connect("shop");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT id, name FROM t ORDER BY id")) {
            StringBuilder text = new StringBuilder();
            while (rows.next()) {
                text.append(rows.getInt(1)).append(':').append(rows.getString(2)).append(' ');
            }
            return text.toString().strip();
        }
    }

    private String came(String parameter) throws IOException {
        JsonObject content = call("echo", parameter).object("structuredContent").orElseThrow();
        JsonArray results =
                (JsonArray)
                        content.member("result_sets")
                                .orElseThrow(() -> new AssertionError(Json.text(content)));
        JsonArray rows =
                (JsonArray)
                        ((JsonObject) results.elements().getFirst()).member("rows").orElseThrow();
        String row = Json.text(rows.elements().getFirst());
        return row.substring(2, row.length() - 2);
    }

    private String refusal(String parameter) throws IOException {
        return refusal("echo", parameter);
    }

    private String refusal(String procedure, String parameter) throws IOException {
        JsonObject result = call(procedure, parameter);
        assertThat(Json.text(result)).contains("\"isError\":true");
        JsonArray content = (JsonArray) result.member("content").orElseThrow();
        return ((JsonObject) content.elements().getFirst()).string("text").orElseThrow();
    }

    private JsonObject call(String procedure, String parameter) throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("SALLYPORT_STATE", state.toString());
        variables.put("SQL_SERVER", "127.0.0.1");
        variables.put("SQL_PORT", String.valueOf(server.port()));
        variables.put("SQL_USER", "reader");
        variables.put("SQL_PASSWORD", ScriptedBackend.PASSWORD);
        variables.put("SQL_DATABASE", "shop");
        variables.put("SQL_ENCRYPT", "false");
        variables.put("SQL_ALLOWED_DATABASES", "shop");
        variables.put("SQL_ALLOWED_PROCEDURES", "dbo.fill, dbo.echo");
        Environment environment = Environment.of(variables);
        String request =
                ConnxReplay.request(
                        1,
                        "tools/call",
                        "\"name\":\"execute_stored_procedure\",\"arguments\":{\"procedure\":\"dbo."
                                + procedure
                                + "\",\"parameters\":["
                                + parameter.replace("\n", " ")
                                + "]}");
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Gate gate = Gate.open(SqlServerMode.configuration(environment), environment)) {
            new StdioTransport(
                            gate.dispatcher(),
                            new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)),
                            out)
                    .run();
        }
        JsonObject answer = (JsonObject) Json.parse(out.toString(StandardCharsets.UTF_8).strip());
        return answer.object("result").orElseThrow(() -> new AssertionError(Json.text(answer)));
    }
}
