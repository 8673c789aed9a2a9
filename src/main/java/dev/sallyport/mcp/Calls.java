package dev.sallyport.mcp;

import dev.sallyport.call.AlarmClock;
import dev.sallyport.call.CallContext;
import dev.sallyport.call.Deadline;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The methods that do something, and may take their time over it. */
final class Calls {
    /** The protocol's own limit on suggestions. */
    private static final int MAX_SUGGESTIONS = 100;

    /** Names of tools that the answer to an unknown one repeats. */
    private static final int MAX_NAMES = 20;

    /** How long a call has to come back once it was cancelled, before it is given up. */
    private static final Duration GRACE = Duration.ofSeconds(5);

    private final ToolCatalog catalog;
    private final McpSettings settings;
    private final Set<CatalogFeature> features;

    Calls(ToolCatalog catalog, McpSettings settings, Set<CatalogFeature> features) {
        this.catalog = catalog;
        this.settings = settings;
        this.features = features;
    }

    JsonObject callTool(McpConnection connection, RunningRequest running) {
        McpRequest request = running.request();
        String name = catalog.listedName(request.requiredString("name"));
        List<ToolDescription> tools = catalog.tools(connection.caller());
        Optional<ToolDescription> tool = named(name, tools);
        if (tool.isEmpty()) {
            timed(
                    connection,
                    running,
                    context -> {
                        catalog.unknownTool(context);
                        return JsonObject.EMPTY;
                    });
            throw RequestProblem.invalidParams(unknownTool(name, tools));
        }
        JsonObject schema = tool.get().inputSchema();
        JsonObject arguments =
                SchemaValidator.withoutNulls(schema, request.optionalObject("arguments"));
        List<String> violations = SchemaValidator.violations(schema, arguments);
        if (!violations.isEmpty()) {
            return timed(
                    connection,
                    running,
                    context ->
                            toolResult(
                                    catalog.invalidArguments(name, violations, context),
                                    request.version()));
        }
        return timed(
                connection,
                running,
                context ->
                        Conversation.hold(
                                connection,
                                running,
                                context,
                                features,
                                client -> catalog.call(name, arguments, context, client),
                                answer ->
                                        switch (answer) {
                                            case CallToolResult result ->
                                                    toolResult(result, request.version());
                                            case InputRequired ignored ->
                                                    throw new IllegalStateException("handled");
                                            case InvalidParams(String message) ->
                                                    throw RequestProblem.invalidParams(message);
                                        }));
    }

    private static Optional<ToolDescription> named(String name, List<ToolDescription> tools) {
        for (ToolDescription tool : tools) {
            if (tool.name().equals(name)) {
                return Optional.of(tool);
            }
        }
        return Optional.empty();
    }

    private static String unknownTool(String name, List<ToolDescription> tools) {
        return "Unknown tool: "
                + Wording.quoted(name)
                + "; there are "
                + tools.stream()
                        .limit(MAX_NAMES)
                        .map(ToolDescription::name)
                        .collect(Collectors.joining(", "));
    }

    private static JsonObject toolResult(CallToolResult result, ProtocolVersion version) {
        JsonObject.Builder json =
                JsonObject.builder().put("content", Methods.arrayOf(known(result, version)));
        Optional<JsonValue> structured =
                result.structuredContent()
                        // Any value since 2026-07-28, an object since 2025-06-18.
                        .filter(value ->
                                version.stateless()
                                        || (version.atLeast(ProtocolVersion.V2025_06_18)
                                                && !isOtherThanObject(value)));
        json.putIfPresent("structuredContent", structured);
        if (result.isError()) {
            json.put("isError", true);
        }
        return json.build();
    }

    /** Links to resources came with 2025-06-18; before, the text has to do. */
    private static List<JsonObject> known(CallToolResult result, ProtocolVersion version) {
        return version.atLeast(ProtocolVersion.V2025_06_18)
                ? result.content()
                : result.content().stream()
                        .filter(block -> !block.string("type").orElse("").equals("resource_link"))
                        .toList();
    }

    private static boolean isOtherThanObject(JsonValue value) {
        return switch (value) {
            case JsonObject ignored -> false;
            // Encoded by our own result writer, which makes objects.
            case dev.sallyport.json.JsonEncoded ignored -> false;
            case JsonArray ignored -> true;
            case JsonNumber ignored -> true;
            case JsonString ignored -> true;
            case dev.sallyport.json.JsonBoolean ignored -> true;
            case dev.sallyport.json.JsonNull ignored -> true;
        };
    }

    JsonObject readResource(McpConnection connection, RunningRequest running) {
        McpRequest request = running.request();
        String uri = request.requiredString("uri");
        return timed(
                connection,
                running,
                context ->
                        Conversation.<Optional<ResourceAnswer>>hold(
                                connection,
                                running,
                                context,
                                features,
                                client -> catalog.readResource(uri, context, client),
                                answer ->
                                        switch (answer.orElseThrow(() -> notFound(request, uri))) {
                                            case ReadResourceResult(List<JsonObject> contents) ->
                                                    contents(contents, request.version());
                                            case InputRequired ignored ->
                                                    throw new IllegalStateException("handled");
                                            case InvalidParams(String message) ->
                                                    throw RequestProblem.invalidParams(message);
                                        }));
    }

    private static JsonObject contents(List<JsonObject> contents, ProtocolVersion version) {
        JsonObject.Builder json = JsonObject.builder().put("contents", Methods.arrayOf(contents));
        if (version.stateless()) {
            json.put("ttlMs", 0).put("cacheScope", "private");
        }
        return json.build();
    }

