package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.demo.DemoConfiguration;
import dev.sallyport.demo.DemoDatabase;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.source.TestConnx;
import dev.sallyport.testing.Golden;
import dev.sallyport.transport.StdioTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.h2.tools.Server;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The calls of the CONNX sample in this process, over the embedded data. */
class ConnxReplayTest {
    @TempDir static Path data;
    @TempDir Path state;

    @BeforeAll
    static void makeTheData() throws Exception {
        DemoDatabase.create(data);
    }

    @Test
    void demoAnswersAsTheSampleDid() throws IOException {
        ConnxReplay.check(answers(demo(), ConnxReplay.requests()));
    }

    /** Through the stand-in for the driver, with the variables of the sample and no file. */
    @Test
    void gatewayAnswersAsTheSampleDid() throws IOException {
        ConnxReplay.check(answers(gateway(), ConnxReplay.requests()));
    }

    @Test
    void toolsOfTheModeAreAsReviewed() throws IOException {
        JsonObject list = answers(gateway(), ConnxReplay.request(1, "tools/list", "")).getFirst();
        Golden.assertJson(
                "connx-tools-list.json",
                list.object("result").orElseThrow().member("tools").orElseThrow());
    }

    @Test
    void withoutTheSecondDictionaryItsToolsAreNotThere() throws IOException {
        Map<String, String> variables = new HashMap<>();
        variables.put("SALLYPORT_STATE", state.toString());
        variables.put(
                "CONNX_DSN",
                TestConnx.registered(data, DemoDatabase.SHOP, DemoDatabase.SHOP, "demo", false));
        variables.put("CONNX_USER", "demo");
        variables.put("CONNX_PASS", "unused");
        variables.put("CONNX_GATEWAY", "localhost");
        variables.put("CONNX_DRIVER_PATH", TestConnx.driverFolder().toString());
        assertThat(
                        answers(Environment.of(variables), ConnxReplay.request(1, "tools/list", ""))
                                .toString())
                .contains("count_customers")
                .doesNotContain("count_employees", "vehicle");
    }

    @Test
    void resourcesOfTheSampleCanBeRead() throws IOException {
        List<String> uris =
                List.of(
                        "schema://schema",
                        "schema://schema/CUSTOMERS_VSAM",
                        "schema://schema/vehicles",
                        "schema://domain/customers",
                        "schema://domain/employees",
                        "schema://domain/vehicles",
                        "domain://datasets",
                        "semantic://entities");
        StringBuilder input = new StringBuilder();
        for (String uri : uris) {
            input.append(
                            ConnxReplay.request(
                                    uris.indexOf(uri), "resources/read", "\"uri\":\"" + uri + "\""))
                    .append('\n');
        }
        input.append(ConnxReplay.request(99, "resources/read", "\"uri\":\"schema://domain/x\""))
                .append('\n')
                .append(
                        ConnxReplay.request(
                                98, "resources/read", "\"uri\":\"schema://schema/NONE\""));
        for (Environment environment : List.of(demo(), gateway())) {
            List<JsonObject> answers = answers(environment, input.toString());
            assertThat(answers).hasSize(uris.size() + 2);
            assertThat(answers.stream().filter(one -> one.object("error").isPresent())).hasSize(2);
            assertThat(answers.toString())
                    .contains(
                            "COLUMN_NAME",
                            "CUSTOMERPHONE",
                            "REG_NUM",
                            "primary_table",
                            "logical_name");
        }
    }

