package dev.sallyport.mcp;

import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonParseException;
import dev.sallyport.json.JsonValue;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * One peer's messages, in and out. Messages are handed in by one thread at a time; {@link #receive}
 * returns before slow requests are answered.
 */
public final class McpConnection {
    /** Messages in one batch; only the revision 2025-03-26 has batches. */
    private static final int MAX_BATCH = 100;

    private final McpDispatcher dispatcher;
    private final Caller caller;
    private final MessageSink sink;
    private final Session session;
    private final boolean patient;
    private final RequestReader reader;
    private final Map<JsonValue, RunningRequest> inFlight = new ConcurrentHashMap<>();
    private final Subscriptions subscriptions = new Subscriptions();
    private final Object idle = new Object();
    private int working;

    McpConnection(
            McpDispatcher dispatcher,
            Caller caller,
            MessageSink sink,
            Session session,
            boolean patient) {
        this.dispatcher = dispatcher;
        this.caller = caller;
        this.sink = sink;
        this.session = session;
        this.patient = patient;
        this.reader = new RequestReader(session);
    }

    /** Takes one message: JSON in UTF-8; what takes time runs beside. */
    public void receive(byte[] message) {
        receive(message, Optional.empty());
    }

    /**
     * Takes one message: JSON in UTF-8.
     *
     * @param here where a request may run that takes time, before this returns: on the thread of
     *     whoever calls; empty where it runs beside
     */
    public void receive(byte[] message, Optional<Executor> here) {
        JsonValue value;
        try {
            value = Json.parse(message);
        } catch (JsonParseException e) {
            refuse(
                    RequestProblem.malformed(
                            RequestProblem.PARSE_ERROR,
                            "Parse error: %s (line %d, column %d)"
                                    .formatted(e.getMessage(), e.line(), e.column())));
            return;
        }
        receive(value, here);
    }

    /** Takes one message that has been parsed; what takes time runs beside. */
    public void receive(JsonValue message) {
        receive(message, Optional.empty());
    }

    private void receive(JsonValue message, Optional<Executor> here) {
        if (message instanceof JsonArray(List<JsonValue> batch)) {
            receiveBatch(batch);
        } else {
            receive(message, sink, here);
        }
    }

    /** Answers a message that was too long to be read. */
    public void refuseOversized(int maxBytes) {
        refuse(
                RequestProblem.malformed(
                        RequestProblem.INVALID_REQUEST,
                        "Invalid request: a message may have at most " + maxBytes + " bytes"));
    }

    private void refuse(RequestProblem problem) {
        sink.respond(JsonRpc.error(Optional.empty(), problem), problem.kind());
    }

    private void receiveBatch(List<JsonValue> batch) {
        if (session.version().isEmpty() || session.version().get() != ProtocolVersion.V2025_03_26) {
            refuse(
                    RequestProblem.malformed(
                            RequestProblem.INVALID_REQUEST,
                            "Invalid request: only revision 2025-03-26 has batches; send one"
                                    + " message at a time"));
        } else if (batch.isEmpty() || batch.size() > MAX_BATCH) {
            refuse(
                    RequestProblem.malformed(
                            RequestProblem.INVALID_REQUEST,
                            "Invalid request: a batch has 1 to " + MAX_BATCH + " messages"));
        } else {
            BatchSink collected = new BatchSink(sink, batch.size());
            batch.forEach(message -> receive(message, collected, Optional.empty()));
        }
    }

    private void receive(JsonValue message, MessageSink out, Optional<Executor> here) {
        Optional<JsonValue> id = Optional.empty();
        try {
            if (!(message instanceof JsonObject object)) {
                throw RequestProblem.malformed(
                        RequestProblem.INVALID_REQUEST, "Invalid request: must be an object");
            }
            id = object.member("id").flatMap(McpRequest::idOf);
            switch (reader.read(object)) {
                case RequestReader.Read.Request(McpRequest request) -> start(request, out, here);
                case RequestReader.Read.Notification(String method, JsonObject params) -> {
                    notified(method, params);
                    out.withdraw();
                }
                case RequestReader.Read.Response() -> {
                    dispatcher.clientRequests().answered(object);
                    out.withdraw();
                }
            }
        } catch (RequestProblem problem) {
            out.respond(JsonRpc.error(id, problem), problem.kind());
        } catch (RuntimeException e) {
            // Whatever goes wrong with one message, the next is read.
            InternalErrors.log(e);
            RequestProblem problem =
                    RequestProblem.failed(
                            RequestProblem.INTERNAL_ERROR, "Internal error, noted in the log");
            out.respond(JsonRpc.error(id, problem), problem.kind());
        }
    }

