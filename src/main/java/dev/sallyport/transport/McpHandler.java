package dev.sallyport.transport;

import dev.sallyport.auth.Authentication;
import dev.sallyport.auth.AuthenticationRequest;
import dev.sallyport.auth.Authenticator;
import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonParseException;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.McpConnection;
import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.ProtocolVersion;
import dev.sallyport.mcp.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Hands the messages of requests that are let in to the protocol, and writes what it answers. */
final class McpHandler extends Handler.Abstract {
    private static final String SESSION = "Mcp-Session-Id";
    private static final Duration CALL_HEARTBEAT = Duration.ofMillis(500);
    private static final Duration SUBSCRIPTION_HEARTBEAT = Duration.ofSeconds(15);

    private final McpDispatcher dispatcher;
    private final Authenticator authenticator;
    private final RequestCheck requests;
    private final int maxBodyBytes;
    private final Set<McpConnection> active = ConcurrentHashMap.newKeySet();
    private final Map<Cancellable, McpConnection> cancellable = new ConcurrentHashMap<>();
    private final SessionLogLevels levels = new SessionLogLevels();
    private final ArrivingBodies bodies;
    private volatile boolean finishing;

    /** What a later HTTP request can cancel: only the same client's requests. */
    private record Cancellable(String caller, String session, JsonValue requestId) {}

    McpHandler(
            McpDispatcher dispatcher,
            Authenticator authenticator,
            HttpSettings settings,
            Set<String> toolsets) {
        this.dispatcher = dispatcher;
        this.authenticator = authenticator;
        this.requests =
                new RequestCheck(
                        new OriginCheck(settings.allowedHosts(), settings.allowedOrigins()),
                        toolsets);
        this.maxBodyBytes = settings.maxBodyBytes();
        this.bodies = new ArrivingBodies(maxBodyBytes);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        Optional<HttpRefusal> refusal =
                finishing
                        ? Optional.of(new HttpRefusal(503, "The server is shutting down"))
                        : requests.refusal(request);
        if (refusal.isPresent()) {
            refuse(response, callback, refusal.get());
            return true;
        }
        switch (authenticate(request)) {
            case Authentication.Authenticated(Caller caller) ->
                    serve(
                            request,
                            response,
                            callback,
                            RequestCheck.toolset(request).map(caller::limitedTo).orElse(caller));
            case Authentication.Rejected(int status, String reason, Optional<String> challenge) ->
                    refuse(response, callback, new HttpRefusal(status, reason, challenge));
        }
        return true;
    }

    private Authentication authenticate(Request request) {
        InetAddress remote =
                request.getConnectionMetaData().getRemoteSocketAddress()
                                instanceof InetSocketAddress address
                        ? address.getAddress()
                        : InetAddress.getLoopbackAddress();
        return authenticator.authenticate(
                new AuthenticationRequest(
                        Optional.ofNullable(request.getHeaders().get(HttpHeader.AUTHORIZATION)),
                        remote));
    }

    private void serve(Request request, Response response, Callback callback, Caller caller)
            throws IOException {
        byte[] body;
        try {
            body = bodies.read(request);
        } catch (IOException e) {
            // It stopped coming, or the client has gone: nothing that the operator should read.
            response.getHeaders().put(HttpHeader.CONNECTION, "close");
            refuse(
                    response,
                    callback,
                    new HttpRefusal(408, "The body did not arrive in full and in time"));
            return;
        }
        if (body.length > maxBodyBytes) {
            refuse(
                    response,
                    callback,
                    new HttpRefusal(413, "A message may have at most " + maxBodyBytes + " bytes"));
            return;
        }
        JsonValue message;
        try {
            message = Json.parse(body);
        } catch (JsonParseException e) {
            String problem =
                    "Parse error: %s (line %d, column %d)"
                            .formatted(e.getMessage(), e.line(), e.column());
            respond(
                    response,
                    callback,
                    400,
                    JsonRpcErrors.body(JsonRpcErrors.PARSE_ERROR, problem));
            return;
        }
        if (message instanceof JsonObject object) {
            serve(request, response, callback, caller, object);
        } else if (message instanceof JsonArray batch) {
            serveBatch(request, response, callback, caller, batch);
        } else {
            refuse(response, callback, new HttpRefusal(400, "Invalid request: must be an object"));
        }
    }

    private void serve(
            Request request,
            Response response,
            Callback callback,
            Caller caller,
            JsonObject message)
            throws IOException {
        HttpFields headers = request.getHeaders();
        Optional<String> declared = Optional.ofNullable(headers.get(HeaderCheck.VERSION));
        Optional<ProtocolVersion> version = declared.flatMap(ProtocolVersion::named);
        boolean stateless =
                HeaderCheck.isStateless(message)
                        || (declared.isPresent()
                                && version.filter(known -> !known.stateless()).isEmpty());
        Optional<Session> session =
                stateless ? Optional.of(Session.stateless()) : session(headers, message, version);
        if (session.isEmpty()) {
            refuse(response, callback, new HttpRefusal(404, "There is no such session"));
            return;
        }
        Optional<String> mismatch =
                stateless
                        ? HeaderCheck.mismatch(headers, message)
                                .or(() -> parameterMismatch(headers, message, caller))
                        : Optional.empty();
        if (mismatch.isPresent()) {
            JsonObject error =
                    JsonRpcErrors.error(
                            message.member("id"), JsonRpcErrors.HEADER_MISMATCH, mismatch.get());
            respond(response, callback, 400, Json.utf8(error));
            return;
        }
        exchange(request, response, callback, caller, message, session.get(), stateless);
    }