    /** As the sample did it, but within the caps, in one transaction and with a record of it. */
    @ParameterizedTest(name = "over the gateway: {0}")
    @ValueSource(booleans = {true, false})
    void changesAreMadeAsTheSampleMadeThem(boolean gateway) throws Exception {
        Server server = Server.createTcpServer("-tcpPort", "0", "-ifNotExists").start();
        String url =
                "jdbc:h2:tcp://localhost:" + server.getPort() + "/mem:replay" + server.getPort();
        try (Connection past = DriverManager.getConnection(url, "sa", "");
                Statement statement = past.createStatement()) {
            statement.execute("CREATE SCHEMA dbo");
            statement.execute(
                    "CREATE TABLE dbo.CUSTOMERS_VSAM (CUSTOMERID CHAR(8) PRIMARY KEY, CUSTOMERNAME"
                            + " CHAR(30), CUSTOMERCITY CHAR(20))");
            ConnxReplay.checkChanges(
                    answers(
                            gateway ? writing(url, "true") : overH2(url, "true"),
                            ConnxReplay.changeRequests(),
                            true));
            try (ResultSet rows =
                    statement.executeQuery(
                            "SELECT LISTAGG(TRIM(CUSTOMERID) || TRIM(CUSTOMERCITY), ' ')"
                                    + " WITHIN GROUP (ORDER BY 1) FROM dbo.CUSTOMERS_VSAM")) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("A1Reno A2Graz");
            }
            for (String off : List.of("false", "TRUE", "yes", "1")) {
                assertThat(
                                answers(
                                                gateway ? writing(url, off) : overH2(url, "false"),
                                                ConnxReplay.request(1, "tools/list", ""))
                                        .toString())
                        .contains("query_connx")
                        .doesNotContain("update_connx");
            }
        } finally {
            server.stop();
        }
    }

    private Environment writing(String url, String writes) {
        return Environment.of(
                Map.of(
                        "SALLYPORT_STATE",
                        state.toString(),
                        "CONNX_DSN",
                        TestConnx.registered(url, DemoDatabase.SHOP, "sa", false),
                        "CONNX_USER",
                        "sa",
                        "CONNX_PASS",
                        "unused",
                        "CONNX_GATEWAY",
                        "localhost",
                        "CONNX_ALLOW_WRITES",
                        writes,
                        "CONNX_DRIVER_PATH",
                        TestConnx.driverFolder().toString()));
    }

    /** The same tools with their names, over a source of another engine. */
    private Environment overH2(String url, String writes) throws IOException {
        Path file = state.resolve("over-h2.yaml");
        Files.createDirectories(state);
        Files.writeString(
                file,
                "sources:\n  vsam: {url: '"
                        + url
                        + ";SCHEMA=dbo', user: sa, writes: "
                        + writes
                        + ", trailing-semicolon: false}\n"
                        + "built-in-tools:\n"
                        + "  query: {name: query_connx, statement: query, legacy: {rows: results,"
                        + " count: count}}\n"
                        + "  execute: {name: update_connx, statement: query, operation: operation,"
                        + " legacy: {echo: [operation], count: affected_rows}}\n");
        return Environment.of(
                Map.of("SALLYPORT_STATE", state.toString(), "OVER_H2", file.toString()));
    }

    private Environment demo() {
        return Environment.of(
                Map.of(
                        "SALLYPORT_STATE",
                        state.toString(),
                        DemoConfiguration.FOLDER_VARIABLE,
                        data.toString()));
    }

    private Environment gateway() {
        return Environment.of(
                Map.of(
                        "SALLYPORT_STATE",
                        state.toString(),
                        "CONNX_DSN",
                        TestConnx.registered(
                                data, DemoDatabase.SHOP, DemoDatabase.SHOP, "demo", false),
                        "CONNX_DSN_ADABAS",
                        TestConnx.registered(
                                data, DemoDatabase.FLEET, DemoDatabase.FLEET, "demo", false),
                        "CONNX_USER",
                        "demo",
                        "CONNX_PASS",
                        "unused",
                        "CONNX_GATEWAY",
                        "localhost",
                        "CONNX_DRIVER_PATH",
                        TestConnx.driverFolder().toString()));
    }

    private List<JsonObject> answers(Environment environment, String input) throws IOException {
        return answers(environment, input, false);
    }

    private List<JsonObject> answers(Environment environment, String input, boolean oneByOne)
            throws IOException {
        Configuration configuration =
                environment.variable("OVER_H2").isPresent()
                        ? Configuration.read(
                                "over-h2.yaml",
                                Files.readString(Path.of(environment.variable("OVER_H2").get())),
                                environment)
                        : ConnxMode.isChosen(environment)
                                ? ConnxMode.configuration(environment)
                                : DemoSetup.configuration(environment);
        Files.createDirectories(state);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Gate gate = Gate.open(configuration, environment)) {
            new StdioTransport(
                            gate.dispatcher(),
                            oneByOne ? new OneByOne(input, out) : bytes(input),
                            out)
                    .run();
        }
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> (JsonObject) Json.parse(line))
                .toList();
    }

    private static InputStream bytes(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends a line when the one before it has been answered. */
    private static final class OneByOne extends SequenceInputStream {
        OneByOne(String input, ByteArrayOutputStream out) {
            super(
                    new Enumeration<>() {
                        private final Iterator<String> lines = input.lines().iterator();
                        private int sent;

                        @Override
                        public boolean hasMoreElements() {
                            return lines.hasNext();
                        }

                        @Override
                        public InputStream nextElement() {
                            try {
                                while (out.toString(StandardCharsets.UTF_8).lines().count()
                                        < sent) {
                                    Thread.sleep(5);
                                }
                            } catch (InterruptedException e) {
                                throw new IllegalStateException(e);
                            }
                            sent++;
                            return bytes(lines.next() + "\n");
                        }
                    });
        }
    }
}
