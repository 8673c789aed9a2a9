package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.Connx.jdbc.TCJdbc.TCJdbcDriver;
import dev.sallyport.demo.DemoDatabase;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.source.TestConnx;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of the CONNX sample, through the packaged product as a host starts it. */
@Tag("launcher")
class ConnxLauncherTest {
    @TempDir Path folder;

    @Test
    void demoAnswersAsTheSampleDid() {
        check(Launched.run(folder, ConnxReplay.requests(), "stdio", "--demo"));
    }

    @Test
    void environmentAndDotEnvMakeTheConfiguration() throws Exception {
        DemoDatabase.create(folder);
        Files.writeString(
                folder.resolve(".env"),
                "CONNX_DSN=vsamdsn\nCONNX_DSN_ADABAS=adabasdsn\nCONNX_USER=demo\nCONNX_PASS=unused\n");
        Launched run =
                Launched.run(
                        folder,
                        Map.of(
                                "CONNX_GATEWAY",
                                "localhost",
                                "CONNX_DRIVER_PATH",
                                TestConnx.driverFolder().toString(),
                                "SALLYPORT_JAVA_OPTIONS",
                                dsn("vsamdsn", DemoDatabase.SHOP)
                                        + " "
                                        + dsn("adabasdsn", DemoDatabase.FLEET)),
                        ConnxReplay.requests(),
                        "stdio");
        check(run);
        assertThat(run.err())
                .containsPattern("Query OK fp=[0-9a-f]{12} rows=1")
                .containsPattern("Query REFUSED code=SP-203 fp=[0-9a-f]{12}")
                .doesNotContain("unused", "SELECT", "COSFU", "dumbbell");
    }

    @Test
    void missingVariablesAreNamedTogether() {
        Launched run = Launched.run(folder, Map.of("CONNX_DSN", "x"), "", "stdio");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("not set: CONNX_USER, CONNX_PASS, CONNX_GATEWAY (or CONNX_URL)");
    }

    @Test
    void declaredToolsOfTheDemoPassTheirExamples() {
        Launched run = Launched.run(folder, "", "tools", "test", "--demo");
        assertThat(run.out()).contains("all well");
        assertThat(run.status()).isZero();
    }

    private String dsn(String name, String file) {
        return "-D"
                + TCJdbcDriver.propertyName(name)
                + "="
                + TCJdbcDriver.propertyValue(
                        file, "jdbc:h2:file:" + folder.resolve(file), "demo", false);
    }

    private static void check(Launched run) {
        ConnxReplay.check(run.out().lines().map(line -> (JsonObject) Json.parse(line)).toList());
        assertThat(run.status()).isZero();
    }
}
