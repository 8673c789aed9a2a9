package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What holds for every text, tried on seeded random ones. */
class GuardPropertiesTest {
    private static final long SEED = 20_261_122;

    /** A hang guard, not a measurement: a busy machine must not fail the build. */
    private static final Duration LONGEST = Duration.ofSeconds(8);

    private static final List<String> PARTS =
            List.of(
                    "SELECT",
                    "FROM",
                    "WHERE",
                    "t",
                    "a",
                    "b.c",
                    "(",
                    ")",
                    "(",
                    ")",
                    ",",
                    ".",
                    "*",
                    "'",
                    "''",
                    "\"",
                    "`",
                    "[",
                    "]",
                    "{",
                    "}",
                    "--",
                    "/*",
                    "*/",
                    "/*!",
                    "#",
                    "\\",
                    "$$",
                    "$a$",
                    "q'[",
                    "]'",
                    "E'",
                    "U&\"",
                    "N'",
                    "x'",
                    ";",
                    ":",
                    "::",
                    ":=",
                    "@",
                    "?",
                    "1",
                    "1e",
                    "0x",
                    ".5",
                    "1.",
                    "\n",
                    "\r",
                    "\t",
                    "\0",
                    " ",
                    "\u00a0",
                    "\u200b",
                    "\ufeff",
                    "\u2028",
                    "\ud83d\ude00",
                    "\ud83d",
                    "\ude00",
                    "ä",
                    "\uff41",
                    "UNION",
                    "JOIN",
                    "ON",
                    "AS",
                    "WITH",
                    "IN",
                    "CASE",
                    "WHEN",
                    "END",
                    "INSERT",
                    "INTO",
                    "UPDATE",
                    "SET",
                    "DELETE",
                    "VALUES",
                    "GROUP BY",
                    "ORDER BY",
                    "OVER",
                    "PARTITION BY",
                    "LATERAL",
                    "TABLE",
                    "FOR",
                    "=",
                    "<",
                    ">",
                    "->",
                    "||",
                    "+",
                    "-",
                    "/",
                    "%",
                    "CAST",
                    "INTERVAL",
                    "EXISTS",
                    "NOT",
                    "NULL",
                    "LIKE");

    private static final Set<String> KEYWORDS =
            Set.of(
                    "select",
                    "from",
                    "where",
                    "group",
                    "by",
                    "order",
                    "having",
                    "union",
                    "all",
                    "join",
                    "left",
                    "inner",
                    "on",
                    "as",
                    "and",
                    "or",
                    "not",
                    "in",
                    "case",
                    "when",
                    "then",
                    "else",
                    "end",
                    "insert",
                    "into",
                    "update",
                    "set",
                    "delete",
                    "values",
                    "with",
                    "over",
                    "partition",
                    "limit",
                    "exists",
                    "between",
                    "like",
                    "null",
                    "is",
                    "distinct",
                    "drop",
                    "table",
                    "exec",
                    "commit",
                    "call",
                    "create");

    @Test
    void everyTextGetsAVerdict() {
        Random random = new Random(SEED);
        for (int i = 0; i < 6_000; i++) {
            inspectAny(random, i % 3 == 0 ? noise(random) : parts(random));
        }
    }

    @Test
    @Tag("full")
    void everyTextGetsAVerdictInALongRun() {
        Random random = new Random(SEED + 1);
        for (int i = 0; i < 300_000; i++) {
            inspectAny(random, i % 3 == 0 ? noise(random) : parts(random));
        }
    }

    @Test
    void everyPrefixOfACaseGetsAVerdict() {
        Random random = new Random(SEED);
        for (GuardCase one : GuardCase.all()) {
            int length = random.nextInt(one.sql().length() + 1);
            timed(one, one.sql().substring(0, length));
        }
    }

