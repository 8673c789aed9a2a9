import io.trino.Session;
import io.trino.plugin.base.security.FileBasedSystemAccessControl;
import io.trino.plugin.memory.MemoryPlugin;
import io.trino.testing.DistributedQueryRunner;
import io.trino.testing.TestingSession;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A Trino of one node for the tests, in a process of its own since its libraries are not those of
 * the product; the JDK compiles this file when the tests start it.
 *
 * <p>Writes its URL to standard output once it is ready, and ends with its standard input. The user
 * {@code reader} has the rights that docs/engines.md recommends, {@code hive} may do everything in
 * that catalog and nothing elsewhere, any other everything everywhere.
 */
public final class TrinoTestServer {
    private static final String RULES =
            """
            {
              "catalogs": [
                {"user": "reader", "catalog": "memory|system", "allow": "read-only"},
                {"user": "hive", "catalog": "hive", "allow": "all"},
                {"user": "reader|hive", "allow": "none"},
                {"allow": "all"}
              ],
              "queries": [
                {"user": "reader", "allow": ["execute"]},
                {"allow": ["execute", "kill", "view"]}
              ]
            }
            """;

    private TrinoTestServer() {}

    public static void main(String[] arguments) throws Exception {
        // Trino's logging takes over the stream.
        PrintStream standardOutput = System.out;
        Path rules = Files.createTempFile("trino-rules", ".json");
        Files.writeString(rules, RULES);
        Session session = TestingSession.testSessionBuilder().build();
        DistributedQueryRunner trino =
                DistributedQueryRunner.builder(session)
                        .setWorkerCount(0)
                        .addExtraProperty("query.max-memory-per-node", "200MB")
                        .addExtraProperty("query.max-history", "20")
                        .addExtraProperty("memory.heap-headroom-per-node", "100MB")
                        .setSystemAccessControl(
                                new FileBasedSystemAccessControl.Factory()
                                        .create(
                                                Map.of("security.config-file", rules.toString()),
                                                null))
                        .build();
        trino.installPlugin(new MemoryPlugin());
        // The guard's cases name the second to the fourth; the last is one test's own.
        for (String catalog : List.of("memory", "hive", "mysql", "a", "bare")) {
            trino.createCatalog(catalog, "memory", Map.of("memory.max-data-per-node", "64MB"));
        }
        Files.delete(rules);
        // The runner keeps the traces of all queries in memory until one is run by itself.
        Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory())
                .scheduleWithFixedDelay(() -> trino.execute("SELECT 1"), 5, 5, TimeUnit.SECONDS);
        standardOutput.println("ready " + trino.getCoordinator().getBaseUrl());
        standardOutput.flush();
        System.in.transferTo(OutputStream.nullOutputStream());
        System.exit(0);
    }
}
