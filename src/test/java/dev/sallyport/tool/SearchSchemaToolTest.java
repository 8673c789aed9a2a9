package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.NameRules;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonBoolean;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.policy.RateLimit;
import dev.sallyport.testing.Golden;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchSchemaToolTest {
    private static final AllowList WITHOUT_ORDERS =
            new AllowList(
                    NameRules.ANY,
                    NameRules.ANY,
                    NameRules.except(List.of("orders")),
                    NameRules.ANY);

    @TempDir Path folder;

    @Test
    void namesComeFirst() throws Exception {
        JsonObject content = search(AllowList.ANY, "{\"words\": \"customer\"}");

        Golden.assertJson("search-names.json", content);
        assertThat(names(content)).contains("CUSTOMERS", "ORDERS");
    }

    @Test
    void detailsAreOfOneTable() throws Exception {
        Golden.assertJson(
                "search-details.json", search(AllowList.ANY, "{\"table\": \"customers\"}"));
    }

    @Test
    void nameThatWasFoundCanBeQueried() throws Exception {
        try (TestServer server = TestServer.open(folder, "shop")) {
            Client client = server.client();
            JsonObject found = content(client.call("search_schema", "{\"words\": \"buys\"}"));

            JsonObject answer =
                    content(
                            client.call(
                                    "query",
                                    "{\"sql\": \"SELECT COUNT(*) FROM "
                                            + names(found).getFirst()
                                            + "\"}"));

            assertThat(answer.member("rows").map(Json::text)).contains("[[4]]");
        }
    }

    @Test
    void tableThatIsNotAllowedIsNotShown() throws Exception {
        assertThat(names(search(WITHOUT_ORDERS, "{}"))).containsExactly("CUSTOMERS");
        assertThat(names(search(WITHOUT_ORDERS, "{\"table\": \"orders\"}"))).isEmpty();
        assertThat(names(search(AllowList.ofDatabases(List.of("OTHER")), "{}"))).isEmpty();
        assertThat(names(search(AllowList.ofDatabases(List.of("shop")), "{}")))
                .containsExactly("CUSTOMERS", "ORDERS");
    }

    @Test
    void columnThatIsNotAllowedIsNotShown() throws Exception {
        AllowList denied =
                columns(new NameRules(Optional.empty(), List.of("customers.city", "total")));
        AllowList allowed =
                columns(new NameRules(Optional.of(List.of("customers.id", "name")), List.of()));

        assertThat(columns(search(denied, "{\"table\": \"customers\"}")))
                .containsExactly("ID", "NAME", "STATE");
        assertThat(columns(search(denied, "{\"table\": \"orders\"}")))
                .containsExactly("ID", "CUSTOMER_ID");
        assertThat(columns(search(allowed, "{\"table\": \"customers\"}")))
                .containsExactly("ID", "NAME");
        assertThat(names(search(denied, "{\"words\": \"city\"}"))).isEmpty();
        assertThat(names(search(denied, "{\"words\": \"total\"}"))).isEmpty();
        assertThat(names(search(denied, "{\"words\": \"state\"}"))).containsExactly("CUSTOMERS");
    }

    private static AllowList columns(NameRules rules) {
        return new AllowList(NameRules.ANY, NameRules.ANY, NameRules.ANY, rules);
    }

    private static List<String> columns(JsonObject content) {
        JsonArray tables = (JsonArray) content.member("tables").orElseThrow();
        assertThat(tables.elements()).hasSize(1);
        return ((JsonArray)
                        ((JsonObject) tables.elements().getFirst()).member("columns").orElseThrow())
                .elements().stream().map(SearchSchemaToolTest::name).toList();
    }

    @Test
    void listThatIsCutSaysSo() throws Exception {
        JsonObject content = search(AllowList.ANY, "{\"limit\": 1}");

        assertThat(names(content)).hasSize(1);
        assertThat(content.member("truncated")).contains(JsonBoolean.TRUE);
        assertThat(content.string("hint")).isPresent();
    }

    @Test
    void nothingFoundSaysWhatToTry() throws Exception {
        assertThat(search(AllowList.ANY, "{\"words\": \"zebra\"}").string("hint")).isPresent();
    }

    private JsonObject search(AllowList allowList, String arguments) throws Exception {
        try (TestServer server =
                TestServer.open(folder, allowList, TestSources.LIMITS, RateLimit.STANDARD)) {
            JsonObject content = content(server.client().call("search_schema", arguments));
            assertThat(server.lastAuditLine().string("decision")).contains("allowed");
            assertThat(server.lastAuditLine().string("tool")).contains("search_schema");
            return content;
        }
    }

    private static JsonObject content(JsonObject result) {
        return result.object("structuredContent").orElseThrow();
    }

    private static List<String> names(JsonObject content) {
        return ((JsonArray) content.member("tables").orElseThrow())
                .elements().stream().map(SearchSchemaToolTest::name).toList();
    }

    private static String name(JsonValue table) {
        String name = ((JsonObject) table).string("name").orElseThrow();
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
