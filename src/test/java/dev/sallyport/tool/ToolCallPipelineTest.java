package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.audit.AuditLog;
import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.guard.AllowList;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.policy.RateLimit;
import dev.sallyport.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Calls over the whole path, from the dispatcher to a database and back. */
class ToolCallPipelineTest {
    @TempDir Path folder;

    private TestServer server;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        server = TestServer.open(folder, "shop", "fleet");
        client = server.client();
    }

    @AfterEach
    void everyCallIsInAChainThatHolds() throws IOException {
        if (Files.isRegularFile(server.auditFile()) && !Files.isSymbolicLink(server.auditFile())) {
            assertThat(server.verification().problems()).isEmpty();
        }
        server.close();
    }

    @Test
    void answerIsStructuredAndTheSameAsText() throws Exception {
        JsonObject result =
                query("SELECT id, name FROM customers WHERE state = ? ORDER BY id", "[\"NY\"]");

        Golden.assertJson("query-answer.json", result);
        assertThat(Json.parse(text(result))).isEqualTo(structured(result));
        assertLastLine("allowed", JsonNull.NULL);
        JsonObject line = server.lastAuditLine();
        assertThat(line.string("tool")).contains("query");
        assertThat(line.string("source")).contains("shop");
        assertThat(line.string("database")).contains("SHOP");
        assertThat(line.string("class")).contains("read");
        assertThat(line.string("fp").orElseThrow()).matches("[0-9a-f]{12}");
        assertThat(line.member("rows")).contains(JsonNumber.of(2));
        assertThat(line.member("bytes")).contains(JsonNumber.of("[[3,\"Cyd\"],[4,null]]".length()));
        assertThat(line.member("truncated")).contains(JsonBoolean.FALSE);
    }

    @Test
    void valueThatCannotBeBoundIsNamedOnceByItsPlace() throws Exception {
        assertThat(structured(query("select ?", "[1e400]")).string("reason"))
                .contains(
                        "the arguments are not valid: params[0] must be a number of at most 200 digits");
        assertThat(structured(query("select ?", "[1, 1e400, 1e400]")).string("reason"))
                .contains(
                        "the arguments are not valid: params[1] must be a number of at most 200"
                                + " digits; params[2] must be a number of at most 200 digits");
    }

    @Test
    void callOfAnUnknownToolIsAProtocolErrorAndRecorded() throws Exception {
        JsonObject response =
                client.request(
                        "tools/call",
                        (JsonObject) Json.parse("{\"name\": \"drop_all\", \"arguments\": {}}"));

        assertThat(response.object("error").orElseThrow().member("code"))
                .contains(JsonNumber.of(-32602));
        assertLastLine("refused", new JsonString("SP-102"));
        assertThat(server.lastAuditLine().member("tool")).contains(JsonNull.NULL);
    }

    @Test
    void refusalBeginsWithItsCode() throws Exception {
        JsonObject result = query("DROP TABLE customers", "[]");

        Golden.assertJson("query-refused.json", result);
        String code = structured(result).string("code").orElseThrow();
        assertThat(code).startsWith("SP-2");
        assertThat(text(result)).startsWith(code);
        assertLastLine("refused", new JsonString(code));
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    query         | {"sql": "select 1", "source": "shop"}                           | ok
                    query         | {"sql": "select 1"}                                             | SP-101
                    query         | {}                                                              | SP-101
                    query         | {"sql": 1, "source": "shop"}                                    | SP-101
                    query         | {"sql": "select 1", "source": "other"}                          | SP-101
                    query         | {"sql": "select 1", "source": "shop", "max_row": 1}             | SP-101
                    query         | {"sql": "select 1", "source": "shop", "max_rows": 0}            | SP-101
                    query         | {"sql": "select 1", "source": "shop", "params": [[]]}           | SP-101
                    query         | {"sql": "select 1", "source": "shop", "params": [1e999999999]}  | SP-101
                    query         | {"sql": "select 1", "source": "shop", "params": null}           | ok
                    query         | {"sql": "select 1", "source": "shop", "database": "SHOP"}       | ok
                    query         | {"sql": "select 1", "source": "shop", "database": "shop"}       | ok
                    query         | {"sql": "select 1", "source": "shop", "database": "fleet"}      | SP-104
                    query         | {"sql": "select ?", "source": "shop"}                           | SP-105
                    query         | {"sql": "select 1", "source": "shop", "params": ["a"]}          | SP-105
                    query         | {"sql": "select nothing from customers", "source": "shop"}      | SP-405
                    search_schema | {"words": "customer"}                                           | SP-101
                    search_schema | {"words": 5, "source": "shop"}                                  | SP-101
                    search_schema | {"limit": "all", "source": "shop"}                              | SP-101
                    """)
    void everyCallIsAnsweredAndRecorded(String tool, String arguments, String expected)
            throws Exception {
        JsonObject result = client.call(tool, arguments);

        assertThat(code(result)).isEqualTo(expected);
        assertThat(result.member("isError"))
                .isEqualTo(
                        expected.equals("ok") ? Optional.empty() : Optional.of(JsonBoolean.TRUE));
        assertThat(Files.readAllLines(server.auditFile())).hasSize(1);
        assertLastLine(
                expected.equals("ok")
                        ? "allowed"
                        : expected.startsWith("SP-4") ? "failed" : "refused",
                expected.equals("ok") ? JsonNull.NULL : new JsonString(expected));
    }

    @Test
    void allProblemsOfArgumentsAreNamedAtOnce() {
        ToolAction action =
                new QueryTool(new SourceChoice(List.of()))
                        .plan(
                                (JsonObject)
                                        Json.parse(
                                                """
                                                {"database": 1, "params": {}, "max_rows": 1.5}
                                                """));

        assertThat(action)
                .isEqualTo(
                        new ToolAction.Refuse(
                                Problem.ofArguments(
                                        List.of(
                                                "sql is missing",
                                                "database must be a string",
                                                "params must be an array",
                                                "max_rows must be a whole number of at least"
                                                        + " 1"))));
    }

    @Test
    void unknownToolIsRecordedToo() throws Exception {
        var result = server.tools().call("no_such_tool", JsonObject.EMPTY, context());

        assertThat(result.isError()).isTrue();
        assertLastLine("refused", new JsonString("SP-102"));
        assertThat(server.lastAuditLine().member("tool")).contains(JsonNull.NULL);
    }

    @Test
    void rowsOverTheLimitAreCutAndThatIsSaid() throws Exception {
        JsonObject result =
                client.call(
                        "query",
                        """
                        {"sql": "SELECT id FROM orders ORDER BY id", "source": "shop", "max_rows": 3}
                        """);

        JsonObject content = structured(result);
        assertThat(content.member("rows").map(Json::text)).contains("[[1],[2],[3]]");
        assertThat(content.member("row_count")).contains(JsonNumber.of(3));
        assertThat(content.member("truncated")).contains(JsonBoolean.TRUE);
        assertThat(content.string("truncated_by")).contains("rows");
        assertThat(content.string("hint")).isPresent();
        assertThat(server.lastAuditLine().member("truncated")).contains(JsonBoolean.TRUE);
    }

    @Test
    void maxRowsNeverRaisesTheLimitOfTheSource() throws Exception {
        restart(
                AllowList.ANY,
                new ExecutionLimits(2, new DataSize(1 << 20), Duration.ofSeconds(30)),
                RateLimit.STANDARD);

        JsonObject result =
                client.call("query", "{\"sql\": \"SELECT id FROM orders\", \"max_rows\": 400}");

        assertThat(structured(result).member("row_count")).contains(JsonNumber.of(2));
    }

    @Test
    void bytesOverTheLimitAreCutAndThatIsSaid() throws Exception {
        restart(
                AllowList.ANY,
                new ExecutionLimits(1_000, new DataSize(1_024), Duration.ofSeconds(30)),
                RateLimit.STANDARD);

        JsonObject result = client.call("query", "{\"sql\": \"SELECT * FROM orders\"}");

        assertThat(structured(result).string("truncated_by")).contains("bytes");
    }

    @Test
    void callWithFewerBytesGetsFewerRowsAndShorterValues() throws Exception {
        JsonObject rows =
                structured(
                        client.call(
                                "query",
                                """
                                {"sql": "SELECT id FROM orders ORDER BY id", "source": "shop", "max_bytes": 30}
                                """));
        JsonObject value =
                structured(
                        client.call(
                                "query",
                                """
                                {"sql": "SELECT REPEAT('x', 500)", "source": "shop", "max_bytes": 200}
                                """));

        assertThat(rows.string("truncated_by")).contains("bytes");
        assertThat(Json.text(rows.member("rows").orElseThrow()).length()).isLessThanOrEqualTo(30);
        assertThat(rows.string("next_cursor")).isPresent();
        assertThat(Json.text(value.member("rows").orElseThrow()))
                .contains("500")
                .doesNotContain("x".repeat(201));
    }

    @Test
    void maxBytesNeverRaisesTheLimitOfTheSource() throws Exception {
        restart(
                AllowList.ANY,
                new ExecutionLimits(1_000, new DataSize(1_024), Duration.ofSeconds(30)),
                RateLimit.STANDARD);

        JsonObject result =
                client.call("query", "{\"sql\": \"SELECT * FROM orders\", \"max_bytes\": 9999999}");

        assertThat(structured(result).string("truncated_by")).contains("bytes");
    }

    @Test
    void oneSourceNeedsNoName() throws Exception {
        restart(AllowList.ANY, TestSources.LIMITS, RateLimit.STANDARD);

        assertThat(code(client.call("query", "{\"sql\": \"SELECT 1\"}"))).isEqualTo("ok");
        assertThat(code(client.call("query", "{\"sql\": \"SELECT 1\", \"source\": \"shop\"}")))
                .isEqualTo("ok");
    }

    @Test
    void databaseOutsideTheAllowListIsRefused() throws Exception {
        restart(AllowList.ofDatabases(List.of("OTHER")), TestSources.LIMITS, RateLimit.STANDARD);

        assertThat(code(client.call("query", "{\"sql\": \"SELECT * FROM customers\"}")))
                .isEqualTo("SP-240");
    }

    @Test
    void callsOverTheRateAreRefusedAndRecorded() throws Exception {
        restart(AllowList.ANY, TestSources.LIMITS, new RateLimit(2, Duration.ofHours(24)));

        assertThat(code(client.call("query", "{\"sql\": \"SELECT 1\"}"))).isEqualTo("ok");
        assertThat(code(client.call("query", "{\"sql\": 1}"))).isEqualTo("SP-101");
        JsonObject refused = client.call("query", "{\"sql\": \"SELECT 1\"}");

        assertThat(code(refused)).isEqualTo("SP-301");
        assertThat(structured(refused).string("hint").orElseThrow()).startsWith("Wait ");
        assertLastLine("refused", new JsonString("SP-301"));
    }

    @Test
    void nothingRunsWhereTheLogCannotBeWritten() throws Exception {
        Files.createDirectory(server.auditFile());

        assertThat(code(query("SELECT id FROM customers", "[]"))).isEqualTo("SP-501");
        Files.delete(server.auditFile());

        assertThat(code(query("SELECT id FROM customers", "[]"))).isEqualTo("ok");
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void answerIsWithheldWhereItsRecordCannotBeWritten() throws Exception {
        // Reading the end of this file works, writing to it fails like a full disk.
        Files.createSymbolicLink(server.auditFile(), Path.of("/dev/full"));

        JsonObject result = query("SELECT name FROM customers", "[]");

        assertThat(code(result)).isEqualTo("SP-502");
        assertThat(Json.text(result)).doesNotContain("Ada");
    }

    @Test
    void toolThatFailsIsToldWithoutItsMessage() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            ToolOutcome outcome =
                    server.pipeline()
                            .call(
                                    new QueryTool(new SourceChoice(server.governed())),
                                    () -> {
                                        throw new IllegalStateException("secret of a statement");
                                    },
                                    context());

            assertThat(outcome).isInstanceOf(ToolOutcome.Failed.class);
            assertLastLine("failed", new JsonString("SP-500"));
            String call = server.lastAuditLine().string("call").orElseThrow();
            assertThat(((ToolOutcome.Failed) outcome).problem().hint()).contains(call);
            assertThat(log.text())
                    .contains("Call " + call)
                    .contains("java.lang.IllegalStateException")
                    .contains("ToolCallPipelineTest")
                    .doesNotContain("secret of a statement");
        }
    }

    @Test
    void toolThatKnowsTheAnswerIsRecorded() throws Exception {
        JsonObject content = JsonObject.builder().put("engines", 2).build();

        ToolOutcome outcome =
                server.pipeline()
                        .call(
                                new QueryTool(new SourceChoice(server.governed())),
                                () -> new ToolAction.Reply(content),
                                context());

        assertThat(outcome).isEqualTo(new ToolOutcome.Reply(content));
        assertLastLine("allowed", JsonNull.NULL);
    }

    @Test
    void logTellsFingerprintsAndCounts() throws Exception {
        try (CapturedLog log = new CapturedLog()) {
            query("SELECT id FROM customers", "[]");
            query("SELECT 1; SELECT 2", "[]");
            query("SELECT nothing FROM customers", "[]");
            client.call("query", "{\"sql\": 1}");

            assertThat(log.calls().stream().map(line -> line.replaceAll("fp=[0-9a-f]{12}", "fp=F")))
                    .containsExactly(
                            "Query OK fp=F rows=4",
                            "Query REFUSED code=SP-203 fp=F",
                            "Query FAILED code=SP-405 fp=F",
                            "Query REFUSED code=SP-101");
        }
    }

    @Test
    void equalStatementsHaveEqualFingerprints() throws Exception {
        query("SELECT id FROM customers", "[]");
        String fingerprint = server.lastAuditLine().string("fp").orElseThrow();
        query("SELECT   id -- all of them\n FROM customers", "[]");

        assertThat(server.lastAuditLine().string("fp")).contains(fingerprint);
    }

    @Test
    void logInUseByAnotherKeyIsSaid() throws Exception {
        query("SELECT 1", "[]");
        Files.writeString(folder.resolve("audit.key"), "0".repeat(64) + "\n");
        server.close();
        server = TestServer.open(folder, "shop", "fleet");
        client = server.client();

        assertThat(code(query("SELECT 1", "[]"))).isEqualTo("SP-501");
        Files.delete(folder.resolve(AuditLog.FILE));
    }

    private void restart(AllowList allowList, ExecutionLimits limits, RateLimit rateLimit)
            throws IOException {
        server.close();
        server = TestServer.open(folder, allowList, limits, rateLimit);
        client = server.client();
    }

    private JsonObject query(String sql, String params) throws InterruptedException {
        return client.call(
                "query",
                Json.text(
                        JsonObject.builder()
                                .put("sql", sql)
                                .put("source", "shop")
                                .put("params", Json.parse(params))
                                .build()));
    }

    private void assertLastLine(String decision, JsonValue code) throws IOException {
        JsonObject line = server.lastAuditLine();
        assertThat(line.string("decision")).contains(decision);
        assertThat(line.member("code")).contains(code);
    }

    static CallContext context() {
        return new CallContext(
                Caller.LOCAL, Deadline.after(Duration.ofMinutes(1)), new Cancellation());
    }

    private static String code(JsonObject result) {
        return structured(result).string("code").orElse("ok");
    }

    private static JsonObject structured(JsonObject result) {
        return result.object("structuredContent").orElseThrow();
    }

    private static String text(JsonObject result) {
        JsonArray content = (JsonArray) result.member("content").orElseThrow();
        return ((JsonObject) content.elements().getFirst()).string("text").orElseThrow();
    }
}
