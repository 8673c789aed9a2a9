package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Caller;
import dev.sallyport.config.Environment;
import dev.sallyport.json.Json;
import dev.sallyport.json.JsonArray;
import dev.sallyport.json.JsonNumber;
import dev.sallyport.json.JsonObject;
import dev.sallyport.json.JsonString;
import dev.sallyport.json.JsonValue;
import dev.sallyport.mcp.Peer;
import dev.sallyport.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Results that stay open for the next page, through the dispatcher, over a real engine. */
@Timeout(90)
abstract class HeldCursorsContract {
    static final String SQL = "SELECT id FROM numbers ORDER BY id";
    static final String SLOWLY_OVER =
            " WHERE n.id < 5000 OR (SELECT COUNT(*) FROM numbers a, numbers b, numbers c, numbers d"
                    + " WHERE MOD(a.id + b.id + c.id + d.id + n.id, 1000003) = 1000002) = 0";

    static final String HELD = "held";
    static final String AGAIN = "re-executed";
    static final Caller ANN = new Caller("ann");
    private static final Caller BOB = new Caller("bob");

    private static final AtomicInteger REQUESTS = new AtomicInteger();

    @TempDir Path folder;

    private final List<ServedYaml> opened = new ArrayList<>();

    /** A database of its own, with a connection past the product. */
    protected abstract Connection past() throws SQLException;

    /** Runs a statement past the product, or past those who read. */
    protected void run(String sql) throws SQLException {
        try (Statement statement = past().createStatement()) {
            statement.execute(sql);
        }
    }

    /** The product, once a test has opened it. */
    final Optional<ServedYaml> served() {
        return opened.isEmpty() ? Optional.empty() : Optional.of(opened.getLast());
    }

    /** URL and user for the configuration. */
    protected abstract String login();

    /** A query that takes a second or more. */
    protected abstract String slow();

    /** A query of 499 rows that are soon there, and of one more that takes many minutes. */
    protected String slowlyOver() {
        return "SELECT n.id FROM numbers n" + SLOWLY_OVER;
    }

    /** More rows of it than come soon. */
    protected int tooMany() {
        return 1_000;
    }

    /**
     * Transactions that stand in the database beside that of {@link #past}; empty where the engine
     * does not tell.
     */
    protected abstract OptionalInt transactions() throws SQLException;

    /** What a page says, and the rows that it has. */
    record Page(String paging, List<Integer> ids, Optional<String> next) {}

    @BeforeEach
    void fill() throws SQLException {
        run("CREATE TABLE numbers (id INTEGER PRIMARY KEY, filler VARCHAR(100))");
        run(
                "INSERT INTO numbers VALUES "
                        + String.join(
                                ", ",
                                IntStream.rangeClosed(1, 500)
                                        .mapToObj(n -> "(" + 10 * n + ", 'number " + n + "')")
                                        .toList()));
    }

    @AfterEach
    void close() {
        opened.forEach(ServedYaml::close);
    }

    private ServedYaml open(String pool, int calls) {
        return open(pool, calls, "10KiB");
    }

    final ServedYaml open(String pool, int calls, String bytes) {
        String yaml =
                """
                sources:
                  shop:
                    %s
                    limits: {concurrent-calls: %d, queue-wait: 5s, max-bytes: %s}
                    pool: {%s}
                """
                        .formatted(login(), calls, bytes, pool);
        ServedYaml served =
                ServedYaml.open(
                        yaml,
                        Environment.of(
                                Map.of("SALLYPORT_STATE", folder.resolve("state").toString())));
        opened.add(served);
        return served;
    }

    static Page page(Peer peer, String sql, int rows, Optional<String> cursor) {
        JsonObject content = ask(peer, sql, rows, cursor);
        List<Integer> ids = new ArrayList<>();
        if (!(content.member("rows").orElse(new JsonArray(List.of()))
                instanceof JsonArray(List<JsonValue> all))) {
            throw new AssertionError(content);
        }
        for (JsonValue row : all) {
            JsonNumber id = (JsonNumber) ((JsonArray) row).elements().getFirst();
            ids.add(Math.toIntExact(id.asLong().orElseThrow()));
        }
        return new Page(content.string("paging").orElse(""), ids, content.string("next_cursor"));
    }

    private static JsonObject ask(Peer peer, String sql, int rows, Optional<String> cursor) {
        return ask(peer, sql, rows, cursor, "");
    }

    private static JsonObject ask(
            Peer peer, String sql, int rows, Optional<String> cursor, String more) {
        JsonObject answer = peer.ask(request(REQUESTS.incrementAndGet(), sql, rows, cursor, more));
        return (JsonObject)
                Json.parse(
                        Json.utf8(
                                answer.object("result")
                                        .orElseThrow(() -> new AssertionError(answer))
                                        .member("structuredContent")
                                        .orElseThrow()));
    }

    private static String request(
            int id, String sql, int rows, Optional<String> cursor, String more) {
        String arguments =
                "{\"sql\":%s,\"max_rows\":%d%s%s}"
                        .formatted(
                                Json.text(new JsonString(sql)),
                                rows,
                                cursor.map(text -> ",\"cursor\":\"" + text + '"').orElse(""),
                                more);
        return Peer.modern(
                id, "tools/call", "{\"name\":\"query\",\"arguments\":" + arguments + "}");
    }

