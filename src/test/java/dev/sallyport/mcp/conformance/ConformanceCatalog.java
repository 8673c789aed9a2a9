package dev.sallyport.mcp.conformance;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.mcp.CallToolResult;
import dev.sallyport.mcp.CatalogChange;
import dev.sallyport.mcp.CatalogFeature;
import dev.sallyport.mcp.ClientExchange;
import dev.sallyport.mcp.CompletionRequest;
import dev.sallyport.mcp.CompletionResult;
import dev.sallyport.mcp.GetPromptResult;
import dev.sallyport.mcp.InputRequest;
import dev.sallyport.mcp.InputRequired;
import dev.sallyport.mcp.LogLevel;
import dev.sallyport.mcp.PromptAnswer;
import dev.sallyport.mcp.PromptDescription;
import dev.sallyport.mcp.ReadResourceResult;
import dev.sallyport.mcp.ResourceAnswer;
import dev.sallyport.mcp.ResourceDescription;
import dev.sallyport.mcp.ResourceTemplateDescription;
import dev.sallyport.mcp.ToolAnnotations;
import dev.sallyport.mcp.ToolCallAnswer;
import dev.sallyport.mcp.ToolCatalog;
import dev.sallyport.mcp.ToolDescription;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;

/** Serves what the official conformance suite expects of a server under test. */
final class ConformanceCatalog implements ToolCatalog {
    private static final String NOTHING = "{\"type\":\"object\",\"properties\":{}}";
    private static final String PNG =
            "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==";
    private static final String WAV =
            "UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=";

    private static final String JSON_SCHEMA =
            """
            {"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
             "$defs":{"address":{"$anchor":"addressDef","type":"object",
               "properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
             "properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},
               "contactMethod":{"type":"string","enum":["phone","email"]},
               "phone":{"type":"string"},"email":{"type":"string"}},
             "allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
             "if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},
             "then":{"required":["phone"]},"else":{"required":["email"]},
             "additionalProperties":false}
            """;

    private static final String STATIC_TEXT = "test://static-text";
    private static final String STATIC_BINARY = "test://static-binary";
    private static final String WATCHED = "test://watched-resource";

    private final InputTools inputTools = new InputTools();
    private Consumer<CatalogChange> announce = change -> {};

    /** Where the tools that change a list announce it. */
    void announceTo(Consumer<CatalogChange> newAnnounce) {
        announce = newAnnounce;
    }

    @Override
    public Set<CatalogFeature> features() {
        return EnumSet.allOf(CatalogFeature.class);
    }

    @Override
    public List<ToolDescription> tools(Caller caller) {
        List<ToolDescription> tools = new ArrayList<>();
        for (String name :
                List.of(
                        "test_simple_text",
                        "test_image_content",
                        "test_audio_content",
                        "test_embedded_resource",
                        "test_multiple_content_types",
                        "test_tool_with_logging",
                        "test_logging_tool",
                        "test_error_handling",
                        "test_tool_with_progress",
                        "test_trigger_tool_change",
                        "test_trigger_prompt_change")) {
            tools.add(tool(name, NOTHING));
        }
        tools.add(tool("json_schema_2020_12_tool", JSON_SCHEMA));
        tools.add(
                tool(
                        "test_custom_header",
                        "{\"type\":\"object\",\"properties\":{\"region\":{\"type\":\"string\",\"x-mcp-header\":\"Region\"}},\"required\":[\"region\"]}"));
        inputTools.names().forEach(name -> tools.add(tool(name, inputTools.schema(name))));
        return tools;
    }

    static ToolDescription tool(String name, String schema) {
        return new ToolDescription(
                name,
                Optional.empty(),
                "For the conformance suite.",
                object(schema),
                Optional.empty(),
                ToolAnnotations.READ_ONLY);
    }

    static JsonObject object(String json) {
        return (JsonObject) Json.parse(json);
    }

    @Override
    public CallToolResult call(String tool, JsonObject arguments, CallContext context) {
        throw new IllegalStateException("the protocol calls with a line to the client");
    }

