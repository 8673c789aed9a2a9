package dev.sallyport.mcp.conformance;

import static dev.sallyport.mcp.conformance.ConformanceCatalog.object;
import static dev.sallyport.mcp.conformance.ConformanceCatalog.sampling;
import static dev.sallyport.mcp.conformance.ConformanceCatalog.text;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.mcp.ClientExchange;
import dev.sallyport.mcp.InputRequest;
import dev.sallyport.mcp.InputRequired;
import dev.sallyport.mcp.ToolCallAnswer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The suite's tools that ask their client for something, in either era. */
final class InputTools {
    private static final String DEFAULTS =
            """
            {"type":"object","properties":{
             "name":{"type":"string","default":"John Doe"},
             "age":{"type":"integer","default":30},
             "score":{"type":"number","default":95.5},
             "status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},
             "verified":{"type":"boolean","default":true}}}
            """;
    private static final String ENUMS =
            """
            {"type":"object","properties":{
             "untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
             "titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},
               {"const":"value2","title":"Second Option"},{"const":"value3","title":"Third Option"}]},
             "legacyEnum":{"type":"string","enum":["opt1","opt2","opt3"],
               "enumNames":["Option One","Option Two","Option Three"]},
             "untitledMulti":{"type":"array","items":{"type":"string","enum":["option1","option2","option3"]}},
             "titledMulti":{"type":"array","items":{"anyOf":[{"const":"value1","title":"First Choice"},
               {"const":"value2","title":"Second Choice"},{"const":"value3","title":"Third Choice"}]}}}}
            """;

    List<String> names() {
        return List.of(
                "test_sampling",
                "test_elicitation",
                "test_elicitation_sep1034_defaults",
                "test_elicitation_sep1330_enums",
                "test_missing_capability",
                "test_streaming_elicitation",
                "test_input_required_result_elicitation",
                "test_input_required_result_sampling",
                "test_input_required_result_list_roots",
                "test_input_required_result_request_state",
                "test_input_required_result_multiple_inputs",
                "test_input_required_result_multi_round",
                "test_input_required_result_tampered_state",
                "test_input_required_result_capabilities");
    }

    String schema(String tool) {
        return switch (tool) {
            case "test_sampling" -> required("prompt");
            case "test_elicitation" -> required("message");
            default -> "{\"type\":\"object\",\"properties\":{}}";
        };
    }

    private static String required(String name) {
        return "{\"type\":\"object\",\"properties\":{\"%s\":{\"type\":\"string\"}},\"required\":[\"%s\"]}"
                .formatted(name, name);
    }

    ToolCallAnswer call(String tool, JsonObject arguments, ClientExchange client) {
        return switch (tool) {
            case "test_sampling" ->
                    ask(
                            client,
                            sampling(arguments.string("prompt").orElseThrow(), 100),
                            answer -> "LLM response: " + Json.text(answer));
            case "test_missing_capability", "test_input_required_result_sampling" ->
                    ask(
                            client,
                            sampling("What is the capital of France?", 100),
                            answer -> "The model said: " + Json.text(answer));
            case "test_elicitation" ->
                    ask(
                            client,
                            form(
                                    arguments.string("message").orElseThrow(),
                                    """
                                    {"type":"object","properties":{
                                     "username":{"type":"string","description":"User's response"},
                                     "email":{"type":"string","description":"User's email address"}},
                                     "required":["username","email"]}
                                    """),
                            answer -> "User response: " + outcome(answer));
            case "test_elicitation_sep1034_defaults" ->
                    ask(
                            client,
                            form("Please fill in what is missing", DEFAULTS),
                            answer -> "Elicitation completed: " + outcome(answer));
            case "test_elicitation_sep1330_enums" ->
                    ask(
                            client,
                            form("Please choose", ENUMS),
                            answer -> "Elicitation completed: " + outcome(answer));
            case "test_streaming_elicitation", "test_input_required_result_elicitation" ->
                    greet(client);
            case "test_input_required_result_list_roots" ->
                    ask(client, roots(), answer -> "Roots: " + Json.text(answer));
            case "test_input_required_result_multi_round" -> rounds(client);
            case "test_input_required_result_multiple_inputs" -> several(client);
            case "test_input_required_result_capabilities" -> whatCanBeAsked(client);
            default -> confirm(client);
        };
    }

