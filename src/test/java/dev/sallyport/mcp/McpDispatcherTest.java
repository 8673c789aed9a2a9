package dev.sallyport.mcp;

import static dev.sallyport.mcp.Peer.initialize;
import static dev.sallyport.mcp.Peer.modern;
import static dev.sallyport.mcp.Peer.notification;
import static dev.sallyport.mcp.Peer.request;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Caller;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.testing.Golden;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class McpDispatcherTest {
    private static final McpSettings SETTINGS =
            McpSettings.of("sallyport", "1.2.3")
                    .describedAs("Sallyport", "Ask for the tables first.");
    private static final String ECHO = "{\"name\":\"echo\",\"arguments\":{\"text\":\"hi\"}}";
    private static final String WAIT = "{\"name\":\"wait\"}";

    private final ScriptedCatalog catalog = new ScriptedCatalog();
    private final Peer peer = new Peer(new McpDispatcher(catalog, SETTINGS));

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                            {                                                             | -32700
                            {"jsonrpc":"2.0","id":1,"id":2,"method":"ping"}               | -32700
                            {"jsonrpc":"2.0","id":1,"method":"ping"} {}                   | -32700
                            7                                                             | -32600
                            "ping"                                                        | -32600
                            null                                                          | -32600
                            {}                                                            | -32600
                            []                                                            | -32600
                            [{"jsonrpc":"2.0","id":1,"method":"ping"}]                    | -32600
                            {"id":1,"method":"ping"}                                      | -32600
                            {"jsonrpc":"1.0","id":1,"method":"ping"}                      | -32600
                            {"jsonrpc":2.0,"id":1,"method":"ping"}                        | -32600
                            {"jsonrpc":"2.0","id":1}                                      | -32600
                            {"jsonrpc":"2.0","id":1,"method":7}                           | -32600
                            {"jsonrpc":"2.0","id":null,"method":"ping"}                   | -32600
                            {"jsonrpc":"2.0","id":true,"method":"ping"}                   | -32600
                            {"jsonrpc":"2.0","id":[1],"method":"ping"}                    | -32600
                            {"jsonrpc":"2.0","id":1.5,"method":"ping"}                    | -32600
                            {"jsonrpc":"2.0","id":99999999999999999999,"method":"ping"}   | -32600
                            {"jsonrpc":"2.0","id":1e999999999,"method":"ping"}            | -32600
                            {"jsonrpc":"2.0","id":1e99999999999,"method":"ping"}          | -32700
                    {"jsonrpc":"2.0","id":1,"method":"ping","params":[]}          | -32602
                            {"jsonrpc":"2.0","id":1,"method":"ping","params":"x"}         | -32602
                            {"jsonrpc":"2.0","id":1,"method":"ping","params":{"_meta":1}} | -32602
                            {"jsonrpc":"2.0","id":1,"method":"nope"}                      | -32601
                            {"jsonrpc":"2.0","id":1,"method":""}                          | -32601
                            {"jsonrpc":"2.0","id":1,"method":"prompts/list"}              | -32601
                            {"jsonrpc":"2.0","id":1,"method":"resources/read"}            | -32601
                            {"jsonrpc":"2.0","id":1,"method":"logging/setLevel"}          | -32601
                            {"jsonrpc":"2.0","id":1,"method":"subscriptions/listen"}      | -32601
                            {"jsonrpc":"2.0","id":1,"method":"initialize"}                | -32602
                            {"jsonrpc":"2.0","id":1,"method":"tools/call"}                | -32602
                            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":1}}                      | -32602
                            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"nope"}}                 | -32602
                            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"echo","arguments":[]}}  | -32602
                            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":7}}                    | -32602
                            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"bm9wZQ"}}             | -32602
                            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"cursor":"dG9vbHM6OTk5"}}       | -32602
                            {"jsonrpc":"2.0","id":1,"method":"tools/list","params":{"_meta":{"progressToken":1.5}}} | -32602
                            {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"fail"}}                 | -32603
                    """)
    void answersWhatItCannotServeWithTheRightErrorAndLivesOn(String message, String code) {
        peer.initialized("2025-11-25");

        assertThat(Peer.summary(peer.ask(message))).isEqualTo(code);
        assertThat(peer.ask(request(7, "ping", "{}")).object("result")).contains(JsonObject.EMPTY);
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    server/discover | {}                                                                     | -32602
                    tools/list      | {}                                                                     | -32602
                    tools/list      | {"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28"}}     | -32602
                    tools/list      | {"_meta":{"io.modelcontextprotocol/clientCapabilities":{}}}            | -32602
                    tools/list      | {"_meta":{"io.modelcontextprotocol/protocolVersion":7,"io.modelcontextprotocol/clientCapabilities":{}}}            | -32602
                    tools/list      | {"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":[]}} | -32602
                    tools/list      | {"_meta":{"io.modelcontextprotocol/protocolVersion":"2031-01-01","io.modelcontextprotocol/clientCapabilities":{}}} | -32022
                    tools/list      | {"_meta":{"io.modelcontextprotocol/protocolVersion":"2025-11-25","io.modelcontextprotocol/clientCapabilities":{}}} | -32022
                    tools/list      | {"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientCapabilities":{},"io.modelcontextprotocol/logLevel":"loud"}} | -32602
                    """)
    void wantsItsMetadataInEachRequestOfTheStatelessRevision(
            String method, String params, String code) {
        assertThat(Peer.summary(peer.ask(request(1, method, params)))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "notifications/initialized"
            })
    void hasNoMethodsOfTheOldErasInTheStatelessRevision(String method) {
        assertThat(Peer.summary(peer.ask(modern(1, method, "{}")))).isEqualTo("-32601");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource({
        "2025-11-25,2025-11-25",
        "2025-06-18,2025-06-18",
        "2025-03-26,2025-03-26",
        "2024-11-05,2024-11-05",
        "2026-07-28,2025-11-25",
        "1999-01-01,2025-11-25",
        "'',2025-11-25"
    })
    void agreesOnTheVersionAskedForOrTheNewestWithASession(String asked, String agreed) {
        assertThat(
                        peer.ask(initialize(asked))
                                .object("result")
                                .orElseThrow()
                                .string("protocolVersion"))
                .contains(agreed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2024-11-05", "2025-03-26", "2025-06-18", "2025-11-25"})
    void listsAndCallsAsTheAgreedVersionHasIt(String version) {
        JsonArray conversation =
                JsonArray.of(
                        peer.ask(initialize(version)),
                        peer.ask(request(1, "tools/list", "{}")),
                        peer.ask(request(2, "tools/call", ECHO)));

        Golden.assertJson("mcp/session-" + version + ".json", conversation);
    }

    @Test
    void listsAndCallsWithoutASession() {
        JsonArray conversation =
                JsonArray.of(
                        peer.ask(modern(1, "server/discover", "{}")),
                        peer.ask(modern(2, "tools/list", "{}")),
                        peer.ask(modern(3, "tools/call", ECHO)));

        Golden.assertJson("mcp/stateless.json", conversation);
    }

    @Test
    void saysInErrorsWhatToDoInstead() {
        List<JsonValue> errors = new ArrayList<>();
        errors.add(peer.ask(request(1, "tools/list", "{}")));
        errors.add(
                peer.ask(
                        request(
                                2,
                                "tools/list",
                                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2031-01-01\"}}")));
        errors.add(
                peer.ask(
                        request(
                                3,
                                "tools/list",
                                "{\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2025-11-25\"}}")));
        errors.add(peer.ask("{\"jsonrpc\":"));
        peer.connection().refuseOversized(4_194_304);
        errors.add(peer.next());
        errors.add(peer.ask(modern(4, "tools/cull", "{}")));
        errors.add(peer.ask(modern(5, "tools/call", "{\"name\":\"eco\"}")));
        errors.add(peer.ask(modern(6, "tools/call", "{\"name\":\"fail\"}")));
        errors.add(
                peer.ask(
                        modern(
                                7,
                                "tools/call",
                                "{\"name\":\"echo\",\"arguments\":{\"times\":9,\"txt\":\"a\",\"text\":7}}")));

        Golden.assertJson("mcp/errors.json", new JsonArray(errors));
    }

    @Test
    void servesBothErasOnOnePipe() {
        assertThat(Peer.text(peer.ask(modern(1, "tools/call", ECHO)))).isEqualTo("hi");
        peer.initialized("2025-06-18");

        assertThat(
                        peer.ask(request(2, "tools/list", "{}"))
                                .object("result")
                                .orElseThrow()
                                .members())
                .doesNotContainKey("resultType");
        assertThat(peer.ask(modern(3, "tools/list", "{}")).object("result").orElseThrow().members())
                .containsKey("resultType");
    }

    @Test
    void answersPingBeforeInitialize() {
        assertThat(peer.ask(request(1, "ping", "{}")).object("result")).contains(JsonObject.EMPTY);
    }

    @Test
    void ignoresNotificationsAndResponsesThatConcernNothing() {
        peer.send(notification("notifications/nonsense", "{}"));
        peer.send(notification("notifications/cancelled", "{\"requestId\":77}"));
        peer.send(notification("notifications/cancelled", "{}"));
        peer.send("{\"jsonrpc\":\"2.0\",\"method\":\"tools/call\",\"params\":7}");
        peer.send("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
        peer.send("{\"jsonrpc\":\"2.0\",\"error\":{\"code\":1,\"message\":\"x\"}}");

        assertThat(Peer.id(peer.ask(request(9, "ping", "{}")))).isEqualTo("9");
        assertThat(peer.isSilent()).isTrue();
    }

    @Test
    void refusesAnIdThatIsInFlight() {
        peer.initialized("2025-11-25");
        peer.send(request(1, "tools/call", WAIT));

        assertThat(Peer.summary(peer.ask(request(1, "ping", "{}")))).isEqualTo("-32600");
        catalog.gate.countDown();
        assertThat(Peer.summary(peer.next())).isEqualTo("done");
        assertThat(Peer.id(peer.ask(request(1, "ping", "{}")))).isEqualTo("1");
    }

    @Test
    void tellsApartIdsThatAreTextFromThoseThatAreNumbers() {
        peer.initialized("2025-11-25");
        peer.send(request(1, "tools/call", WAIT));
        JsonObject answer = peer.ask("{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"method\":\"ping\"}");

        assertThat(answer.string("id")).contains("1");
        catalog.gate.countDown();
        assertThat(Peer.summary(peer.next())).isEqualTo("done");
    }

    @Test
    void answersEveryPipelinedRequestOnce() throws InterruptedException {
        peer.initialized("2025-11-25");
        int count = 500;
        Set<String> expected = new HashSet<>();
        for (int id = 1; id <= count; id++) {
            peer.send(request(id, "tools/call", ECHO));
            expected.add(Integer.toString(id));
        }
        Set<String> answered = new HashSet<>();
        for (int i = 0; i < count; i++) {
            answered.add(Peer.id(peer.next()));
        }

        assertThat(answered).isEqualTo(expected);
        assertThat(peer.connection().awaitIdle(Duration.ofSeconds(30))).isTrue();
        assertThat(peer.isSilent()).isTrue();
    }

    @Test
    void runsNoMoreCallsAtATimeThanAllowedAndTakesMoreWhenThereIsRoom() throws Exception {
        Peer busy = new Peer(new McpDispatcher(catalog, SETTINGS.withLimits(3, 10, 100)));
        busy.initialized("2025-11-25");
        Thread client =
                Thread.ofVirtual()
                        .start(() -> {
                            for (int id = 1; id <= 30; id++) {
                                busy.send(request(id, "tools/call", WAIT));
                            }
                        });
        assertThat(client.join(Duration.ofMillis(200))).isFalse();
        catalog.gate.countDown();
        for (int i = 0; i < 30; i++) {
            assertThat(Peer.summary(busy.next())).isEqualTo("done");
        }

        assertThat(catalog.mostWaiting).hasValueBetween(1, 3);
        assertThat(busy.connection().awaitIdle(Duration.ofSeconds(30))).isTrue();
    }

    @Test
    void refusesMessagesOfTheirOwnConnectionThatAreTooMany() {
        McpDispatcher busy = new McpDispatcher(catalog, SETTINGS.withLimits(1, 2, 100));
        Peer one = new Peer(busy);
        one.send(modern(1, "tools/call", WAIT));
        one.send(modern(2, "tools/call", WAIT));
        Peer late = new Peer(sink -> busy.exchange(Caller.LOCAL, Session.stateless(), sink));

        assertThat(Peer.summary(late.ask(modern(3, "tools/call", WAIT)))).isEqualTo("429");
        catalog.gate.countDown();
        assertThat(Peer.summary(one.next())).isEqualTo("done");
        assertThat(Peer.summary(one.next())).isEqualTo("done");
    }

    @Test
    void cancelsACallAndAnswersNothing() throws InterruptedException {
        peer.initialized("2025-11-25");
        peer.send(request(1, "tools/call", WAIT));
        peer.send(notification("notifications/cancelled", "{\"requestId\":1,\"reason\":\"x\"}"));

        assertThat(peer.connection().awaitIdle(Duration.ofSeconds(30))).isTrue();
        assertThat(catalog.gate.getCount()).isEqualTo(1);
        assertThat(peer.isSilent()).isTrue();
    }

    @Test
    void cancelsACallWhoseTimeIsOverAndAnswersWhatItSays() {
        Peer hasty =
                new Peer(
                        new McpDispatcher(
                                catalog, SETTINGS.withCallTimeout(Duration.ofMillis(50))));

        assertThat(Peer.summary(hasty.ask(modern(1, "tools/call", WAIT)))).isEqualTo("cancelled");
        assertThat(catalog.cancelled).hasValue(1);
    }

    @Test
    void givesUpACallThatTakesNoNotice() {
        Peer hasty =
                new Peer(
                        new McpDispatcher(
                                catalog, SETTINGS.withCallTimeout(Duration.ofMillis(50))));

        assertThat(Peer.summary(hasty.ask(modern(1, "tools/call", "{\"name\":\"stubborn\"}"))))
                .isEqualTo("-32603");
        catalog.gate.countDown();
    }

    @Test
    void answersCallsThatAreLeftWhenTheConnectionIsClosed() {
        peer.send(modern(1, "tools/call", "{\"name\":\"stubborn\"}"));
        peer.connection().close();

        assertThat(Peer.summary(peer.next())).isEqualTo("-32603");
        catalog.gate.countDown();
    }

    @Test
    void tellsTheClientNothingOfAnInternalError() {
        assertThat(Json.text(peer.ask(modern(1, "tools/call", "{\"name\":\"fail\"}"))))
                .doesNotContain("secret")
                .doesNotContain("IllegalState");
    }

    @Test
    void answersABatchAtOnceWhereTheRevisionHasThem() {
        peer.initialized("2025-03-26");
        peer.send(
                "[%s,%s,%s,7]"
                        .formatted(
                                request(1, "ping", "{}"),
                                notification("notifications/initialized", "{}"),
                                request(2, "tools/call", ECHO)));
        JsonArray answers = (JsonArray) peer.next();

        assertThat(answers.elements()).hasSize(3);
        assertThat(answers.elements()).extracting(Peer::id).containsExactlyInAnyOrder("1", "", "2");
        assertThat(Peer.summary(peer.ask("[]"))).isEqualTo("-32600");
    }

    @Test
    void answersABatchOfNotificationsWithNothing() {
        peer.initialized("2025-03-26");
        peer.send("[%s]".formatted(notification("notifications/initialized", "{}")));

        assertThat(Peer.id(peer.ask(request(1, "ping", "{}")))).isEqualTo("1");
        assertThat(peer.isSilent()).isTrue();
    }

    @Test
    void handsOutLongListsInPages() {
        Peer reader =
                new Peer(new McpDispatcher(new ScriptedCatalog(), SETTINGS.withLimits(2, 2, 3)));
        JsonObject first = reader.ask(modern(1, "tools/list", "{}")).object("result").orElseThrow();
        String cursor = first.string("nextCursor").orElseThrow();
        JsonObject second =
                reader.ask(modern(2, "tools/list", "{\"cursor\":\"" + cursor + "\"}"))
                        .object("result")
                        .orElseThrow();

        assertThat(((JsonArray) first.member("tools").orElseThrow()).elements()).hasSize(3);
        assertThat(((JsonArray) second.member("tools").orElseThrow()).elements()).hasSize(1);
        assertThat(second.member("nextCursor")).isEmpty();
    }

    @Test
    void keepsASubscriptionOpenThatItHasNothingFor() throws InterruptedException {
        JsonObject acknowledged =
                peer.ask(
                        modern(
                                5,
                                "subscriptions/listen",
                                "{\"notifications\":{\"toolsListChanged\":true,\"resourceSubscriptions\":[\"a:b\"]}}"));
        assertThat(acknowledged.string("method"))
                .contains("notifications/subscriptions/acknowledged");
        assertThat(acknowledged.object("params").orElseThrow().object("notifications"))
                .contains(JsonObject.EMPTY);
        assertThat(peer.connection().awaitIdle(Duration.ofSeconds(30))).isTrue();

        peer.connection().close();
        JsonObject end = (JsonObject) peer.next();
        assertThat(Peer.id(end)).isEqualTo("5");
        assertThat(end.object("result").orElseThrow().string("resultType")).contains("complete");
    }
}
