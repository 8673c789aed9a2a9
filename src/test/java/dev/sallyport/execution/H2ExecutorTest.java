package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.Cancellation;
import dev.sallyport.config.DataSize;
import dev.sallyport.source.Borrowed;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestH2;
import dev.sallyport.sql.StatementClass;
import dev.sallyport.testing.Eventually;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H2ExecutorTest extends H2BackedExecutorContract {
    @TempDir private Path folder;

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        TestH2.run(folder, "shop", statements.toArray(String[]::new));
        return TestH2.source(TestH2.url(folder, "shop"), 4);
    }

    @Override
    protected Connection past() throws SQLException {
        return TestH2.connectToRead(folder, "shop");
    }

    /** As administrator, past the guard. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "INSERT INTO orders VALUES (-1, 1, 'x')",
                "UPDATE orders SET total = 0",
                "DELETE FROM orders",
                "MERGE INTO orders KEY (id) VALUES (1, 1, 'x')",
                "TRUNCATE TABLE orders",
                "DROP TABLE orders",
                "DROP ALL OBJECTS",
                "CREATE TABLE x (a INTEGER)",
                "CREATE USER x PASSWORD 'y'",
                "CREATE SCHEMA z",
                "GRANT ALL ON orders TO PUBLIC",
                "CREATE ALIAS f AS 'int f() { return 1; }'",
                "CREATE TRIGGER t BEFORE SELECT ON orders AS '//javascript\njava.lang.Runtime'",
                "SCRIPT TO '%s/dump.sql'",
                "BACKUP TO '%s/b.zip'",
                "CALL CSVWRITE('%s/out.csv', 'SELECT 1')",
                "CALL FILE_WRITE('x', '%s/out.txt')",
                "CALL FILE_READ('/etc/passwd')",
                "RUNSCRIPT FROM '%s/none.sql'",
                "EXECUTE IMMEDIATE 'DELETE FROM orders'",
                "EXPLAIN ANALYZE DELETE FROM orders",
                "WITH x AS (DELETE FROM orders) SELECT 1",
                "SELECT COUNT(*) FROM FINAL TABLE (DELETE FROM orders)",
                "SELECT * FROM orders FOR UPDATE",
                "SELECT NEXT VALUE FOR order_seq",
                "SELECT SET(@a, 1)",
                "SET @a = 1",
                "SET DB_CLOSE_DELAY 0",
                "SET MODE MySQL",
                "SHUTDOWN",
                "CHECKPOINT",
                "COMMIT"
            })
    void leavesTheFileAsItWas(String sql) throws Exception {
        String before = state();
        byte[] bytes = Files.readAllBytes(folder.resolve("shop.mv.db"));
        run(sql.formatted(folder), limits(10, 1_000, Duration.ofSeconds(20)));
        assertThat(rows("SELECT COUNT(*) FROM orders").rows()).hasToString("[[1000]]");
        close();
        assertThat(Files.readAllBytes(folder.resolve("shop.mv.db"))).isEqualTo(bytes);
        assertThat(state()).isEqualTo(before);
        try (var files = Files.list(folder)) {
            assertThat(files)
                    .extracting(path -> path.getFileName().toString())
                    .containsExactly("shop.mv.db");
        }
    }

    /** What H2 lets its administrator do inside a SELECT: here only the guard stands. */
    @Test
    void doesNotStopTheFunctionsOfAnAdministrator() {
        run(
                "SELECT CSVWRITE('" + folder.resolve("out.csv") + "', 'SELECT 1')",
                limits(10, 1_000, Duration.ofSeconds(20)));
        assertThat(folder.resolve("out.csv")).exists();
    }

    @Test
    void givesTheNextCallerNoVariableOfTheLast() {
        assertThat(rows("SELECT SET(@seen, 42)").rows()).hasToString("[[42]]");
        for (int i = 0; i < 8; i++) {
            assertThat(rows("SELECT @seen").rows()).hasToString("[[null]]");
        }
    }

    @Test
    void makesNoDatabaseOfAMistypedName() {
        SourceConfig config = TestH2.source("typo", folder, "shopp");
        try (var sources = new Sources(List.of(config))) {
            assertThat(
                            executor.execute(
                                    sources.all().getFirst(),
                                    new BoundStatement("SELECT 1", StatementClass.READ, List.of()),
                                    LIMITS,
                                    context(new Cancellation())))
                    .isInstanceOfSatisfying(
                            ExecutionOutcome.Failed.class,
                            failed ->
                                    assertThat(failed.reason())
                                            .isEqualTo(FailureReason.SOURCE_UNREACHABLE));
        }
        assertThat(folder.resolve("shopp.mv.db")).doesNotExist();
    }

    @Test
    void callWaitsNoLongerThanTheLimitOfTheQueue() {
        List<Borrowed.Ready> held = holdAll();
        long start = System.nanoTime();
        assertThat(
                        run(
                                "SELECT 1",
                                new ExecutionLimits(
                                        10,
                                        new DataSize(1_000),
                                        Duration.ofSeconds(30),
                                        new DataSize(1_000),
                                        Duration.ofMillis(200))))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Failed.class,
                        failed -> assertThat(failed.reason()).isEqualTo(FailureReason.SOURCE_BUSY));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(15));
        held.forEach(each -> each.connection().close());
    }

    @Test
    void queueThatIsFullRefusesAtOnceAndSaysWhenToTryAgain() throws Exception {
        List<Borrowed.Ready> held = holdAll();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<ExecutionOutcome>> waiting = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                waiting.add(callers.submit(() -> run("SELECT 1 AS one", LIMITS)));
            }
            // All that have no place, and none of those that wait.
            Eventually.is(300L - 260, () -> waiting.stream().filter(Future::isDone).count());
            held.forEach(each -> each.connection().close());
            int refused = 0;
            for (Future<ExecutionOutcome> each : waiting) {
                if (each.get(30, TimeUnit.SECONDS)
                        instanceof ExecutionOutcome.Failed(FailureReason reason, String hint)) {
                    assertThat(reason).isEqualTo(FailureReason.SOURCE_BUSY);
                    assertThat(hint).contains("Try again in a few seconds");
                    refused++;
                }
            }
            assertThat(refused).isEqualTo(300 - 260);
        }
    }

    private List<Borrowed.Ready> holdAll() {
        List<Borrowed.Ready> held = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            held.add((Borrowed.Ready) source().borrow(Duration.ofSeconds(20), () -> false));
        }
        return held;
    }
}
