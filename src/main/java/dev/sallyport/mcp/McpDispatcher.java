package dev.sallyport.mcp;

import dev.sallyport.call.AlarmClock;
import dev.sallyport.call.Caller;
import dev.sallyport.json.JsonObject;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Semaphore;

/**
 * Serves a {@link ToolCatalog} by the Model Context Protocol, in the stateless revision 2026-07-28
 * and the session-based ones from 2024-11-05 to 2025-11-25; knows no transport.
 *
 * <p>Requests that may take time run side by side, as many as the settings allow; each gets exactly
 * one response, unless its client cancels it.
 */
public final class McpDispatcher {
    private final ToolCatalog catalog;
    private final McpSettings settings;
    private final Methods methods;
    private final Workers workers;
    private final AlarmClock alarms = new AlarmClock("mcp-deadlines");
    private final Semaphore inFlight;
    private final ClientRequests clientRequests = new ClientRequests();
    private final Set<McpConnection> connections = ConcurrentHashMap.newKeySet();

    /** Serves {@code catalog} until the process ends; there is nothing to close. */
    public McpDispatcher(ToolCatalog catalog, McpSettings settings) {
        this.catalog = catalog;
        this.settings = settings;
        this.methods = new Methods(catalog, settings);
        this.workers = new Workers("mcp-call", settings.maxRunning());
        this.inFlight = new Semaphore(settings.maxInFlight());
    }

    /**
     * A connection to one peer over a pipe, on which both eras may be spoken; close it at its end.
     * Where too much is in flight it takes the next message only when there is room again.
     */
    public McpConnection connect(Caller caller, MessageSink sink) {
        return opened(new McpConnection(this, caller, sink, new Session(), true));
    }

    /**
     * A connection for the one message of an HTTP request; close it at its end. Where too much is
     * in flight the message is refused.
     *
     * @param session what an earlier {@code initialize} agreed on, if the client says that there
     *     was one
     */
    public McpConnection exchange(Caller caller, Session session, MessageSink sink) {
        return opened(new McpConnection(this, caller, sink, session, false));
    }

    /** The input schema of a tool that this caller may see, for transports that compare headers. */
    public Optional<JsonObject> inputSchema(Caller caller, String tool) {
        return catalog.tools(caller).stream()
                .filter(one -> one.name().equals(tool))
                .map(ToolDescription::inputSchema)
                .findFirst();
    }

    /** Tells every client that wants to know; only where the catalog declares changes. */
    public void announce(CatalogChange change) {
        if (catalog.features().contains(CatalogFeature.CHANGES)) {
            connections.forEach(connection -> connection.announce(change));
        }
    }

    private McpConnection opened(McpConnection connection) {
        if (catalog.features().contains(CatalogFeature.CHANGES)) {
            connections.add(connection);
        }
        return connection;
    }

    void closed(McpConnection connection) {
        connections.remove(connection);
    }

    McpSettings settings() {
        return settings;
    }

    Methods methods() {
        return methods;
    }

    ClientRequests clientRequests() {
        return clientRequests;
    }

    /**
     * Makes room for one more request in flight, or says that there is none.
     *
     * @param patient whether to wait for room
     */
    boolean admit(boolean patient) {
        if (patient) {
            inFlight.acquireUninterruptibly();
            return true;
        }
        return inFlight.tryAcquire();
    }

    void dismiss() {
        inFlight.release();
    }

    /**
     * Runs a request that may take time: here, where that is possible and it is its turn, or beside
     * once it is.
     */
    void run(Runnable request, Optional<Executor> here) {
        if (here.isEmpty() || !workers.executeHere(request, here.get())) {
            workers.execute(request);
        }
    }

    AlarmClock alarms() {
        return alarms;
    }
}
