package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.ConnectionSettings;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Eventually;
import dev.sallyport.testing.FaultProxy;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What ends a result of PostgreSQL that is open for the next page. */
@Timeout(60)
class HeldResultTest {
    private static final String FAST = "SELECT n FROM generate_series(1, 20000) AS n";

    private final StatementExecutor executor = new StatementExecutor();
    private String database = "";

    @SuppressWarnings("NullAway.Init")
    private FaultProxy proxy;

    @SuppressWarnings("NullAway.Init")
    private Sources sources;

    @BeforeEach
    void open() throws SQLException, IOException {
        database = TestPostgres.newDatabase();
        String url = TestPostgres.url(database);
        int port = URI.create(url.substring("jdbc:".length())).getPort();
        proxy = new FaultProxy(port);
        SourceConfig config =
                new SourceConfig(
                        "shop",
                        url.replace(":" + port, ":" + proxy.port()),
                        Optional.of("postgres"),
                        Optional.empty(),
                        Dialects.POSTGRES,
                        false);
        sources = new Sources(List.of(config.withConnections(holding(6))));
    }

    private static ConnectionSettings holding(int cursors) {
        ConnectionSettings standard = ConnectionSettings.STANDARD;
        return new ConnectionSettings(
                0,
                standard.idleTimeout(),
                0,
                standard.delay(),
                standard.maxDelay(),
                cursors,
                Duration.ofMinutes(1));
    }

    @AfterEach
    void close() throws IOException {
        executor.close();
        sources.close();
        proxy.close();
    }

    private PagedRead page(String sql, int skipped, int rows, long lease) {
        Duration timeout = Duration.ofSeconds(30);
        Source source = sources.all().getFirst();
        return executor.page(
                source,
                new BoundStatement(sql, StatementClass.READ, List.of()).after(skipped),
                new ExecutionLimits(rows, new DataSize(1 << 20), timeout),
                lease,
                new CallContext(Caller.LOCAL, Deadline.after(timeout), new Cancellation()));
    }

    private static String rows(PagedRead page) {
        assertThat(page.outcome()).isInstanceOf(ExecutionOutcome.Rows.class);
        return ((ExecutionOutcome.Rows) page.outcome()).rows().rows().toString();
    }

    private void assertSessions(String state, int count) throws Exception {
        Eventually.is(
                count,
                () -> TestPostgres.sessions(database, "state = '" + state + "'"),
                Duration.ofSeconds(10));
    }

    @Test
    void leaseOfAnotherPlaceReadsNothingOfIt() throws Exception {
        PagedRead first = page(FAST, 0, 3, 0);
        assertThat(first.lease()).isNotEqualTo(PagedRead.NO_LEASE);
        PagedRead elsewhere = page(FAST, 5, 2, first.lease());
        assertThat(elsewhere.held()).isFalse();
        assertThat(rows(elsewhere)).isEqualTo("[[6],[7]]");
        PagedRead other = page(FAST + " ORDER BY 1", 3, 2, first.lease());
        assertThat(other.held()).isFalse();
        PagedRead next = page(FAST, 3, 2, first.lease());
        assertThat(next.held()).isTrue();
        assertThat(rows(next)).isEqualTo("[[4],[5]]");
    }

    @Test
    void resultThatIsLostIsReadAgain() throws Exception {
        PagedRead first = page(FAST, 0, 100, 0);
        assertThat(first.lease()).isNotEqualTo(PagedRead.NO_LEASE);
        proxy.cutAll();
        PagedRead next = page(FAST, 100, 10_000, first.lease());
        assertThat(next.held()).isFalse();
        assertThat(rows(next)).startsWith("[[101],[102],").endsWith(",[10100]]");
    }

    @Test
    void resultEndsWhereTheServerIsGone() throws Exception {
        PagedRead first = page(FAST, 0, 3, 0);
        assertThat(first.lease()).isNotEqualTo(PagedRead.NO_LEASE);
        proxy.down();
        // Another call finds out, which needs a connection that there is not.
        assertThat(page(FAST, 0, 3, 0).outcome()).isInstanceOf(ExecutionOutcome.Failed.class);
        proxy.up();
        PagedRead next = page(FAST, 3, 3, first.lease());
        for (int i = 0; i < 50 && next.outcome() instanceof ExecutionOutcome.Failed; i++) {
            Thread.sleep(100);
            next = page(FAST, 3, 3, first.lease());
        }
        assertThat(next.held()).isFalse();
        assertThat(rows(next)).isEqualTo("[[4],[5],[6]]");
    }

    @Test
    void completeResultIsNotHeld() throws Exception {
        PagedRead all = page(FAST, 0, 20_000, 0);
        assertThat(all.lease()).isEqualTo(PagedRead.NO_LEASE);
        assertSessions("idle in transaction", 0);
    }
}
