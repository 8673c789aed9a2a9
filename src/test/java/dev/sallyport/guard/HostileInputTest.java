package dev.sallyport.guard;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was made to keep a parser busy costs little. Processor time, and the least of several runs,
 * so that a busy machine does not count.
 */
@Tag("full")
class HostileInputTest {
    private static final int ROUNDS = 5;

    /**
     * Three times the marks of 50 and 100 ms: they are measured by {@code HostileInputBenchmark},
     * and a test must not fail on a slower machine.
     */
    private static final long WARM_NANOSECONDS = 150_000_000;

    private static final long COLD_NANOSECONDS = 300_000_000;

    /** Runs of a fresh process before it counts as too dear. */
    private static final int ATTEMPTS = 5;

    static Stream<Dialect> dialects() {
        return Dialects.all().stream();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void costsLittleOnceWarm(Dialect dialect) {
        Map<String, Long> least = new HashMap<>();
        for (int round = 0; round < ROUNDS; round++) {
            HostileInputs.ALL.forEach(
                    (name, sql) -> least.merge(name, inspect(dialect, sql), Math::min));
        }
        assertThat(least)
                .allSatisfy((name, spent) -> assertThat(spent).isLessThan(WARM_NANOSECONDS));
    }

    /** Each reaches the parser: what a limit of size stops would prove nothing. */
    @Test
    void isWithinTheLimitsOfSize() {
        assertThat(HostileInputs.ALL)
                .allSatisfy((_, sql) ->
                        assertThat(
                                        verdict(Dialects.POSTGRES, sql)
                                                        instanceof Verdict.Refused refused
                                                ? refused.reason()
                                                : RefusalReason.PARSER_TIMEOUT)
                                .isNotIn(
                                        RefusalReason.TOO_LONG,
                                        RefusalReason.TOO_MANY_VALUES,
                                        RefusalReason.TOO_DEEP));
    }

    @ParameterizedTest
    @CsvSource({
        "trino, quantified",
        "trino, deep-conditions",
        "trino, nested-members",
        "trino, parts",
        "postgres, compared",
        "postgres, lists-of-calls",
        "tsql, members",
        "oracle, deep-calls",
        "mysql, quantified",
        "duckdb, parts"
    })
    void costsLittleInAFreshProcess(String dialect, String input) throws Exception {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < ATTEMPTS && least > COLD_NANOSECONDS; i++) {
            least = Math.min(least, inspectInAProcess(dialect, input));
        }
        assertThat(least).isLessThan(COLD_NANOSECONDS);
    }

    private static long inspectInAProcess(String dialect, String input) throws Exception {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-XX:+UseSerialGC",
                                "-XX:TieredStopAtLevel=1",
                                "-cp",
                                System.getProperty("java.class.path"),
                                HostileInputTest.class.getName(),
                                dialect,
                                input)
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).isZero();
        return Long.parseLong(printed.strip());
    }

    /** What {@link #inspectInAProcess} runs: prints the nanoseconds that one statement takes. */
    public static void main(String[] arguments) {
        Dialect dialect = Dialects.named(arguments[0]).orElseThrow();
        for (int i = 0; i < 20; i++) {
            long _ = inspect(dialect, "SELECT a, b FROM t WHERE a = 1 ORDER BY b -- " + i);
        }
        System.out.println(inspect(dialect, HostileInputs.ALL.getOrDefault(arguments[1], "")));
    }

    /** The CPU time of this thread and of those that parse. */
    private static long inspect(Dialect dialect, String sql) {
        long before = cpuTime();
        Verdict _ = verdict(dialect, sql);
        return cpuTime() - before;
    }

    private static Verdict verdict(Dialect dialect, String sql) {
        return new SqlGuard(dialect, AllowList.ANY)
                .inspect(
                        new SqlRequest(
                                sql, StatementAccess.READ, SqlOrigin.AGENT, Optional.empty()));
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
