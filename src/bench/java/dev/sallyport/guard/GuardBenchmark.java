package dev.sallyport.guard;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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

/** What the guard costs an analyst's query of about 500 characters, by dialect. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 4, time = 2)
public class GuardBenchmark {
    /** More than the cache of verdicts holds, so that it never helps where it must not. */
    private static final int VARIANTS = 2_048;

    @Param({"tsql", "postgres", "mysql", "oracle", "duckdb", "trino"})
    public String dialect = "postgres";

    private final SqlRequest[] requests = new SqlRequest[VARIANTS];
    private final SqlRequest[] sameShape = new SqlRequest[VARIANTS];
    private Dialect spoken = Dialects.POSTGRES;
    private FunctionCatalog functions = FunctionCatalog.of(spoken, Set.of());
    private SqlGuard guard = new SqlGuard(spoken, AllowList.ANY);
    private int next;

    @Setup
    public void setup() {
        spoken = Dialects.named(dialect).orElseThrow();
        functions = FunctionCatalog.of(spoken, Set.of());
        guard = new SqlGuard(spoken, AllowList.ofDatabases(List.of("shop", "SHOP")));
        String query = AnalystQueries.of(dialect);
        for (int i = 0; i < VARIANTS; i++) {
            sameShape[i] = request(query.replace("1000", String.valueOf(1000 + i)));
            requests[i] = request(query.replace("1000", "'" + (1000 + i) + "'"));
            if (guard.inspect(requests[i]) instanceof Verdict.Refused refused) {
                throw new IllegalStateException(dialect + ": " + refused);
            }
        }
    }

    private static SqlRequest request(String sql) {
        return new SqlRequest(
                sql, StatementAccess.READ, SqlOrigin.AGENT, Optional.of("shop"));
    }

    private SqlRequest another() {
        next = (next + 1) % VARIANTS;
        return requests[next];
    }

    /** Layers 1 and 2. */
    @Benchmark
    public Reading lexerAndScanner() {
        List<Token> tokens = SqlLexer.tokens(another().sql(), spoken);
        StatementGate.check(tokens, spoken, StatementAccess.READ);
        Reading reading = StatementGrammar.read(tokens, spoken, functions);
        ReadingAudit.check(reading, tokens);
        return reading;
    }

    /** All three layers and the names, for a statement that was not seen lately. */
    @Benchmark
    public Verdict wholeGuard() {
        return guard.inspect(another());
    }

    /** The same statement with another number. */
    @Benchmark
    public Verdict anotherNumber() {
        next = (next + 1) % VARIANTS;
        return guard.inspect(sameShape[next]);
    }

    /** The same statement again. */
    @Benchmark
    public Verdict cached() {
        return guard.inspect(requests[7]);
    }
}
