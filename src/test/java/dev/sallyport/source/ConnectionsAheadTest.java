package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections of PostgreSQL that are opened side by side. */
@Timeout(60)
class ConnectionsAheadTest {
    private static Connection connect() throws SQLException {
        return TestPostgres.connect("postgres");
    }

    @Test
    void asManyAreOpenedSideBySideAsAreWanted() throws Exception {
        // Each waits for the others: one after the other would never come to an end.
        CountDownLatch together = new CountDownLatch(4);
        ConnectionsAhead ahead =
                new ConnectionsAhead(() -> {
                    together.countDown();
                    try {
                        if (!together.await(30, TimeUnit.SECONDS)) {
                            throw new SQLException("alone");
                        }
                    } catch (InterruptedException e) {
                        throw new SQLException(e);
                    }
                    return connect();
                });
        List<Connection> connections = new ArrayList<>();
        for (int wanted = 4; wanted > 0; wanted--) {
            connections.add(ahead.next(wanted));
        }

        assertThat(connections).doesNotHaveDuplicates().hasSize(4);
        for (Connection connection : connections) {
            assertThat(connection.isValid(5)).isTrue();
            connection.close();
        }
    }

    @Test
    void whatNobodyComesForIsClosed() throws Exception {
        List<Connection> opened = new ArrayList<>();
        ConnectionsAhead ahead =
                new ConnectionsAhead(() -> {
                    Connection connection = connect();
                    synchronized (opened) {
                        opened.add(connection);
                    }
                    return connection;
                });
        try (Connection first = ahead.next(3)) {
            for (int i = 0; i < 200 && open(opened) > 1; i++) {
                Thread.sleep(50);
            }
            assertThat(first.isClosed()).isFalse();
        }

        assertThat(opened).hasSize(3);
        assertThat(open(opened)).isZero();
    }

    private static int open(List<Connection> connections) throws SQLException {
        synchronized (connections) {
            int open = connections.size() < 3 ? 3 : 0;
            for (Connection connection : connections) {
                open += connection.isClosed() ? 0 : 1;
            }
            return open;
        }
    }

    @Test
    void oneThatFailsIsTheAnswerToOneAlone() throws Exception {
        AtomicInteger tries = new AtomicInteger();
        ConnectionsAhead ahead =
                new ConnectionsAhead(() -> {
                    if (tries.incrementAndGet() <= 2) {
                        throw new SQLException("no", "08001");
                    }
                    return connect();
                });

        assertThatThrownBy(() -> ahead.next(2)).hasMessage("no");
        assertThatThrownBy(() -> ahead.next(1)).hasMessage("no");
        try (Connection connection = ahead.next(1)) {
            assertThat(connection.isValid(5)).isTrue();
        }
    }

    @Test
    void sourceOpensNoMoreThanItMayHave() throws Exception {
        SourceConfig config =
                new SourceConfig(
                        "shop",
                        TestPostgres.url(TestPostgres.newDatabase()) + "?ApplicationName=ahead",
                        Optional.of("postgres"),
                        Optional.empty(),
                        Dialects.POSTGRES,
                        false,
                        6,
                        Duration.ofSeconds(30));
        try (Sources sources = new Sources(List.of(config));
                ExecutorService callers = Executors.newFixedThreadPool(20)) {
            Source source = sources.all().getFirst();
            AtomicInteger most = new AtomicInteger();
            List<Future<Integer>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(callers.submit(() -> connections(source, most)));
            }
            for (Future<Integer> call : calls) {
                assertThat(call.get()).isBetween(1, 6);
            }
            assertThat(most.get()).isEqualTo(6);
        }
    }

    /** How many connections the server has of the source, while a call sleeps on one. */
    private static int connections(Source source, AtomicInteger most) throws Exception {
        if (!(source.borrow(Duration.ofSeconds(30), () -> false)
                instanceof Borrowed.Ready(SourceConnection connection))) {
            throw new AssertionError("not connected");
        }
        try (connection;
                Statement statement = connection.jdbc().createStatement();
                ResultSet row =
                        statement.executeQuery(
                                "SELECT count(*), pg_sleep(0.2) FROM pg_stat_activity WHERE"
                                        + " application_name = 'ahead'")) {
            row.next();
            int now = row.getInt(1);
            most.accumulateAndGet(now, Math::max);
            return now;
        }
    }
}
