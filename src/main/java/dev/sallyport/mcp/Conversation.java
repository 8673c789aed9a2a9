package dev.sallyport.mcp;

import dev.sallyport.call.CallContext;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;

/**
 * One call that may need input from its client before it comes to an answer.
 *
 * <p>In the stateless revision that is a result, which the client follows up with another request;
 * in those with sessions we ask the client here and call again.
 */
final class Conversation implements ClientExchange {
    /** Times that one call may ask its client for something. */
    private static final int MAX_ROUNDS = 8;

    /** Answers that a client may send at a time. */
    private static final int MAX_RESPONSES = 100;

    private final RunningRequest running;
    private final McpRequest request;
    private final Set<CatalogFeature> features;
    private final Map<String, JsonObject> responses;
    private final Optional<JsonObject> state;
    private double lastProgress = Double.NEGATIVE_INFINITY;

    private Conversation(
            RunningRequest running,
            Set<CatalogFeature> features,
            Map<String, JsonObject> responses,
            Optional<JsonObject> state) {
        this.running = running;
        this.request = running.request();
        this.features = features;
        this.responses = responses;
        this.state = state;
    }

    static <A> JsonObject hold(
            McpConnection connection,
            RunningRequest running,
            CallContext context,
            Set<CatalogFeature> features,
            Function<ClientExchange, A> call,
            Function<A, JsonObject> toResult) {
        boolean stateless = running.request().version().stateless();
        Conversation exchange = first(connection, running, features, stateless);
        for (int round = 0; round < MAX_ROUNDS; round++) {
            A answer = call.apply(exchange);
            Optional<InputRequired> wanted = inputRequired(answer);
            if (wanted.isEmpty()) {
                return toResult.apply(answer);
            }
            exchange.requireCapabilities(wanted.get());
            if (stateless) {
                return result(wanted.get(), connection, running.request());
            }
            Map<String, JsonObject> next = new LinkedHashMap<>();
            wanted.get()
                    .requests()
                    .forEach((name, question) ->
                            next.put(
                                    name,
                                    connection
                                            .dispatcher()
                                            .clientRequests()
                                            .ask(running, question, context.deadline())));
            exchange = new Conversation(running, features, next, wanted.get().state());
        }
        throw RequestProblem.failed(
                RequestProblem.INTERNAL_ERROR, "The call asked its client too often");
    }

    private static Conversation first(
            McpConnection connection,
            RunningRequest running,
            Set<CatalogFeature> features,
            boolean stateless) {
        if (!stateless) {
            return new Conversation(running, features, Map.of(), Optional.empty());
        }
        Map<String, JsonObject> responses = new LinkedHashMap<>();
        JsonObject sent = running.request().optionalObject("inputResponses");
        if (sent.members().size() > MAX_RESPONSES) {
            throw RequestProblem.invalidParams(
                    "params.inputResponses may have at most " + MAX_RESPONSES + " members");
        }
        sent.members()
                .forEach((name, response) -> {
                    if (!(response instanceof JsonObject object)) {
                        throw RequestProblem.invalidParams(
                                "params.inputResponses must hold objects");
                    }
                    responses.put(name, object);
                });
        Optional<JsonObject> state =
                running.request()
                        .params()
                        .member("requestState")
                        .map(sealed ->
                                RequestState.open(sealed, connection.caller(), running.request()));
        return new Conversation(running, features, responses, state);
    }

    private static Optional<InputRequired> inputRequired(Object answer) {
        return switch (answer) {
            case InputRequired wanted -> Optional.of(wanted);
            case Optional<?> wrapped -> wrapped.flatMap(Conversation::inputRequired);
            default -> Optional.empty();
        };
    }

    private void requireCapabilities(InputRequired wanted) {
        JsonObject.Builder missing = JsonObject.builder();
        wanted.requests().values().stream()
                .filter(question -> !canAsk(question.kind()))
                .forEach(question -> missing.put(question.kind().capability(), JsonObject.EMPTY));
        JsonObject capabilities = missing.build();
        if (!capabilities.members().isEmpty()) {
            throw RequestProblem.malformed(
                    request.version().stateless()
                            ? RequestProblem.MISSING_CLIENT_CAPABILITY
                            : RequestProblem.INVALID_REQUEST,
                    "The call needs capabilities that the client does not declare: "
                            + String.join(", ", capabilities.members().keySet()),
                    JsonObject.builder().put("requiredCapabilities", capabilities).build());
        }
    }

    private static JsonObject result(
            InputRequired wanted, McpConnection connection, McpRequest request) {
        JsonObject.Builder questions = JsonObject.builder();
        wanted.requests()
                .forEach((name, question) ->
                        questions.put(
                                name,
                                JsonObject.builder()
                                        .put("method", question.kind().method())
                                        .put("params", question.params())
                                        .build()));
        JsonObject.Builder result = JsonObject.builder().put("resultType", "input_required");
        if (!wanted.requests().isEmpty()) {
            result.put("inputRequests", questions.build());
        }
        return result.putIfPresent(
                        "requestState",
                        wanted.state()
                                .map(state ->
                                        new JsonString(
                                                RequestState.seal(
                                                        state, connection.caller(), request))))
                .build();
    }

    @Override
    public void progress(double progress, OptionalDouble total, Optional<String> message) {
        if (request.progressToken().isEmpty()) {
            return;
        }
        synchronized (this) {
            // The protocol wants it to grow with each report.
            if (progress <= lastProgress) {
                return;
            }
            lastProgress = progress;
        }
        JsonObject.Builder params =
                JsonObject.builder()
                        .put("progressToken", request.progressToken().get())
                        .put("progress", number(progress));
        if (total.isPresent()) {
            params.put("total", number(total.getAsDouble()));
        }
        if (request.version().atLeast(ProtocolVersion.V2025_03_26)) {
            params.putIfPresent("message", message.map(JsonString::new));
        }
        running.send(JsonRpc.notification("notifications/progress", params.build()));
    }

    private static JsonNumber number(double value) {
        return value == Math.rint(value) && Math.abs(value) < 1e15
                ? JsonNumber.of((long) value)
                : new JsonNumber(BigDecimal.valueOf(value));
    }

    @Override
    public void log(LogLevel level, String logger, JsonValue data) {
        boolean wanted =
                features.contains(CatalogFeature.LOGGING)
                        && request.logLevel().isPresent()
                        && level.compareTo(request.logLevel().get()) >= 0;
        if (wanted) {
            running.send(
                    JsonRpc.notification(
                            "notifications/message",
                            JsonObject.builder()
                                    .put("level", level.wireName())
                                    .put("logger", logger)
                                    .put("data", data)
                                    .build()));
        }
    }

    @Override
    public boolean canAsk(InputRequest.Kind kind) {
        return request.clientCapabilities().object(kind.capability()).isPresent();
    }

    @Override
    public Map<String, JsonObject> inputResponses() {
        return Map.copyOf(responses);
    }

    @Override
    public Optional<JsonObject> state() {
        return state;
    }
}
