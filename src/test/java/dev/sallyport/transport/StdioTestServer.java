package dev.sallyport.transport;

import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.McpSettings;
import dev.sallyport.mcp.ScriptedCatalog;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;

/** A process that serves the scripted catalog over its standard streams. */
final class StdioTestServer {
    private StdioTestServer() {}

    public static void main(String[] arguments) {
        new StdioTransport(
                        new McpDispatcher(
                                new ScriptedCatalog(), McpSettings.of("sallyport", "1.2.3")),
                        new FileInputStream(FileDescriptor.in),
                        new FileOutputStream(FileDescriptor.out))
                .run();
    }
}
