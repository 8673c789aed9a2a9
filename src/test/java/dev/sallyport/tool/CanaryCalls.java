package dev.sallyport.tool;

import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.config.Secret;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.slf4j.LoggerFactory;

/**
 * A process whose every statement, argument, credential and value holds a canary; it prints how
 * each call ended, and nothing else, on standard output.
 */
final class CanaryCalls {
    static final String CANARY = "canary7f3a";

    private static final String TOOLS =
            """
            tools:
              find:
                description: Find canary7f3a.
                parameters:
                  name: {type: string, description: canary7f3a}
                  city: {type: string, required: false}
                  id: {type: integer, required: false}
                sql: |
                  SELECT id, 'canary7f3a' FROM customers /* canary7f3a */
                  WHERE name = :name [[ AND city = :city ]] [[ AND id = :id ]]
              broken:
                description: Fails.
                parameters: {text: {type: string}}
                sql: SELECT CAST(name || :text AS INT) AS canary7f3a FROM customers WHERE id = 1
            """;

    private static final List<List<String>> CALLS =
            List.of(
                    call("query", "{'sql': 'SELECT `canary7f3a` AS canary7f3a'}"),
                    call("query", "{'sql': 'SELECT ? AS a', 'params': ['canary7f3a']}"),
                    call("query", "{'sql': 'SELECT ? AS canary7f3a', 'params': []}"),
                    call("query", "{'sql': 'SELECT canary7f3a FROM customers'}"),
                    call("query", "{'sql': 'SELECT id FROM canary7f3a'}"),
                    call("query", "{'sql': 'SELECT CAST(`canary7f3a` AS INT)'}"),
                    call(
                            "query",
                            "{'sql': 'SELECT id FROM customers WHERE id = ?', 'params': ['canary7f3a']}"),
                    call("query", "{'sql': 'SELECT canary7f3a FROM'}"),
                    call("query", "{'sql': 'DROP TABLE canary7f3a'}"),
                    call("query", "{'sql': 'SELECT 1; SELECT `canary7f3a`'}"),
                    call("query", "{'sql': 'SELECT canary7f3a(1)'}"),
                    call("query", "{'sql': 'SELECT `canary7f3a'}"),
                    call("query", "{'sql': 'canary7f3a'}"),
                    call("query", "{'sql': ['canary7f3a']}"),
                    call("query", "{'sql': 'SELECT 1', 'source': 'canary7f3a'}"),
                    call("query", "{'sql': 'SELECT 1', 'database': 'canary7f3a'}"),
                    call("query", "{'sql': 'SELECT 1', 'canary7f3a': 'canary7f3a'}"),
                    call("search_schema", "{'words': 'canary7f3a'}"),
                    call("search_schema", "{'table': 'canary7f3a'}"),
                    call("find", "{'name': 'canary7f3a'}"),
                    call("find", "{'name': 'canary7f3a', 'city': 'canary7f3a'}"),
                    call("find", "{'name': 'canary7f3a', 'id': 'canary7f3a'}"),
                    call("broken", "{'text': 'canary7f3a'}"));

    private CanaryCalls() {}

    public static void main(String[] arguments) throws Exception {
        if (!LoggerFactory.getLogger("dev.sallyport.calls").isTraceEnabled()) {
            throw new IllegalStateException("this proves nothing but at level TRACE");
        }
        Secret password = new Secret("canary7f3a password");
        try (TestSources sources = TestSources.open("birds", "canary7f3a", password);
                TestServer server =
                        TestServer.open(Path.of(arguments[0]), sources, declared(sources))) {
            Client client = server.client();
            for (List<String> call : CALLS) {
                JsonObject result = client.call(call.getFirst(), call.getLast());
                System.out.println(
                        result.object("structuredContent")
                                .flatMap(content -> content.string("code"))
                                .orElse("ok"));
            }
            server.tools()
                    .call(CANARY, (JsonObject) Json.parse("{}"), ToolCallPipelineTest.context());
            server.pipeline()
                    .call(
                            new QueryTool(new SourceChoice(server.governed())),
                            () -> {
                                throw new IllegalArgumentException(
                                        CANARY, new IllegalStateException(CANARY));
                            },
                            ToolCallPipelineTest.context());
        }
    }

    private static DeclaredTools declared(TestSources sources) {
        Configuration configuration =
                Configuration.read("canary.yaml", TOOLS, Environment.of(Map.of()));
        DeclaredTools declared = DeclaredTools.read(configuration.root(), sources.governed());
        configuration.finish();
        return declared;
    }

    private static List<String> call(String tool, String arguments) {
        return List.of(tool, arguments.replace('\'', '"').replace('`', '\''));
    }
}
