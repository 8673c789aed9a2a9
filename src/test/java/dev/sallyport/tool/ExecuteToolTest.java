package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.execution.WriteSettings;
import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.policy.RateLimit;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.CommitProxy;
import dev.sallyport.testing.Golden;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Changes on the whole path of a call, from the dispatcher to a real PostgreSQL. */
class ExecuteToolTest {
    private static final WriteSettings SETTINGS =
            new WriteSettings(false, 10, Optional.of("public.sallyport_keys"));

    private static String database = "";

    @TempDir Path folder;

    @BeforeEach
    void fill() throws SQLException {
        if (database.isEmpty()) {
            database =
                    TestPostgres.newDatabase(
                            "CREATE TABLE orders (id int PRIMARY KEY, state text NOT NULL, total"
                                    + " numeric(10, 2))",
                            "CREATE TABLE secrets (id int)",
                            """
                            CREATE TABLE sallyport_keys (
                              caller VARCHAR(200) NOT NULL, idempotency_key VARCHAR(200) NOT NULL,
                              fingerprint VARCHAR(64) NOT NULL, affected_rows BIGINT NOT NULL,
                              created_at TIMESTAMP DEFAULT CURRENT_TIMESTAMP NOT NULL,
                              PRIMARY KEY (caller, idempotency_key))
                            """);
        }
        TestPostgres.run(
                database,
                "TRUNCATE orders, sallyport_keys",
                "INSERT INTO orders SELECT n, 'open', n FROM generate_series(1, 20) n");
    }

    @Test
    void theToolIsListedOnlyWhereASourceAllowsWrites() throws Exception {
        try (TestServer server = TestServer.open(folder, "shop")) {
            assertThat(Json.text(server.client().request("tools/list", JsonObject.EMPTY)))
                    .doesNotContain("\"execute\"");
        }
    }

    @Test
    void listWithTheToolIsAsReviewed() throws Exception {
        try (Sources sources = sources(TestPostgres.url(database));
                TestServer server = server(sources, SETTINGS)) {
            Golden.assertJson(
                    "tools-list-writes.json",
                    server.client().request("tools/list", JsonObject.EMPTY));
        }
    }

    @Test
    void aChangeIsCommittedAnsweredAndRecorded() throws Exception {
        try (Sources sources = sources(TestPostgres.url(database));
                TestServer server = server(sources, SETTINGS);
                CapturedLog log = new CapturedLog()) {
            JsonObject answer =
                    execute(
                            server,
                            """
                            {"sql": "UPDATE orders SET state = ? WHERE id < ?", "params": ["shipped", 4]}
                            """);

            assertThat(Json.text(answer))
                    .isEqualTo("{\"outcome\":\"committed\",\"affected_rows\":3}");
            assertThat(seen("SELECT count(*) FROM orders WHERE state = 'shipped'")).isEqualTo("3");
            JsonObject line = server.lastAuditLine();
            assertThat(line.string("tool")).contains("execute");
            assertThat(line.string("decision")).contains("allowed");
            assertThat(line.string("class")).contains("update");
            assertThat(line.member("rows").map(Json::text)).contains("3");
            assertThat(line.string("database")).contains(database);
            assertThat(log.calls())
                    .singleElement()
                    .asString()
                    .matches("Execute OK fp=\\w+ affected=3");
            assertThat(server.verification().isIntact()).isTrue();
        }
    }

