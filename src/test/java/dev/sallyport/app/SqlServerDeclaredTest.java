package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.config.Environment;
import dev.sallyport.testing.tds.H2Backend;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Declared tools through Microsoft's driver. */
class SqlServerDeclaredTest {
    @TempDir Path state;

    /** The server would take the connection's time to say so, and name its own limit. */
    @Test
    void moreValuesThanTheServerTakesAreRefusedBeforeTheyAreSent() throws Exception {
        H2Backend databases = new H2Backend();
        databases.database(
                "shop",
                List.of(
                        "CREATE TABLE t (id INT PRIMARY KEY)",
                        "INSERT INTO t SELECT x FROM SYSTEM_RANGE(1, 5)"));
        try (TdsServer server = new TdsServer(databases)) {
            String yaml =
                    """
                    sources:
                      shop:
                        url: 'jdbc:sqlserver://127.0.0.1:%d;databaseName=shop;encrypt=false'
                        user: reader
                        password: ${env:PASSWORD}
                        limits: {concurrent-calls: 1}
                    tools:
                      some:
                        description: Rows of some ids, said three times.
                        parameters: {ids: {type: integer, array: true, max-items: 1000}}
                        sql: SELECT id FROM t WHERE id IN (:ids) OR id IN (:ids) OR id IN (:ids) ORDER BY id
                    """
                            .formatted(server.port());
            Environment environment =
                    Environment.of(
                            Map.of(
                                    "SALLYPORT_STATE",
                                    state.toString(),
                                    "PASSWORD",
                                    ScriptedBackend.PASSWORD));
            try (ServedYaml served = ServedYaml.open(yaml, environment)) {
                assertThat(served.text("some", ids(2))).contains("\"rows\":[[1],[2]]");
                assertThat(served.text("some", ids(699)))
                        .contains("\"rows\":[[1],[2],[3],[4],[5]]");
                assertThat(served.text("some", ids(700)))
                        .startsWith("SP-410")
                        .contains("has 2100 values, and SQL Server takes 2097 at most");
                assertThat(served.text("some", ids(1))).contains("\"rows\":[[1]]");
                assertThat(server.logins()).hasSize(1);
            }
        }
    }

    private static String ids(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(",", "{\"ids\":[", "]}"));
    }
}
