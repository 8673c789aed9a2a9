package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.json.Json;
import dev.sallyport.json.JsonString;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.hydromatic.foodmart.queries.FoodmartQuerySet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queries that others wrote, as benign load: at least 99 in 100 pass in the dialects that they are
 * written for. Those that do not are printed, and listed in {@code docs/guard.md}.
 */
@Tag("full")
class CorpusTest {
    /** The least share of a corpus that passes. */
    private static final double PASS = 0.99;

    record Query(String name, String sql) {}

    /** Dialects in which FoodMart's text is ordinary SQL: double-quoted names, NULLS LAST. */
    static Stream<Dialect> standardDialects() {
        return Stream.of(
                Dialects.POSTGRES,
                Dialects.H2,
                Dialects.DUCKDB,
                Dialects.SQLITE,
                Dialects.DB2,
                Dialects.TRINO);
    }

    @ParameterizedTest
    @MethodSource("standardDialects")
    void foodMart(Dialect dialect) throws IOException {
        check("FoodMart", dialect, foodMartQueries());
    }

    @Test
    void tpcH() {
        check("TPC-H", Dialects.TRINO, benchmark("tpch", 22));
    }

    @Test
    void tpcDs() {
        check("TPC-DS", Dialects.TRINO, benchmark("tpcds", 99));
    }

    private static void check(String corpus, Dialect dialect, List<Query> queries) {
        SqlGuard guard = new SqlGuard(dialect, AllowList.ANY);
        List<String> refused = new ArrayList<>();
        Map<String, Integer> codes = new TreeMap<>();
        for (Query query : queries) {
            Verdict verdict =
                    guard.inspect(
                            new SqlRequest(
                                    query.sql(),
                                    StatementAccess.READ,
                                    SqlOrigin.AGENT,
                                    Optional.of("shop")));
            if (verdict instanceof Verdict.Refused why) {
                codes.merge(why.reason().code(), 1, Integer::sum);
                refused.add(
                        "%s %s %s: %s"
                                .formatted(
                                        query.name(),
                                        why.reason().code(),
                                        why.hint(),
                                        SqlText.visible(query.sql())));
            }
        }
        System.out.printf(
                "%s in %s: %d queries, %d refused %s%n",
                corpus, dialect.title(), queries.size(), refused.size(), codes);
        refused.stream().limit(20).forEach(System.out::println);
        assertThat((double) refused.size() / queries.size()).isLessThanOrEqualTo(1 - PASS);
    }

    private static List<Query> foodMartQueries() throws IOException {
        List<Query> queries = new ArrayList<>();
        try (BufferedReader lines =
                new BufferedReader(
                        new InputStreamReader(
                                new FoodmartQuerySet().getQueries(), StandardCharsets.UTF_8))) {
            // The document also holds 80 MB of expected rows: read no more than the lines of SQL.
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String member = line.strip();
                if (member.startsWith("\"sql\": ")) {
                    String value =
                            member.substring("\"sql\": ".length(), member.lastIndexOf('"') + 1);
                    queries.add(
                            new Query(
                                    "FoodMart " + (queries.size() + 1),
                                    ((JsonString) Json.parse(value)).value()));
                }
            }
        }
        assertThat(queries).hasSize(6_761);
        return queries;
    }

    private static List<Query> benchmark(String name, int count) {
        List<Query> queries =
                IntStream.rangeClosed(1, count)
                        .mapToObj(i -> benchmarkQuery(name, "q%02d".formatted(i)))
                        .flatMap(Optional::stream)
                        .toList();
        assertThat(queries).hasSizeGreaterThan(count * 9 / 10);
        return queries;
    }

    private static Optional<Query> benchmarkQuery(String name, String query) {
        String resource = "/sql/presto/" + name + "/" + query + ".sql";
        try (InputStream in = CorpusTest.class.getResourceAsStream(resource)) {
            if (in == null) {
                return Optional.empty();
            }
            String sql =
                    new String(in.readAllBytes(), StandardCharsets.UTF_8)
                            .replace("${database}", "hive")
                            .replace("${schema}", "tpc")
                            .replace("${scale}", "1")
                            .replace("${prefix}", "")
                            .strip();
            if (sql.endsWith(";")) {
                sql = sql.substring(0, sql.length() - 1);
            }
            return Optional.of(new Query(name + " " + query, sql));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
