package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonObject;
import dev.sallyport.testing.Canary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What was logged at level TRACE: by the whole suite that ran before, and by the packaged product.
 */
@Tag("launcher")
class SuiteLogTest {
    @TempDir Path folder;

    @Test
    void noStatementValueOrCredentialOfTheSuiteIsInItsLog() throws IOException {
        Path file = Path.of(System.getProperty("sallyport.suite.log", "target/suite-trace.log"));
        assumeTrue(Files.exists(file), "the suite ran in this build");
        String log = Files.readString(file);
        assumeTrue(log.lines().count() > 100, "the whole suite ran, not a test of it");

        assertThat(log)
                .contains("TRACE dev.sallyport.calls Call ")
                .contains("INFO dev.sallyport.calls Query OK fp=")
                .contains("INFO dev.sallyport.calls Query REFUSED code=SP-2")
                .contains("Query FAILED code=SP-405 fp=");
        assertThat(Canary.leaks(log)).isEmpty();
    }

    @Test
    void aLeakIsFound() {
        assertThat(Canary.leaks("one\nselect 'CANARY7F3A'\ntwo\n")).hasSize(1);
    }

    @Test
    void aServerLogsNoneAtLevelTrace() throws IOException {
        Files.writeString(
                folder.resolve("sallyport.yaml"),
                """
                sources:
                  closed: {url: 'jdbc:postgresql://127.0.0.1:1/none', user: '${env:BIRD}', password: '${env:BIRD}'}
                  shop: {url: 'jdbc:h2:mem:shop', user: '${env:BIRD}', password: '${env:BIRD}'}
                """);
        StringBuilder input = new StringBuilder();
        List<String> statements =
                List.of(
                        "SELECT 'canary7f3a'",
                        "SELECT canary7f3a FROM canary7f3a",
                        "DROP TABLE canary7f3a",
                        "SELECT CAST(? AS INT)");
        int id = 0;
        for (String source : List.of("closed", "shop")) {
            for (String sql : statements) {
                input.append(call(++id, source, sql)).append('\n');
            }
        }
        Launched run =
                Launched.run(
                        folder,
                        Map.of("SALLYPORT_LOG_LEVEL", "trace", "BIRD", Canary.WORD),
                        input.toString(),
                        "stdio");

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.out().lines()).hasSize(id);
        assertThat(run.err())
                .contains("TRACE")
                .contains("Query FAILED code=SP-401")
                .contains("Query REFUSED code=SP-204");
        assertThat(Canary.leaks(run.err())).isEmpty();
        try (Stream<Path> files = Files.walk(folder.resolve("state"))) {
            files.filter(Files::isRegularFile)
                    .forEach(file -> assertThat(Canary.leaks(text(file))).isEmpty());
        }
    }

    private static String call(int id, String source, String sql) {
        JsonObject.Builder arguments = JsonObject.builder().put("source", source).put("sql", sql);
        if (sql.contains("?")) {
            arguments.put("params", dev.sallyport.json.JsonArray.ofStrings(List.of(Canary.WORD)));
        }
        return Json.text(
                JsonObject.builder()
                        .put("jsonrpc", "2.0")
                        .put("id", id)
                        .put("method", "tools/call")
                        .put(
                                "params",
                                JsonObject.builder()
                                        .put("name", "query")
                                        .put("arguments", arguments.build())
                                        .put(
                                                "_meta",
                                                Json.parse(
                                                        """
                                                        {"io.modelcontextprotocol/protocolVersion": "2026-07-28",
                                                         "io.modelcontextprotocol/clientCapabilities": {}}
                                                        """))
                                        .build())
                        .build());
    }

    private static String text(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
