package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.testing.Ports;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpSchema.CallToolRequest;
import io.modelcontextprotocol.spec.McpSchema.CallToolResult;
import io.modelcontextprotocol.spec.McpSchema.TextContent;
import io.modelcontextprotocol.spec.McpSchema.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged product, as a user and a host start it. */
@Tag("launcher")
class LauncherTest {
    private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}\n";

    @TempDir Path folder;

    @Test
    void writesItsLogInOneFormWhateverTheUsersLanguage() {
        Launched ended =
                Launched.run(
                        folder,
                        Map.of("SALLYPORT_JAVA_OPTIONS", "-Duser.language=ar -Duser.country=EG"),
                        """
                        {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"query_connx","arguments":{"source":"vsam","query":"SELECT 1"},"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{}}}}
                        """,
                        "stdio",
                        "--demo");
        assertThat(ended.err()).matches("(?s)INFO Query OK fp=[0-9a-f]{12} rows=1\\n.*");
    }

    @Test
    void servesTheOfficialClientOverStandardInputAndOutput() {
        ServerParameters server =
                ServerParameters.builder(Launched.LAUNCHER.toString())
                        .args("stdio", "--demo")
                        .env(Map.of("SALLYPORT_STATE", folder.toString()))
                        .build();
        StdioClientTransport transport =
                new StdioClientTransport(server, McpJsonDefaults.getMapper());
        try (McpSyncClient client =
                McpClient.sync(transport).requestTimeout(Duration.ofSeconds(60)).build()) {
            assertThat(client.initialize().serverInfo().name()).isEqualTo("sallyport");
            assertThat(client.listTools().tools())
                    .extracting(Tool::name)
                    .contains("query_connx", "search_schema", "find_customers")
                    .doesNotContain("query", "update_connx");
            CallToolResult count =
                    client.callTool(
                            CallToolRequest.builder("query_connx")
                                    .arguments(
                                            Map.of(
                                                    "source",
                                                    "vsam",
                                                    "query",
                                                    "SELECT COUNT(*) AS n FROM CUSTOMERS_VSAM"))
                                    .build());
            assertThat(count.isError()).isNotEqualTo(true);
            assertThat(count.structuredContent().toString()).contains("rows=[[5000]]");
            CallToolResult drop =
                    client.callTool(
                            CallToolRequest.builder("query_connx")
                                    .arguments(
                                            Map.of(
                                                    "source",
                                                    "vsam",
                                                    "query",
                                                    "DROP TABLE CUSTOMERS_VSAM"))
                                    .build());
            assertThat(drop.isError()).isTrue();
            assertThat(drop.content().getFirst()).isInstanceOf(TextContent.class);
            assertThat(((TextContent) drop.content().getFirst()).text()).startsWith("SP-204");
        }
        assertThat(folder.resolve("audit.jsonl")).content().hasLineCount(2);
    }

    @Test
    void deliversEveryAnswerAtTheEndOfInputAndNothingElseOnStandardOutput() {
        StringBuilder input = new StringBuilder();
        for (int id = 1; id <= 50; id++) {
            input.append(
                    call(
                            id,
                            "SELECT COUNT(*) FROM CUSTOMERS_VSAM WHERE CUSTOMERID <> '"
                                    + id
                                    + "'"));
        }
        Launched run = Launched.run(folder, input.toString(), "stdio", "--demo");
        assertThat(run.status()).isZero();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(50);
        assertThat(lines)
                .allSatisfy(line ->
                        assertThat(((JsonObject) Json.parse(line)).object("result")).isPresent());
    }

    @Test
    void servesWithoutACommandWhereTheInputIsNoTerminal() throws IOException {
        Files.writeString(
                folder.resolve("sallyport.yaml"),
                "sources:\n  shop: {url: 'jdbc:postgresql://127.0.0.1:1/shop'}\n");
        Launched run = Launched.run(folder, PING);
        assertThat(run.out()).contains("\"id\":1");
        assertThat(run.status()).isZero();
    }

    @Test
    void startsAllTheSameWhereTheCacheIsRefused() {
        Launched run =
                Launched.run(
                        folder,
                        Map.of("SALLYPORT_JAVA_OPTIONS", "-XX:+UseCompactObjectHeaders"),
                        PING,
                        "stdio",
                        "--demo");
        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.status()).isZero();
    }

    @Test
    void startsAllTheSameWhereTheCacheWasDamaged() throws Exception {
        Path home = Files.createDirectories(folder.resolve("home"));
        Path built = Launched.LAUNCHER.resolveSibling("target").resolve("sallyport");
        copy(built, home);
        copy(Launched.LAUNCHER, home.resolve("sallyport"));
        Path cache = home.resolve("sallyport-demo.aot");
        ProcessBuilder server = Launched.builder(folder, Map.of(), "stdio", "--demo");
        server.command().set(0, home.resolve("sallyport").toString());
        ProcessBuilder warmup = Launched.builder(folder, Map.of(), "warmup");
        warmup.command().set(0, home.resolve("sallyport").toString());
        run(warmup);

        assertThat(home.resolve("sallyport-demo.aot.checked")).hasContent(cache.toString());
        assertThat(run(server)).contains("\"id\":1");
        assertThat(Files.readString(folder.resolve("err.txt"))).isEmpty();

        byte[] bytes = Files.readAllBytes(cache);
        for (int at = 100_000; at < bytes.length; at += 10_007) {
            bytes[at] ^= 0x55;
        }
        Files.write(cache, bytes);

        assertThat(run(server).lines()).singleElement().asString().contains("\"id\":1");
        assertThat(Files.readString(folder.resolve("err.txt"))).contains("is damaged");
    }

    private String run(ProcessBuilder program) throws Exception {
        Path input = Files.writeString(folder.resolve("in.txt"), PING);
        Path output = folder.resolve("out.txt");
        Process process =
                program.redirectInput(input.toFile())
                        .redirectOutput(output.toFile())
                        .redirectError(folder.resolve("err.txt").toFile())
                        .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
        return Files.readString(output);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (!Files.isDirectory(target)) {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    @Test
    void saysNothingOfACrashOnStandardOutput() throws Exception {
        Process process =
                Launched.builder(
                                folder,
                                Map.of("SALLYPORT_JAVA_OPTIONS", "-XX:-CreateCoredumpOnCrash"),
                                "stdio",
                                "--demo")
                        .start();
        process.outputWriter().append(PING).flush();
        assertThat(process.inputReader().readLine()).contains("\"id\":1");
        new ProcessBuilder("kill", "-SEGV", String.valueOf(process.pid())).start().waitFor();

        assertThat(process.inputReader().readLine()).isNull();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isNotZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stdio --nope",
                "serve --port x",
                "serve --port 70000",
                "check --dialect klingon x",
                "nope",
                "check"
            })
    void printsUsageAndExitsWith2AfterAWrongFlag(String arguments) {
        Launched run = Launched.run(folder, "", arguments.split(" "));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("Usage: sallyport");
        assertThat(run.out()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"demo", "stdio", "serve", "config", "tools", "check", "warmup"})
    void helpsWithEachCommand(String command) {
        Launched run = Launched.run(folder, "", command, "--help");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: sallyport " + command);
    }

    @Test
    void tellsItsVersion() {
        Launched run = Launched.run(folder, "", "--version");
        assertThat(run.out()).startsWith("sallyport 0.").hasLineCount(1);
        assertThat(run.status()).isZero();
    }

    @Test
    void reportsAllProblemsOfTheConfigurationAndStartsNothing() throws IOException {
        Path file = folder.resolve("broken.yaml");
        Files.writeString(
                file,
                """
                sources:
                  shop:
                    url: jdbc:postgresql://127.0.0.1:1/shop
                    password: hunter2
                    user: ${env:NO_SUCH_VARIABLE}
                    colour: red
                """);
        Launched run = Launched.run(folder, PING, "stdio", "--config", file.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("SP-001: 3 problems")
                .contains("line 4: sources.shop.password")
                .contains(
                        "line 5: sources.shop.user: the environment variable NO_SUCH_VARIABLE is not set")
                .contains("line 6: sources.shop.colour: unknown key")
                .doesNotContain("hunter2");
    }

    @Test
    void namesLineAndColumnOfBrokenYaml() throws IOException {
        Path file = folder.resolve("broken.yaml");
        Files.writeString(file, "sources:\n  shop: [1\n");
        Launched run = Launched.run(folder, "", "config", "--config", file.toString());
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("line 3: column 1: broken YAML");
    }

    @Test
    void servesOtherSourcesWhileOneCannotBeReached() throws IOException {
        Files.writeString(
                folder.resolve("sallyport.yaml"),
                """
                sources:
                  gone: {url: "jdbc:postgresql://127.0.0.1:1/shop", user: nobody}
                """);
        String input =
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/call\",\"params\":{\"name\":\"query\","
                        + "\"arguments\":{\"sql\":\"SELECT 1\"},"
                        + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}\n"
                        + PING.replace("1,", "2,");
        Launched run = Launched.run(folder, input, "stdio");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("SP-401").contains("\"id\":2");
    }

    @Test
    void saysSoWhereThePortIsInUse() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = String.valueOf(taken.getLocalPort());
            Launched run = Launched.run(folder, "", "serve", "--demo", "--port", port);
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains(port).contains("in use");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"INT", "TERM"})
    void endsInOrderAfterASignal(String signal) throws IOException, InterruptedException {
        Process process = Launched.builder(folder, Map.of(), "stdio", "--demo").start();
        process.outputWriter().append(PING).flush();
        assertThat(process.inputReader().readLine()).contains("\"id\":1");
        new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid())).start().waitFor();
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void doesNotWaitForAHostThatReadsNothing() throws IOException, InterruptedException {
        Process process = Launched.builder(folder, Map.of(), "stdio", "--demo").start();
        for (int id = 1; id <= 40; id++) {
            process.outputWriter().append(call(id, "SELECT * FROM ORDERS_VSAM"));
        }
        process.outputWriter().close();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).isZero();
    }

    @Test
    void servesHttpOnLoopback() throws IOException, InterruptedException {
        int port = Ports.free();
        Process process =
                Launched.builder(
                                folder, Map.of(), "serve", "--demo", "--port", String.valueOf(port))
                        .redirectError(folder.resolve("log.txt").toFile())
                        .redirectOutput(folder.resolve("out.txt").toFile())
                        .start();
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpResponse<String> answer = post(client, port, "127.0.0.1");
            assertThat(answer.statusCode()).isEqualTo(200);
            assertThat(answer.body()).contains("find_customers");
            process.destroy();
            assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isZero();
            assertThat(folder.resolve("out.txt")).isEmptyFile();
        } finally {
            process.destroyForcibly();
        }
    }

    @Test
    void refusesToServeOthersThanLoopbackWhileThereIsNoAuthentication() {
        Launched run =
                Launched.run(folder, "", "serve", "--demo", "--host", "0.0.0.0", "--port", "0");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("loopback");
    }

    @Test
    void checksAStatementWithoutADatabase() {
        Launched allowed =
                Launched.run(folder, "", "check", "--dialect", "tsql", "SELECT 1 AS one /* c */");
        assertThat(allowed.status()).isZero();
        assertThat(allowed.out()).contains("SELECT 1 AS one").doesNotContain("/*");
        Launched refused =
                Launched.run(
                        folder,
                        "",
                        "check",
                        "--dialect",
                        "tsql",
                        "--default-database",
                        "Sales",
                        "--allowed-databases",
                        "Sales",
                        "SELECT * FROM Other.dbo.T");
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).contains("SP-240");
    }

    @Test
    void walksThroughTheDemonstration() {
        Launched run = Launched.run(folder, "", "demo");
        assertThat(run.out()).contains("Every step was answered as it should be.");
        assertThat(run.out()).doesNotContain("\u001b[");
        assertThat(run.status()).isZero();
    }

    private static String call(int id, String sql) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\"query_connx\",\"arguments\":"
                + Json.text(JsonObject.builder().put("source", "vsam").put("query", sql).build())
                + ",\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}\n";
    }

    private static HttpResponse<String> post(HttpClient client, int port, String host)
            throws IOException, InterruptedException {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create("http://" + host + ":" + port + "/mcp"))
                        .header("Content-Type", "application/json")
                        .header("Accept", "application/json, text/event-stream")
                        .header("MCP-Protocol-Version", "2026-07-28")
                        .header("Mcp-Method", "tools/list")
                        .POST(
                                HttpRequest.BodyPublishers.ofString(
                                        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"tools/list\",\"params\":{\"_meta\":"
                                                + "{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                                                + "\"io.modelcontextprotocol/clientCapabilities\":{}}}}"))
                        .build();
        for (int attempt = 0; ; attempt++) {
            try {
                return client.send(request, HttpResponse.BodyHandlers.ofString());
            } catch (IOException notYet) {
                if (attempt == 100) {
                    throw notYet;
                }
                Thread.sleep(200);
            }
        }
    }
}
