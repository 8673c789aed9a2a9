package dev.sallyport.transport;

import dev.sallyport.auth.Authenticator;
import dev.sallyport.mcp.McpDispatcher;
import java.io.IOException;
import java.net.BindException;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * MCP over streamable HTTP at {@code /mcp}, in the stateless revision 2026-07-28 and those from
 * 2025-03-26 on.
 *
 * <p>A request is answered by one JSON object where that is soon there and nothing comes before it,
 * by a stream of events otherwise. A client that disconnects cancels its call. There is no stream
 * that a client could open by GET, and none is resumable.
 */
public final class HttpTransport implements AutoCloseable {
    /** Path of the endpoint, below which each toolset may have one. */
    public static final String PATH = "/mcp";

    private static final int MAX_HEADER_BYTES = 16 * 1024;
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int MAX_THREADS = 32;

    private final HttpSettings settings;
    private final Server server;
    private final ServerConnector connector;
    private final McpHandler handler;

    /** A transport that listens once it is started. */
    public HttpTransport(
            McpDispatcher dispatcher, Authenticator authenticator, HttpSettings settings) {
        this(dispatcher, authenticator, settings, Set.of());
    }

    /**
     * The same with more endpoints.
     *
     * @param toolsets names of those that have an endpoint of their own, below {@link #PATH}
     */
    public HttpTransport(
            McpDispatcher dispatcher,
            Authenticator authenticator,
            HttpSettings settings,
            Set<String> toolsets) {
        this.settings = settings;
        QueuedThreadPool threads = new QueuedThreadPool(MAX_THREADS);
        threads.setName("http");
        threads.setDaemon(true);
        threads.setVirtualThreadsExecutor(VirtualThreads.getDefaultVirtualThreadsExecutor());
        server = new Server(threads);
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setSendDateHeader(false);
        http.setRequestHeaderSize(MAX_HEADER_BYTES);
        http.setHttpCompliance(HttpCompliance.RFC7230);
        connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        connector.setHost(settings.host());
        connector.setPort(settings.port());
        connector.setIdleTimeout(IDLE.toMillis());
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(settings.maxConnections(), server));
        server.setErrorHandler(new PlainErrorHandler());
        handler = new McpHandler(dispatcher, authenticator, settings, toolsets);
        server.setHandler(handler);
    }

    /**
     * Begins to listen.
     *
     * @throws IOException with a message for the operator, where the address cannot be had
     */
    public void start() throws IOException {
        try {
            server.start();
        } catch (IOException e) {
            throw e.getCause() instanceof BindException || e instanceof BindException
                    ? new IOException(
                            "Cannot listen on %s:%d: the port is in use, or the address is not of this machine"
                                    .formatted(settings.host(), settings.port()),
                            e)
                    : e;
        } catch (Exception e) {
            throw new IOException("The HTTP server did not start", e);
        }
    }

    /** The endpoint; once started. */
    public URI endpoint() {
        String host = settings.host().contains(":") ? "[" + settings.host() + "]" : settings.host();
        return URI.create("http://" + host + ":" + port() + PATH);
    }

    /** The port that is listened on; once started. */
    public int port() {
        return connector.getLocalPort();
    }

    /**
     * Stops listening, lets what runs finish for 0.5 s, then cancels it and waits for another 0.8
     * s, and 0.2 s for the answers to be written.
     */
    @Override
    public void close() {
        try {
            connector.close();
            handler.finish();
            server.stop();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            // A server that does not stop in order is ended by the process.
            org.slf4j.LoggerFactory.getLogger(HttpTransport.class)
                    .warn("The HTTP server did not stop in order: {}", e.getClass().getName());
        }
    }
}
