package dev.sallyport.app;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.McpSettings;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolCatalog;
import dev.sallyport.mcp.ToolDescription;
import dev.sallyport.transport.StdioTransport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/**
 * A list of tools that nobody asked for, from a server that serves nothing.
 *
 * <p>The first message that a process answers takes ten times as long as the next. While the
 * configuration is read the other core has nothing to do, so it answers one then.
 */
final class Rehearsal {
    private static final String REQUEST =
            """
            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{\
            "io.modelcontextprotocol/protocolVersion":"2026-07-28",\
            "io.modelcontextprotocol/clientCapabilities":{}}}}
            """;

    private Rehearsal() {}

    /** Begins at once, beside the caller. */
    static void start() {
        Thread.ofPlatform().daemon().name("rehearsal").start(Rehearsal::answer);
    }

    /** The answer, for those who want to see it. */
    static String answer() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        McpDispatcher dispatcher =
                new McpDispatcher(new OneTool(), McpSettings.of("rehearsal", Version.TEXT));
        new StdioTransport(
                        dispatcher,
                        new ByteArrayInputStream(REQUEST.getBytes(StandardCharsets.UTF_8)),
                        out)
                .run();
        return out.toString(StandardCharsets.UTF_8);
    }

    private static final class OneTool implements ToolCatalog {
        @Override
        public List<ToolDescription> tools(Caller caller) {
            return List.of(
                    new ToolDescription(
                            "rehearsal",
                            Optional.empty(),
                            "",
                            JsonObject.EMPTY,
                            Optional.empty(),
                            ToolAnnotations.READ_ONLY));
        }

        @Override
        public CallToolResult call(String tool, JsonObject arguments, CallContext context) {
            throw new UnsupportedOperationException();
        }
    }
}
