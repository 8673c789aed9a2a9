package dev.sallyport.guard;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A text made of what the cases of a dialect are made of, grown until a limit of the guard is near.
 *
 * @param frame what stands around, with {@code %s} for the items
 * @param nests pairs of what opens and closes, outermost first, around each item
 * @param items taken in turn until the text has the tokens
 * @param separator between the items
 * @param tokens as many as are wanted
 */
record GrownInput(
        Dialect dialect,
        String frame,
        List<Nest> nests,
        List<String> items,
        String separator,
        int tokens) {
    /** Tokens that a statement may have beside constants in lists, less a frame. */
    static final int MOST_TOKENS = 3_470;

    /** The limit of brackets, less those of a frame. */
    static final int MOST_NESTS = 38;

    /** What opens, and what closes it. */
    record Nest(String open, String close) {}

    /** Around expressions. */
    static final List<Nest> NESTS =
            List.of(
                    new Nest("(", ")"),
                    new Nest("((", "))"),
                    new Nest("NOT (", ")"),
                    new Nest("-(", ")"),
                    new Nest("(a + ", ")"),
                    new Nest("(a = 1 AND ", ")"),
                    new Nest("(", " OR b = 2)"),
                    new Nest("(", ", 1)"),
                    new Nest("lower(", ")"),
                    new Nest("coalesce(a, ", ")"),
                    new Nest("coalesce(", ", b)"),
                    new Nest("CAST(", " AS INT)"),
                    new Nest("CASE WHEN a = 1 THEN ", " ELSE 2 END"),
                    new Nest("CASE WHEN ", " THEN 1 END"),
                    new Nest("CASE ", " WHEN 1 THEN 2 END"),
                    new Nest("(SELECT ", " FROM t)"),
                    new Nest("(SELECT a FROM t WHERE ", ")"),
                    new Nest("a IN (SELECT ", " FROM t)"),
                    new Nest("a IN (", ")"),
                    new Nest("EXISTS (SELECT 1 FROM t WHERE ", ")"),
                    new Nest("a > ALL (SELECT ", " FROM t)"),
                    new Nest("sum(", ") OVER (PARTITION BY b)"),
                    new Nest("a BETWEEN 1 AND (", ")"),
                    new Nest("(SELECT a FROM (SELECT ", " AS a FROM t) x)"));

    /** Around tables. */
    static final List<Nest> TABLE_NESTS =
            List.of(
                    new Nest("(", ")"),
                    new Nest("(SELECT * FROM ", ") x"),
                    new Nest("(t JOIN ", " ON a = b)"),
                    new Nest("(", " LEFT JOIN t ON a = b)"),
                    new Nest("(SELECT * FROM t, ", " WHERE a = 1) x"));

    static final List<String> FRAMES =
            List.of(
                    "SELECT %s FROM t",
                    "SELECT DISTINCT %s FROM t",
                    "SELECT 1 FROM t WHERE %s",
                    "SELECT 1 FROM t WHERE a IN (%s)",
                    "SELECT 1 FROM t WHERE (a, b) IN (%s)",
                    "SELECT 1 FROM t GROUP BY %s",
                    "SELECT 1 FROM t HAVING %s",
                    "SELECT 1 FROM t ORDER BY %s",
                    "SELECT 1 FROM t JOIN u ON %s",
                    "SELECT coalesce(%s) FROM t",
                    "SELECT CASE WHEN %s THEN 1 END FROM t",
                    "SELECT sum(a) OVER (PARTITION BY %s) FROM t",
                    "INSERT INTO t VALUES (%s)",
                    "UPDATE t SET a = %s WHERE b = 1",
                    "WITH q AS (SELECT %s FROM t) SELECT 1 FROM q",
                    "VALUES (%s)",
                    "%s");

    static final List<String> SEPARATORS =
            List.of(
                    ", ",
                    " AND ",
                    " OR ",
                    " + ",
                    " - ",
                    " || ",
                    " = ",
                    " < ",
                    " LIKE ",
                    " * ",
                    " ",
                    "), (",
                    " IS NULL AND ",
                    " BETWEEN 1 AND ",
                    " ASC, ");

    static final List<String> TABLE_FRAMES =
            List.of(
                    "SELECT 1 FROM %s",
                    "SELECT * FROM %s WHERE a = 1",
                    "DELETE FROM t USING %s WHERE a = 1",
                    "SELECT a FROM t WHERE a IN (SELECT a FROM %s)");

    static final List<String> TABLE_SEPARATORS =
            List.of(
                    ", ",
                    " JOIN ",
                    " CROSS JOIN ",
                    " NATURAL JOIN ",
                    " ON a = b JOIN ",
                    " LEFT JOIN ",
                    " ON a = b LEFT JOIN ",
                    " UNION SELECT 1 FROM ",
                    " USING (a) JOIN ",
                    ", LATERAL ");

    /** Around statements. */
    static final List<Nest> STATEMENT_NESTS =
            List.of(
                    new Nest("(", ")"),
                    new Nest("SELECT * FROM (", ") x"),
                    new Nest("WITH x AS (", ") SELECT * FROM x"));

    static final List<String> STATEMENT_FRAMES =
            List.of(
                    "%s",
                    "(%s)",
                    "SELECT * FROM (%s) x",
                    "SELECT (%s) FROM t",
                    "SELECT 1 FROM t WHERE a IN (%s)",
                    "WITH x AS (%s) SELECT 1 FROM x",
                    "INSERT INTO t %s");

    static final List<String> STATEMENT_SEPARATORS =
            List.of(
                    " UNION ALL ",
                    " UNION ",
                    " INTERSECT ",
                    ") UNION ALL (",
                    "), x AS (",
                    ") x, (",
                    ") OR a IN (",
                    "), (",
                    " ");

    private static final Set<String> BOUNDARIES =
            Set.of(
                    "select",
                    "from",
                    "where",
                    "and",
                    "or",
                    "on",
                    "by",
                    "having",
                    "then",
                    "when",
                    "else",
                    "end",
                    "union",
                    "all",
                    "join",
                    "left",
                    "right",
                    "inner",
                    "full",
                    "cross",
                    "group",
                    "order",
                    "limit",
                    "as",
                    "set",
                    "values",
                    "with",
                    "distinct",
                    ",",
                    "(",
                    ")",
                    "[",
                    "]",
                    "{",
                    "}");

    private static final Map<Dialect, List<String>> STATEMENTS = parts(GrownInput::statements);
    private static final Map<Dialect, List<String>> EXPRESSIONS =
            parts(dialect -> segments(dialect, false));
    private static final Map<Dialect, List<String>> TABLES =
            parts(dialect -> segments(dialect, true));
    private static final Map<Dialect, List<String>> PIECES = parts(GrownInput::pieces);

    /** What passes in a dialect. */
    static List<String> statements(Dialect dialect) {
        return GuardCase.of(dialect).stream()
                .filter(GuardCase::allow)
                .map(GuardCase::sql)
                .filter(sql -> TestLexer.pieces(dialect, sql).size() <= 120)
                .toList();
    }

    static List<String> statementsOf(Dialect dialect) {
        return STATEMENTS.getOrDefault(dialect, List.of());
    }

    static List<String> expressionsOf(Dialect dialect) {
        return EXPRESSIONS.getOrDefault(dialect, List.of());
    }

    static List<String> tablesOf(Dialect dialect) {
        return TABLES.getOrDefault(dialect, List.of());
    }

    static List<String> piecesOf(Dialect dialect) {
        return PIECES.getOrDefault(dialect, List.of());
    }

    private static Map<Dialect, List<String>> parts(Function<Dialect, List<String>> of) {
        return Dialects.all().stream().collect(Collectors.toMap(dialect -> dialect, of));
    }

    /** Each piece of text once, in a stable order: those of hostile cases too. */
    private static List<String> pieces(Dialect dialect) {
        Set<String> pieces = new TreeSet<>();
        for (GuardCase one : GuardCase.of(dialect)) {
            TestLexer.pieces(dialect, one.sql()).forEach(piece -> pieces.add(piece.text()));
        }
        return List.copyOf(pieces);
    }

    /** What stands between two words of the grammar, with brackets that match. */
    private static List<String> segments(Dialect dialect, boolean tables) {
        Set<String> segments = new TreeSet<>();
        for (String sql : statements(dialect)) {
            List<TestLexer.Piece> pieces = TestLexer.pieces(dialect, sql);
            for (int i = 0; i + 1 < pieces.size(); i++) {
                String key = pieces.get(i).key();
                boolean table = key.equals("from") || key.equals("join");
                if (!BOUNDARIES.contains(key) || table != tables) {
                    continue;
                }
                int end = end(pieces, i + 1);
                if (end > i + 1 && end - i < 60) {
                    segments.add(
                            sql.substring(pieces.get(i + 1).start(), pieces.get(end - 1).end()));
                }
            }
        }
        return List.copyOf(segments);
    }

    private static int end(List<TestLexer.Piece> pieces, int start) {
        int depth = 0;
        int at = start;
        for (; at < pieces.size(); at++) {
            String key = pieces.get(at).key();
            switch (key) {
                case "(", "[", "{" -> depth++;
                case ")", "]", "}" -> depth--;
                default -> {
                    if (depth == 0 && at > start && BOUNDARIES.contains(key)) {
                        return at;
                    }
                }
            }
            if (depth < 0) {
                return at;
            }
        }
        return at;
    }

    String text() {
        StringBuilder open = new StringBuilder();
        StringBuilder close = new StringBuilder();
        nests.forEach(nest -> {
            open.append(nest.open());
            close.insert(0, nest.close());
        });
        List<String> grown = items.stream().map(item -> open + item + close).toList();
        List<Integer> costs =
                grown.stream().map(item -> count(item) + Math.max(0, count(separator))).toList();
        List<String> all = new ArrayList<>();
        int left = Math.max(1, tokens - count(frame.replace("%s", " ")));
        for (int i = 0; left >= costs.get(i % costs.size()) || all.isEmpty(); i++) {
            all.add(grown.get(i % grown.size()));
            left -= Math.max(1, costs.get(i % costs.size()));
        }
        return frame.replace("%s", String.join(separator, all));
    }

    private int count(String part) {
        try {
            return SqlLexer.tokens(part, dialect).size();
        } catch (Refusal refusal) {
            return Math.max(1, TestLexer.pieces(dialect, part).size());
        }
    }

    @Override
    public String toString() {
        String opened = nests.stream().map(Nest::open).collect(Collectors.joining(""));
        return "%s, %d tokens: %s | %s | %s | %s"
                .formatted(
                        dialect,
                        tokens,
                        frame,
                        opened,
                        SqlText.visible(String.join(" § ", items)),
                        separator);
    }

    static List<Nest> repeated(List<Nest> some, int depth) {
        if (some.isEmpty() || depth == 0) {
            return List.of();
        }
        List<Nest> nests = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            nests.add(some.get(i % some.size()));
        }
        return Collections.unmodifiableList(nests);
    }
}