    static List<Integer> tens(int first, int last) {
        return IntStream.rangeClosed(first, last).map(n -> 10 * n).boxed().toList();
    }

    final void assertTransactions(int count) throws Exception {
        // Long before a lease is over.
        Eventually.is(count, () -> transactions().orElse(count), Duration.ofSeconds(10));
    }

    @Test
    void nothingIsHeldUnlessItsOwnerWantsThat() throws Exception {
        Peer peer = open("min-idle: 0", 4).newPeer(ANN);
        Page first = page(peer, SQL, 3, Optional.empty());
        assertThat(first).isEqualTo(new Page(AGAIN, tens(1, 3), first.next()));
        assertTransactions(0);
        assertThat(page(peer, SQL, 3, first.next()).paging()).isEqualTo(AGAIN);
    }

    @Test
    void pageIsReadOnFromWhatStandsSinceTheFirst() throws Exception {
        Peer peer = open("held-cursors: 2", 4).newPeer(ANN);
        Page first = page(peer, SQL, 3, Optional.empty());
        assertThat(first.paging()).isEqualTo(HELD);
        assertThat(first.ids()).isEqualTo(tens(1, 3));
        assertTransactions(1);
        run("INSERT INTO numbers VALUES (5, 'before'), (35, 'next'), (9999, 'behind')");
        run("DELETE FROM numbers WHERE id IN (40, 50)");
        Page second = page(peer, SQL, 4, first.next());
        assertThat(second.paging()).isEqualTo(HELD);
        assertThat(second.ids()).isEqualTo(tens(4, 7));
        Page rest = page(peer, SQL, 1_000, second.next());
        assertThat(rest).isEqualTo(new Page(HELD, tens(8, 500), Optional.empty()));
        assertTransactions(0);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 100, 499, 500})
    void pagesGiveEachRowOnce(int rows) throws Exception {
        Peer peer = open("held-cursors: 1", 2).newPeer(ANN);
        int last = rows == 1 ? 20 : 500;
        String sql = "SELECT id, filler FROM numbers WHERE id <= " + 10 * last + " ORDER BY id";
        List<Integer> ids = new ArrayList<>();
        Page page = page(peer, sql, rows, Optional.empty());
        ids.addAll(page.ids());
        while (page.next().isPresent()) {
            page = page(peer, sql, rows, page.next());
            assertThat(page.paging()).isEqualTo(HELD);
            ids.addAll(page.ids());
        }
        assertThat(ids).isEqualTo(tens(1, last));
        assertTransactions(0);
    }

    @Test
    void resultEndsWithItsLease() throws Exception {
        Peer peer = open("held-cursors: 2, held-for: 1s", 4).newPeer(ANN);
        Page first = page(peer, SQL, 3, Optional.empty());
        assertThat(first.paging()).isEqualTo(HELD);
        // More than its second, where the engine does not tell when it is over.
        Thread.sleep(3_000);
        assertTransactions(0);
        Page second = page(peer, SQL, 3, first.next());
        assertThat(second).isEqualTo(new Page(AGAIN, tens(4, 6), second.next()));
    }

    @Test
    void resultGivesWayToCallsThatNeedItsConnection() throws Exception {
        ServedYaml served = open("held-cursors: 1, held-for: 1m", 2);
        Peer peer = served.newPeer(ANN);
        Page first = page(peer, SQL, 3, Optional.empty());
        assertThat(first.paging()).isEqualTo(HELD);
        try (ExecutorService threads = Executors.newCachedThreadPool()) {
            List<Future<JsonObject>> calls =
                    Stream.of(BOB, new Caller("eve"))
                            .map(caller ->
                                    threads.submit(() ->
                                            ask(
                                                    served.newPeer(caller),
                                                    slow(),
                                                    1,
                                                    Optional.empty())))
                            .toList();
            for (Future<JsonObject> call : calls) {
                assertThat(call.get(30, TimeUnit.SECONDS).string("code")).isEmpty();
            }
        }
        Page second = page(peer, SQL, 3, first.next());
        assertThat(second.paging()).isEqualTo(AGAIN);
        assertThat(second.ids()).isEqualTo(tens(4, 6));
    }

    @Test
    void callerHasAtMostHalfOfThem() throws Exception {
        ServedYaml served = open("held-cursors: 2, held-for: 1m", 4);
        Peer ann = served.newPeer(ANN);
        Page older = page(ann, SQL, 3, Optional.empty());
        Page newer = page(ann, SQL + " DESC", 3, Optional.empty());
        Page other = page(served.newPeer(BOB), SQL, 3, Optional.empty());
        Page third = page(served.newPeer(new Caller("eve")), SQL, 3, Optional.empty());
        assertThat(List.of(older.paging(), newer.paging(), other.paging(), third.paging()))
                .containsExactly(HELD, HELD, HELD, AGAIN);
        assertTransactions(2);
        assertThat(page(ann, SQL + " DESC", 3, newer.next()))
                .satisfies(page -> {
                    assertThat(page.paging()).isEqualTo(HELD);
                    assertThat(page.ids()).containsExactly(4970, 4960, 4950);
                });
        Page again = page(ann, SQL, 3, older.next());
        assertThat(again.paging()).isEqualTo(AGAIN);
        assertThat(again.ids()).isEqualTo(tens(4, 6));
        assertThat(page(served.newPeer(BOB), SQL, 3, other.next()).ids()).isEqualTo(tens(4, 6));
    }

    @Test
    void cursorOfAnotherCallerIsRefusedAndTakesNothing() throws Exception {
        ServedYaml served = open("held-cursors: 2", 4);
        Page first = page(served.newPeer(ANN), SQL, 3, Optional.empty());
        assertThat(ask(served.newPeer(BOB), SQL, 3, first.next()).string("code"))
                .contains("SP-107");
        assertThat(ask(served.newPeer(ANN), SQL + " DESC", 3, first.next()).string("code"))
                .contains("SP-107");
        Page second = page(served.newPeer(ANN), SQL, 3, first.next());
        assertThat(second).isEqualTo(new Page(HELD, tens(4, 6), second.next()));
    }

    @Test
    void oldCursorGivesItsOwnRowsAgain() throws Exception {
        Peer peer = open("held-cursors: 3", 4).newPeer(ANN);
        Page first = page(peer, SQL, 3, Optional.empty());
        Page second = page(peer, SQL, 3, first.next());
        Page replayed = page(peer, SQL, 3, first.next());
        assertThat(replayed.paging()).isEqualTo(AGAIN);
        assertThat(replayed.ids()).isEqualTo(second.ids()).isEqualTo(tens(4, 6));
        Page third = page(peer, SQL, 3, second.next());
        assertThat(third).isEqualTo(new Page(HELD, tens(7, 9), third.next()));
        Page alsoThird = page(peer, SQL, 3, replayed.next());
        assertThat(alsoThird.ids()).isEqualTo(tens(7, 9));
    }

    @Test
    void twoContinuationsAtOnceHaveTheSameRows() throws Exception {
        ServedYaml served = open("held-cursors: 2", 4);
        for (int i = 0; i < 10; i++) {
            Optional<String> next = page(served.newPeer(ANN), SQL, 3, Optional.empty()).next();
            try (ExecutorService threads = Executors.newCachedThreadPool()) {
                List<Future<Page>> pages =
                        IntStream.range(0, 3)
                                .mapToObj(n ->
                                        threads.submit(
                                                () -> page(served.newPeer(ANN), SQL, 3, next)))
                                .toList();
                List<String> paging = new ArrayList<>();
                for (Future<Page> page : pages) {
                    assertThat(page.get(20, TimeUnit.SECONDS).ids()).isEqualTo(tens(4, 6));
                    paging.add(page.get().paging());
                }
                assertThat(paging).containsOnlyOnce(HELD);
            }
        }
    }

    @Test
    void continuationHasALimitOfTimeOfItsOwn() throws Exception {
        Peer peer = open("held-cursors: 1", 2, "8MiB, max-rows: 100000").newPeer(ANN);
        Page first = page(peer, slowlyOver(), 3, Optional.empty());
        assertThat(first.paging()).isEqualTo(HELD);
        JsonObject late =
                ask(peer, slowlyOver(), tooMany(), first.next(), ",\"timeout_seconds\":1");
        assertThat(late.string("code")).contains("SP-403");
        assertTransactions(0);
        assertThatAllConnectionsServe(peer);
    }

    @Test
    void continuationCanBeCancelled() throws Exception {
        Peer peer = open("held-cursors: 1", 2, "8MiB, max-rows: 100000").newPeer(ANN);
        Page first = page(peer, slowlyOver(), 3, Optional.empty());
        assertThat(first.paging()).isEqualTo(HELD);
        int id = REQUESTS.incrementAndGet();
        peer.send(request(id, slowlyOver(), tooMany(), first.next(), ""));
        // It has read the rows that are soon there by then, and waits.
        Thread.sleep(1_000);
        peer.send(Peer.notification("notifications/cancelled", "{\"requestId\":" + id + "}"));
        Eventually.isTrue(() -> audit().contains("SP-404"));
        assertTransactions(0);
        assertThatAllConnectionsServe(served().orElseThrow().newPeer(ANN));
    }

    private String audit() throws IOException {
        return Files.readString(folder.resolve("state").resolve("audit.jsonl"));
    }

    private void assertThatAllConnectionsServe(Peer peer) {
        for (int i = 0; i < 3; i++) {
            assertThat(page(peer, SQL, 3, Optional.empty()).ids()).isEqualTo(tens(1, 3));
        }
    }

    @Test
    void resultsEndWithTheServer() throws Exception {
        ServedYaml served = open("held-cursors: 2, held-for: 1m", 4);
        assertThat(page(served.newPeer(ANN), SQL, 3, Optional.empty()).paging()).isEqualTo(HELD);
        assertTransactions(1);
        served.close();
        opened.remove(served);
        assertTransactions(0);
    }
}
