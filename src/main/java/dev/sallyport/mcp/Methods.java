package dev.sallyport.mcp;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The methods of the protocol: which there are in a revision, and what answers them. */
final class Methods {
    private final ToolCatalog catalog;
    private final McpSettings settings;
    private final Set<CatalogFeature> features;
    private final Listings listings;
    private final Calls calls;

    Methods(ToolCatalog catalog, McpSettings settings) {
        this.catalog = catalog;
        this.settings = settings;
        this.features = Set.copyOf(catalog.features());
        this.listings = new Listings(settings.pageSize());
        this.calls = new Calls(catalog, settings, features);
    }

    Set<CatalogFeature> features() {
        return features;
    }

    /** Whether the answer is at hand, so that it needs no thread of its own. */
    boolean answersAtOnce(McpRequest request) {
        return switch (request.method()) {
            case "tools/call", "resources/read", "prompts/get", "completion/complete" -> false;
            default -> true;
        };
    }

    /**
     * The result of a request.
     *
     * @throws RequestProblem if the answer is an error
     */
    JsonObject answer(McpConnection connection, RunningRequest running) {
        McpRequest request = running.request();
        return request.version().stateless()
                ? stateless(connection, running, request)
                : ofSession(connection, running, request);
    }

    private JsonObject stateless(
            McpConnection connection, RunningRequest running, McpRequest request) {
        return switch (request.method()) {
            case "server/discover" -> cacheable(discover(), true);
            case "tools/list" -> cacheable(tools(connection, request), false);
            case "resources/list" -> cacheable(resources(connection, request), false);
            case "resources/templates/list" -> cacheable(templates(connection, request), false);
            case "prompts/list" -> cacheable(prompts(connection, request), false);
            case "tools/call", "resources/read", "prompts/get", "completion/complete" ->
                    complete(call(connection, running, request));
            default -> throw RequestProblem.methodNotFound(request.method());
        };
    }

    private JsonObject ofSession(
            McpConnection connection, RunningRequest running, McpRequest request) {
        Session session = connection.session();
        return switch (request.method()) {
            case "initialize" -> initialize(session, request);
            case "ping" -> JsonObject.EMPTY;
            case "logging/setLevel" -> setLevel(session, request);
            case "tools/list" -> tools(connection, request);
            case "resources/list" -> resources(connection, request);
            case "resources/templates/list" -> templates(connection, request);
            case "resources/subscribe", "resources/unsubscribe" -> subscribe(session, request);
            case "prompts/list" -> prompts(connection, request);
            case "tools/call", "resources/read", "prompts/get", "completion/complete" ->
                    call(connection, running, request);
            default -> throw RequestProblem.methodNotFound(request.method());
        };
    }

    private JsonObject call(McpConnection connection, RunningRequest running, McpRequest request) {
        return switch (request.method()) {
            case "tools/call" -> calls.callTool(connection, running);
            case "resources/read" -> {
                require(CatalogFeature.RESOURCES, request);
                yield calls.readResource(connection, running);
            }
            case "prompts/get" -> {
                require(CatalogFeature.PROMPTS, request);
                yield calls.getPrompt(connection, running);
            }
            default -> {
                require(CatalogFeature.COMPLETIONS, request);
                yield calls.complete(connection, running);
            }
        };
    }

    private JsonObject discover() {
        return JsonObject.builder()
                .put("supportedVersions", ProtocolVersion.names(false))
                .put("capabilities", capabilities())
                .putIfPresent("instructions", settings.instructions().map(JsonString::new))
                .build();
    }

    private JsonObject initialize(Session session, McpRequest request) {
        String wanted = request.requiredString("protocolVersion");
        JsonObject clientCapabilities = request.optionalObject("capabilities");
        ProtocolVersion agreed =
                ProtocolVersion.named(wanted)
                        .filter(version -> !version.stateless())
                        .orElse(ProtocolVersion.LATEST_WITH_SESSION);
        session.initialize(agreed, clientCapabilities);
        return JsonObject.builder()
                .put("protocolVersion", agreed.wireName())
                .put("capabilities", capabilities())
                .put("serverInfo", serverInfo())
                .putIfPresent("instructions", settings.instructions().map(JsonString::new))
                .build();
    }

