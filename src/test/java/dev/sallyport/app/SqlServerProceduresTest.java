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
import dev.sallyport.testing.tds.TdsParameter;
import dev.sallyport.testing.tds.TdsServer;
import dev.sallyport.transport.StdioTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Calls of procedures in the mode for SQL Server, through Microsoft's driver. */
class SqlServerProceduresTest {
    private static final String TOOL = "execute_stored_procedure";

    @TempDir Path state;
    private final H2Backend databases = new H2Backend();
    private TdsServer server;

    @BeforeEach
    void start() throws Exception {
        for (String name : List.of("shop", "sales", "payroll")) {
            databases.database(
                    name,
                    List.of(
                            "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20))",
                            "INSERT INTO t SELECT x, '" + name + "' FROM SYSTEM_RANGE(1, 5)"));
            databases.procedure(name, "dbo.restock", SqlServerProceduresTest::restock);
            databases.procedure(name, "dbo.peek", SqlServerProceduresTest::restock);
            databases.procedure(name, "dbo.echo", SqlServerProceduresTest::echo);
        }
        server = new TdsServer(databases);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Renames a row, and tells of it in every way that a procedure has. */
    private static void restock(
            Connection connection, List<TdsParameter> parameters, TdsAnswer answer)
            throws SQLException {
        try (Statement statement = connection.createStatement()) {
            answer.columns(new TdsColumn("id", "int"), new TdsColumn("name", "nvarchar(20)"));
            try (ResultSet rows = statement.executeQuery("SELECT id, name FROM t ORDER BY id")) {
                while (rows.next()) {
                    answer.row(rows.getLong(1), rows.getString(2));
                }
            }
            answer.rowsDone(5);
            int changed = statement.executeUpdate("UPDATE t SET name = 'new' WHERE id <= 2");
            answer.changed(TdsAnswer.Command.UPDATE, changed);
            answer.columns(new TdsColumn("left", "int"));
            answer.row(7L);
            answer.rowsDone(1);
        }
        for (TdsParameter parameter : parameters) {
            if (parameter.name().equals("@total")) {
                answer.output(parameter, new java.math.BigDecimal("12.50"));
            }
        }
        answer.returned(3);
    }

    /** Gives back what came, and says as which type it came. */
    private static void echo(
            Connection connection, List<TdsParameter> parameters, TdsAnswer answer) {
        TdsParameter in = parameters.getFirst();
        answer.columns(
                new TdsColumn("name", "nvarchar(40)"), new TdsColumn("type", "nvarchar(40)"));
        String type = in.type().toString().replaceAll("TdsType\\[kind=|, length.*", "");
        answer.row(in.name(), type.equals("DECIMAL") ? type + " " + in.type().scale() : type);
        answer.rowsDone(1);
        for (TdsParameter parameter : parameters) {
            if (parameter.output()) {
                answer.output(parameter, in.value());
            }
        }
        answer.returned(0);
    }

    @Test
    void aProcedureTellsItsResultsCountsOutputsAndReturnValue() throws Exception {
        JsonObject content =
                content(
                        call(
                                TOOL,
                                """
                                {"procedure":"dbo.Restock","parameters":[
                                  {"name":"@limit","type":"Int","value":2},
                                  {"name":"total","type":"Decimal(18,2)","output":true}]}
                                """));
        assertThat(Json.text(content))
                .startsWith("{\"outcome\":\"committed\",\"result_sets\":[{\"columns\":[")
                .contains("\"rows\":[[1,\"shop\"],[2,\"shop\"]", "\"rows\":[[7]]")
                .contains("\"rows_affected\":[2]")
                .contains("\"output\":{\"total\":12.50}")
                .contains("\"return_value\":3,\"truncated\":false");
        assertThat(names("shop")).isEqualTo("new new shop shop shop");
    }

    @Test
    void theFormerNameOfTheToolIsAccepted() throws Exception {
        assertThat(Json.text(call("execute_StoredProcedure", "{\"procedure\":\"restock\"}")))
                .contains("\"return_value\":3");
        assertThat(names("shop")).startsWith("new");
    }

    @Test
    void whatOnlyReadsIsRolledBack() throws Exception {
        assertThat(Json.text(call(TOOL, "{\"procedure\":\"dbo.peek\"}")))
                .contains("\"outcome\":\"rolled_back\"", "\"rows_affected\":[2]");
        assertThat(names("shop")).isEqualTo("shop shop shop shop shop");
        assertThat(server.logins()).noneMatch(login -> login.toString().contains("ReadWrite"));
    }

    @Test
    void aProcedureOfAnotherAllowedDatabaseRunsThere() throws Exception {
        assertThat(Json.text(call(TOOL, "{\"procedure\":\"[Sales].[dbo].[restock]\"}")))
                .contains("[[1,\"sales\"]");
        assertThat(names("sales")).startsWith("new");
        assertThat(names("shop")).startsWith("shop");
    }

    /** By its name and by the database of the call: what is refused, and how. */
    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "payroll.dbo.restock | - | SP-240 PermissionError",
                "[PayRoll]..restock | - | SP-240 PermissionError",
                "dbo.restock | payroll | SP-240 PermissionError",
                "shop.dbo.restock | payroll | SP-240 PermissionError",
                "other.shop.dbo.restock | - | SP-228 PermissionError",
                "dbo.other | - | SP-245 PermissionError",
                "hr.restock | - | SP-245 PermissionError",
                "dbo.echo | sales | SP-245 PermissionError",
                "xp_cmdshell | - | SP-246 PermissionError",
                "master..[XP_cmdshell] | - | SP-246 PermissionError",
                "sp_executesql | - | SP-246 PermissionError",
                "shop.dbo.sp_prepexec | - | SP-246 PermissionError",
                "sp_MSforeachdb | - | SP-246 PermissionError",
                "msdb.dbo.sp_send_dbmail | - | SP-246 PermissionError",
                "sys.sp_help | - | SP-246 PermissionError",
                "dbo.restock; DROP TABLE t | - | SP-202 SqlParserError",
                "dbo.restock 1 | - | SP-202 SqlParserError",
                "EXEC dbo.restock | - | SP-202 SqlParserError",
                "dbo.restock;2 | - | SP-202 SqlParserError",
                "@p | - | SP-202 SqlParserError",
                "#p | - | SP-202 SqlParserError",
                "[restock ] | - | SP-214 SqlParserError",
                "dbo. | - | SP-202 SqlParserError",
                "N'restock' | - | SP-202 SqlParserError",
                "dbo.restock -- x | - | SP-0",
            })
    void onlyProceduresOfTheListAreCalled(String procedure, String database, String begins)
            throws Exception {
        JsonObject.Builder arguments = JsonObject.builder().put("procedure", procedure);
        if (database != null) {
            arguments.put("database", database);
        }
        JsonObject result = call(TOOL, Json.text(arguments.build()));
        if (begins.equals("SP-0")) {
            assertThat(Json.text(result)).contains("committed");
            return;
        }
        assertThat(text(result)).startsWith(begins);
        assertThat(server.log()).noneMatch(line -> line.startsWith("CALL"));
        assertThat(server.logins()).isEmpty();
    }

    @Test
    void withoutAListTheToolTellsWhatTheOwnerWouldHaveToSet() throws Exception {
        Map<String, String> variables = listed();
        variables.remove("SQL_ALLOWED_PROCEDURES");
        variables.remove("SQL_READ_ONLY_PROCEDURES");
        assertThat(text(send(variables, request(TOOL, "{\"procedure\":\"dbo.restock\"}"))))
                .startsWith("SP-247 PermissionError: ")
                .contains("SQL_ALLOWED_PROCEDURES", "SQL_READ_ONLY_PROCEDURES");
    }

    @Test
    void serverProceduresCannotBeListed() {
        for (String name :
                List.of(
                        "xp_cmdshell",
                        "dbo.sp_executesql",
                        "sp_OACreate",
                        "sp_addlinkedserver",
                        "sp_addsrvrolemember",
                        "msdb.dbo.sp_start_job",
                        "sp_cursoropen",
                        "sp_MSforeachtable",
                        "sp_configure",
                        "a.b.dbo.c",
                        "payroll.dbo.p",
                        "not a name")) {
            Map<String, String> variables = listed();
            variables.put("SQL_ALLOWED_PROCEDURES", name);
            variables.remove("SQL_READ_ONLY_PROCEDURES");
            Environment environment = Environment.of(variables);
            assertThat(
                            org.assertj.core.api.Assertions.catchThrowable(() ->
                                    GateConfig.read(
                                            SqlServerMode.configuration(environment), environment)))
                    .as(name)
                    .isInstanceOf(dev.sallyport.config.ConfigException.class)
                    .hasMessageContaining("procedures.allowed");
        }
    }

    /** A type, a value as JSON, the type on the wire, and the value as it comes back. */
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "VarChar(20) | \"añ\" | NVARCHAR | \"añ\"",
                "NVarChar(MAX) | \"漢字\" | NVARCHAR | \"漢字\"",
                "char | \"ab  \" | NVARCHAR | \"ab\"",
                "NChar | \"ab\" | NVARCHAR | \"ab\"",
                "Text | \"long\" | NVARCHAR | \"long\"",
                "NText | \"long\" | NVARCHAR | \"long\"",
                "Xml | \"<a/>\" | XML | \"<a/>\"",
                "TinyInt | 255 | TINYINT | 255",
                "SmallInt | -32768 | SMALLINT | -32768",
                "Int | 7 | INT | 7",
                "BigInt | \"9223372036854775807\" | BIGINT | \"9223372036854775807\"",
                "Bit | true | BIT | true",
                "Decimal(38,4) | \"1234567890123456789.1234\" | DECIMAL 4 | \"1234567890123456789.1234\"",
                "Numeric(10,2) | 12.5 | DECIMAL 2 | 12.50",
                "Money | 12.3456 | DECIMAL 4 | 12.3456",
                "SmallMoney | -1.5 | DECIMAL 4 | -1.5000",
                "Float | 0.1 | FLOAT | 0.1",
                "Real | 1.5 | REAL | 1.5",
                "Date | \"2024-02-29\" | DATE | \"2024-02-29\"",
                "Time | \"23:59:59.1234567\" | TIME | \"23:59:59.1234567\"",
                "DateTime | \"2024-02-29T23:59:59.123Z\" | DATETIME2 | \"2024-02-29 23:59:59.123\"",
                "DateTime2 | \"2024-03-10 02:30:00.1234567\" | DATETIME2 | \"2024-03-10 02:30:00.1234567\"",
                "SmallDateTime | \"2024-02-29T23:59\" | DATETIME2 | \"2024-02-29 23:59:00\"",
                "DateTimeOffset | \"2024-02-29T23:59:59+05:30\" | DATETIMEOFFSET | \"2024-02-29 23:59:59+05:30\"",
                "UniqueIdentifier | \"6F9619FF-8B86-D011-B42D-00C04FC964FF\" | UNIQUEIDENTIFIER | \"6F9619FF-8B86-D011-B42D-00C04FC964FF\"",
                "Binary | \"0x0aff\" | VARBINARY | \"Cv8=\"",
                "VarBinary | \"Cv8=\" | VARBINARY | \"Cv8=\"",
                "Image | \"AAE=\" | VARBINARY | \"AAE=\"",
            })
    void everyTypeGoesInAndComesBack(String type, String value, String wire, String back)
            throws Exception {
        JsonObject content =
                content(
                        call(
                                TOOL,
                                "{\"procedure\":\"dbo.echo\",\"parameters\":[{\"name\":\"@v\",\"type\":\""
                                        + type
                                        + "\",\"value\":"
                                        + value
                                        + ",\"output\":true}]}"));
        assertThat(Json.text(content))
                .contains("\"output\":{\"v\":" + back + "}")
                .contains("[\"@v\",\"" + wire + "\"]");
        JsonObject input =
                content(
                        call(
                                TOOL,
                                "{\"procedure\":\"dbo.echo\",\"parameters\":[{\"name\":\"v\",\"type\":\""
                                        + type
                                        + "\",\"value\":"
                                        + value
                                        + "},{\"name\":\"n\",\"type\":\""
                                        + type
                                        + "\",\"value\":null}]}"));
        assertThat(Json.text(input)).contains("\"output\":{}", "[\"@v\",");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\":\"v\",\"type\":\"TinyInt\",\"value\":256}",
                "{\"name\":\"v\",\"type\":\"Int\",\"value\":1.5}",
                "{\"name\":\"v\",\"type\":\"Int\",\"value\":\"x\"}",
                "{\"name\":\"v\",\"type\":\"Bit\",\"value\":2}",
                "{\"name\":\"v\",\"type\":\"Date\",\"value\":\"2023-02-29\"}",
                "{\"name\":\"v\",\"type\":\"DateTimeOffset\",\"value\":\"2023-02-28T00:00:00\"}",
                "{\"name\":\"v\",\"type\":\"UniqueIdentifier\",\"value\":\"1-1-1-1-1\"}",
                "{\"name\":\"v\",\"type\":\"Binary\",\"value\":\"0x0\"}",
                "{\"name\":\"v\",\"type\":\"VarChar\",\"value\":7}",
                "{\"name\":\"v = 1; --\",\"type\":\"Int\",\"value\":7}",
                "{\"name\":\"v\",\"type\":\"Decimal\",\"output\":true}",
                "{\"name\":\"v\",\"type\":\"Decimal(9,2)\",\"value\":1.005}",
                "{\"name\":\"v\",\"type\":\"Money\",\"value\":1.00001}",
                "{\"name\":\"v\",\"type\":\"Real\",\"value\":1e300}"
            })
    void aValueThatDoesNotFitItsTypeIsRefused(String parameter) throws Exception {
        assertThat(
                        text(
                                call(
                                        TOOL,
                                        "{\"procedure\":\"dbo.echo\",\"parameters\":["
                                                + parameter
                                                + "]}")))
                .startsWith("SP-101 ValidationError: ")
                .contains("parameters[0].");
        assertThat(server.logins()).isEmpty();
    }

    @Test
    void anUnknownTypeIsAnErrorThatListsTheKnownOnes() throws Exception {
        assertThat(
                        text(
                                call(
                                        TOOL,
                                        "{\"procedure\":\"dbo.echo\",\"parameters\":[{\"name\":\"v\","
                                                + "\"type\":\"Geography\",\"value\":\"x\"}]}")))
                .startsWith("SP-101 ValidationError: ")
                .contains("VarChar, NVarChar, Char", "UniqueIdentifier, Binary, VarBinary, Image");
    }

    @Test
    void limitsHoldForEachResult() throws Exception {
        Map<String, String> variables = listed();
        variables.put("SQL_MAX_ROWS", "2");
        assertThat(Json.text(send(variables, request(TOOL, "{\"procedure\":\"dbo.peek\"}"))))
                .contains("\"row_count\":2,\"truncated\":true,\"truncated_by\":\"rows\"")
                .contains("\"row_count\":1,\"truncated\":false")
                .contains("\"return_value\":3,\"truncated\":true");
    }

    @Test
    void aProcedureThatFailsChangesNothing() throws Exception {
        databases.procedure(
                "shop",
                "dbo.restock",
                (connection, parameters, answer) -> {
                    restock(connection, parameters, answer);
                    throw new dev.sallyport.testing.tds.TdsError(50_000, "out of stock");
                });
        assertThat(text(call(TOOL, "{\"procedure\":\"dbo.restock\"}")))
                .startsWith("SP-405 RequestError: ")
                .contains("out of stock");
        assertThat(names("shop")).isEqualTo("shop shop shop shop shop");
    }

    @Test
    void aProcedureThatTakesTooLongIsStopped() throws Exception {
        databases.procedure(
                "shop",
                "dbo.restock",
                (connection, parameters, answer) -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.executeUpdate("UPDATE t SET name = 'late'");
                    }
                    answer.columns(new TdsColumn("n", "int"));
                    for (long i = 0; ; i++) {
                        answer.row(i);
                    }
                });
        Map<String, String> variables = listed();
        variables.put("SQL_REQUEST_TIMEOUT", "700");
        assertThat(text(send(variables, request(TOOL, "{\"procedure\":\"dbo.restock\"}"))))
                .startsWith("SP-403 RequestTimeout: ");
        assertThat(names("shop")).doesNotContain("late");
    }

    @Test
    void callsAreRecordedWithoutTheirValues() throws Exception {
        call(
                TOOL,
                "{\"procedure\":\"dbo.echo\",\"parameters\":[{\"name\":\"v\",\"type\":\"VarChar\","
                        + "\"value\":\"canary-4711\"}]}");
        call(TOOL, "{\"procedure\":\"dbo.peek\"}");
        StringBuilder audit = new StringBuilder();
        try (var files = Files.walk(state)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                audit.append(Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        assertThat(audit.toString())
                .contains(
                        "\"tool\":\"execute_stored_procedure\"",
                        "\"class\":\"call\"",
                        "\"class\":\"read\"")
                .containsPattern("\"fp\":\"[0-9a-f]{12}\"")
                .doesNotContain("canary");
    }

    private String names(String database) throws SQLException {
        try (Connection connection = databases.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery(
                                "SELECT LISTAGG(name, ' ') WITHIN GROUP (ORDER BY id) FROM t")) {
            rows.next();
            return rows.getString(1);
        }
    }

    private Map<String, String> listed() {
        Map<String, String> variables =
                new HashMap<>(
                        Map.of(
                                "SALLYPORT_STATE", state.toString(),
                                "SQL_SERVER", "127.0.0.1",
                                "SQL_PORT", String.valueOf(server.port()),
                                "SQL_USER", "reader",
                                "SQL_PASSWORD", ScriptedBackend.PASSWORD,
                                "SQL_DATABASE", "shop",
                                "SQL_ENCRYPT", "false",
                                "SQL_ALLOWED_DATABASES", "Shop, sales"));
        variables.put("SQL_ALLOWED_PROCEDURES", "dbo.restock, echo, dbo.[peek], sales.dbo.restock");
        variables.put("SQL_READ_ONLY_PROCEDURES", "dbo.peek");
        return variables;
    }

    private static JsonObject content(JsonObject result) {
        assertThat(result.member("isError")).as(Json.text(result)).isEmpty();
        return result.object("structuredContent").orElseThrow();
    }

    private static String text(JsonObject result) {
        JsonArray content = (JsonArray) result.member("content").orElseThrow();
        return ((JsonObject) content.elements().getFirst()).string("text").orElseThrow();
    }

    private static String request(String tool, String arguments) {
        return ConnxReplay.request(
                1,
                "tools/call",
                "\"name\":\"" + tool + "\",\"arguments\":" + arguments.replace("\n", " "));
    }

    private JsonObject call(String tool, String arguments) throws IOException {
        return send(listed(), request(tool, arguments));
    }

    private JsonObject send(Map<String, String> variables, String request) throws IOException {
        Environment environment = Environment.of(variables);
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
