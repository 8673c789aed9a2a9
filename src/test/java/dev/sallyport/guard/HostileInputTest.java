package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What was made to keep a parser busy costs little, in CPU time, once the parser is warm. */
@Tag("full")
class HostileInputTest {
    /** The mark is 100 ms; a generous factor, because code may not be compiled yet. */
    private static final long MOST_NANOSECONDS = 1_000_000_000;

    private static final int ROUNDS = 5;

    static Stream<Dialect> dialects() {
        return Dialects.all().stream();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void costsLittleOnceWarm(Dialect dialect) {
        List<String> inputs =
                List.of(
                        "SELECT " + nested("(", "a", ")", 39) + " FROM t",
                        "SELECT 1 FROM t WHERE " + nested("(", "a = 1", " AND b = 2)", 38),
                        "SELECT "
                                + nested("CASE WHEN a = 1 THEN ", "1", " ELSE 2 END", 39)
                                + " FROM t",
                        "SELECT " + nested("coalesce(a, ", "a", ")", 38) + " FROM t",
                        "SELECT * FROM " + nested("(SELECT * FROM ", "t", ") x", 30),
                        "SELECT * FROM "
                                + nested("(", "t JOIN u ON a = b", ") JOIN t ON a = b", 30),
                        "SELECT 1 FROM t WHERE " + nested("NOT (", "a = 1", ")", 38),
                        "SELECT 1 FROM t WHERE a IN (1" + ", 1".repeat(4_500) + ")",
                        "SELECT 1 FROM t WHERE a = 1" + " OR a = 1".repeat(2_400),
                        "SELECT 1 FROM t" + " JOIN t ON a = b".repeat(1_400),
                        "SELECT 1 FROM t" + " UNION ALL SELECT 1 FROM t".repeat(1_400),
                        "SELECT 1 FROM t WHERE " + nested("((a = 1) AND ", "x y z", ")", 19));
        for (int round = 0; round < ROUNDS; round++) {
            for (String sql : inputs) {
                long spent = inspect(dialect, sql);
                if (round == ROUNDS - 1) {
                    assertThat(spent).as(sql.substring(0, 60)).isLessThan(MOST_NANOSECONDS);
                }
            }
        }
    }

    private static String nested(String open, String inside, String close, int depth) {
        return open.repeat(depth) + inside + close.repeat(depth);
    }

    /** The CPU time of this thread and of those that parse. */
    private static long inspect(Dialect dialect, String sql) {
        long before = cpuTime();
        Verdict _ =
                new SqlGuard(dialect, AllowList.ANY)
                        .inspect(
                                new SqlRequest(
                                        sql,
                                        StatementAccess.READ,
                                        SqlOrigin.AGENT,
                                        Optional.empty()));
        return cpuTime() - before;
    }

    private static long cpuTime() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long time = threads.getCurrentThreadCpuTime();
        for (long id : threads.getAllThreadIds()) {
            ThreadInfo thread = threads.getThreadInfo(id);
            if (thread != null && thread.getThreadName().startsWith("sql-parser")) {
                time += Math.max(0, threads.getThreadCpuTime(id));
            }
        }
        return time;
    }
}