    @Test
    void rowsThatTheChangeReturnsAreAnswered() throws Exception {
        try (Sources sources = sources(TestPostgres.url(database));
                TestServer server = server(sources, SETTINGS)) {
            JsonObject answer =
                    execute(
                            server,
                            """
                            {"sql": "INSERT INTO orders VALUES (101, 'open', 1.5) RETURNING id, total"}
                            """);
            assertThat(answer.member("rows").map(Json::text)).contains("[[101,1.50]]");
            assertThat(answer.member("affected_rows").map(Json::text)).contains("1");
        }
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"sql": "SELECT * FROM orders"}                                        | SP-205
                    {"sql": "DROP TABLE orders"}                                           | SP-205
                    {"sql": "CREATE TABLE x (id int)"}                                     | SP-205
                    {"sql": "TRUNCATE orders"}                                             | SP-205
                    {"sql": "REPLACE INTO orders VALUES (1, 'x', 1)"}                      | SP-205
                    {"sql": "MERGE INTO orders USING orders o ON o.id = 1 WHEN MATCHED THEN DELETE"} | SP-205
                    {"sql": "CALL do_it()"}                                                | SP-205
                    {"sql": "DO 'BEGIN DELETE FROM orders; END'"}                          | SP-205
                    {"sql": "DELETE FROM orders WHERE id = 1; DELETE FROM orders WHERE id = 2"} | SP-203
                    {"sql": "WITH d AS (DELETE FROM orders RETURNING id) SELECT * FROM d"}  | SP-2..
                    {"sql": "DELETE FROM orders WHERE pg_terminate_backend(id)"}           | SP-220
                    {"sql": "DELETE FROM orders"}                                          | SP-304
                    {"sql": "UPDATE orders SET state = 'x'"}                               | SP-304
                    {"sql": "UPDATE orders SET state = 'x' WHERE 1 = 1"}                   | SP-304
                    {"sql": "DELETE FROM orders WHERE true"}                               | SP-304
                    {"sql": "DELETE FROM orders WHERE ? = ?", "params": [1, 1]}            | SP-304
                    {"sql": "DELETE FROM orders WHERE id = ?"}                             | SP-105
                    {"sql": "DELETE FROM orders WHERE id = 1", "params": [1]}              | SP-105
                    {"sql": "DELETE FROM secrets WHERE id = 1"}                            | SP-242
                    {"sql": "DELETE FROM sallyport_keys WHERE caller = 'local'"}           | SP-242
                    {"sql": "DELETE FROM public.sallyport_keys WHERE caller = 'local'"}    | SP-242
                    {"sql": "DELETE FROM orders WHERE id > 0"}                             | SP-433
                    {"sql": "DELETE FROM orders WHERE id < 3", "max_affected_rows": 1}     | SP-433
                    {"sql": "INSERT INTO orders VALUES (1, 'open', 1)"}                    | SP-431
                    {"sql": "INSERT INTO orders VALUES (77, NULL, 1)"}                     | SP-431
                    {"sql": "UPDATE orders SET nothing = 1 WHERE id = 1"}                  | SP-405
                    {"sql": "DELETE FROM orders WHERE id = 1", "source": "archive"}        | SP-101
                    {"sql": "DELETE FROM orders WHERE id = 1", "idempotency_key": ""}      | SP-101
                    {"sql": "DELETE FROM orders WHERE id = 1", "idempotency_key": "a b"}   | SP-101
                    {"sql": "DELETE FROM orders WHERE id = 1", "source": "books", "idempotency_key": "k"} | SP-110
                    {"params": [1]}                                                        | SP-101
                    """)
    void whatIsNotAllowedChangesNothing(String arguments, String code) throws Exception {
        try (Sources sources = sources(TestPostgres.url(database));
                TestServer server = server(sources, SETTINGS)) {
            JsonObject refusal = execute(server, arguments);
            assertThat(refusal.string("code").orElseThrow()).matches(code);
            assertThat(refusal.string("hint").orElseThrow()).isNotBlank();
            assertThat(server.lastAuditLine().string("code")).isEqualTo(refusal.string("code"));
        }
        assertThat(seen("SELECT count(*) || ' ' || sum(total) || max(state) FROM orders"))
                .isEqualTo("20 210.00open");
    }

    @Test
    void everyRowMayBeChangedWhereTheOwnerAllowsIt() throws Exception {
        try (Sources sources = sources(TestPostgres.url(database));
                TestServer server =
                        server(sources, new WriteSettings(true, 20, Optional.empty()))) {
            assertThat(
                            execute(server, "{\"sql\": \"UPDATE orders SET state = 'x'\"}")
                                    .member("affected_rows")
                                    .map(Json::text))
                    .contains("20");
            assertThat(
                            execute(
                                            server,
                                            "{\"sql\": \"DELETE FROM orders\","
                                                    + " \"idempotency_key\": \"k\"}")
                                    .string("code"))
                    .contains("SP-101");
        }
    }

    @Test
    void aKeyThatCameBeforeIsAnsweredAndNotMadeAgain() throws Exception {
        String raise =
                """
                {"sql": "UPDATE orders SET total = total + 1 WHERE id = ?", "params": [1], "idempotency_key": "k-1"}
                """;
        try (Sources sources = sources(TestPostgres.url(database));
                TestServer server = server(sources, SETTINGS)) {
            assertThat(execute(server, raise).member("replayed")).isEmpty();
            JsonObject again = execute(server, raise);
            assertThat(again.member("replayed").map(Json::text)).contains("true");
            assertThat(again.member("affected_rows").map(Json::text)).contains("1");
            assertThat(seen("SELECT total FROM orders WHERE id = 1")).isEqualTo("2.00");
            assertThat(execute(server, raise.replace("[1]", "[2]")).string("code"))
                    .contains("SP-435");
            assertThat(seen("SELECT total FROM orders WHERE id = 2")).isEqualTo("2.00");
        }
    }

    @Test
    void anUnknownOutcomeSaysSoAndIsRecorded() throws Exception {
        try (CommitProxy proxy =
                        CommitProxy.ofPostgres(
                                TestPostgres.url(database), CommitProxy.Mode.SWALLOW);
                Sources sources =
                        sources(
                                "jdbc:postgresql://127.0.0.1:"
                                        + proxy.port()
                                        + "/"
                                        + database
                                        + "?sslmode=disable");
                TestServer server = server(sources, SETTINGS)) {
            JsonObject result =
                    server.client()
                            .call(
                                    "execute",
                                    "{\"sql\": \"DELETE FROM orders WHERE id = 1\", \"source\": \"shop\"}");
            assertThat(result.member("isError").map(Json::text)).contains("true");
            JsonObject content = result.object("structuredContent").orElseThrow();
            assertThat(content.string("outcome")).contains("unknown");
            assertThat(content.string("code")).contains("SP-430");
            assertThat(content.member("affected_rows")).isEmpty();
            JsonObject line = server.lastAuditLine();
            assertThat(line.string("decision")).contains("failed");
            assertThat(line.member("code")).contains(new JsonString("SP-430"));
            assertThat(line.member("rows")).contains(JsonNull.NULL);
        }
    }

    private static JsonObject execute(TestServer server, String arguments) throws Exception {
        JsonObject given = (JsonObject) Json.parse(arguments);
        JsonObject withSource =
                given.member("source").isPresent()
                        ? given
                        : given.with("source", new JsonString("shop"));
        return server.client()
                .call("execute", Json.text(withSource))
                .object("structuredContent")
                .orElseThrow();
    }

    private static Sources sources(String url) {
        return new Sources(
                List.of(
                        config("shop", url, true),
                        config("books", url, true),
                        config("archive", url, false)));
    }

    private static SourceConfig config(String name, String url, boolean writes) {
        return new SourceConfig(
                name, url, Optional.of("postgres"), Optional.empty(), Dialects.POSTGRES, writes);
    }

    private TestServer server(Sources sources, WriteSettings settings) throws Exception {
        AllowList names =
                settings.idempotencyTable()
                        .map(AllowList.ANY::without)
                        .orElse(AllowList.ANY)
                        .without("secrets");
        return new TestServer(
                folder,
                TestSources.open(),
                sources.all().stream()
                        .map(source -> governed(source, names, ofSource(source, settings)))
                        .toList(),
                DeclaredTools.NONE,
                RateLimit.STANDARD);
    }

    /** The second source that allows writes has no table for keys. */
    private static WriteSettings ofSource(Source source, WriteSettings settings) {
        return source.name().equals("shop")
                ? settings
                : new WriteSettings(false, settings.maxAffectedRows(), Optional.empty());
    }

    private static GovernedSource governed(Source source, AllowList names, WriteSettings settings) {
        return new GovernedSource(
                source, new SqlGuard(source.dialect(), names), TestSources.LIMITS, settings);
    }

    private static String seen(String sql) throws SQLException {
        try (Connection connection = TestPostgres.connect(database);
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            assertThat(rows.next()).isTrue();
            return rows.getString(1);
        }
    }
}
