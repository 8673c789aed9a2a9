package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.Eventually;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections of PostgreSQL and H2, and the callers that want them. */
@Timeout(120)
class OpenConnectionsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final Duration IDLE = Duration.ofMinutes(5);
    private static final AtomicInteger NUMBER = new AtomicInteger();

    private final String name = "pool" + NUMBER.incrementAndGet();
    private final AtomicInteger attempts = new AtomicInteger();
    private final ExecutorService callers = Executors.newCachedThreadPool();
    private final List<OpenConnections> pools = new ArrayList<>();

    @AfterEach
    void close() {
        pools.forEach(OpenConnections::close);
        callers.shutdownNow();
    }

    @Test
    void asManyAreOpenedSideBySideAsCallersWait() throws Exception {
        // Each waits for the others: one after the other would never come to an end.
        CountDownLatch together = new CountDownLatch(4);
        OpenConnections pool =
                pool(
                        5,
                        () -> {
                            if (attempts.incrementAndGet() > 1) {
                                together.countDown();
                                await(together);
                            }
                            return connect();
                        });
        Pooled first = taken(pool);
        List<Future<Taken>> calls = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            calls.add(callers.submit(() -> pool.take(LONG, () -> false)));
        }

        for (Future<Taken> call : calls) {
            assertThat(ready(call.get())).isNotSameAs(first);
        }
        assertThat(attempts).hasValue(5);
        assertThat(pool.take(Duration.ofMillis(1), () -> false)).isInstanceOf(Taken.Full.class);
    }

    @Test
    void unknownServerIsTriedOnceAtATimeAndItsFailureIsEverybodysAnswer() throws Exception {
        CountDownLatch all = new CountDownLatch(1);
        OpenConnections pool =
                pool(
                        8,
                        () -> {
                            attempts.incrementAndGet();
                            await(all);
                            throw new SQLException("nobody listens", "08001");
                        });
        List<Future<Taken>> calls = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            calls.add(waiting(pool, threads));
        }
        Eventually.is(1, attempts::get);
        all.countDown();

        for (Future<Taken> call : calls) {
            assertThat(call.get()).isInstanceOf(Taken.Failed.class);
        }
        assertThat(attempts).hasValue(1);
    }

    @Test
    void loginThatIsRefusedIsNotTriedAgainAtOnce() {
        OpenConnections pool =
                pool(
                        8,
                        () -> {
                            attempts.incrementAndGet();
                            return DriverManager.getConnection(
                                    TestPostgres.url("postgres"), "nobody", "");
                        });
        for (int i = 0; i < 20; i++) {
            assertThat(pool.take(LONG, () -> false)).isInstanceOf(Taken.Failed.class);
        }
        assertThat(attempts).hasValueBetween(1, 2);
    }

    @Test
    void fullServerIsWaitedFor() throws Exception {
        TestPostgres.run("postgres", "CREATE ROLE " + name + " LOGIN CONNECTION LIMIT 1");
        OpenConnections pool =
                pool(2, () -> DriverManager.getConnection(TestPostgres.url("postgres"), name, ""));
        Pooled only = taken(pool);
        assertThat(pool.take(Duration.ofMillis(600), () -> false))
                .isInstanceOfSatisfying(
                        Taken.Failed.class,
                        failed -> assertThat(failed.error().getSQLState()).isEqualTo("53300"));
        Future<Taken> waiting = waiting(pool, new ArrayList<>());
        pool.giveBack(only, true);
        assertThat(ready(waiting.get())).isSameAs(only);

        // The server has room again, and is asked for it.
        Future<Taken> next = waiting(pool, new ArrayList<>());
        pool.giveBack(only, false);
        assertThat(ready(next.get())).isNotSameAs(only);
    }

    @Test
    void sessionThatIsNotLikeNewIsNotLentAgain() {
        OpenConnections pool = pool(2, this::connect);
        Pooled good = taken(pool);
        Pooled soiled = taken(pool);
        pool.giveBack(good, true);
        soiled.awaits(() -> false);
        pool.giveBack(soiled, true);

        assertThat(taken(pool)).isSameAs(good);
        assertThat(taken(pool)).isNotSameAs(soiled);
    }

    @Test
    void sessionOfWhichNothingIsHeardIsNotLentAgain() {
        OpenConnections pool = pool(2, this::connect);
        Pooled older = taken(pool);
        Pooled gone = taken(pool);
        pool.giveBack(older, true);
        gone.awaits(() -> {
            throw new SQLException("no answer", "08006");
        });
        pool.giveBack(gone, true);

        // What ended it has ended the other, too.
        assertThat(taken(pool)).isNotSameAs(gone).isNotSameAs(older);
    }

    @Test
    void answerOfAServerThatIsFarIsNotWaitedForWhereAnotherConnectionCanBeHad() {
        OpenConnections pool = pool(2, this::connect);
        Pooled one = takenFromAfar(pool);

        CountDownLatch answer = new CountDownLatch(1);
        one.awaits(() -> {
            await(answer);
            return true;
        });
        pool.giveBack(one, true);
        assertThat(taken(pool)).isNotSameAs(one);
        answer.countDown();
        assertThat(taken(pool)).isSameAs(one);
    }

    @Test
    void sessionOfAServerThatIsFarIsNotLentAgainWhereItIsNotLikeNew() throws Exception {
        OpenConnections pool = pool(1, this::connect);
        Pooled slow = takenFromAfar(pool);

        slow.awaits(() -> false);
        pool.giveBack(slow, true);
        assertThat(taken(pool)).isNotSameAs(slow);
        Eventually.isTrue(() -> slow.connection().isClosed() && onServer() == 1);
    }

    @Test
    void whoWaitsLongestIsServedFirst() throws Exception {
        OpenConnections pool = pool(1, this::connect);
        Pooled only = taken(pool);
        List<Integer> served = Collections.synchronizedList(new ArrayList<>());
        List<Future<?>> calls = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            int number = i;
            Thread[] thread = new Thread[1];
            CountDownLatch started = new CountDownLatch(1);
            calls.add(
                    callers.submit(() -> {
                        thread[0] = Thread.currentThread();
                        started.countDown();
                        Pooled mine = taken(pool);
                        served.add(number);
                        pool.giveBack(mine, true);
                    }));
            await(started);
            Eventually.is(Thread.State.TIMED_WAITING, thread[0]::getState);
        }
        pool.giveBack(only, true);
        for (Future<?> call : calls) {
            call.get();
        }
        assertThat(served).containsExactly(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
    }

    @Test
    void whoRestedLastIsUsedFirst() {
        OpenConnections pool = pool(3, this::connect);
        Pooled one = taken(pool);
        Pooled two = taken(pool);
        pool.giveBack(one, true);
        pool.giveBack(two, true);
        assertThat(taken(pool)).isSameAs(two);
        assertThat(taken(pool)).isSameAs(one);
    }

    @Test
    void connectionThatWasKilledWhileItRestedIsReplacedAndSoAreThoseThatRestedLonger()
            throws Exception {
        OpenConnections pool = pool(3, this::connect);
        Pooled one = taken(pool);
        Pooled two = taken(pool);
        Pooled used = taken(pool);
        pool.giveBack(one, true);
        pool.giveBack(two, true);
        TestPostgres.run("postgres", "SELECT pg_terminate_backend(" + process(two) + ")");
        Thread.sleep(600);

        Pooled next = taken(pool);
        assertThat(next).isNotIn(one, two, used);
        assertThat(next.connection().isValid(5)).isTrue();
        Eventually.isTrue(() -> one.connection().isClosed() && two.connection().isClosed());
        assertThat(used.connection().isValid(5)).isTrue();
        Eventually.is(2, this::onServer);
    }

    @Test
    void connectionThatLivesAfterARestKeepsTheTimeLimitOfItsDriver() throws Exception {
        OpenConnections pool = pool(1, this::connect);
        Pooled one = taken(pool);
        one.connection().setNetworkTimeout(Runnable::run, 12_345);
        pool.giveBack(one, true);
        Thread.sleep(600);
        assertThat(taken(pool)).isSameAs(one);
        assertThat(one.connection().getNetworkTimeout()).isEqualTo(12_345);
    }

    @Test
    void connectionThatIsNoGoodIsClosedAndNotLentAgain() throws Exception {
        OpenConnections pool = pool(1, this::connect);
        Pooled one = taken(pool);
        pool.giveBack(one, false);
        // A second time does nothing.
        pool.giveBack(one, true);
        Pooled next = taken(pool);
        assertThat(next).isNotSameAs(one);
        assertThat(one.connection().isClosed()).isTrue();
        assertThat(onServer()).isEqualTo(1);
    }

    @Test
    void thoseThatRestTooLongAreClosedButForTheLeast() throws Exception {
        OpenConnections pool = pool(new OpenConnections.Limits(4, 2, Duration.ofMillis(200)));
        List<Pooled> all = List.of(taken(pool), taken(pool), taken(pool), taken(pool));
        all.forEach(each -> pool.giveBack(each, true));
        Eventually.is(2, this::onServer);
        Thread.sleep(600);
        assertThat(onServer()).isEqualTo(2);
        // Who was used first is who rested longest.
        assertThat(taken(pool)).isSameAs(all.get(3));
        assertThat(taken(pool)).isSameAs(all.get(2));
    }

    @Test
    void leastAreOpenedOnceTheServerTookOne() throws Exception {
        OpenConnections pool = pool(new OpenConnections.Limits(4, 3, IDLE));
        assertThat(onServer()).isZero();
        Pooled one = taken(pool);
        Eventually.is(3, this::onServer);
        pool.giveBack(one, true);
        assertThat(onServer()).isEqualTo(3);
    }

    @Test
    void callerThatGivesUpLeavesAtOnceAndItsConnectionServesTheNext() throws Exception {
        CountDownLatch slow = new CountDownLatch(1);
        OpenConnections pool =
                pool(
                        2,
                        () -> {
                            attempts.incrementAndGet();
                            await(slow);
                            return connect();
                        });
        AtomicBoolean gone = new AtomicBoolean();
        Future<Taken> first = callers.submit(() -> pool.take(LONG, gone::get));
        Eventually.is(1, attempts::get);
        gone.set(true);
        assertThat(first.get()).isInstanceOf(Taken.Abandoned.class);

        Future<Taken> interrupted = callers.submit(() -> pool.take(LONG, () -> false));
        interrupted.cancel(true);
        Future<Taken> next = callers.submit(() -> pool.take(LONG, () -> false));
        slow.countDown();
        assertThat(ready(next.get()).connection().isValid(5)).isTrue();
        assertThat(attempts).hasValue(1);
    }

    @Test
    void connectionThatComesAsItsCallerLeavesServesTheNext() {
        OpenConnections pool = pool(1, this::connect);
        Pooled only = taken(pool);
        AtomicInteger asked = new AtomicInteger();
        assertThat(
                        pool.take(
                                LONG,
                                () -> {
                                    if (asked.incrementAndGet() == 2) {
                                        pool.giveBack(only, true);
                                    }
                                    return asked.get() >= 2;
                                }))
                .isInstanceOf(Taken.Abandoned.class);
        assertThat(pool.isUsed()).isFalse();
        assertThat(taken(pool)).isSameAs(only);
    }

    @Test
    void silentServerIsToldFromABusyOne() {
        OpenConnections silent =
                pool(
                        1,
                        () -> {
                            await(new CountDownLatch(1));
                            throw new SQLException("never");
                        });
        assertThat(silent.take(Duration.ofMillis(200), () -> false)).isInstanceOf(Taken.Full.class);
        assertThat(silent.take(Duration.ofMillis(1_100), () -> false))
                .isInstanceOf(Taken.Silent.class);

        OpenConnections busy = pool(1, this::connect);
        taken(busy);
        assertThat(busy.take(Duration.ofMillis(1_100), () -> false)).isInstanceOf(Taken.Full.class);
    }

    @Test
    void probeThatGetsThroughServesWhoWaitsBehindAnAttemptThatHangs() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        OpenConnections pool =
                pool(
                        1,
                        () -> {
                            if (attempts.incrementAndGet() == 1) {
                                await(hangs);
                            }
                            return connect();
                        });
        Future<Taken> waiting = waiting(pool, new ArrayList<>());
        Eventually.is(1, attempts::get);
        assertThat(pool.probe()).isEmpty();
        Pooled first = ready(waiting.get());
        assertThat(first.connection().isValid(5)).isTrue();

        // What hung comes too late: its place is taken.
        hangs.countDown();
        Eventually.isTrue(() -> attempts.get() == 2 && onServer() == 1);
        pool.giveBack(first, true);
        assertThat(taken(pool)).isSameAs(first);
    }

    @Test
    void failureOfAnAttemptThatHungIsNobodysAnswerAfterAProbeGotThrough() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        CountDownLatch failed = new CountDownLatch(1);
        OpenConnections pool =
                pool(
                        1,
                        () -> {
                            if (attempts.incrementAndGet() == 1) {
                                await(hangs);
                                failed.countDown();
                                throw new SQLException("at last", "08001");
                            }
                            return connect();
                        });
        Future<Taken> first = waiting(pool, new ArrayList<>());
        Eventually.is(1, attempts::get);
        assertThat(pool.probe()).isEmpty();
        Pooled only = ready(first.get());
        Future<Taken> next = waiting(pool, new ArrayList<>());
        hangs.countDown();
        await(failed);
        Thread.sleep(200);
        pool.giveBack(only, true);
        assertThat(ready(next.get())).isSameAs(only);
    }

    @Test
    void connectionThatHangsWhileItIsClosedLosesItsPlaceToAProbe() throws Exception {
        CountDownLatch hangs = new CountDownLatch(1);
        OpenConnections pool =
                pool(
                        1,
                        () ->
                                attempts.incrementAndGet() == 1
                                        ? new HangingConnection(connect(), hangs)
                                        : connect());
        pool.giveBack(taken(pool), false);
        assertThat(pool.take(Duration.ofMillis(1_100), () -> false))
                .isInstanceOf(Taken.Silent.class);
        assertThat(pool.probe()).isEmpty();
        Pooled only = taken(pool);
        hangs.countDown();
        Eventually.is(1, this::onServer);
        assertThat(pool.take(Duration.ofMillis(50), () -> false)).isInstanceOf(Taken.Full.class);
        pool.giveBack(only, true);
        assertThat(taken(pool)).isSameAs(only);
    }

    @Test
    void timeInTheQueueIsThatForOneInUse() throws Exception {
        OpenConnections pool = pool(1, this::connect);
        assertThat(pool.take(LONG, () -> false))
                .isInstanceOfSatisfying(
                        Taken.Ready.class,
                        ready -> {
                            assertThat(ready.queuedNanos()).isZero();
                            pool.giveBack(ready.pooled(), true);
                        });
        Pooled only = taken(pool);
        Future<Taken> waiting = waiting(pool, new ArrayList<>());
        pool.giveBack(only, true);
        assertThat(((Taken.Ready) waiting.get()).queuedNanos()).isPositive();
    }

    @Test
    void crowdIsToldWhileAllAreOnLoan() {
        AtomicInteger told = new AtomicInteger();
        List<Pooled> kept = new ArrayList<>();
        OpenConnections[] pool = new OpenConnections[1];
        pool[0] =
                new OpenConnections(
                        new PostgresEngine(),
                        this::connect,
                        new OpenConnections.Limits(1, 0, IDLE),
                        () -> {
                            told.incrementAndGet();
                            pool[0].giveBack(kept.getFirst(), true);
                        });
        pools.add(pool[0]);
        kept.add(taken(pool[0]));
        assertThat(told).hasValue(0);
        assertThat(taken(pool[0])).isSameAs(kept.getFirst());
        assertThat(told).hasValue(1);
    }

    @Test
    void closingEndsThoseThatRestThoseOnLoanAndWhoeverWaits() throws Exception {
        OpenConnections pool = pool(2, this::connect);
        Pooled lent = taken(pool);
        Pooled rested = taken(pool);
        pool.giveBack(rested, true);
        Pooled again = taken(pool);
        Future<Taken> waiting = waiting(pool, new ArrayList<>());
        pool.giveBack(again, true);
        Pooled handed = ready(waiting.get());
        Future<Taken> late = waiting(pool, new ArrayList<>());
        pool.close();

        assertThat(late.get()).isInstanceOf(Taken.Full.class);
        assertThat(pool.take(LONG, () -> false)).isInstanceOf(Taken.Full.class);
        Eventually.is(0, this::onServer);
        pool.giveBack(lent, true);
        pool.giveBack(handed, true);
        assertThat(pool.isUsed()).isFalse();
        assertThat(pool.take(LONG, () -> false)).isInstanceOf(Taken.Full.class);
    }

    /** Ten at most, and a thousand threads that come, go and break things at random. */
    @Test
    void nothingIsLostAndTheLimitHoldsUnderAThousandThreads() throws Exception {
        AtomicInteger open = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        AtomicInteger used = new AtomicInteger();
        AtomicInteger mostUsed = new AtomicInteger();
        AtomicInteger loans = new AtomicInteger();
        String url = "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1";
        Engine engine = new H2Engine();
        OpenConnections pool =
                new OpenConnections(
                        engine,
                        () -> {
                            if (attempts.incrementAndGet() % 10 == 0) {
                                throw new SQLException("now and then", "08001");
                            }
                            most.accumulateAndGet(open.incrementAndGet(), Math::max);
                            return new Counted(DriverManager.getConnection(url, "sa", ""), open);
                        },
                        new OpenConnections.Limits(10, 3, Duration.ofMillis(20)),
                        () -> {});
        pools.add(pool);
        List<Callable<Boolean>> calls = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            Random random = new Random(i);
            calls.add(() -> {
                for (int call = 0; call < 20; call++) {
                    long until = System.nanoTime() + random.nextInt(20_000_000);
                    boolean leaves = random.nextInt(3) == 0;
                    if (random.nextInt(10) == 0) {
                        Thread.currentThread().interrupt();
                    }
                    Taken taken =
                            pool.take(
                                    Duration.ofMillis(random.nextInt(200)),
                                    () -> leaves && System.nanoTime() - until > 0);
                    if (taken instanceof Taken.Ready(Pooled pooled, long ignored)) {
                        mostUsed.accumulateAndGet(used.incrementAndGet(), Math::max);
                        loans.incrementAndGet();
                        try (Statement statement = pooled.connection().createStatement()) {
                            statement.execute("SELECT 1");
                        }
                        used.decrementAndGet();
                        pool.giveBack(pooled, random.nextInt(10) > 0);
                    }
                    Thread.interrupted();
                }
                return true;
            });
        }
        for (Future<Boolean> call : callers.invokeAll(calls)) {
            assertThat(call.get()).isTrue();
        }

        assertThat(loans.get()).isGreaterThan(1_000);
        assertThat(most.get()).isBetween(2, 10);
        assertThat(mostUsed.get()).isLessThanOrEqualTo(10);
        assertThat(pool.isUsed()).isFalse();
        // All can be had at once, so that no place is lost, and none beyond.
        List<Pooled> all = new ArrayList<>();
        while (all.size() < 10) {
            if (pool.take(LONG, () -> false) instanceof Taken.Ready(Pooled pooled, long ignored)) {
                all.add(pooled);
            }
        }
        assertThat(all).doesNotHaveDuplicates();
        assertThat(pool.take(Duration.ofMillis(50), () -> false)).isInstanceOf(Taken.Full.class);
        all.forEach(each -> pool.giveBack(each, true));
        pool.close();
        assertThat(open).hasValue(0);
    }

    @Test
    void sixteenStatementsOfASourceRunAtTheSameTime() throws Exception {
        // Each goes on until it sees sixteen at work, and a little longer, so that the others do.
        String database =
                TestPostgres.newDatabase(
                        "CREATE FUNCTION meet() RETURNS int LANGUAGE plpgsql AS $$ DECLARE n int;"
                                + " BEGIN FOR i IN 1..3000 LOOP PERFORM pg_stat_clear_snapshot();"
                                + " SELECT count(*) INTO n FROM pg_stat_activity WHERE state ="
                                + " 'active' AND application_name = '"
                                + name
                                + "' AND query = 'SELECT meet()'; IF n >= 16 THEN PERFORM pg_sleep(1); RETURN n; END IF;"
                                + " PERFORM pg_sleep(0.01); END LOOP; RETURN n; END $$");
        SourceConfig config =
                new SourceConfig(
                        "shop",
                        TestPostgres.url(database) + "?ApplicationName=" + name,
                        Optional.of("postgres"),
                        Optional.empty(),
                        Dialects.POSTGRES,
                        false,
                        16,
                        Duration.ofSeconds(60));
        try (Sources sources = new Sources(List.of(config))) {
            Source source = sources.all().getFirst();
            List<Callable<Integer>> calls = Collections.nCopies(16, () -> met(source));
            List<Integer> seen = new ArrayList<>();
            for (Future<Integer> call : callers.invokeAll(calls)) {
                seen.add(call.get());
            }
            assertThat(seen).contains(16);
        }
    }

    private static int met(Source source) throws SQLException {
        if (!(source.borrow(LONG, () -> false) instanceof Borrowed.Ready(SourceConnection one))) {
            throw new AssertionError("not connected");
        }
        try (one;
                Statement statement = one.jdbc().createStatement();
                ResultSet row = statement.executeQuery("SELECT meet()")) {
            row.next();
            return row.getInt(1);
        }
    }

    /** Closing it takes until it is let go. */
    private static final class HangingConnection extends ForwardingConnection {
        private final Connection handle;
        private final CountDownLatch hangs;

        HangingConnection(Connection handle, CountDownLatch hangs) {
            this.handle = handle;
            this.hangs = hangs;
        }

        @Override
        Connection handle() {
            return handle;
        }

        @Override
        public void close() throws SQLException {
            await(hangs);
            handle.close();
        }

        @Override
        public void abort(Executor executor) throws SQLException {
            handle.abort(executor);
        }
    }

    /** Counts itself out when it is closed. */
    private static final class Counted extends ForwardingConnection {
        private final Connection handle;
        private final AtomicInteger open;
        private final AtomicBoolean closed = new AtomicBoolean();

        Counted(Connection handle, AtomicInteger open) {
            this.handle = handle;
            this.open = open;
        }

        @Override
        Connection handle() {
            return handle;
        }

        @Override
        public void close() throws SQLException {
            handle.close();
            if (closed.compareAndSet(false, true)) {
                open.decrementAndGet();
            }
        }

        @Override
        public void abort(Executor executor) throws SQLException {
            close();
        }
    }

    private OpenConnections pool(int most, Engine.SecondConnection opener) {
        return pool(new OpenConnections.Limits(most, 0, IDLE), opener);
    }

    private OpenConnections pool(OpenConnections.Limits limits) {
        return pool(limits, this::connect);
    }

    private OpenConnections pool(OpenConnections.Limits limits, Engine.SecondConnection opener) {
        OpenConnections pool = new OpenConnections(new PostgresEngine(), opener, limits, () -> {});
        pools.add(pool);
        return pool;
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                TestPostgres.url("postgres") + "?ApplicationName=" + name, "postgres", "");
    }

    private static Pooled taken(OpenConnections pool) {
        return ready(pool.take(LONG, () -> false));
    }

    /** A connection whose last answer to a reset was long on the way. */
    private static Pooled takenFromAfar(OpenConnections pool) {
        Pooled pooled = taken(pool);
        pooled.awaits(() -> {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
            return true;
        });
        pool.giveBack(pooled, true);
        assertThat(taken(pool)).isSameAs(pooled);
        return pooled;
    }

    private static Pooled ready(Taken taken) {
        assertThat(taken).isInstanceOf(Taken.Ready.class);
        return ((Taken.Ready) taken).pooled();
    }

    /** A call that waits by now. */
    private Future<Taken> waiting(OpenConnections pool, List<Thread> threads) throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        Future<Taken> call =
                callers.submit(() -> {
                    synchronized (threads) {
                        threads.add(Thread.currentThread());
                    }
                    started.countDown();
                    return pool.take(LONG, () -> false);
                });
        await(started);
        synchronized (threads) {
            Eventually.is(Thread.State.TIMED_WAITING, threads.getLast()::getState);
        }
        return call;
    }

    private static void await(CountDownLatch latch) throws SQLException {
        try {
            if (!latch.await(60, TimeUnit.SECONDS)) {
                throw new SQLException("nobody came");
            }
        } catch (InterruptedException e) {
            throw new SQLException(e);
        }
    }

    private static int process(Pooled pooled) throws SQLException {
        try (Statement statement = pooled.connection().createStatement();
                ResultSet row = statement.executeQuery("SELECT pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }

    private int onServer() throws SQLException {
        return TestPostgres.sessions("application_name = '" + name + "'");
    }
}