    private static RequestProblem notFound(McpRequest request, String uri) {
        return new RequestProblem(
                request.version().stateless()
                        ? RequestProblem.INVALID_PARAMS
                        : RequestProblem.RESOURCE_NOT_FOUND,
                ResponseKind.FAILED,
                "Resource not found",
                Optional.of(JsonObject.builder().put("uri", uri).build()));
    }

    JsonObject getPrompt(McpConnection connection, RunningRequest running) {
        McpRequest request = running.request();
        String name = request.requiredString("name");
        PromptDescription prompt =
                catalog.prompts(connection.caller()).stream()
                        .filter(one -> one.name().equals(name))
                        .findFirst()
                        .orElseThrow(() ->
                                RequestProblem.invalidParams(
                                        "Unknown prompt: " + Wording.quoted(name)));
        Map<String, String> arguments = texts(request.optionalObject("arguments"), "arguments");
        List<String> missing =
                prompt.arguments().stream()
                        .filter(PromptDescription.Argument::required)
                        .map(PromptDescription.Argument::name)
                        .filter(argument -> !arguments.containsKey(argument))
                        .toList();
        if (!missing.isEmpty()) {
            throw RequestProblem.invalidParams(
                    "Missing arguments of the prompt: " + String.join(", ", missing));
        }
        return timed(
                connection,
                running,
                context ->
                        Conversation.hold(
                                connection,
                                running,
                                context,
                                features,
                                client -> catalog.prompt(name, arguments, context, client),
                                answer ->
                                        switch (answer) {
                                            case GetPromptResult(var description, var messages) ->
                                                    JsonObject.builder()
                                                            .putIfPresent(
                                                                    "description",
                                                                    Methods.text(description))
                                                            .put(
                                                                    "messages",
                                                                    Methods.arrayOf(messages))
                                                            .build();
                                            case InputRequired ignored ->
                                                    throw new IllegalStateException("handled");
                                            case InvalidParams(String message) ->
                                                    throw RequestProblem.invalidParams(message);
                                        }));
    }

    JsonObject complete(McpConnection connection, RunningRequest running) {
        CompletionRequest request = completionRequest(running.request());
        CompletionResult found =
                timed(connection, running, context -> catalog.complete(request, context));
        List<String> values = found.values();
        boolean more = values.size() > MAX_SUGGESTIONS;
        JsonObject.Builder completion =
                JsonObject.builder()
                        .put(
                                "values",
                                JsonArray.ofStrings(
                                        more ? values.subList(0, MAX_SUGGESTIONS) : values));
        if (found.total().isPresent()) {
            more |= found.total().getAsInt() > values.size();
            completion.put("total", found.total().getAsInt());
        }
        return JsonObject.builder()
                .put("completion", completion.put("hasMore", more).build())
                .build();
    }

    private static CompletionRequest completionRequest(McpRequest request) {
        JsonObject ref = request.optionalObject("ref");
        CompletionRequest.Reference reference =
                switch (ref.string("type").orElse("")) {
                    case "ref/prompt" ->
                            new CompletionRequest.Reference.Prompt(text(ref, "ref", "name"));
                    case "ref/resource" ->
                            new CompletionRequest.Reference.Resource(text(ref, "ref", "uri"));
                    default ->
                            throw RequestProblem.invalidParams(
                                    "params.ref.type must be ref/prompt or ref/resource");
                };
        JsonObject argument = request.optionalObject("argument");
        JsonObject context =
                McpRequest.optionalObject(
                        request.optionalObject("context"), "params.context.", "arguments");
        return new CompletionRequest(
                reference,
                text(argument, "argument", "name"),
                text(argument, "argument", "value"),
                texts(context, "context.arguments"));
    }

    private static String text(JsonObject in, String path, String name) {
        return in.string(name)
                .orElseThrow(() ->
                        RequestProblem.invalidParams(
                                "params." + path + "." + name + " must be a string"));
    }

    private static Map<String, String> texts(JsonObject in, String path) {
        Map<String, String> texts = new LinkedHashMap<>();
        in.members()
                .keySet()
                .forEach(name -> texts.put(name, text(in, path, Wording.plain(name), name)));
        return texts;
    }

    private static String text(JsonObject in, String path, String shown, String name) {
        return in.string(name)
                .orElseThrow(() ->
                        RequestProblem.invalidParams(
                                "params." + path + "." + shown + " must be a string"));
    }

    /**
     * Runs a call that is cancelled at its deadline. One that does not even then come back gets its
     * answer from here; its thread is left to it.
     */
    private <R> R timed(
            McpConnection connection, RunningRequest running, Function<CallContext, R> call) {
        Deadline deadline = Deadline.after(settings.callTimeout());
        CallContext context =
                new CallContext(connection.caller(), deadline, running.cancellation());
        AlarmClock alarms = connection.dispatcher().alarms();
        try (var _ = alarms.at(deadline, running::cancel);
                var _ =
                        alarms.at(
                                Deadline.after(settings.callTimeout().plus(GRACE)),
                                () -> giveUp(running))) {
            return call.apply(context);
        }
    }

    /** On a thread of its own, because a peer that reads nothing may keep it. */
    private void giveUp(RunningRequest running) {
        RequestProblem problem =
                RequestProblem.failed(
                        RequestProblem.INTERNAL_ERROR,
                        "The call did not end in the "
                                + settings.callTimeout().toSeconds()
                                + " s it may take, and was given up");
        Thread.ofPlatform().daemon().name("mcp-give-up").start(() -> running.fail(problem));
    }
}
