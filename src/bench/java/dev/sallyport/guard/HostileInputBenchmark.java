package dev.sallyport.guard;

import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a statement that was made to keep the parser busy costs a process that has answered a few
 * ordinary ones: the code is loaded, and not compiled. A fork each, with the compiler that stdio
 * uses.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(
        value = 3,
        jvmArgsAppend = {"-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"})
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class HostileInputBenchmark {
    private static final int ORDINARY = 20;

    @Param({"tsql", "postgres", "mysql", "oracle", "duckdb", "trino"})
    public String dialect = "postgres";

    @Param({
        "brackets",
        "conditions",
        "cases",
        "calls",
        "subqueries",
        "nested-joins",
        "negations",
        "numbers",
        "alternatives",
        "joins",
        "unions",
        "broken",
        "quantified",
        "members",
        "compared",
        "existing",
        "alike",
        "rows",
        "deep-conditions",
        "scalars",
        "lists-of-calls",
        "windows",
        "deep-calls",
        "tables",
        "derived",
        "parts",
        "common",
        "nested-members",
        "many-rows",
        "string"
    })
    public String input = "brackets";

    private SqlGuard guard = new SqlGuard(Dialects.POSTGRES, AllowList.ANY);
    private SqlRequest request = request("SELECT 1");

    @Setup
    public void setup() {
        guard = new SqlGuard(Dialects.named(dialect).orElseThrow(), AllowList.ANY);
        request = request(HostileInputs.ALL.getOrDefault(input, ""));
        List<String> ordinary =
                List.of(
                        "SELECT a, b FROM t WHERE a = %d ORDER BY b",
                        "SELECT count(*) FROM t JOIN u ON t.a = u.a WHERE u.b = 'x%d'");
        for (int i = 0; i < ORDINARY; i++) {
            String sql = ordinary.get(i % ordinary.size()).formatted(i) + " -- " + i;
            if (guard.inspect(request(sql)) instanceof Verdict.Refused refused) {
                throw new IllegalStateException(refused.toString());
            }
        }
    }

    private static SqlRequest request(String sql) {
        return new SqlRequest(sql, StatementAccess.READ, SqlOrigin.AGENT, Optional.empty());
    }

    @Benchmark
    public Verdict inspect() {
        return guard.inspect(request);
    }
}
