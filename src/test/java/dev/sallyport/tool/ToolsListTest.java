package dev.sallyport.tool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonValue;
import dev.sallyport.testing.Golden;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ToolsListTest {
    @TempDir Path folder;

    @Test
    void listIsAsReviewed() throws Exception {
        Golden.assertJson("tools-list.json", list("shop"));
    }

    @Test
    void listOfSeveralSourcesIsAsReviewed() throws Exception {
        Golden.assertJson("tools-list-two-sources.json", list("shop", "fleet"));
    }

    @Test
    void listFitsInFewBytes() throws Exception {
        assertThat(Json.utf8(withoutOutputSchemas(list("shop"))).length).isLessThanOrEqualTo(1_500);
        assertThat(Json.utf8(withoutOutputSchemas(list("shop", "fleet"))).length)
                .isLessThanOrEqualTo(1_500);
    }

    private JsonObject list(String... sources) throws Exception {
        try (TestServer server = TestServer.open(folder, sources)) {
            return server.client().request("tools/list", JsonObject.EMPTY);
        }
    }

    private static JsonValue withoutOutputSchemas(JsonValue value) {
        return switch (value) {
            case JsonObject(Map<String, JsonValue> members) -> {
                Map<String, JsonValue> kept = new LinkedHashMap<>();
                members.forEach((name, member) -> {
                    if (!name.equals("outputSchema")) {
                        kept.put(name, withoutOutputSchemas(member));
                    }
                });
                yield new JsonObject(kept);
            }
            case JsonArray array ->
                    new JsonArray(
                            array.elements().stream()
                                    .map(ToolsListTest::withoutOutputSchemas)
                                    .toList());
            default -> value;
        };
    }
}
