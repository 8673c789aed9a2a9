package dev.sallyport.mcp.conformance;

import static dev.sallyport.mcp.Peer.modern;
import static dev.sallyport.mcp.Peer.notification;
import static dev.sallyport.mcp.Peer.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.CatalogChange;
import dev.sallyport.mcp.McpDispatcher;
import dev.sallyport.mcp.McpSettings;
import dev.sallyport.mcp.MessageSink;
import dev.sallyport.mcp.Peer;
import dev.sallyport.mcp.ResponseKind;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the protocol serves of a catalog that offers all there is, without the official suite. */
class CatalogFeaturesTest {
    private static final String ASKING = "{\"elicitation\":{},\"sampling\":{},\"roots\":{}}";

    private final McpDispatcher dispatcher =
            new McpDispatcher(new ConformanceCatalog(), McpSettings.of("all", "1"));
    private final Peer peer = new Peer(dispatcher);

    private static String call(String tool) {
        return "{\"name\":\"" + tool + "\"}";
    }

    private static JsonObject result(JsonObject answer) {
        return answer.object("result").orElseThrow(() -> new AssertionError(answer));
    }

    @Test
    void reportsProgressToWhoAsksForIt() {
        peer.send(
                modern(
                        1,
                        "tools/call",
                        "{\"name\":\"test_tool_with_progress\",\"_meta\":{\"progressToken\":\"p\"}}"));
        for (int done : new int[] {0, 50, 100}) {
            assertThat(peer.next())
                    .isEqualTo(
                            Json.parse(
                                    notification(
                                            "notifications/progress",
                                            "{\"progressToken\":\"p\",\"progress\":%d,\"total\":100}"
                                                    .formatted(done))));
        }
        assertThat(Peer.id(peer.next())).isEqualTo("1");

        assertThat(Peer.id(peer.ask(modern(2, "tools/call", call("test_tool_with_progress")))))
                .isEqualTo("2");
    }

    @Test
    void sendsLogMessagesOfTheLevelThatARequestAsksFor() {
        assertThat(Peer.id(peer.ask(modern(1, "tools/call", call("test_tool_with_logging")))))
                .isEqualTo("1");
        String leveled =
                "{\"name\":\"test_tool_with_logging\",\"_meta\":{\"io.modelcontextprotocol/logLevel\":\"%s\"}}";
        assertThat(Peer.id(peer.ask(modern(2, "tools/call", leveled.formatted("warning")))))
                .isEqualTo("2");
        assertThat(peer.ask(modern(3, "tools/call", leveled.formatted("info"))).string("method"))
                .contains("notifications/message");
    }

    @Test
    void sendsLogMessagesOfTheLevelThatASessionSet() {
        peer.initialized("2025-06-18");
        assertThat(Peer.summary(peer.ask(request(1, "logging/setLevel", "{\"level\":\"loud\"}"))))
                .isEqualTo("-32602");
        peer.ask(request(2, "logging/setLevel", "{\"level\":\"error\"}"));

        assertThat(Peer.id(peer.ask(request(3, "tools/call", call("test_tool_with_logging")))))
                .isEqualTo("3");
    }

    @Test
    void asksForInputByAResultInTheStatelessRevision() {
        String tool = "test_input_required_result_request_state";
        JsonObject asked = result(peer.ask(modern(1, "tools/call", call(tool), ASKING)));
        assertThat(asked.string("resultType")).contains("input_required");
        assertThat(asked.member("ttlMs")).isEmpty();
        String state = asked.string("requestState").orElseThrow();

        assertThat(Peer.summary(peer.ask(followUp(2, tool, state)))).isEqualTo("state-ok");
    }

