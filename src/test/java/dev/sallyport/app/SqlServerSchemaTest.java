package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Environment;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.testing.tds.H2Backend;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsLogin;
import dev.sallyport.testing.tds.TdsServer;
import dev.sallyport.transport.StdioTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The resource {@code schema://{database}} of the mode for SQL Server, through its driver. */
class SqlServerSchemaTest {
    @TempDir Path state;
    private TdsServer server;

    @BeforeEach
    void start() throws Exception {
        H2Backend databases = new H2Backend();
        for (String name : List.of("shop", "sales", "payroll")) {
            databases.database(
                    name,
                    List.of("CREATE TABLE " + name + "_t (id INT PRIMARY KEY, name CHAR(2))"));
        }
        server = new TdsServer(databases);
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    @Test
    void theDatabasesOfTheListAreListed() throws IOException {
        JsonObject resources = send(listed(), request("resources/list", "")).getFirst();
        assertThat(Json.text(resources))
                .contains("\"uri\":\"schema://Shop\"", "\"uri\":\"schema://sales\"")
                .doesNotContain("payroll");
        assertThat(Json.text(send(listed(), request("resources/templates/list", "")).getFirst()))
                .contains("\"uriTemplate\":\"schema://{database}\"");
        assertThat(server.logins()).isEmpty();
    }

    @Test
    void withoutAListTheDefaultDatabaseIs() throws IOException {
        Map<String, String> variables = listed();
        variables.remove("SQL_ALLOWED_DATABASES");
        assertThat(Json.text(send(variables, request("resources/list", "")).getFirst()))
                .contains("schema://shop")
                .doesNotContain("sales");
    }

    @ParameterizedTest
    @CsvSource({"shop, shop_t", "Sales, sales_t", "%73ales, sales_t"})
    void oneTellsTheTablesOfItsDatabase(String name, String table) throws IOException {
        assertThat(Json.text(read(listed(), "schema://" + name)))
                .contains(table, "\\\"name\\\":\\\"id\\\"", "\\\"type\\\":\\\"int\\\"");
        assertThat(server.logins()).extracting(TdsLogin::database).doesNotContain("payroll");
    }

    @ParameterizedTest
    @CsvSource({
        "payroll, SP-240 PermissionError",
        "PayRoll, SP-240 PermissionError",
        "payroll%20, SP-240 PermissionError",
        "%70ayroll, SP-240 PermissionError",
        "master, SP-240 PermissionError",
    })
    void aDatabaseOutsideTheListIsRefusedByItsName(String name, String begins) throws IOException {
        String answer = Json.text(read(listed(), "schema://" + name));
        assertThat(answer).contains("\"message\":\"" + begins + ": ", "Database ");
        assertThat(server.logins()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"schema:///", "schema:", "schema://shop/t", "other://shop"})
    void otherUrisAreNoResources(String uri) throws IOException {
        assertThat(Json.text(read(listed(), uri))).contains("Resource not found");
    }

    @Test
    void oneWithoutANameIsTheDefaultDatabase() throws IOException {
        assertThat(Json.text(read(listed(), "schema://")))
                .contains("\\\"database\\\":\\\"shop\\\"", "shop_t")
                .doesNotContain("sales_t");
    }

    @Test
    void namesOfTheListCompleteTheVariable() throws IOException {
        assertThat(completed(listed(), "S")).contains("\"values\":[\"Shop\",\"sales\"]");
        assertThat(completed(listed(), "sa")).contains("\"values\":[\"sales\"]");
        assertThat(completed(listed(), "pay")).contains("\"values\":[]");
        assertThat(server.logins()).isEmpty();
    }

    @Test
    void withoutAListTheServerIsAsked() throws IOException {
        Map<String, String> variables = listed();
        variables.remove("SQL_ALLOWED_DATABASES");
        assertThat(completed(variables, "")).contains("\"payroll\",\"sales\",\"shop\"");
    }

    @ParameterizedTest
    @CsvSource({
        "SQL_SCHEMA_CACHE_TTL, 60000, 1",
        "CACHE_TTL_MS, 60000, 1",
        "SQL_SCHEMA_CACHE_TTL, 0, 3"
    })
    void theSchemaIsKeptForItsTime(String variable, String milliseconds, int times)
            throws IOException {
        Map<String, String> variables = listed();
        variables.put(variable, milliseconds);
        String request =
                request("resources/read", "\"uri\":\"schema://sales\"")
                        + request("resources/read", "\"uri\":\"schema://SALES\"")
                        + request("resources/read", "\"uri\":\"schema://sales\"");
        assertThat(send(variables, request)).hasSize(3);
        assertThat(server.log().stream().filter(line -> line.contains("'MS_Description'")))
                .hasSize(times);
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

    private String completed(Map<String, String> variables, String typed) throws IOException {
        return Json.text(
                send(
                                variables,
                                request(
                                        "completion/complete",
                                        "\"ref\":{\"type\":\"ref/resource\",\"uri\":\"schema://{database}\"},"
                                                + "\"argument\":{\"name\":\"database\",\"value\":\""
                                                + typed
                                                + "\"}"))
                        .getFirst());
    }

    private JsonObject read(Map<String, String> variables, String uri) throws IOException {
        return send(variables, request("resources/read", "\"uri\":\"" + uri + "\"")).getFirst();
    }

    private static int requests;

    private static String request(String method, String parameters) {
        return ConnxReplay.request(++requests, method, parameters) + "\n";
    }

    private List<JsonObject> send(Map<String, String> variables, String request)
            throws IOException {
        Environment environment = Environment.of(variables);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Gate gate = Gate.open(SqlServerMode.configuration(environment), environment)) {
            new StdioTransport(
                            gate.dispatcher(),
                            new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)),
                            out)
                    .run();
        }
        List<JsonObject> answers = new ArrayList<>();
        for (String line : out.toString(StandardCharsets.UTF_8).strip().split("\n")) {
            answers.add((JsonObject) Json.parse(line));
        }
        return answers;
    }
}
