package dev.sallyport.mcp.conformance;

import dev.sallyport.auth.LoopbackAuthenticator;
import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.McpSettings;
import dev.sallyport.transport.HttpSettings;
import dev.sallyport.transport.HttpTransport;
import java.io.IOException;

/** The server under test of the official conformance suite; {@code main} keeps it up by hand. */
final class ConformanceServer {
    private ConformanceServer() {}

    static HttpTransport start(int port) throws IOException {
        ConformanceCatalog catalog = new ConformanceCatalog();
        McpDispatcher dispatcher =
                new McpDispatcher(catalog, McpSettings.of("conformance-fixture", "1"));
        catalog.announceTo(dispatcher::announce);
        HttpTransport transport =
                new HttpTransport(
                        dispatcher, new LoopbackAuthenticator(), HttpSettings.loopback(port));
        transport.start();
        return transport;
    }

    public static void main(String[] arguments) throws Exception {
        HttpTransport transport = start(Integer.parseInt(arguments[0]));
        System.err.println(transport.endpoint());
        Thread.currentThread().join();
    }
}
