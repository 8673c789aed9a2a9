package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.TestDrivers;
import dev.sallyport.source.TestMySql;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The packaged product with a source of MariaDB and one of MySQL. */
@Tag("launcher")
@Tag("full")
class MySqlFamilyLauncherTest {
    private static final String META =
            "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                    + "\"io.modelcontextprotocol/clientCapabilities\":{}}";

    @TempDir Path folder;

    @ParameterizedTest
    @EnumSource(TestMySql.class)
    void answersFromAConfiguredSource(TestMySql server) throws Exception {
        String database =
                server.newDatabase(
                        "CREATE TABLE orders (id BIGINT UNSIGNED, due DATE) COMMENT = 'what is due'",
                        "INSERT INTO orders VALUES (18446744073709551615, '2024-02-00')");
        String user = "launched" + database;
        server.run(
                database,
                "CREATE USER '" + user.substring(0, 12) + "'@'%' IDENTIFIED BY 'r'",
                "GRANT SELECT ON " + database + ".* TO '" + user.substring(0, 12) + "'@'%'");
        Path config = folder.resolve("sallyport.yaml");
        Files.writeString(
                config,
                """
                sources:
                  shop:
                    url: %s
                    user: %s
                    password: ${env:SHOP_PASSWORD}
                    allowed-databases: [%s]
                    %s
                """
                        .formatted(
                                server.url(database),
                                user.substring(0, 12),
                                database,
                                server == TestMySql.MYSQL
                                        ? "driver-path: "
                                                + TestDrivers.jarOf("com.mysql.cj.jdbc.Driver")
                                        : "writes: false"));
        Launched run =
                Launched.run(
                        folder,
                        Map.of("SHOP_PASSWORD", "r"),
                        call(1, "query", "\"sql\":\"SELECT id, due FROM orders\"")
                                + call(2, "query", "\"sql\":\"SELECT user FROM mysql.user\"")
                                + call(3, "query", "\"sql\":\"DELETE FROM orders\"")
                                + call(4, "search_schema", "\"words\":\"due\""),
                        "stdio",
                        "--config",
                        config.toString());
        assertThat(run.out())
                .contains("\"rows\":[[\"18446744073709551615\",\"2024-02-00\"]]")
                .contains("what is due")
                .doesNotContain("admin");
        assertThat(run.out().lines().filter(line -> line.contains("SP-2"))).hasSize(2);
        assertThat(run.err()).doesNotContain("orders").doesNotContain("mariadb.jdbc");
        assertThat(server.seen(database, "SELECT COUNT(*) FROM orders")).isEqualTo("1");
    }

    private static String call(int id, String tool, String arguments) {
        return "{\"jsonrpc\":\"2.0\",\"id\":"
                + id
                + ",\"method\":\"tools/call\",\"params\":{\"name\":\""
                + tool
                + "\",\"arguments\":{\"source\":\"shop\","
                + arguments
                + "},"
                + META
                + "}}\n";
    }
}