    private void notified(String method, JsonObject params) {
        if (method.equals("notifications/cancelled")) {
            params.member("requestId")
                    .flatMap(McpRequest::idOf)
                    .map(inFlight::get)
                    // The protocol forbids to cancel it, because what follows rests on it.
                    .filter(running -> !running.request().method().equals("initialize"))
                    .ifPresent(RunningRequest::withdraw);
        }
        // Others, as notifications/initialized, ask for nothing.
    }

    private void start(McpRequest request, MessageSink out, Optional<Executor> here) {
        RunningRequest running = new RunningRequest(request, out);
        if (inFlight.putIfAbsent(request.id(), running) != null) {
            throw RequestProblem.malformed(
                    RequestProblem.INVALID_REQUEST,
                    "Invalid request: a request with this id is in flight");
        }
        boolean subscription = isSubscription(request);
        if (!subscription && !dispatcher.admit(patient)) {
            inFlight.remove(request.id());
            throw RequestProblem.failed(
                    RequestProblem.TOO_MANY_REQUESTS,
                    "More than %d requests in flight; wait for answers and try again"
                            .formatted(dispatcher.settings().maxInFlight()));
        }
        synchronized (idle) {
            working++;
        }
        if (dispatcher.methods().answersAtOnce(request)) {
            run(running);
        } else {
            dispatcher.run(() -> run(running), here);
        }
    }

    private void run(RunningRequest running) {
        try {
            if (isSubscription(running.request())) {
                subscriptions.open(running, dispatcher.methods().features());
                var ignored = running.cancellation().onCancel(() -> ended(running));
            } else if (!running.isOver()) {
                running.respond(dispatcher.methods().answer(this, running));
            }
        } catch (RequestProblem problem) {
            running.fail(problem);
        } catch (RuntimeException | Error e) {
            InternalErrors.log(e);
            running.fail(
                    RequestProblem.failed(
                            RequestProblem.INTERNAL_ERROR, "Internal error, noted in the log"));
        } finally {
            if (!subscriptions.contains(running)) {
                ended(running);
            }
            synchronized (idle) {
                working--;
                idle.notifyAll();
            }
        }
    }

    /** Lasts until its client or we end it, and so counts among subscriptions, not requests. */
    private static boolean isSubscription(McpRequest request) {
        return request.version().stateless() && request.method().equals("subscriptions/listen");
    }

    private void ended(RunningRequest running) {
        subscriptions.remove(running);
        boolean removed = inFlight.remove(running.request().id(), running);
        if (removed && !isSubscription(running.request())) {
            dispatcher.dismiss();
        }
    }

    Caller caller() {
        return caller;
    }

    Session session() {
        return session;
    }

    McpDispatcher dispatcher() {
        return dispatcher;
    }

    void announce(CatalogChange change) {
        subscriptions.announce(change, session, sink);
    }

    /** Waits until no request is being worked on; says whether that came about in time. */
    public boolean awaitIdle(Duration atMost) throws InterruptedException {
        long end = System.nanoTime() + atMost.toNanos();
        synchronized (idle) {
            while (working > 0) {
                long millis = (end - System.nanoTime()) / 1_000_000;
                if (millis <= 0) {
                    return false;
                }
                idle.wait(millis);
            }
            return true;
        }
    }

    /** Cancels what runs; answers are still delivered. */
    public void cancelRunning() {
        inFlight.values().forEach(RunningRequest::cancel);
    }

    /** Cancels what runs, because nobody is there to read the answers. */
    public void peerGone() {
        inFlight.values().forEach(RunningRequest::withdraw);
        close();
    }

    /** Ends subscriptions as the server; other requests go on. */
    public void closeSubscriptions() {
        for (RunningRequest running : inFlight.values()) {
            if (subscriptions.close(running)) {
                ended(running);
            }
        }
    }

    /** Ends subscriptions, and answers what is still in flight with an error. */
    public void close() {
        dispatcher.closed(this);
        closeSubscriptions();
        for (RunningRequest running : inFlight.values()) {
            running.fail(
                    RequestProblem.failed(
                            RequestProblem.INTERNAL_ERROR,
                            "The server shut down before the call came to its end"));
        }
    }
}
