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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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
        Configuration configuration =
                ConnxMode.isChosen(environment)
                        ? ConnxMode.configuration(environment)
                        : DemoSetup.configuration(environment);
        Files.createDirectories(state);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (Gate gate = Gate.open(configuration, environment)) {
            new StdioTransport(
                            gate.dispatcher(),
                            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                            out)
                    .run();
        }
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> (JsonObject) Json.parse(line))
                .toList();
    }
}