    private interface Answered {
        String text(JsonObject answer);
    }

    private static ToolCallAnswer ask(
            ClientExchange client, InputRequest question, Answered answered) {
        JsonObject answer = client.inputResponses().get("question");
        return answer == null
                ? InputRequired.of("question", question)
                : text(answered.text(answer));
    }

    private static ToolCallAnswer greet(ClientExchange client) {
        Optional<String> name = accepted(client, "user_name", "name");
        return name.isEmpty()
                ? InputRequired.of("user_name", elicitation("What is your name?", "name"))
                : text("Hello, " + name.get() + "!");
    }

    private static ToolCallAnswer confirm(ClientExchange client) {
        if (client.state().isPresent() && client.inputResponses().containsKey("confirm")) {
            return text("state-ok");
        }
        InputRequest question =
                form(
                        "Please confirm",
                        "{\"type\":\"object\",\"properties\":{\"ok\":{\"type\":\"boolean\"}},\"required\":[\"ok\"]}");
        return new InputRequired(Map.of("confirm", question), Optional.of(round("1")));
    }

    private static ToolCallAnswer rounds(ClientExchange client) {
        String done = client.state().flatMap(state -> state.string("round")).orElse("");
        if (done.equals("2") && accepted(client, "step2", "color").isPresent()) {
            return text("Done.");
        }
        if (done.equals("1") && accepted(client, "step1", "name").isPresent()) {
            return new InputRequired(
                    Map.of("step2", elicitation("Step 2: What is your favorite color?", "color")),
                    Optional.of(round("2")));
        }
        return new InputRequired(
                Map.of("step1", elicitation("Step 1: What is your name?", "name")),
                Optional.of(round("1")));
    }

    private static JsonObject round(String number) {
        return JsonObject.builder().put("round", number).build();
    }

    private static ToolCallAnswer several(ClientExchange client) {
        Map<String, InputRequest> questions = new LinkedHashMap<>();
        questions.put("user_name", elicitation("What is your name?", "name"));
        questions.put("greeting", sampling("Generate a greeting", 50));
        questions.put("client_roots", roots());
        return client.inputResponses().keySet().containsAll(questions.keySet())
                ? text("All there.")
                : new InputRequired(questions, Optional.of(round("1")));
    }

    private static ToolCallAnswer whatCanBeAsked(ClientExchange client) {
        Map<String, InputRequest> questions = new LinkedHashMap<>();
        if (client.canAsk(InputRequest.Kind.ELICITATION)) {
            questions.put("user_name", elicitation("What is your name?", "name"));
        }
        if (client.canAsk(InputRequest.Kind.SAMPLING)) {
            questions.put("greeting", sampling("Generate a greeting", 50));
        }
        return questions.isEmpty()
                ? text("Nothing can be asked.")
                : new InputRequired(questions, Optional.empty());
    }

    static Optional<String> accepted(ClientExchange client, String question, String field) {
        return Optional.ofNullable(client.inputResponses().get(question))
                .flatMap(answer -> answer.object("content"))
                .flatMap(content -> content.string(field));
    }

    private static String outcome(JsonObject answer) {
        return "action=%s, content=%s"
                .formatted(
                        answer.string("action").orElse(""),
                        answer.object("content").map(Json::text).orElse("{}"));
    }

    static InputRequest elicitation(String message, String field) {
        return form(message, required(field));
    }

    private static InputRequest form(String message, String schema) {
        return new InputRequest(
                InputRequest.Kind.ELICITATION,
                JsonObject.builder()
                        .put("message", message)
                        .put("requestedSchema", object(schema))
                        .build());
    }

    private static InputRequest roots() {
        return new InputRequest(InputRequest.Kind.ROOTS, JsonObject.EMPTY);
    }
}
