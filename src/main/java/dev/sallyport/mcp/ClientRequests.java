package dev.sallyport.mcp;

import dev.sallyport.call.Deadline;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Requests that we make of clients of the session-based revisions, and wait for. Their ids cannot
 * be guessed, because over HTTP the response comes in a request of its own.
 */
final class ClientRequests {
    private final Map<JsonValue, CompletableFuture<JsonObject>> waiting = new ConcurrentHashMap<>();

    /** Asks, and waits for the result; a refusal or silence of the client ends the request. */
    JsonObject ask(RunningRequest onBehalfOf, InputRequest question, Deadline deadline) {
        JsonValue id = new JsonString(freshId());
        CompletableFuture<JsonObject> response = new CompletableFuture<>();
        waiting.put(id, response);
        String method = question.kind().method();
        var registration =
                onBehalfOf.cancellation().onCancel(() -> response.complete(JsonObject.EMPTY));
        try {
            onBehalfOf.send(JsonRpc.request(id, method, question.params()));
            JsonObject message =
                    response.get(deadline.remaining().toMillis(), TimeUnit.MILLISECONDS);
            return message.object("result")
                    .orElseThrow(() ->
                            RequestProblem.failed(
                                    RequestProblem.INTERNAL_ERROR,
                                    "The client did not answer " + method));
        } catch (TimeoutException e) {
            throw RequestProblem.failed(
                    RequestProblem.INTERNAL_ERROR,
                    "The client did not answer " + method + " in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw RequestProblem.failed(RequestProblem.INTERNAL_ERROR, "Interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } finally {
            registration.close();
            waiting.remove(id);
        }
    }

    /** Hands a client's response to whoever waits for it; an unknown one is ignored. */
    void answered(JsonObject message) {
        Optional.ofNullable(message.members().get("id"))
                .map(waiting::remove)
                .ifPresent(response -> response.complete(message));
    }

    private static String freshId() {
        byte[] bytes = new byte[16];
        Randomness.SOURCE.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
