package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.execution.ExecutionLimits;
import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonNull;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.policy.RateLimit;
import dev.sallyport.source.Source;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestPostgres;
import java.nio.file.Path;
import java.util.List;
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
        Source source = sources.all().getFirst();
        return new TestServer(
                folder,
                TestSources.open(),
                List.of(
                        new GovernedSource(
                                source, new SqlGuard(source.dialect(), allowList), LIMITS)),
                DeclaredTools.NONE,
                RateLimit.STANDARD);
    }

    private static JsonObject query(TestServer server, String database) throws Exception {
        return structured(server.client().call("query", arguments("SELECT name FROM t", database)));
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
