package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.demo.DemoDatabase;
import dev.sallyport.json.Json;
import dev.sallyport.source.TestConnx;
import dev.sallyport.source.TestH2;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.testing.tds.H2Backend;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsServer;
import dev.sallyport.tool.ToolChecks;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything in {@code examples/} starts and answers; the pages' configurations are valid. */
class ExamplesTest {
    private static final Path EXAMPLES = Path.of("examples");

    @TempDir Path folder;

    @Test
    void everyExampleIsStartedHere() throws IOException {
        try (Stream<Path> examples = Files.list(EXAMPLES)) {
            assertThat(examples.map(path -> path.getFileName().toString()))
                    .containsExactlyInAnyOrder("connx", "minimal", "shop", "sqlserver");
        }
    }

    @Test
    void shopAnswersAndItsExamplesHold() throws Exception {
        String setup = Files.readString(EXAMPLES.resolve("shop/setup.sql"));
        TestH2.run(folder, "shop", setup.split(";\n"));
        try (ServedYaml server = open("shop", Map.of("SHOP_FOLDER", folder.toString()))) {
            assertWell(server);
            assertThat(Json.text(server.result("tools/list", "{}")))
                    .contains("find_customers", "turnover", "cancel_order", "count_entities")
                    .doesNotContain("\"execute\"");
            assertThat(server.text("cancel_order", "{\"id\":10}"))
                    .isEqualTo("{\"outcome\":\"committed\",\"affected_rows\":1}");
            assertThat(server.text("count_open_orders", "{}")).contains("\"value\":1");
            assertThat(server.text("count_entities", "{\"entity\":\"buyers\"}"))
                    .contains("\"total\":3");
            assertThat(
                            Json.text(
                                    server.result(
                                            "prompts/get",
                                            "{\"name\":\"monthly-report\",\"arguments\":{\"month\":\"2026-01\",\"status\":\"open\"}}")))
                    .contains("Report on 2026-01", "Only orders that are open.");
        }
    }

    @Test
    void minimalAnswers() throws Exception {
        String database = TestPostgres.newDatabase("CREATE TABLE t (id int)");
        String url = TestPostgres.url(database);
        Map<String, String> login = new HashMap<>();
        login.put("DATABASE_URL", withoutCredentials(url));
        login.put("DATABASE_USER", "postgres");
        login.put("DATABASE_PASSWORD", "postgres");
        try (ServedYaml server = open("minimal", login)) {
            assertWell(server);
            assertThat(server.text("query", "{\"sql\":\"SELECT count(*) FROM t\"}"))
                    .contains("\"rows\":[[0]]");
        }
    }

    @Test
    void connxAnswers() throws Exception {
        DemoDatabase.create(folder);
        String vsam =
                TestConnx.registered(folder, DemoDatabase.SHOP, DemoDatabase.SHOP, "demo", false);
        String adabas =
                TestConnx.registered(folder, DemoDatabase.FLEET, DemoDatabase.FLEET, "demo", false);
        Map<String, String> variables = new HashMap<>();
        variables.put("CONNX_URL", TestConnx.url(vsam));
        variables.put("CONNX_URL_ADABAS", TestConnx.url(adabas));
        variables.put("CONNX_USER", "demo");
        variables.put("CONNX_PASS", "unused");
        variables.put("CONNX_DRIVER_PATH", TestConnx.driverFolder().toString());
        variables.put("CONNX_ALLOW_WRITES", "false");
        variables.put("CONNX_MAX_ROWS", "1000");
        variables.put("CONNX_TIMEOUT", "30");
        try (ServedYaml server = open("connx", variables)) {
            assertWell(server);
            assertThat(server.text("count_customers", "{}")).contains("5000");
        }
    }

