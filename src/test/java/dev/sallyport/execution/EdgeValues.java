package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Source;
import dev.sallyport.sql.StatementClass;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * Expressions and the JSON that their values must arrive as, by the rules of {@code docs/types.md};
 * generated around the boundaries of the types.
 */
final class EdgeValues {
    private static final BigInteger MAX_SAFE = BigInteger.TWO.pow(53).subtract(BigInteger.ONE);

    private final Map<String, String> expected = new LinkedHashMap<>();

    EdgeValues add(String expression, String json) {
        assertThat(expected.put(expression, json)).as(expression).isNull();
        return this;
    }

    /**
     * Whole numbers around the powers of two, and at both ends.
     *
     * @param expression with {@code %s} for the digits
     */
    EdgeValues integers(String expression, BigInteger least, BigInteger greatest) {
        TreeSet<BigInteger> numbers = new TreeSet<>(List.of(least, greatest, BigInteger.ZERO));
        for (int power : new int[] {0, 7, 8, 15, 16, 31, 32, 52, 53, 62, 63, 64, 126, 127}) {
            for (int step = -1; step <= 1; step++) {
                BigInteger number = BigInteger.TWO.pow(power).add(BigInteger.valueOf(step));
                numbers.add(number);
                numbers.add(number.negate());
            }
        }
        numbers.stream()
                .filter(n -> n.compareTo(least) >= 0 && n.compareTo(greatest) <= 0)
                .forEach(n -> add(expression.formatted(n), integer(n)));
        return this;
    }

    /** Decimals of every length, with the digits that they are stored with. */
    EdgeValues decimals(String expression, int precision, int scale) {
        for (int digits = 1; digits <= precision; digits++) {
            for (String start : List.of("9", "1", "-5")) {
                String unscaled = start + (start.equals("9") ? "9" : "0").repeat(digits - 1);
                BigDecimal number = new BigDecimal(new BigInteger(unscaled), scale);
                String text = number.toPlainString();
                boolean safe = number.precision() <= 15 && scale <= 15;
                String json = safe ? text : "\"" + text + "\"";
                expected.put(expression.formatted(text), json);
            }
        }
        return this;
    }

    /** Texts that arrive as they are written, in quotes. */
    EdgeValues texts(String expression, String... values) {
        for (String value : values) {
            add(expression.formatted(value), "\"" + value + "\"");
        }
        return this;
    }

    int size() {
        return expected.size();
    }

    static String integer(BigInteger number) {
        return number.abs().compareTo(MAX_SAFE) <= 0 ? number.toString() : "\"" + number + "\"";
    }

    /** Asks for all of them, some in a statement, in columns of their own. */
    void assertArriveFrom(StatementExecutor executor, Source source, String suffix) {
        List<String> all = new ArrayList<>(expected.keySet());
        List<String> wrong = new ArrayList<>();
        for (int from = 0; from < all.size(); from += 25) {
            List<String> some = all.subList(from, Math.min(all.size(), from + 25));
            StringBuilder sql = new StringBuilder("SELECT ");
            for (int i = 0; i < some.size(); i++) {
                sql.append(i == 0 ? "" : ", ").append(some.get(i)).append(" AS v").append(i);
            }
            String json = rows(executor, source, sql + suffix).rows().toString();
            String wanted = "[[" + String.join(",", some.stream().map(expected::get).toList());
            if (!json.equals(wanted + "]]")) {
                for (String expression : some) {
                    String sole = "SELECT " + expression + " AS v" + suffix;
                    String arrived = rows(executor, source, sole).rows().toString();
                    if (!arrived.equals("[[" + expected.get(expression) + "]]")) {
                        wrong.add(expression + " -> " + arrived);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    static ResultRows rows(StatementExecutor executor, Source source, String sql) {
        ExecutionOutcome outcome =
                executor.execute(
                        source,
                        new BoundStatement(sql, StatementClass.READ, List.of()),
                        new ExecutionLimits(10, new DataSize(1_000_000), Duration.ofSeconds(20)),
                        new CallContext(
                                Caller.LOCAL,
                                Deadline.after(Duration.ofSeconds(20)),
                                new Cancellation()));
        assertThat(outcome).as(sql).isInstanceOf(ExecutionOutcome.Rows.class);
        return ((ExecutionOutcome.Rows) outcome).rows();
    }
}
