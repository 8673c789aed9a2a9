package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no well-meant call sends gets a code and a hint, and the next call an answer. */
class BadInputTest {
    private static final String BY_ID = "{\"sql\": \"SELECT id FROM orders WHERE id = ?\"";

    @TempDir Path folder;

    private TestServer server;

    @BeforeEach
    void start() throws Exception {
        server = open(folder);
    }

    /** A server of a source with a table {@code orders}, whose {@code id} is a number. */
    TestServer open(Path state) throws Exception {
        return TestServer.open(state, "shop");
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    static Stream<Arguments> badInput() {
        return Stream.of(
                Arguments.of("too few values", "SP-105", BY_ID + "}"),
                Arguments.of("too many values", "SP-105", BY_ID + ", \"params\": [1, 2]}"),
                Arguments.of(
                        "100,000 values",
                        "SP-101",
                        BY_ID + ", \"params\": [1" + ",1".repeat(99_999) + "]}"),
                Arguments.of("object as value", "SP-101", BY_ID + ", \"params\": [{}]}"),
                Arguments.of("value of another type", "SP-4", BY_ID + ", \"params\": [\"x\"]}"),
                Arguments.of(
                        "number beyond what is asked for",
                        "SP-4",
                        "{\"sql\": \"SELECT CAST(? AS SMALLINT)\", \"params\": [99999999999]}"),
                Arguments.of("number beyond the type", "SP-101", BY_ID + ", \"params\": [1e999]}"),
                Arguments.of("NUL in a value", "SP-410", BY_ID + ", \"params\": [\"a\\u0000\"]}"),
                Arguments.of(
                        "half a pair in a value", "SP-410", BY_ID + ", \"params\": [\"\\ud83d\"]}"),
                Arguments.of("NUL in the statement", "SP-210", "{\"sql\": \"SELECT \\u00001\"}"),
                Arguments.of("half a pair", "SP-211", "{\"sql\": \"SELECT '\\ud83d'\"}"),
                Arguments.of(
                        "10 MB of SQL",
                        "SP-207",
                        "{\"sql\": \"SELECT '" + "x".repeat(10_000_000) + "'\"}"),
                Arguments.of(
                        "1,000 brackets",
                        "SP-208",
                        "{\"sql\": \"SELECT "
                                + "(".repeat(1_000)
                                + "1"
                                + ")".repeat(1_000)
                                + "\"}"),
                Arguments.of("negative rows", "SP-101", BY_ID + ", \"max_rows\": -1}"),
                Arguments.of("no bytes", "SP-101", BY_ID + ", \"max_bytes\": 0}"),
                Arguments.of("negative bytes", "SP-101", BY_ID + ", \"max_bytes\": -1}"),
                Arguments.of("no time", "SP-101", BY_ID + ", \"timeout_seconds\": 0}"),
                Arguments.of("part of a second", "SP-101", BY_ID + ", \"timeout_seconds\": 0.5}"),
                Arguments.of("cursor of another kind", "SP-101", BY_ID + ", \"cursor\": 1}"),
                Arguments.of(
                        "cursor of nobody",
                        "SP-107",
                        BY_ID + ", \"params\": [1], \"cursor\": \"x\"}"),
                Arguments.of("unknown source", "SP-103", BY_ID + ", \"source\": \"none\"}"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("badInput")
    void getsACodeAndAHintAndLosesNothing(String name, String code, String arguments) {
        assertRefusedAndNothingLost(code, arguments);
    }

    @Test
    void unknownDatabaseGetsACodeAndAHintAndLosesNothing() {
        assertRefusedAndNothingLost(
                codeOfAnUnknownDatabase(), BY_ID + ", \"params\": [1], \"database\": \"none\"}");
    }

    /** Where other databases can be had, only the server knows which there are. */
    String codeOfAnUnknownDatabase() {
        return "SP-104";
    }

    private void assertRefusedAndNothingLost(String code, String arguments) {
        JsonObject refusal = call(arguments);
        assertThat(refusal.string("code").orElse("ok")).startsWith(code);
        assertThat(refusal.string("hint").orElseThrow()).isNotBlank();
        for (int i = 0; i < 4; i++) {
            assertThat(call("{\"sql\": \"SELECT 1\"}").string("code")).isEmpty();
        }
    }

    @Test
    void refusesTheCursorOfAnotherCallerAndLosesNothing() {
        String sql = "{\"sql\": \"SELECT id FROM orders ORDER BY id\", \"max_rows\": 1";
        String cursor = call(sql + "}").string("next_cursor").orElseThrow();
        String next = sql + ", \"cursor\": \"" + cursor + "\"}";
        JsonObject refusal = call(new Caller("another"), next);
        assertThat(refusal.string("code")).contains("SP-107");
        assertThat(refusal.string("hint").orElseThrow()).isNotBlank();
        assertThat(call("{\"sql\": \"SELECT 1\"}").string("code")).isEmpty();
        assertThat(call(next).string("code")).isEmpty();
    }

    private JsonObject call(String arguments) {
        return call(Caller.LOCAL, arguments);
    }

    private JsonObject call(Caller caller, String arguments) {
        return (JsonObject)
                server.tools()
                        .call(
                                "query",
                                (JsonObject) Json.parse(arguments),
                                new CallContext(
                                        caller,
                                        Deadline.after(Duration.ofSeconds(60)),
                                        new Cancellation()))
                        .structuredContent()
                        .orElseThrow();
    }
}