    @Override
    public ToolCallAnswer call(
            String tool, JsonObject arguments, CallContext context, ClientExchange client) {
        return switch (tool) {
            case "json_schema_2020_12_tool", "test_custom_header" -> text("Called.");
            case "test_simple_text" -> text("This is a simple text response for testing.");
            case "test_image_content" -> content(List.of(image()));
            case "test_audio_content" ->
                    content(
                            List.of(
                                    object(
                                            "{\"type\":\"audio\",\"data\":\"%s\",\"mimeType\":\"audio/wav\"}"
                                                    .formatted(WAV))));
            case "test_embedded_resource" ->
                    content(
                            List.of(
                                    embedded(
                                            "test://embedded-resource",
                                            "text/plain",
                                            "This is an embedded resource content.")));
            case "test_multiple_content_types" ->
                    content(
                            List.of(
                                    textBlock("Multiple content types test:"),
                                    image(),
                                    embedded(
                                            "test://mixed-content-resource",
                                            "application/json",
                                            "{\"test\":\"data\",\"value\":123}")));
            case "test_tool_with_logging", "test_logging_tool" -> logging(client);
            case "test_error_handling" ->
                    new CallToolResult(
                            List.of(
                                    textBlock(
                                            "This tool intentionally returns an error for testing")),
                            Optional.empty(),
                            true);
            case "test_tool_with_progress" -> progress(client);
            case "test_trigger_tool_change" -> change(new CatalogChange.Tools());
            case "test_trigger_prompt_change" -> change(new CatalogChange.Prompts());
            default -> inputTools.call(tool, arguments, client);
        };
    }

    private ToolCallAnswer change(CatalogChange change) {
        announce.accept(change);
        return text("Announced.");
    }

    private static ToolCallAnswer logging(ClientExchange client) {
        for (String message :
                List.of(
                        "Tool execution started",
                        "Tool processing data",
                        "Tool execution completed")) {
            client.log(LogLevel.INFO, "conformance", new JsonString(message));
            pause();
        }
        return text("Logged three messages.");
    }

    private static ToolCallAnswer progress(ClientExchange client) {
        for (int done : new int[] {0, 50, 100}) {
            client.progress(done, OptionalDouble.of(100), Optional.empty());
            pause();
        }
        return text("Reported progress.");
    }

