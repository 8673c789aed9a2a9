package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestMySql;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** How often a call waits for MariaDB, counted on the wire. */
@Tag("full")
class MariaDbRoundTripsTest {
    @Test
    void aCallIsTwoRoundTripsAndOneMoreWithValues() throws Exception {
        String database =
                TestMySql.MARIADB.newDatabase(
                        "CREATE TABLE t (id BIGINT PRIMARY KEY, name VARCHAR(9), day DATE)",
                        "INSERT INTO t VALUES (1, 'x', NULL), (2, 'y', NULL)");
        String url = TestMySql.MARIADB.url(database);
        try (var proxy = new RoundTripsTest.CountingProxy(url);
                StatementExecutor executor = new StatementExecutor()) {
            SourceConfig config =
                    TestMySql.MARIADB.source(
                            "proxied",
                            "jdbc:mariadb://127.0.0.1:" + proxy.port() + "/" + database,
                            1);
            try (Sources sources = new Sources(List.of(config))) {
                // The first opens the connection.
                run(executor, sources, "SELECT 1");
                proxy.holdMillis = 30;
                for (String sql : List.of("SELECT 1 AS one", "SELECT id, name, day FROM t")) {
                    for (int i = 0; i < 3; i++) {
                        proxy.roundTrips.set(0);
                        run(executor, sources, sql);
                        assertThat(proxy.roundTrips).hasValue(2);
                    }
                }
                proxy.roundTrips.set(0);
                run(
                        executor,
                        sources,
                        "SELECT name FROM t WHERE id = ?",
                        new SqlParameter.Numeric(BigDecimal.ONE));
                assertThat(proxy.roundTrips).hasValue(3);
            }
        }
    }

    private static void run(
            StatementExecutor executor, Sources sources, String sql, SqlParameter... parameters) {
        assertThat(
                        executor.execute(
                                sources.all().getFirst(),
                                new BoundStatement(sql, StatementClass.READ, List.of(parameters)),
                                new ExecutionLimits(
                                        10, new DataSize(10_000), Duration.ofSeconds(20)),
                                new CallContext(
                                        Caller.LOCAL,
                                        Deadline.after(Duration.ofSeconds(20)),
                                        new Cancellation())))
                .isInstanceOf(ExecutionOutcome.Rows.class);
    }
}