    private static String followUp(int id, String tool, String state) {
        return modern(
                id,
                "tools/call",
                "{\"name\":\"%s\",\"inputResponses\":{\"confirm\":{\"action\":\"accept\",\"content\":{\"ok\":true}}},\"requestState\":\"%s\"}"
                        .formatted(tool, state),
                ASKING);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "of another request, test_input_required_result_tampered_state, same",
        "tampered with,      test_input_required_result_request_state,  changed",
        "of nothing,         test_input_required_result_request_state,  AAAA",
        "empty,              test_input_required_result_request_state,  ''",
        "no Base64,          test_input_required_result_request_state,  ***"
    })
    void refusesStateThatIs(String what, String tool, String form) {
        JsonObject asked =
                result(
                        peer.ask(
                                modern(
                                        1,
                                        "tools/call",
                                        call("test_input_required_result_request_state"),
                                        ASKING)));
        String state = asked.string("requestState").orElseThrow();
        String sent =
                switch (form) {
                    case "same" -> state;
                    case "changed" ->
                            (state.charAt(20) == 'A' ? "B" : "A")
                                    .transform(other ->
                                            state.substring(0, 20) + other + state.substring(21));
                    default -> form;
                };

        assertThat(Peer.summary(peer.ask(followUp(2, tool, sent)))).as(what).isEqualTo("-32602");
    }

    @Test
    void refusesStateOfAnotherCaller() {
        JsonObject asked =
                result(
                        peer.ask(
                                modern(
                                        1,
                                        "tools/call",
                                        call("test_input_required_result_request_state"),
                                        ASKING)));
        BlockingQueue<JsonValue> answers = new LinkedBlockingQueue<>();
        MessageSink sink =
                new MessageSink() {
                    @Override
                    public void respond(JsonValue response, ResponseKind kind) {
                        answers.add(response);
                    }

                    @Override
                    public void withdraw() {}

                    @Override
                    public void send(JsonValue message) {}
                };
        var other = dispatcher.connect(new Caller("mallory"), sink);
        other.receive(
                followUp(
                                2,
                                "test_input_required_result_request_state",
                                asked.string("requestState").orElseThrow())
                        .getBytes(StandardCharsets.UTF_8));

        assertThat(Peer.summary(take(answers))).isEqualTo("-32602");
    }

    private static JsonValue take(BlockingQueue<JsonValue> answers) {
        try {
            return answers.take();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void asksOnlyClientsThatCanAnswer() {
        JsonObject refused = peer.ask(modern(1, "tools/call", call("test_missing_capability")));

        assertThat(Peer.summary(refused)).isEqualTo("-32021");
        assertThat(Json.text(refused)).contains("\"requiredCapabilities\":{\"sampling\":{}}");
    }

    @Test
    void asksForInputByARequestInRevisionsWithASession() {
        peer.initialized("2025-11-25");
        JsonObject asked =
                peer.ask(
                        request(
                                1,
                                "tools/call",
                                "{\"name\":\"test_elicitation\",\"arguments\":{\"message\":\"Who?\"}}"));
        assertThat(asked.string("method")).contains("elicitation/create");
        assertThat(asked.object("params").orElseThrow().string("message")).contains("Who?");
        peer.send(
                "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"result\":{\"action\":\"accept\",\"content\":{\"username\":\"u\"}}}"
                        .formatted(asked.string("id").orElseThrow()));

        assertThat(Peer.summary(peer.next()))
                .isEqualTo("User response: action=accept, content={\"username\":\"u\"}");
    }

    @Test
    void endsACallWhoseClientRefusesToAnswer() {
        peer.initialized("2025-11-25");
        JsonObject asked = peer.ask(request(1, "tools/call", call("test_streaming_elicitation")));
        peer.send(
                "{\"jsonrpc\":\"2.0\",\"id\":\"%s\",\"error\":{\"code\":-1,\"message\":\"no\"}}"
                        .formatted(asked.string("id").orElseThrow()));

        assertThat(Peer.summary(peer.next())).isEqualTo("-32603");
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    resources/read      | {"uri":"test://nope"}                                  | -32602
                    resources/read      | {}                                                     | -32602
                    prompts/get         | {"name":"nope"}                                        | -32602
                    prompts/get         | {"name":"test_prompt_with_arguments","arguments":{"arg1":"a"}} | -32602
                    prompts/get         | {"name":"test_prompt_with_arguments","arguments":{"arg1":1,"arg2":"b"}} | -32602
                    completion/complete | {}                                                     | -32602
                    completion/complete | {"ref":{"type":"ref/tool"},"argument":{"name":"a","value":"b"}} | -32602
                    completion/complete | {"ref":{"type":"ref/prompt","name":"p"},"argument":{"name":"a"}} | -32602
                    tools/call          | {"name":"test_simple_text","inputResponses":{"a":1}}   | -32602
                    tools/call          | {"name":"test_simple_text","inputResponses":null}      | -32602
                    """)
    void refusesParametersThatDoNotFit(String method, String params, String code) {
        assertThat(Peer.summary(peer.ask(modern(1, method, params)))).isEqualTo(code);
    }

    @Test
    void saysThatAResourceIsNotThereAsEachRevisionHasIt() {
        JsonObject stateless = peer.ask(modern(1, "resources/read", "{\"uri\":\"test://nope\"}"));
        assertThat(Json.text(stateless)).contains("\"data\":{\"uri\":\"test://nope\"}");
        peer.initialized("2025-11-25");

        assertThat(
                        Peer.summary(
                                peer.ask(
                                        request(2, "resources/read", "{\"uri\":\"test://nope\"}"))))
                .isEqualTo("-32002");
    }

    @Test
    void completesArguments() {
        JsonObject completion =
                result(
                                peer.ask(
                                        modern(
                                                1,
                                                "completion/complete",
                                                "{\"ref\":{\"type\":\"ref/prompt\",\"name\":\"p\"},\"argument\":{\"name\":\"a\",\"value\":\"par\"}}")))
                        .object("completion")
                        .orElseThrow();

        assertThat(Json.text(completion))
                .isEqualTo(
                        "{\"values\":[\"paris\",\"park\",\"party\"],\"total\":3,\"hasMore\":false}");
    }

    @Test
    void announcesChangesToThoseWhoSubscribedToThem() {
        String wish =
                "{\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"test://watched-resource\"]}}";
        peer.ask(modern(7, "subscriptions/listen", wish));
        dispatcher.announce(new CatalogChange.Prompts());
        dispatcher.announce(new CatalogChange.ResourceContent("test://static-text"));
        dispatcher.announce(new CatalogChange.Tools());
        dispatcher.announce(new CatalogChange.ResourceContent("test://watched-resource"));

        assertThat(Json.text(peer.next()))
                .contains("notifications/tools/list_changed")
                .contains("\"io.modelcontextprotocol/subscriptionId\":7");
        assertThat(Json.text(peer.next())).contains("notifications/resources/updated");
        peer.send(notification("notifications/cancelled", "{\"requestId\":7}"));
        dispatcher.announce(new CatalogChange.Tools());
        assertThat(Peer.id(peer.ask(modern(8, "tools/list", "{}")))).isEqualTo("8");
        assertThat(peer.isSilent()).isTrue();
    }

    @Test
    void announcesChangesToSessions() {
        peer.initialized("2025-11-25");
        peer.ask(request(1, "resources/subscribe", "{\"uri\":\"test://watched-resource\"}"));
        dispatcher.announce(new CatalogChange.ResourceContent("test://watched-resource"));
        assertThat(((JsonObject) peer.next()).string("method"))
                .contains("notifications/resources/updated");
        peer.ask(request(2, "resources/unsubscribe", "{\"uri\":\"test://watched-resource\"}"));
        dispatcher.announce(new CatalogChange.ResourceContent("test://watched-resource"));
        dispatcher.announce(new CatalogChange.Prompts());

        assertThat(((JsonObject) peer.next()).string("method"))
                .contains("notifications/prompts/list_changed");
        assertThat(peer.isSilent()).isTrue();
    }
}