    @Test
    void sqlServerAnswers() throws Exception {
        H2Backend databases = new H2Backend();
        databases.database("shop", List.of("CREATE TABLE t (id INT PRIMARY KEY)"));
        try (TdsServer sqlServer = new TdsServer(databases)) {
            Map<String, String> variables = new HashMap<>();
            variables.put("SQL_URL", sqlServer.url("shop"));
            variables.put("SQL_USER", "reader");
            variables.put("SQL_PASSWORD", ScriptedBackend.PASSWORD);
            variables.put("SQL_ALLOWED_DATABASE_1", "shop");
            variables.put("SQL_ALLOWED_DATABASE_2", "sales");
            variables.put("SQL_ALLOWED_PROCEDURE_1", "dbo.turnover");
            variables.put("SQL_ALLOWED_PROCEDURE_2", "dbo.close_month");
            variables.put("SQL_READ_ONLY_PROCEDURE_1", "dbo.turnover");
            variables.put("SQL_PROCEDURES_WRITE", "true");
            variables.put("SQL_SCHEMA_CACHE_TTL", "300000");
            variables.put("SQL_MAX_ROWS", "1000");
            variables.put("SQL_REQUEST_TIMEOUT", "30000");
            variables.put("SQL_POOL_MAX", "10");
            variables.put("SQL_POOL_MIN", "0");
            variables.put("SQL_POOL_IDLE_TIMEOUT", "300000");
            variables.put("SQL_MAX_RETRIES", "0");
            variables.put("SQL_RETRY_INITIAL_DELAY", "1000");
            variables.put("SQL_RETRY_MAX_DELAY", "5000");
            variables.put("MCP_SERVER_NAME", "sallyport");
            variables.put("MCP_SERVER_VERSION", "1");
            try (ServedYaml server = open("sqlserver", variables)) {
                assertWell(server);
                assertThat(
                                server.text(
                                        "execute_query",
                                        "{\"query\":\"SELECT COUNT(*) AS n FROM t\"}"))
                        .contains("\"results\":[{\"n\":0}]");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"declared-tools.md", "entities.md", "prompts.md"})
    void configurationsOfThePagesAreValid(String page) throws IOException {
        List<String> blocks =
                Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
                        .matcher(Files.readString(Path.of("docs", page)))
                        .results()
                        .map((MatchResult found) -> found.group(1))
                        .toList();
        assertThat(blocks).isNotEmpty();
        for (String block : blocks) {
            String whole =
                    block.startsWith("sources:")
                            ? block
                            : "sources:\n  one: {url: 'jdbc:h2:mem:none', user: sa}\n" + block;
            Environment environment = Environment.of(Map.of("SALLYPORT_STATE", folder.toString()));
            GateConfig.read(Configuration.read(page, whole, environment), environment)
                    .sources()
                    .close();
        }
    }

    /** What a host asks first, and what {@code sallyport tools test} tries. */
    private static void assertWell(ServedYaml server) {
        assertThat(server.result("server/discover", "{}").object("capabilities")).isPresent();
        assertThat(Json.text(server.result("tools/list", "{}"))).contains("\"tools\":[{");
        assertThat(Json.text(server.result("prompts/list", "{}"))).contains("explore-database");
        List<String> problems = new ArrayList<>();
        for (ToolChecks.Check check : server.gate().toolChecks(server.config().tools())) {
            check.problem().ifPresent(problem -> problems.add(check.name() + ": " + problem));
        }
        assertThat(problems).isEmpty();
    }

    private ServedYaml open(String example, Map<String, String> variables) throws IOException {
        Map<String, String> all = new HashMap<>(variables);
        all.put("SALLYPORT_STATE", folder.resolve("state").toString());
        return ServedYaml.open(
                Files.readString(EXAMPLES.resolve(example).resolve("sallyport.yaml")),
                Environment.of(all));
    }

    private static String withoutCredentials(String url) {
        int question = url.indexOf('?');
        String base = question < 0 ? url : url.substring(0, question);
        assertThat(URI.create(base.substring("jdbc:".length())).getPort()).isPositive();
        return base + "?sslmode=disable";
    }
}
