package dev.sallyport.mcp;

import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** Lists as the protocol shows them: in pages, with the members that a revision knows. */
final class Listings {
    private final int pageSize;

    Listings(int pageSize) {
        this.pageSize = pageSize;
    }

    /** One page of a list, from where the request's cursor points. */
    <E> JsonObject page(
            String name, List<E> all, McpRequest request, Function<E, JsonObject> form) {
        int from = request.params().member("cursor").isEmpty() ? 0 : position(name, request);
        if (from > all.size()) {
            throw invalidCursor();
        }
        int to = Math.min(all.size(), from + pageSize);
        List<JsonValue> page = new ArrayList<>(to - from);
        for (E element : all.subList(from, to)) {
            page.add(form.apply(element));
        }
        JsonObject.Builder result = JsonObject.builder().put(name, new JsonArray(page));
        if (to < all.size()) {
            result.put("nextCursor", cursor(name, to));
        }
        return result.build();
    }

    private static String cursor(String name, int position) {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString((name + ":" + position).getBytes(StandardCharsets.UTF_8));
    }

    private static int position(String name, McpRequest request) {
        String cursor = request.params().string("cursor").orElseThrow(Listings::invalidCursor);
        try {
            String text = new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.UTF_8);
            if (!text.startsWith(name + ":")) {
                throw invalidCursor();
            }
            return Integer.parseUnsignedInt(text.substring(name.length() + 1));
        } catch (IllegalArgumentException e) {
            throw invalidCursor();
        }
    }

    private static RequestProblem invalidCursor() {
        return RequestProblem.invalidParams(
                "params.cursor is not one that this list returned; begin without a cursor");
    }

    static JsonObject tool(ToolDescription tool, ProtocolVersion version) {
        boolean structured = version.atLeast(ProtocolVersion.V2025_06_18);
        JsonObject.Builder json = JsonObject.builder().put("name", tool.name());
        titled(json, tool.title(), version);
        json.put("description", tool.description()).put("inputSchema", tool.inputSchema());
        if (structured) {
            json.putIfPresent("outputSchema", tool.outputSchema());
        }
        JsonObject annotations = annotations(tool.annotations());
        if (version.atLeast(ProtocolVersion.V2025_03_26) && !annotations.members().isEmpty()) {
            json.put("annotations", annotations);
        }
        return json.build();
    }

    /** Only what differs from the protocol's defaults: every model reads this list. */
    private static JsonObject annotations(ToolAnnotations annotations) {
        JsonObject.Builder json = JsonObject.builder();
        if (annotations.readOnly()) {
            json.put("readOnlyHint", true);
        } else {
            if (!annotations.destructive()) {
                json.put("destructiveHint", false);
            }
            if (annotations.idempotent()) {
                json.put("idempotentHint", true);
            }
        }
        if (!annotations.openWorld()) {
            json.put("openWorldHint", false);
        }
        return json.build();
    }

    static JsonObject resource(ResourceDescription resource, ProtocolVersion version) {
        JsonObject.Builder json =
                JsonObject.builder().put("uri", resource.uri()).put("name", resource.name());
        titled(json, resource.title(), version);
        return json.putIfPresent("description", Methods.text(resource.description()))
                .putIfPresent("mimeType", Methods.text(resource.mimeType()))
                .build();
    }

    static JsonObject template(ResourceTemplateDescription template, ProtocolVersion version) {
        JsonObject.Builder json =
                JsonObject.builder()
                        .put("uriTemplate", template.uriTemplate())
                        .put("name", template.name());
        titled(json, template.title(), version);
        return json.putIfPresent("description", Methods.text(template.description()))
                .putIfPresent("mimeType", Methods.text(template.mimeType()))
                .build();
    }

    static JsonObject prompt(PromptDescription prompt, ProtocolVersion version) {
        JsonObject.Builder json = JsonObject.builder().put("name", prompt.name());
        titled(json, prompt.title(), version);
        json.putIfPresent("description", Methods.text(prompt.description()));
        List<JsonObject> arguments = new ArrayList<>();
        for (PromptDescription.Argument argument : prompt.arguments()) {
            arguments.add(
                    JsonObject.builder()
                            .put("name", argument.name())
                            .putIfPresent("description", Methods.text(argument.description()))
                            .put("required", argument.required())
                            .build());
        }
        return json.put("arguments", Methods.arrayOf(arguments)).build();
    }

    private static void titled(
            JsonObject.Builder json, Optional<String> title, ProtocolVersion version) {
        if (version.atLeast(ProtocolVersion.V2025_06_18)) {
            json.putIfPresent("title", title.map(JsonString::new));
        }
    }
}