    private JsonObject setLevel(Session session, McpRequest request) {
        require(CatalogFeature.LOGGING, request);
        session.setLogLevel(
                LogLevel.named(request.requiredString("level"))
                        .orElseThrow(() ->
                                RequestProblem.invalidParams(
                                        "params.level must be one of debug, info, notice,"
                                                + " warning, error, critical, alert,"
                                                + " emergency")));
        return JsonObject.EMPTY;
    }

    private JsonObject subscribe(Session session, McpRequest request) {
        require(CatalogFeature.RESOURCES, request);
        require(CatalogFeature.CHANGES, request);
        String uri = request.requiredString("uri");
        if (request.method().equals("resources/subscribe")) {
            session.watch(uri);
        } else {
            session.unwatch(uri);
        }
        return JsonObject.EMPTY;
    }

    private JsonObject tools(McpConnection connection, McpRequest request) {
        return listings.page(
                "tools",
                catalog.tools(connection.caller()),
                request,
                tool -> Listings.tool(tool, request.version()));
    }

    private JsonObject resources(McpConnection connection, McpRequest request) {
        require(CatalogFeature.RESOURCES, request);
        return listings.page(
                "resources",
                catalog.resources(connection.caller()),
                request,
                resource -> Listings.resource(resource, request.version()));
    }

    private JsonObject templates(McpConnection connection, McpRequest request) {
        require(CatalogFeature.RESOURCES, request);
        return listings.page(
                "resourceTemplates",
                catalog.resourceTemplates(connection.caller()),
                request,
                template -> Listings.template(template, request.version()));
    }

    private JsonObject prompts(McpConnection connection, McpRequest request) {
        require(CatalogFeature.PROMPTS, request);
        return listings.page(
                "prompts",
                catalog.prompts(connection.caller()),
                request,
                prompt -> Listings.prompt(prompt, request.version()));
    }

    private void require(CatalogFeature feature, McpRequest request) {
        if (!features.contains(feature)) {
            throw RequestProblem.methodNotFound(request.method());
        }
    }

    private JsonObject capabilities() {
        boolean changes = features.contains(CatalogFeature.CHANGES);
        JsonObject listChanged =
                changes ? JsonObject.builder().put("listChanged", true).build() : JsonObject.EMPTY;
        JsonObject.Builder capabilities = JsonObject.builder().put("tools", listChanged);
        if (features.contains(CatalogFeature.RESOURCES)) {
            capabilities.put(
                    "resources",
                    changes
                            ? JsonObject.builder()
                                    .put("subscribe", true)
                                    .put("listChanged", true)
                                    .build()
                            : JsonObject.EMPTY);
        }
        if (features.contains(CatalogFeature.PROMPTS)) {
            capabilities.put("prompts", listChanged);
        }
        if (features.contains(CatalogFeature.COMPLETIONS)) {
            capabilities.put("completions", JsonObject.EMPTY);
        }
        if (features.contains(CatalogFeature.LOGGING)) {
            capabilities.put("logging", JsonObject.EMPTY);
        }
        return capabilities.build();
    }

    private JsonObject serverInfo() {
        return JsonObject.builder()
                .put("name", settings.name())
                .putIfPresent("title", settings.title().map(JsonString::new))
                .put("version", settings.version())
                .build();
    }

    private JsonObject cacheable(JsonObject result, boolean forEveryone) {
        return complete(
                result.with(
                                "ttlMs",
                                dev.sallyport.json.JsonNumber.of(
                                        settings.listLifetime().toMillis()))
                        .with("cacheScope", new JsonString(forEveryone ? "public" : "private")));
    }

    /** What every result of the stateless revision carries; a type already there stays. */
    private JsonObject complete(JsonObject result) {
        JsonValue type = result.member("resultType").orElse(new JsonString("complete"));
        return JsonObject.builder()
                .put("resultType", type)
                .putAll(result)
                .put(
                        "_meta",
                        JsonObject.builder()
                                .put(RequestReader.META_PREFIX + "serverInfo", serverInfo())
                                .build())
                .build();
    }

    static JsonArray arrayOf(List<JsonObject> objects) {
        return new JsonArray(List.copyOf(objects));
    }

    static Optional<JsonString> text(Optional<String> text) {
        return text.map(JsonString::new);
    }
}
