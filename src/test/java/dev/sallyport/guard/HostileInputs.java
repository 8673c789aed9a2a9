package dev.sallyport.guard;

import java.util.Collections;
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
        inputs.put("alternatives", "SELECT 1 FROM t WHERE a = 1" + " OR a = 1".repeat(870));
        inputs.put("joins", "SELECT 1 FROM t" + " JOIN t ON a = b".repeat(580));
        inputs.put("unions", "SELECT 1 FROM t" + " UNION ALL SELECT 1 FROM t".repeat(580));
        inputs.put("broken", "SELECT 1 FROM t WHERE " + nested("((a = 1) AND ", "x y z", ")", 19));
        String where = "SELECT 1 FROM t WHERE ";
        inputs.put("quantified", where + list("a = ALL (SELECT b FROM t)", " OR ", 345));
        inputs.put("members", where + list("a IN (SELECT b FROM t)", " AND ", 385));
        inputs.put("compared", where + list("(SELECT a FROM t) = 1", " AND ", 385));
        inputs.put("existing", where + list("EXISTS (SELECT 1 FROM t)", " AND ", 430));
        inputs.put("alike", where + list("a LIKE 'x'", " OR ", 870));
        inputs.put("rows", where + list("(a, b) = (1, 2)", " AND ", 280));
        inputs.put(
                "deep-conditions",
                where + list(nested("(", "a = 1", " AND b = 2)", 30), " OR ", 18));
        inputs.put("scalars", "SELECT " + list("(SELECT a FROM t)", ", ", 495) + " FROM t");
        inputs.put("lists-of-calls", "SELECT " + list("lower(a)", ", ", 695) + " FROM t");
        inputs.put(
                "windows",
                "SELECT " + list("sum(a) OVER (PARTITION BY b ORDER BY c)", ", ", 245) + " FROM t");
        inputs.put(
                "deep-calls",
                "SELECT " + list(nested("lower(", "a", ")", 30), ", ", 36) + " FROM t");
        inputs.put("tables", "SELECT 1 FROM " + list("t", ", ", 1_740));
        inputs.put("derived", "SELECT 1 FROM " + list("(SELECT 1 AS a FROM t) x", ", ", 345));
        inputs.put("parts", list("(SELECT 1 FROM t)", " UNION ", 495));
        inputs.put(
                "common",
                "WITH " + list("x AS (SELECT 1 AS a FROM t)", ", ", 310) + " SELECT 1 FROM t");
        inputs.put(
                "nested-members",
                "SELECT a FROM t WHERE a IN ("
                        .repeat(38)
                        .concat("SELECT 1 FROM t")
                        .concat(")".repeat(38)));
        inputs.put("many-rows", where + "(a, b) IN (" + list("(1, 2)", ", ", 1_660) + ")");
        inputs.put("string", "SELECT '" + "x".repeat(990_000) + "' FROM t");
        inputs.put("accents", "SELECT '" + "\u00e1".repeat(990_000) + "' FROM t");
        String name = "\"" + "\u00e1".repeat(990) + "\"";
        inputs.put("accented-names", "SELECT " + list(name, ", ", 990) + " FROM t");
        return inputs;
    }

    private static String list(String item, String separator, int count) {
        return String.join(separator, Collections.nCopies(count, item));
    }

    private static String nested(String open, String inside, String close, int depth) {
        return open.repeat(depth) + inside + close.repeat(depth);
    }
}
