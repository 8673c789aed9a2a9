package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.execution.StatementExecutor;
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
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The argument {@code database} on a server with several. */
class OtherDatabaseTest {
    private static final ExecutionLimits LIMITS = TestSources.LIMITS;

    @TempDir Path folder;

    private final String own =
            newDatabase("CREATE TABLE t (name TEXT)", "INSERT INTO t VALUES ('own')");
    private final String other =
            newDatabase("CREATE TABLE t (name TEXT)", "INSERT INTO t VALUES ('other')");

    @Test
    void statementRunsInTheDatabaseThatIsAskedFor() throws Exception {
        try (Sources sources = sources();
                TestServer server = server(sources, AllowList.ANY)) {
            assertThat(rows(query(server, other))).isEqualTo("[[\"other\"]]");
            assertThat(server.lastAuditLine().member("database")).contains(new JsonString(other));
            assertThat(rows(query(server, own))).isEqualTo("[[\"own\"]]");
            assertThat(rows(query(server, other))).isEqualTo("[[\"other\"]]");
        }
    }

    @Test
    void databaseThatIsNotAllowedIsRefusedByItsName() throws Exception {
        try (Sources sources = sources();
                TestServer server = server(sources, AllowList.ofDatabases(List.of(own)))) {
            JsonObject refusal = query(server, other);

            assertThat(refusal.string("code")).contains("SP-240");
            assertThat(refusal.string("hint").orElseThrow()).contains(other);
            assertThat(server.lastAuditLine().member("database")).contains(JsonNull.NULL);
            assertThat(rows(query(server, own))).isEqualTo("[[\"own\"]]");
        }
    }

    @Test
    void tableOfAnotherDatabaseIsRefusedByTheGuard() throws Exception {
        for (AllowList list :
                List.of(
                        AllowList.ANY,
                        AllowList.ofDatabases(List.of(own)),
                        AllowList.ofDatabases(List.of(own, other)))) {
            try (Sources sources = sources();
                    TestServer server = server(sources, list)) {
                for (String name : List.of(other, "\"" + other + "\"")) {
                    String table = name + ".public.t";
                    assertThat(code(server, "SELECT name FROM " + table)).contains("SP-240");
                    assertThat(
                                    code(
                                            server,
                                            "SELECT name FROM t WHERE name IN (SELECT name FROM "
                                                    + table
                                                    + ")"))
                            .contains("SP-240");
                }
                assertThat(
                                rows(
                                        structured(
                                                server.client()
                                                        .call(
                                                                "query",
                                                                arguments(
                                                                        "SELECT name FROM "
                                                                                + own
                                                                                + ".public.t",
                                                                        own)))))
                        .isEqualTo("[[\"own\"]]");
            }
        }
    }

    @Test
    void declaredToolRunsInTheDatabaseThatItsOwnerNames() throws Exception {
        try (Sources sources = sources();
                TestServer server =
                        server(
                                sources,
                                AllowList.ofDatabases(List.of(own, other)),
                                tools(sources, other))) {
            assertThat(rows(structured(server.client().call("names", "{}"))))
                    .isEqualTo("[[\"other\"]]");
            assertThat(server.lastAuditLine().member("database")).contains(new JsonString(other));
        }
    }

    @Test
    void declaredToolIsPreparedWhereItRuns() throws Exception {
        String elsewhere = newDatabase("CREATE TABLE u (name TEXT)");
        try (Sources sources = sources();
                StatementExecutor executor = new StatementExecutor();
                TestServer server = server(sources, AllowList.ANY, tools(sources, elsewhere))) {
            ToolSettings settings = ToolSettings.of(tools(sources, elsewhere));
            assertThat(server.tools().unprepared(settings, executor))
                    .containsExactly(Map.entry("names", "SP-405"));
        }
    }

    @Test
    void databaseOfADeclaredToolThatIsNotAllowedIsAProblemOfTheConfiguration() {
        try (Sources sources = sources()) {
            Configuration configuration = configuration(other);
            DeclaredTools.read(
                            configuration.root(),
                            governed(sources, AllowList.ofDatabases(List.of(own))))
                    .inspect();

            assertThatThrownBy(configuration::finish)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("tools.names.sql")
                    .hasMessageContaining("SP-240");
        }
    }

    @Test
    void databaseOfADeclaredToolThatCannotBeReachedIsAProblemOfTheConfiguration() {
        try (Sources sources = sources()) {
            Configuration configuration = configuration("x".repeat(64));
            var _ = DeclaredTools.read(configuration.root(), governed(sources, AllowList.ANY));

            assertThatThrownBy(configuration::finish)
                    .isInstanceOf(ConfigException.class)
                    .hasMessageContaining("tools.names.database")
                    .hasMessageContaining("run in one database: " + own);
        }
    }

