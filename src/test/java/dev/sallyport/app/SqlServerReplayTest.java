package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Environment;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.testing.tds.H2Backend;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsServer;
import dev.sallyport.transport.StdioTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls of the MCP server for SQL Server, through Microsoft's driver, against three databases. */
class SqlServerReplayTest {
    @TempDir Path state;
    private TdsServer server;

    @BeforeEach
    void start() throws Exception {
        H2Backend databases = new H2Backend();
        for (String name : List.of("shop", "sales", "payroll")) {
            databases.database(
                    name,
                    List.of(
                            "CREATE TABLE t (id INT PRIMARY KEY, name VARCHAR(20))",
                            "INSERT INTO t SELECT x, '" + name + "' FROM SYSTEM_RANGE(1, 5)"));
        }
        server = new TdsServer(databases);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void pagesTellWhereTheNextOneBegins() throws IOException {
        assertThat(text("{\"query\":\"SELECT id FROM t ORDER BY id\",\"offset\":1,\"limit\":2}"))
                .isEqualTo(
                        "{\"results\":[{\"id\":2},{\"id\":3}],\"count\":2,\"truncated\":true,"
                                + "\"pagination\":{\"offset\":1,\"limit\":2,\"count\":2,"
                                + "\"has_more\":true,\"next_offset\":3}}");
        assertThat(text("{\"query\":\"SELECT id FROM t ORDER BY id\",\"offset\":3}"))
                .endsWith("\"pagination\":{\"offset\":3,\"count\":2,\"has_more\":false}}");
        assertThat(text("{\"query\":\"SELECT id FROM t ORDER BY id\",\"offset\":9}"))
                .startsWith("{\"results\":[],\"count\":0,");
    }

    /** What a call names, and the database that its rows come from; none: refused. */
    @ParameterizedTest(name = "{0} in {1}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "SELECT name FROM t WHERE id = 1 | - | shop",
                "SELECT name FROM t WHERE id = 1 | sales | sales",
                "SELECT name FROM t WHERE id = 1 | SALES | sales",
                "SELECT name FROM t WHERE id = 1 | Shop | shop",
                "SELECT name FROM t WHERE id = 1 | payroll | -",
                "SELECT name FROM t WHERE id = 1 | PayRoll | -",
                "SELECT name FROM t WHERE id = 1 | 'payroll ' | -",
                "SELECT name FROM t WHERE id = 1 | master | -",
                "SELECT 1 AS name | payroll | -",
                "SELECT name FROM payroll.dbo.t | - | -",
                "SELECT name FROM PAYROLL..t | - | -",
                "SELECT name FROM [payroll].[dbo].[t] | - | -",
                "SELECT name FROM \"PayRoll\".dbo.t | sales | -",
                "SELECT name FROM t WHERE id IN (SELECT id FROM payroll.dbo.t) | - | -",
                "SELECT t.name FROM t JOIN payroll.dbo.t p ON p.id = t.id | - | -",
                "SELECT name FROM t UNION ALL SELECT name FROM payroll.dbo.t | - | -",
                "WITH x AS (SELECT name FROM payroll.dbo.t) SELECT name FROM x | - | -",
                "SELECT name FROM other.payroll.dbo.t | - | -",
            })
    void onlyDatabasesOfTheListAreReached(String sql, String database, String from)
            throws IOException {
        JsonObject.Builder arguments = JsonObject.builder().put("query", sql);
        if (database != null) {
            arguments.put("database", database);
        }
        JsonObject result = call(listed(), Json.text(arguments.build()));
        if (from == null) {
            assertThat(Json.text(result))
                    .contains("\"isError\":true", "\"error_type\":\"PermissionError\"", "SP-2");
            if (!sql.contains("other.")) {
                assertThat(Json.text(result).toLowerCase(Locale.ROOT))
                        .contains(
                                "database "
                                        + (sql.toLowerCase(Locale.ROOT).contains("payroll")
                                                        || !"master".equals(database)
                                                ? "payroll"
                                                : "master"));
            }
            assertThat(server.log()).noneMatch(line -> line.contains(" t"));
            return;
        }
        assertThat(Json.text(result)).contains("\"rows\":[[\"" + from + "\"]]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "USE payroll | SP-204 ValidationError",
                "USE payroll; SELECT name FROM t | SP-203 ValidationError",
                "SELECT name FROM [payroll ].dbo.t | SP-214 SqlParserError",
                "SELECT name FROM | SP-202 SqlParserError",
                "DELETE FROM t | SP-204 ValidationError",
                "SELECT nothing FROM t | SP-405 RequestError",
            })
    void errorsKeepTheirNames(String sql, String begins) throws IOException {
        assertThat(text(Json.text(JsonObject.builder().put("query", sql).build())))
                .startsWith(begins);
    }

    @Test
    void aServerThatIsNotThereIsAConnectionError() throws IOException {
        Map<String, String> variables = listed();
        server.close();
        assertThat(Json.text(call(variables, "{\"query\":\"SELECT 1 AS one\"}")))
                .contains("SP-401 ConnectionError: ");
    }

    @Test
    void noListMeansNoCheck() throws IOException {
        Map<String, String> variables = listed();
        variables.remove("SQL_ALLOWED_DATABASES");
        assertThat(
                        Json.text(
                                call(
                                        variables,
                                        "{\"query\":\"SELECT name FROM t WHERE id = 1\","
                                                + "\"database\":\"payroll\"}")))
                .contains("payroll");
    }

    @Test
    void aWrongArgumentIsAValidationError() throws IOException {
        assertThat(Json.text(call(listed(), "{\"query\":\"SELECT 1\",\"offset\":-1}")))
                .contains("SP-101 ValidationError");
    }

    private Map<String, String> listed() {
        return new HashMap<>(
                Map.of(
                        "SALLYPORT_STATE", state.toString(),
                        "SQL_SERVER", "127.0.0.1",
                        "SQL_PORT", String.valueOf(server.port()),
                        "SQL_USER", "reader",
                        "SQL_PASSWORD", ScriptedBackend.PASSWORD,
                        "SQL_DATABASE", "shop",
                        "SQL_ENCRYPT", "false",
                        "SQL_ALLOWED_DATABASES", "Shop, sales"));
    }

    private String text(String arguments) throws IOException {
        String text = Json.text(call(listed(), arguments).member("content").orElseThrow());
        JsonObject block = (JsonObject) Json.parse(text.substring(1, text.length() - 1));
        return block.string("text").orElseThrow();
    }

    private JsonObject call(Map<String, String> variables, String arguments) throws IOException {
        String request =
                ConnxReplay.request(
                        1, "tools/call", "\"name\":\"execute_query\",\"arguments\":" + arguments);
        return send(variables, request).object("result").orElseThrow();
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
        return (JsonObject) Json.parse(out.toString(StandardCharsets.UTF_8).strip());
    }
}