    @Test
    void theNormalisedTextIsAllowedAsItIs() {
        List<String> problems = new ArrayList<>();
        for (GuardCase one : GuardCase.all()) {
            if (one.inspect() instanceof Verdict.Allowed first) {
                Verdict second = one.guard().inspect(one.request(first.sql()));
                if (!second.equals(first)) {
                    problems.add(one + ": " + first.sql() + "\n -> " + describe(second));
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void commentsDoNotChangeAVerdict() {
        unchanged(
                new Random(SEED),
                (one, gap, random) ->
                        gap.isBlank() ? " /* it's; a \"comment */ " : gap + "/**/" + gap);
    }

    @Test
    void whiteSpaceDoesNotChangeAVerdict() {
        unchanged(
                new Random(SEED),
                (one, gap, random) -> List.of("\n", "\t ", "  ", " \n\n ").get(random.nextInt(4)));
    }

    @Test
    void lineCommentsDoNotChangeAVerdict() {
        unchanged(new Random(SEED), (one, gap, random) -> " -- it's; a \"comment\n ");
    }

    @Test
    void caseOfKeywordsDoesNotChangeAVerdict() {
        List<String> problems = new ArrayList<>();
        for (GuardCase one : GuardCase.all()) {
            StringBuilder changed = new StringBuilder();
            int at = 0;
            for (TestLexer.Piece piece : TestLexer.pieces(one.dialect(), one.sql())) {
                changed.append(one.sql(), at, piece.start());
                boolean keyword =
                        piece.kind() == TestLexer.Kind.WORD && KEYWORDS.contains(piece.key());
                changed.append(keyword ? flipped(piece.text()) : piece.text());
                at = piece.end();
            }
            changed.append(one.sql().substring(at));
            compare(one, changed.toString(), problems);
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void hugeAndBrokenTextsAreRefusedEachForItsOwnReason() {
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("empty", "");
        texts.put("comments only", "/* nothing */ -- at all\n");
        texts.put("one megabyte and a byte", "SELECT '" + "a".repeat(1 << 20) + "'");
        texts.put("binary", "SELECT \u0001\u0002\u0003");
        texts.put("half a surrogate pair", "SELECT '\ud83d'");
        texts.put("5,000 parentheses", "SELECT " + "(".repeat(5_000) + "1" + ")".repeat(5_000));
        texts.put("50,000 values", "SELECT a FROM t WHERE a IN (" + "1, ".repeat(49_999) + "1)");
        for (Dialect dialect : Dialects.all()) {
            Map<String, String> codes = new LinkedHashMap<>();
            for (Map.Entry<String, String> text : texts.entrySet()) {
                Verdict verdict =
                        timed(new SqlGuard(dialect, AllowList.ANY), dialect, text.getValue());
                assertThat(verdict)
                        .as(dialect + " " + text.getKey())
                        .isInstanceOf(Verdict.Refused.class);
                codes.put(text.getKey(), ((Verdict.Refused) verdict).reason().code());
            }
            assertThat(new HashSet<>(codes.values()))
                    .as(dialect + " " + codes)
                    .hasSize(texts.size());
        }
    }

    @Test
    void costlyTextsEndSoon() {
        List<String> texts =
                List.of(
                        "SELECT " + "f(".repeat(500) + "1" + ")".repeat(500),
                        "SELECT " + "(".repeat(2_000) + "1" + ")".repeat(2_000),
                        "SELECT " + "NOT ".repeat(50_000) + "1",
                        "SELECT " + "- ".repeat(50_000) + "1",
                        "SELECT " + "1 + ".repeat(50_000) + "1",
                        "SELECT "
                                + "CASE WHEN 1 = 1 THEN ".repeat(1_000)
                                + "1"
                                + " END".repeat(1_000),
                        "SELECT " + "a.".repeat(20_000) + "a",
                        "SELECT 1" + " UNION SELECT 1".repeat(20_000),
                        "SELECT * FROM t" + ", t".repeat(50_000),
                        "SELECT * FROM t" + " JOIN t ON 1 = 1".repeat(5_000),
                        "WITH a AS (SELECT 1)" + ", a AS (SELECT 1)".repeat(5_000) + " SELECT 1",
                        "SELECT '" + "''".repeat(200_000) + "'",
                        "SELECT " + "/*".repeat(100_000),
                        "SELECT " + "\"".repeat(100_001),
                        "SELECT " + "$".repeat(100_000),
                        "SELECT " + "$a$".repeat(50_001),
                        "SELECT " + "{".repeat(50_000),
                        "SELECT " + "[".repeat(50_000),
                        "SELECT * FROM " + "(SELECT * FROM ".repeat(200) + "t" + ") x".repeat(200),
                        "SELECT 1 " + "x ".repeat(100_000),
                        "(".repeat(39) + "SELECT 1" + ")".repeat(39),
                        "SELECT a FROM t WHERE "
                                + "a = 1 AND (".repeat(38)
                                + "a = 1"
                                + ")".repeat(38),
                        "SELECT a FROM t WHERE " + "((a) = (1)) OR ".repeat(5_000) + "1 = 1");
        for (Dialect dialect : Dialects.all()) {
            SqlGuard guard = new SqlGuard(dialect, AllowList.ANY);
            for (String text : texts) {
                timed(guard, dialect, text);
            }
        }
    }

    /** What one caller sends must not use up the threads that all callers share. */
    @Test
    void aPlainStatementPassesRightAfterCostlyOnes() {
        List<String> costly =
                List.of(
                        "SELECT " + "a.".repeat(19_000) + "a",
                        "SELECT 1" + " UNION SELECT 1".repeat(13_000),
                        "SELECT * FROM t" + " JOIN t ON 1 = 1".repeat(5_000),
                        "SELECT * FROM t" + ", t".repeat(19_000),
                        "(".repeat(39) + "SELECT 1" + ")".repeat(39),
                        "SELECT a FROM t WHERE "
                                + "a = 1 AND (".repeat(38)
                                + "a = 1"
                                + ")".repeat(38),
                        "SELECT " + "lower(".repeat(35) + "'a'" + ")".repeat(35),
                        "SELECT " + "coalesce(a, ".repeat(35) + "b" + ")".repeat(35) + " FROM t");
        for (Dialect dialect : Dialects.all()) {
            SqlGuard guard = new SqlGuard(dialect, AllowList.ANY);
            for (int i = 0; i < costly.size(); i++) {
                timed(guard, dialect, costly.get(i));
                // Not in any cache of verdicts.
                String plain = "SELECT a" + i + " FROM t_" + dialect.name() + " WHERE b = 1";
                assertThat(timed(guard, dialect, plain))
                        .as(dialect + " after costly statement " + i)
                        .isInstanceOf(Verdict.Allowed.class);
            }
        }
    }

    private interface Filler {
        String fill(GuardCase one, String gap, Random random);
    }

    /** Fills gaps that are blank already: no token can begin or end to exist by that. */
    private static void unchanged(Random random, Filler filler) {
        List<String> problems = new ArrayList<>();
        for (GuardCase one : GuardCase.all()) {
            List<TestLexer.Piece> pieces = TestLexer.pieces(one.dialect(), one.sql());
            StringBuilder changed = new StringBuilder();
            int at = 0;
            boolean afterLiteral = false;
            for (TestLexer.Piece piece : pieces) {
                String gap = one.sql().substring(at, piece.start());
                boolean literal = piece.kind() == TestLexer.Kind.STRING;
                // Whether two literals are one depends on the line break between them.
                boolean fill = gap.equals(" ") && !(literal && afterLiteral);
                changed.append(fill ? filler.fill(one, gap, random) : gap).append(piece.text());
                at = piece.end();
                afterLiteral = literal;
            }
            changed.append(one.sql().substring(at));
            compare(one, changed.toString(), problems);
        }
        assertThat(problems).isEmpty();
    }

    private static void compare(GuardCase one, String changed, List<String> problems) {
        Verdict before = one.inspect();
        Verdict after = one.guard().inspect(one.request(changed));
        boolean same =
                switch (before) {
                    case Verdict.Allowed a ->
                            after instanceof Verdict.Allowed b
                                    && a.sql().equalsIgnoreCase(b.sql())
                                    && a.reads().equals(b.reads())
                                    && a.writes().equals(b.writes())
                                    && a.functions().equals(b.functions());
                    case Verdict.Refused _ -> after instanceof Verdict.Refused;
                };
        if (!same) {
            problems.add(
                    "%s %s -> %s%n  %s%n  %s"
                            .formatted(
                                    one,
                                    describe(before),
                                    describe(after),
                                    SqlText.visible(one.sql()),
                                    SqlText.visible(changed)));
        }
    }

    private static String describe(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Allowed allowed -> "allowed " + allowed.sql();
            case Verdict.Refused refused -> refused.reason().code();
        };
    }

    private static String flipped(String word) {
        return word.equals(word.toLowerCase(Locale.ROOT))
                ? word.toUpperCase(Locale.ROOT)
                : word.toLowerCase(Locale.ROOT);
    }

    private static void inspectAny(Random random, String sql) {
        Dialect dialect = Dialects.all().get(random.nextInt(Dialects.all().size()));
        SqlGuard guard = new SqlGuard(dialect, AllowList.ANY);
        Verdict verdict = timed(guard, dialect, sql);
        if (verdict instanceof Verdict.Allowed allowed) {
            assertThat(timed(guard, dialect, allowed.sql())).isEqualTo(allowed);
        }
    }

    private static Verdict timed(SqlGuard guard, Dialect dialect, String sql) {
        long start = System.nanoTime();
        Verdict verdict =
                guard.inspect(
                        new SqlRequest(
                                sql, StatementAccess.READ, SqlOrigin.AGENT, Optional.of("shop")));
        assertThat(Duration.ofNanos(System.nanoTime() - start))
                .as(() ->
                        dialect
                                + " "
                                + SqlText.visible(sql.substring(0, Math.min(200, sql.length()))))
                .isLessThan(LONGEST);
        return verdict;
    }

    private static void timed(GuardCase one, String sql) {
        long start = System.nanoTime();
        assertThat(one.guard().inspect(one.request(sql))).isNotNull();
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(LONGEST);
    }

    /** Any UTF-16, halves of surrogate pairs included. */
    private static String noise(Random random) {
        int[] bounds = {0x80, 0x100, 0x3000, 0x10000};
        int bound = bounds[random.nextInt(bounds.length)];
        StringBuilder text = new StringBuilder(random.nextBoolean() ? "SELECT " : "");
        for (int i = random.nextInt(60); i > 0; i--) {
            text.append((char) random.nextInt(bound));
        }
        return text.toString();
    }

    private static String parts(Random random) {
        return random.ints(1 + random.nextInt(40), 0, PARTS.size())
                .mapToObj(PARTS::get)
                .collect(Collectors.joining(random.nextBoolean() ? " " : ""));
    }
}
