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
        for (int round = 0; round < ROUNDS; round++) {
            for (String sql : HostileInputs.ALL.values()) {
                long spent = inspect(dialect, sql);
                if (round == ROUNDS - 1) {
                    assertThat(spent).as(sql.substring(0, 60)).isLessThan(MOST_NANOSECONDS);
                }
            }
        }
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
