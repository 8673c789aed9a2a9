package dev.sallyport.mcp;

import dev.sallyport.call.Cancellation;
import dev.sallyport.json.JsonObject;
import java.util.Optional;

/** One request from its arrival to its one response; nothing is sent for it afterwards. */
final class RunningRequest {
    private final McpRequest request;
    private final MessageSink sink;
    private final Cancellation cancellation = new Cancellation();
    private boolean over;

    RunningRequest(McpRequest request, MessageSink sink) {
        this.request = request;
        this.sink = sink;
    }

    McpRequest request() {
        return request;
    }

    Cancellation cancellation() {
        return cancellation;
    }

    synchronized boolean isOver() {
        return over;
    }

    /** Answers the request, unless that has been done. */
    void respond(JsonObject result) {
        finish(Optional.of(JsonRpc.result(request.id(), result)), ResponseKind.RESULT);
    }

    /** Answers the request with an error, unless it has been answered. */
    void fail(RequestProblem problem) {
        finish(Optional.of(JsonRpc.error(Optional.of(request.id()), problem)), problem.kind());
    }

    /** Cancels on the client's behalf: no response follows. */
    void withdraw() {
        finish(Optional.empty(), ResponseKind.RESULT);
        cancel();
    }

    /**
     * Cancels the work on a thread of its own: to cancel a statement may take a connection, and
     * neither a reader nor a timer should wait for that.
     */
    void cancel() {
        Thread.ofPlatform().daemon().name("mcp-cancel").start(cancellation::cancel);
    }

    /** Sends a notification, or a request of ours, that belongs to this request. */
    void send(JsonObject message) {
        synchronized (this) {
            if (!over) {
                sink.send(message);
            }
        }
    }

    private void finish(Optional<JsonObject> response, ResponseKind kind) {
        synchronized (this) {
            if (over) {
                return;
            }
            over = true;
        }
        if (response.isPresent()) {
            deliver(response.get(), kind);
        } else {
            sink.withdraw();
        }
    }

    private void deliver(JsonObject response, ResponseKind kind) {
        try {
            sink.respond(response, kind);
        } catch (RuntimeException e) {
            // A result that cannot be written, as one nested too deeply: the client still gets an
            // answer.
            InternalErrors.log(e);
            RequestProblem problem =
                    RequestProblem.failed(
                            RequestProblem.INTERNAL_ERROR, "The answer could not be written");
            sink.respond(JsonRpc.error(Optional.of(request.id()), problem), problem.kind());
        }
    }
}