    private static Configuration configuration(String database) {
        return Configuration.read(
                "test.yaml",
                """
                tools:
                  names:
                    source: pg
                    database: %s
                    description: Every name.
                    sql: SELECT name FROM t
                """
                        .formatted(database),
                Environment.of(Map.of()));
    }

    private static DeclaredTools tools(Sources sources, String database) {
        return DeclaredTools.read(configuration(database).root(), governed(sources, AllowList.ANY));
    }

    private static List<GovernedSource> governed(Sources sources, AllowList allowList) {
        Source source = sources.all().getFirst();
        return List.of(
                new GovernedSource(source, new SqlGuard(source.dialect(), allowList), LIMITS));
    }

    /** The guard allows the database, or is not there at all: the login does not. */
    @Test
    void anotherDatabaseIsRefusedByTheLogin() throws Exception {
        String reader = own + "_reader";
        TestPostgres.run(
                own,
                "CREATE ROLE " + reader + " LOGIN",
                "GRANT SELECT ON t TO " + reader,
                "REVOKE CONNECT ON DATABASE " + other + " FROM PUBLIC");
        SourceConfig open = TestPostgres.source("pg", own);
        SourceConfig config =
                new SourceConfig(
                        "pg",
                        open.url(),
                        Optional.of(reader),
                        open.password(),
                        open.dialect(),
                        false);
        try (Sources sources = new Sources(List.of(config));
                TestServer server = server(sources, AllowList.ofDatabases(List.of(own, other)))) {
            assertThat(rows(query(server, own))).isEqualTo("[[\"own\"]]");
            assertThat(query(server, other).string("hint").orElseThrow())
                    .contains("login may not connect");
        }
        try (Connection connection =
                        DriverManager.getConnection(TestPostgres.url(own), reader, "");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(
                            () -> statement.executeQuery("SELECT name FROM " + other + ".public.t"))
                    .hasMessageContaining("cross-database references are not implemented");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(TestPostgres.url(other), reader, ""))
                .hasMessageContaining("permission denied for database");
    }

    @Test
    void databaseThatIsNotThereIsSaidAndTakesNoRoom() throws Exception {
        try (Sources sources = sources();
                TestServer server = server(sources, AllowList.ANY)) {
            JsonObject failure = query(server, "no%2Fwhere?ssl=true&x");

            assertThat(failure.string("code")).contains("SP-405");
            assertThat(failure.string("hint").orElseThrow()).contains("no database of this name");
            assertThat(server.lastAuditLine().member("database")).contains(JsonNull.NULL);
            assertThat(query(server, "x".repeat(64)).string("code")).contains("SP-104");
        }
    }

    @Test
    void moreDatabasesThanPoolsAreServedInTurn() throws Exception {
        try (Sources sources = sources();
                TestServer server = server(sources, AllowList.ANY)) {
            for (int i = 0; i < 18; i++) {
                String name =
                        newDatabase(
                                "CREATE TABLE t (name TEXT)",
                                "INSERT INTO t VALUES (current_database())");
                assertThat(rows(query(server, name))).isEqualTo("[[\"" + name + "\"]]");
            }
            assertThat(rows(query(server, other))).isEqualTo("[[\"other\"]]");
        }
    }

    private Sources sources() {
        return new Sources(List.of(TestPostgres.source("pg", own)));
    }

    private TestServer server(Sources sources, AllowList allowList) throws Exception {
        return server(sources, allowList, DeclaredTools.NONE);
    }

    private TestServer server(Sources sources, AllowList allowList, DeclaredTools tools)
            throws Exception {
        return new TestServer(
                folder,
                TestSources.open(),
                governed(sources, allowList),
                tools,
                RateLimit.STANDARD);
    }

    private static JsonObject query(TestServer server, String database) throws Exception {
        return structured(server.client().call("query", arguments("SELECT name FROM t", database)));
    }

    private static Optional<String> code(TestServer server, String sql) throws Exception {
        String arguments = Json.text(JsonObject.builder().put("sql", sql).build());
        return structured(server.client().call("query", arguments)).string("code");
    }

    private static String arguments(String sql, String database) {
        return Json.text(JsonObject.builder().put("sql", sql).put("database", database).build());
    }

    private static JsonObject structured(JsonObject result) {
        return result.object("structuredContent").orElseThrow();
    }

    private static String rows(JsonObject content) {
        return content.member("rows").map(Json::text).orElseGet(() -> Json.text(content));
    }

    private static String newDatabase(String... statements) {
        try {
            return TestPostgres.newDatabase(statements);
        } catch (java.sql.SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
