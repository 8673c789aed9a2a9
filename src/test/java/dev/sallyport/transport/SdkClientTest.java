package dev.sallyport.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.auth.LoopbackAuthenticator;
import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.McpSettings;
import dev.sallyport.mcp.ScriptedCatalog;
import io.modelcontextprotocol.client.McpClient;
import io.modelcontextprotocol.client.McpSyncClient;
import io.modelcontextprotocol.client.transport.HttpClientStreamableHttpTransport;
import io.modelcontextprotocol.client.transport.ServerParameters;
import io.modelcontextprotocol.client.transport.StdioClientTransport;
import io.modelcontextprotocol.json.McpJsonDefaults;
import io.modelcontextprotocol.spec.McpError;
import io.modelcontextprotocol.spec.McpSchema;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The official Java SDK's client, which speaks the revisions with a session, talks to us. */
class SdkClientTest {
    @Test
    void talksToAProcessOverItsStandardStreams() {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        ServerParameters process =
                ServerParameters.builder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString())
                        .args("-cp", classPath, StdioTestServer.class.getName())
                        .build();

        converse(
                McpClient.sync(new StdioClientTransport(process, McpJsonDefaults.getMapper()))
                        .requestTimeout(Duration.ofSeconds(30))
                        .build());
    }

    @Test
    void talksToAnEndpointOverHttp() throws Exception {
        McpDispatcher dispatcher =
                new McpDispatcher(new ScriptedCatalog(), McpSettings.of("sallyport", "1.2.3"));
        try (HttpTransport transport =
                new HttpTransport(
                        dispatcher, new LoopbackAuthenticator(), HttpSettings.loopback(0))) {
            transport.start();
            converse(
                    McpClient.sync(
                                    HttpClientStreamableHttpTransport.builder(
                                                    "http://127.0.0.1:" + transport.port())
                                            .endpoint(HttpTransport.PATH)
                                            .build())
                            .requestTimeout(Duration.ofSeconds(30))
                            .build());
        }
    }

    private static void converse(McpSyncClient client) {
        try (client) {
            McpSchema.InitializeResult initialized = client.initialize();
            assertThat(initialized.protocolVersion()).isEqualTo("2025-11-25");
            assertThat(initialized.serverInfo().name()).isEqualTo("sallyport");
            assertThat(client.listTools().tools())
                    .extracting(McpSchema.Tool::name)
                    .containsExactly("echo", "wait", "stubborn", "fail");
            client.ping();

            McpSchema.CallToolResult answer = call(client, Map.of("text", "hi"));
            assertThat(answer.structuredContent()).isEqualTo(Map.of("text", "hi"));
            assertThat(answer.isError()).isNotEqualTo(true);
            McpSchema.CallToolResult refused = call(client, Map.of("txt", "hi"));
            assertThat(refused.isError()).isTrue();
            assertThat(((McpSchema.TextContent) refused.content().getFirst()).text())
                    .startsWith("SP-101: ");
            assertThatThrownBy(
                            () -> client.callTool(new McpSchema.CallToolRequest("nope", Map.of())))
                    .isInstanceOf(McpError.class)
                    .hasMessageContaining("Unknown tool");
        }
    }

    private static McpSchema.CallToolResult call(
            McpSyncClient client, Map<String, Object> arguments) {
        return client.callTool(new McpSchema.CallToolRequest("echo", arguments));
    }
}
