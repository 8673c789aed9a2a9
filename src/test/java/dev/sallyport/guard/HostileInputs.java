package dev.sallyport.guard;

import java.util.LinkedHashMap;
import java.util.Map;

/** Statements within every limit of size and nesting, made to keep a parser busy. */
final class HostileInputs {
    /** By a name for people, in a stable order. */
    static final Map<String, String> ALL = all();

    private HostileInputs() {}

    private static Map<String, String> all() {
        Map<String, String> inputs = new LinkedHashMap<>();
        inputs.put("brackets", "SELECT " + nested("(", "a", ")", 39) + " FROM t");
        inputs.put(
                "conditions", "SELECT 1 FROM t WHERE " + nested("(", "a = 1", " AND b = 2)", 38));
        inputs.put(
                "cases",
                "SELECT " + nested("CASE WHEN a = 1 THEN ", "1", " ELSE 2 END", 39) + " FROM t");
        inputs.put("calls", "SELECT " + nested("coalesce(a, ", "a", ")", 38) + " FROM t");
        inputs.put("subqueries", "SELECT * FROM " + nested("(SELECT * FROM ", "t", ") x", 30));
        inputs.put(
                "nested-joins",
                "SELECT * FROM " + nested("(", "t JOIN u ON a = b", ") JOIN t ON a = b", 30));
        inputs.put("negations", "SELECT 1 FROM t WHERE " + nested("NOT (", "a = 1", ")", 38));
        inputs.put("numbers", "SELECT 1 FROM t WHERE a IN (1" + ", 1".repeat(4_500) + ")");
        inputs.put("alternatives", "SELECT 1 FROM t WHERE a = 1" + " OR a = 1".repeat(2_400));
        inputs.put("joins", "SELECT 1 FROM t" + " JOIN t ON a = b".repeat(1_400));
        inputs.put("unions", "SELECT 1 FROM t" + " UNION ALL SELECT 1 FROM t".repeat(1_400));
        inputs.put("broken", "SELECT 1 FROM t WHERE " + nested("((a = 1) AND ", "x y z", ")", 19));
        return inputs;
    }

    private static String nested(String open, String inside, String close, int depth) {
        return open.repeat(depth) + inside + close.repeat(depth);
    }
}
