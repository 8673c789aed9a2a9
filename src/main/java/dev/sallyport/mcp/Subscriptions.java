package dev.sallyport.mcp;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The notifications that a connection's client asked for: by {@code subscriptions/listen} since
 * 2026-07-28, before that by having a session.
 */
final class Subscriptions {
    private static final String TOOLS = "toolsListChanged";
    private static final String PROMPTS = "promptsListChanged";
    private static final String RESOURCES = "resourcesListChanged";
    private static final String RESOURCE_URIS = "resourceSubscriptions";

    /** Resources that one subscription may name. */
    private static final int MAX_RESOURCES = 1_000;

    /** Subscriptions that one connection may have open. */
    private static final int MAX_OPEN = 100;

    private final Map<RunningRequest, Filter> open = new ConcurrentHashMap<>();

    private record Filter(boolean tools, boolean prompts, boolean resources, Set<String> uris) {
        boolean wants(CatalogChange change) {
            return switch (change) {
                case CatalogChange.Tools() -> tools;
                case CatalogChange.Prompts() -> prompts;
                case CatalogChange.Resources() -> resources;
                case CatalogChange.ResourceContent(String uri) -> uris.contains(uri);
            };
        }
    }

    /** Acknowledges what of the wishes can be granted; the request then stays open. */
    void open(RunningRequest request, Set<CatalogFeature> features) {
        JsonObject wishes =
                request.request()
                        .params()
                        .object("notifications")
                        .orElseThrow(() ->
                                RequestProblem.malformed(
                                        RequestProblem.INVALID_PARAMS,
                                        "params.notifications must be an object"));
        if (open.size() >= MAX_OPEN) {
            throw RequestProblem.failed(
                    RequestProblem.TOO_MANY_REQUESTS,
                    "More than " + MAX_OPEN + " subscriptions are open");
        }
        boolean changes = features.contains(CatalogFeature.CHANGES);
        boolean resources = changes && features.contains(CatalogFeature.RESOURCES);
        Filter filter =
                new Filter(
                        changes && wish(wishes, TOOLS),
                        changes
                                && features.contains(CatalogFeature.PROMPTS)
                                && wish(wishes, PROMPTS),
                        resources && wish(wishes, RESOURCES),
                        resources ? uris(wishes) : Set.of());
        // Acknowledged first: a change between the two lines is then seen by the next list.
        request.send(
                JsonRpc.notification(
                        "notifications/subscriptions/acknowledged",
                        tagged(request).put("notifications", granted(filter)).build()));
        open.put(request, filter);
    }

    boolean contains(RunningRequest request) {
        return open.containsKey(request);
    }

    void remove(RunningRequest request) {
        open.remove(request);
    }

    /** Ends a subscription as the server; says whether the request was one. */
    boolean close(RunningRequest request) {
        if (open.remove(request) == null) {
            return false;
        }
        request.respond(
                JsonObject.builder()
                        .put("resultType", "complete")
                        .putAll(tagged(request).build())
                        .build());
        return true;
    }

    void announce(CatalogChange change, Session session, MessageSink sink) {
        open.forEach((request, filter) -> {
            if (filter.wants(change)) {
                request.send(JsonRpc.notification(method(change), params(change, tagged(request))));
            }
        });
        boolean wanted =
                switch (change) {
                    case CatalogChange.ResourceContent(String uri) -> session.watches(uri);
                    case CatalogChange.Tools(),
                            CatalogChange.Prompts(),
                            CatalogChange.Resources() ->
                            true;
                };
        if (wanted && session.version().isPresent() && !session.version().get().stateless()) {
            sink.send(JsonRpc.notification(method(change), params(change, JsonObject.builder())));
        }
    }

    private static String method(CatalogChange change) {
        return switch (change) {
            case CatalogChange.Tools() -> "notifications/tools/list_changed";
            case CatalogChange.Prompts() -> "notifications/prompts/list_changed";
            case CatalogChange.Resources() -> "notifications/resources/list_changed";
            case CatalogChange.ResourceContent(var ignored) -> "notifications/resources/updated";
        };
    }

    private static JsonObject params(CatalogChange change, JsonObject.Builder params) {
        return change instanceof CatalogChange.ResourceContent(String uri)
                ? params.put("uri", uri).build()
                : params.build();
    }

    private static JsonObject.Builder tagged(RunningRequest request) {
        return JsonObject.builder()
                .put(
                        "_meta",
                        JsonObject.builder()
                                .put(
                                        RequestReader.META_PREFIX + "subscriptionId",
                                        request.request().id())
                                .build());
    }

    private static boolean wish(JsonObject wishes, String name) {
        return wishes.member(name).equals(java.util.Optional.of(JsonBoolean.TRUE));
    }

    private static Set<String> uris(JsonObject wishes) {
        Set<String> uris = new LinkedHashSet<>();
        if (wishes.member(RESOURCE_URIS).orElse(JsonArray.EMPTY)
                instanceof JsonArray(List<JsonValue> elements)) {
            for (JsonValue element : elements) {
                if (element instanceof JsonString(String uri) && uris.size() < MAX_RESOURCES) {
                    uris.add(uri);
                }
            }
        }
        return uris;
    }

    private static JsonObject granted(Filter filter) {
        JsonObject.Builder granted = JsonObject.builder();
        if (filter.tools()) {
            granted.put(TOOLS, true);
        }
        if (filter.prompts()) {
            granted.put(PROMPTS, true);
        }
        if (filter.resources()) {
            granted.put(RESOURCES, true);
        }
        if (!filter.uris().isEmpty()) {
            granted.put(RESOURCE_URIS, JsonArray.ofStrings(new ArrayList<>(filter.uris())));
        }
        return granted.build();
    }
}