    /** The suite wants to see messages come one after the other. */
    private static void pause() {
        try {
            Thread.sleep(50);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public List<ResourceDescription> resources(Caller caller) {
        return List.of(
                resource(STATIC_TEXT, "Static text", "text/plain"),
                resource(STATIC_BINARY, "Static binary", "image/png"),
                resource(WATCHED, "Watched", "text/plain"));
    }

    private static ResourceDescription resource(String uri, String name, String type) {
        return new ResourceDescription(
                uri,
                name,
                Optional.empty(),
                Optional.of("For the conformance suite."),
                Optional.of(type));
    }

    @Override
    public List<ResourceTemplateDescription> resourceTemplates(Caller caller) {
        return List.of(
                new ResourceTemplateDescription(
                        "test://template/{id}/data",
                        "Template",
                        Optional.empty(),
                        Optional.of("For the conformance suite."),
                        Optional.of("application/json")));
    }

    @Override
    public Optional<ResourceAnswer> readResource(
            String uri, CallContext context, ClientExchange client) {
        if (uri.startsWith("test://template/") && uri.endsWith("/data")) {
            String id = uri.substring("test://template/".length(), uri.length() - "/data".length());
            String text =
                    "{\"id\":\"%s\",\"templateTest\":true,\"data\":\"Data for ID: %s\"}"
                            .formatted(id, id);
            return Optional.of(ReadResourceResult.ofText(uri, "application/json", text));
        }
        return switch (uri) {
            case STATIC_TEXT ->
                    Optional.of(
                            ReadResourceResult.ofText(
                                    uri,
                                    "text/plain",
                                    "This is the content of the static text resource."));
            case STATIC_BINARY ->
                    Optional.of(
                            ReadResourceResult.ofBytes(
                                    uri, "image/png", java.util.Base64.getDecoder().decode(PNG)));
            case WATCHED ->
                    Optional.of(ReadResourceResult.ofText(uri, "text/plain", "Nothing changes."));
            default -> Optional.empty();
        };
    }

    @Override
    public List<PromptDescription> prompts(Caller caller) {
        return List.of(
                prompt("test_simple_prompt"),
                prompt("test_prompt_with_arguments", "arg1", "arg2"),
                prompt("test_prompt_with_embedded_resource", "resourceUri"),
                prompt("test_prompt_with_image"),
                prompt("test_input_required_result_prompt"));
    }

    private static PromptDescription prompt(String name, String... arguments) {
        List<PromptDescription.Argument> required = new ArrayList<>();
        for (String argument : arguments) {
            required.add(
                    new PromptDescription.Argument(argument, Optional.of("An argument."), true));
        }
        return new PromptDescription(
                name, Optional.empty(), Optional.of("For the conformance suite."), required);
    }

    @Override
    public PromptAnswer prompt(
            String name,
            Map<String, String> arguments,
            CallContext context,
            ClientExchange client) {
        return switch (name) {
            case "test_simple_prompt" ->
                    messages(textBlock("This is a simple prompt for testing."));
            case "test_prompt_with_arguments" ->
                    messages(
                            textBlock(
                                    "Prompt with arguments: arg1='%s', arg2='%s'"
                                            .formatted(
                                                    arguments.get("arg1"), arguments.get("arg2"))));
            case "test_prompt_with_embedded_resource" ->
                    messages(
                            embedded(
                                    arguments.get("resourceUri"),
                                    "text/plain",
                                    "Embedded resource content for testing."),
                            textBlock("Please process the embedded resource above."));
            case "test_prompt_with_image" ->
                    messages(image(), textBlock("Please analyze the image above."));
            default -> askedPrompt(client);
        };
    }

    private static PromptAnswer askedPrompt(ClientExchange client) {
        Optional<String> context = InputTools.accepted(client, "user_context", "context");
        if (context.isEmpty()) {
            return InputRequired.of(
                    "user_context",
                    InputTools.elicitation("What context should the prompt use?", "context"));
        }
        return messages(textBlock("Context: " + context.get()));
    }

    @Override
    public CompletionResult complete(CompletionRequest request, CallContext context) {
        List<String> found =
                List.of("paris", "park", "party").stream()
                        .filter(value -> value.startsWith(request.value()))
                        .toList();
        return new CompletionResult(found, OptionalInt.of(found.size()));
    }

    private static GetPromptResult messages(JsonObject... blocks) {
        List<JsonObject> messages = new ArrayList<>();
        for (JsonObject block : blocks) {
            messages.add(JsonObject.builder().put("role", "user").put("content", block).build());
        }
        return new GetPromptResult(Optional.empty(), messages);
    }

    static CallToolResult text(String text) {
        return content(List.of(textBlock(text)));
    }

    private static CallToolResult content(List<JsonObject> blocks) {
        return new CallToolResult(blocks, Optional.empty(), false);
    }

    private static JsonObject textBlock(String text) {
        return JsonObject.builder().put("type", "text").put("text", text).build();
    }

    private static JsonObject image() {
        return object(
                "{\"type\":\"image\",\"data\":\"%s\",\"mimeType\":\"image/png\"}".formatted(PNG));
    }

    private static JsonObject embedded(String uri, String type, String text) {
        return JsonObject.builder()
                .put("type", "resource")
                .put(
                        "resource",
                        JsonObject.builder()
                                .put("uri", uri)
                                .put("mimeType", type)
                                .put("text", text)
                                .build())
                .build();
    }

    static InputRequest sampling(String question, int maxTokens) {
        return new InputRequest(
                InputRequest.Kind.SAMPLING,
                object(
                        """
                        {"messages":[{"role":"user","content":{"type":"text","text":"%s"}}],"maxTokens":%d}
                        """
                                .formatted(question, maxTokens)));
    }
}