    private Optional<String> parameterMismatch(
            HttpFields headers, JsonObject message, Caller caller) {
        JsonObject params = message.object("params").orElse(JsonObject.EMPTY);
        return message.string("method")
                .filter("tools/call"::equals)
                .flatMap(method -> params.string("name"))
                .flatMap(tool -> dispatcher.inputSchema(caller, tool))
                .flatMap(schema ->
                        ParameterHeaders.mismatch(
                                headers,
                                schema,
                                params.object("arguments").orElse(JsonObject.EMPTY)));
    }

    /** Where a client has no session it is served by what its header says, or by the oldest. */
    private static Optional<Session> session(
            HttpFields headers, JsonObject message, Optional<ProtocolVersion> version) {
        if (message.string("method").equals(Optional.of("initialize"))) {
            return Optional.of(new Session());
        }
        Optional<String> id = Optional.ofNullable(headers.get(SESSION));
        return id.isPresent()
                ? id.flatMap(SessionId::session)
                : Optional.of(
                        Session.initialized(
                                version.orElse(ProtocolVersion.V2025_03_26), JsonObject.EMPTY));
    }

    private void serveBatch(
            Request request, Response response, Callback callback, Caller caller, JsonArray batch) {
        boolean stateless =
                batch.elements().stream()
                        .anyMatch(one ->
                                one instanceof JsonObject object
                                        && HeaderCheck.isStateless(object));
        Optional<ProtocolVersion> version =
                Optional.ofNullable(request.getHeaders().get(HeaderCheck.VERSION))
                        .flatMap(ProtocolVersion::named);
        Optional<Session> session = session(request.getHeaders(), JsonObject.EMPTY, version);
        if (stateless || session.isEmpty()) {
            refuse(
                    response,
                    callback,
                    new HttpRefusal(400, "Invalid request: only revision 2025-03-26 has batches"));
            return;
        }
        exchange(request, response, callback, caller, batch, session.get(), false);
    }

    private void exchange(
            Request request,
            Response response,
            Callback callback,
            Caller caller,
            JsonValue message,
            Session session,
            boolean stateless) {
        String method =
                message instanceof JsonObject object ? object.string("method").orElse("") : "";
        Optional<String> sessionId = Optional.ofNullable(request.getHeaders().get(SESSION));
        if (method.equals("notifications/cancelled") && sessionId.isPresent() && !stateless) {
            cancel(caller, sessionId.get(), (JsonObject) message);
        }
        HttpExchange exchange =
                new HttpExchange(
                        response,
                        stateless,
                        RequestCheck.accepts(request.getHeaders(), "text/event-stream"),
                        method.equals("subscriptions/listen")
                                ? SUBSCRIPTION_HEARTBEAT
                                : CALL_HEARTBEAT);
        McpConnection connection = dispatcher.exchange(caller, session, exchange);
        Optional<Cancellable> key =
                sessionId.flatMap(id ->
                        requestId(message, "id")
                                .map(request1 -> new Cancellable(caller.name(), id, request1)));
        active.add(connection);
        key.ifPresent(present -> cancellable.put(present, connection));
        request.addFailureListener(failure -> connection.peerGone());
        request.addIdleTimeoutListener(timeout -> false);
        try {
            if (!stateless) {
                sessionId.ifPresent(id -> levels.restore(caller.name(), id, session));
            }
            connection.receive(message);
            if (method.equals("initialize") && session.version().isPresent() && !stateless) {
                response.getHeaders().put(SESSION, SessionId.of(session));
            }
            exchange.write();
            if (method.equals("logging/setLevel")) {
                sessionId.ifPresent(id -> levels.keep(caller.name(), id, session));
            }
            callback.succeeded();
        } catch (IOException e) {
            connection.peerGone();
            callback.failed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            connection.peerGone();
            callback.failed(e);
        } finally {
            key.ifPresent(present -> cancellable.remove(present, connection));
            connection.close();
            written(connection);
        }
    }

    private void cancel(Caller caller, String session, JsonObject notification) {
        notification
                .object("params")
                .flatMap(params -> requestId(params, "requestId"))
                .map(id -> cancellable.get(new Cancellable(caller.name(), session, id)))
                .ifPresent(connection -> connection.receive(notification));
    }

    private static Optional<JsonValue> requestId(JsonValue in, String name) {
        return in instanceof JsonObject object ? object.member(name) : Optional.empty();
    }

    /**
     * Refuses what comes from now on, hangs up on bodies that are still on their way, waits for
     * what runs until its answer is written, cancels it when the time is over, and ends
     * subscriptions at once.
     */
    void finish() throws InterruptedException {
        finishing = true;
        bodies.hangUp();
        active.forEach(McpConnection::closeSubscriptions);
        if (!awaitWritten(ShutdownTimes.FINISH)) {
            active.forEach(McpConnection::cancelRunning);
            awaitWritten(ShutdownTimes.ROLL_BACK);
            active.forEach(McpConnection::close);
            awaitWritten(ShutdownTimes.LAST_WRITES);
        }
    }

    private boolean awaitWritten(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (active) {
            while (!active.isEmpty()) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                active.wait(millis);
            }
            return true;
        }
    }

    private void written(McpConnection connection) {
        active.remove(connection);
        if (finishing) {
            synchronized (active) {
                active.notifyAll();
            }
        }
    }

    private static void refuse(Response response, Callback callback, HttpRefusal refusal) {
        if (refusal.status() == 405) {
            response.getHeaders().put(HttpHeader.ALLOW, "POST");
        }
        refusal.challenge()
                .ifPresent(value -> response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, value));
        respond(
                response,
                callback,
                refusal.status(),
                JsonRpcErrors.body(JsonRpcErrors.INVALID_REQUEST, refusal.reason()));
    }

    private static void respond(Response response, Callback callback, int status, byte[] body) {
        response.setStatus(status);
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
        response.write(true, ByteBuffer.wrap(body), callback);
    }
}
