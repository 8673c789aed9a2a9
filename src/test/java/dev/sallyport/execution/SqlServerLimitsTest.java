package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.ResultRows;
import dev.sallyport.result.Truncation;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestSqlServer;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsCertificate;
import dev.sallyport.testing.tds.TdsColumn;
import dev.sallyport.testing.tds.TdsServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Large results, and who is let in, over the protocol of SQL Server. */
@Timeout(60)
class SqlServerLimitsTest {
    private static final int GIBIBYTE_IN_ROWS = (1 << 30) / 8_000;

    private final ScriptedBackend backend = new ScriptedBackend();
    @TempDir private Path folder;

    @Test
    void stopsAResultOfAGibibyteWhereItsLimitIs() throws Exception {
        AtomicLong made = new AtomicLong();
        backend.on(
                "SELECT filler FROM large",
                (parameters, answer) -> {
                    answer.columns(new TdsColumn("filler", "varchar(8000)"));
                    String filler = "x".repeat(8_000);
                    for (int i = 0; i < GIBIBYTE_IN_ROWS; i++) {
                        answer.row(filler);
                        made.incrementAndGet();
                    }
                    answer.rowsDone(GIBIBYTE_IN_ROWS);
                });
        try (TdsServer server = new TdsServer(backend)) {
            ExecutionOutcome outcome =
                    run(TestSqlServer.source(server, "shop"), "SELECT filler FROM large");
            assertThat(outcome).isInstanceOf(ExecutionOutcome.Rows.class);
            ResultRows rows = ((ExecutionOutcome.Rows) outcome).rows();
            assertThat(rows.truncation()).contains(Truncation.BYTES);
            assertThat(rows.rowCount()).isBetween(100, 131);
            assertThat(made.get()).isLessThan(GIBIBYTE_IN_ROWS / 10);
            assertThat(server.log()).contains("ATTENTION", "RESET");
        }
    }

    @Test
    void trustsNoCertificateThatNobodyVouchesFor() throws Exception {
        try (TdsServer server = new TdsServer(backend, TdsCertificate.selfSigned(folder))) {
            String url = "jdbc:sqlserver://127.0.0.1:" + server.port() + ";databaseName=shop";
            assertThat(run(TestSqlServer.source(url, ScriptedBackend.PASSWORD), "SELECT 1"))
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Failed.class,
                            failed ->
                                    assertThat(failed.reason())
                                            .isEqualTo(FailureReason.SOURCE_UNREACHABLE));
            assertThat(server.logins()).isEmpty();
        }
    }

    @Test
    void encryptsUnlessTheOwnerSaysOtherwise() throws Exception {
        backend.on(
                "SELECT 1",
                (parameters, answer) -> {
                    answer.columns(new TdsColumn("", "int"));
                    answer.row(1);
                    answer.rowsDone(1);
                });
        try (TdsServer server = new TdsServer(backend, TdsCertificate.selfSigned(folder))) {
            String url =
                    "jdbc:sqlserver://127.0.0.1:"
                            + server.port()
                            + ";databaseName=shop;trustServerCertificate=true";
            assertThat(run(TestSqlServer.source(url, ScriptedBackend.PASSWORD), "SELECT 1"))
                    .isInstanceOf(ExecutionOutcome.Rows.class);
            assertThat(server.logins()).allSatisfy(login -> assertThat(login.encrypted()).isTrue());
        }
    }

    private static ExecutionOutcome run(SourceConfig config, String sql) {
        try (Sources sources = new Sources(List.of(config));
                StatementExecutor executor = new StatementExecutor()) {
            return executor.execute(
                    sources.all().getFirst(),
                    new BoundStatement(sql, StatementClass.READ, List.of()),
                    new ExecutionLimits(100_000, new DataSize(1 << 20), Duration.ofSeconds(20)),
                    new CallContext(
                            Caller.LOCAL,
                            Deadline.after(Duration.ofSeconds(20)),
                            new Cancellation()));
        }
    }
}
