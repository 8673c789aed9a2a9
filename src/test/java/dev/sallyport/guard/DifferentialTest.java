package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What the guard passes as a read is run on a writable session of a real engine, and the database
 * must be the same before and after, with exactly one result. A disagreement is made smaller, token
 * by token, before it is printed.
 */
@Tag("full")
class DifferentialTest {
    private static final long SEED = 20_261_122;
    private static final int STATEMENTS = 10_000;

    @Test
    void h2() throws Exception {
        try (LiveEngine engine = LiveEngine.h2()) {
            run(engine, Dialects.H2);
        }
    }

    @Test
    void sqlite() throws Exception {
        try (LiveEngine engine = LiveEngine.sqlite()) {
            run(engine, Dialects.SQLITE);
        }
    }

    @Test
    void duckdb() throws Exception {
        try (LiveEngine engine = LiveEngine.duckdb()) {
            run(engine, Dialects.DUCKDB);
        }
    }

    @Test
    void postgres() throws Exception {
        try (LiveEngine engine = LiveEngine.postgres()) {
            run(engine, Dialects.POSTGRES);
        }
    }

    @Test
    void mariadb() throws Exception {
        assumeTrue(MariaDbServer.isInstalled());
        try (LiveEngine engine = MariaDbServer.start(Dialects.MARIADB)) {
            run(engine, Dialects.MARIADB);
        }
    }

    @Test
    void mysqlTextOnMariadb() throws Exception {
        assumeTrue(MariaDbServer.isInstalled());
        try (LiveEngine engine = MariaDbServer.start(Dialects.MYSQL)) {
            run(engine, Dialects.MYSQL);
        }
    }

    static void run(LiveEngine engine, Dialect dialect) throws SQLException {
        Random random = new Random(SEED);
        StatementGenerator generator = new StatementGenerator(dialect, random);
        SqlGuard guard = guard(dialect);
        List<String> problems = new ArrayList<>();
        int passed = 0;
        int ran = 0;
        List<String> unchecked = new ArrayList<>();
        Connection connection = engine.connect();
        try {
            String before = engine.state(connection);
            for (int i = 0; i < STATEMENTS && problems.size() < 10; i++) {
                String sql = generator.next();
                if (guard.inspect(request(dialect, sql)) instanceof Verdict.Allowed allowed) {
                    passed++;
                    Optional<String> problem = Optional.empty();
                    try {
                        problem = execute(connection, allowed.sql());
                        ran++;
                    } catch (SQLException e) {
                        // Else the engine refuses more than the guard: nothing of interest.
                        problem = engine.trespass(e);
                    }
                    if (connection.isClosed()) {
                        connection = engine.connect();
                    }
                    unchecked.add(allowed.sql());
                    if (unchecked.size() >= engine.statementsBetweenStates()) {
                        String after = engine.state(connection);
                        if (!after.equals(before)) {
                            culprits(engine, dialect, unchecked, problems);
                            before = engine.state(connection);
                        }
                        unchecked.clear();
                    }
                    if (problem.isPresent()) {
                        problems.add(
                                problem.get()
                                        + ": "
                                        + SqlText.visible(smaller(engine, dialect, allowed.sql())));
                    }
                }
            }
            if (!engine.state(connection).equals(before)) {
                culprits(engine, dialect, unchecked, problems);
            }
        } finally {
            connection.close();
        }
        System.out.printf(
                "%s: %d statements, %d passed the guard, %d of them ran%n",
                dialect, STATEMENTS, passed, ran);
        assertThat(problems).isEmpty();
        assertThat(ran).isGreaterThan(STATEMENTS / 20);
    }

    /** Finds those that change the database among statements of which one does. */
    private static void culprits(
            LiveEngine engine, Dialect dialect, List<String> statements, List<String> problems)
            throws SQLException {
        int found = 0;
        for (String sql : statements) {
            if (statements.size() > 1) {
                engine.restore();
            }
            if (statements.size() == 1 || disagrees(engine, dialect, sql)) {
                problems.add(
                        "changes the database: " + SqlText.visible(smaller(engine, dialect, sql)));
                found++;
            }
        }
        if (found == 0) {
            problems.add("the database changes, but not by one of: " + statements);
        }
    }

    private static SqlGuard guard(Dialect dialect) {
        List<String> databases =
                GuardCase.of(dialect).stream()
                        .findFirst()
                        .flatMap(GuardCase::allowedDatabases)
                        .orElseThrow();
        return new SqlGuard(dialect, AllowList.ofDatabases(databases));
    }

    private static SqlRequest request(Dialect dialect, String sql) {
        return new SqlRequest(
                sql,
                StatementAccess.READ,
                SqlOrigin.AGENT,
                Optional.of(GuardCase.of(dialect).getFirst().defaultDatabase()));
    }

    private static Optional<String> execute(Connection connection, String sql) throws SQLException {
        // As the product runs it: a placeholder without a value is an error of no interest here.
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            limit(statement);
            if (!statement.execute()) {
                return Optional.of("returns no rows");
            }
            try (ResultSet rows = statement.getResultSet()) {
                int columns = rows.getMetaData().getColumnCount();
                for (int i = 0; i < 1_000 && rows.next(); i++) {
                    rows.getString(columns);
                }
            }
            return another(statement) ? Optional.of("returns two results") : Optional.empty();
        }
    }

    private static boolean another(Statement statement) throws SQLException {
        try {
            return statement.getMoreResults() || statement.getUpdateCount() != -1;
        } catch (java.sql.SQLFeatureNotSupportedException e) {
            return false;
        }
    }

    private static void limit(Statement statement) throws SQLException {
        statement.setMaxRows(1_000);
        statement.setQueryTimeout(5);
    }

    /** Leaves out what is not needed for the disagreement. */
    private static String smaller(LiveEngine engine, Dialect dialect, String sql) {
        String best = sql;
        boolean progress = true;
        while (progress) {
            progress = false;
            List<TestLexer.Piece> pieces = TestLexer.pieces(dialect, best);
            for (TestLexer.Piece piece : pieces) {
                String shorter =
                        best.substring(0, piece.start()) + " " + best.substring(piece.end());
                if (shorter.length() < best.length() && disagrees(engine, dialect, shorter)) {
                    best = shorter;
                    progress = true;
                    break;
                }
            }
        }
        return best;
    }

    private static boolean disagrees(LiveEngine engine, Dialect dialect, String sql) {
        if (!(guard(dialect).inspect(request(dialect, sql)) instanceof Verdict.Allowed allowed)) {
            return false;
        }
        try (Connection connection = engine.connect()) {
            String before = engine.state(connection);
            Optional<String> problem = execute(connection, allowed.sql());
            return problem.isPresent() || !engine.state(connection).equals(before);
        } catch (SQLException e) {
            return false;
        }
    }

    /** Benign statements of the cases, mutated: spliced, crossed, cut, doubled, shuffled. */
    static final class StatementGenerator {
        private final Dialect dialect;
        private final Random random;
        private final List<String> benign;
        private final List<String> hostile;
        private final List<String> fragments;

        StatementGenerator(Dialect dialect, Random random) {
            this.dialect = dialect;
            this.random = random;
            this.benign = texts(dialect, true).toList();
            this.hostile = texts(dialect, false).toList();
            this.fragments = AttackFragments.of(dialect);
        }

        private static Stream<String> texts(Dialect dialect, boolean allow) {
            return GuardCase.of(dialect).stream()
                    .filter(one -> one.access() == StatementAccess.READ && one.allow() == allow)
                    .map(GuardCase::sql)
                    .filter(sql -> !sql.isBlank());
        }

        String next() {
            String sql = pick(benign);
            return switch (random.nextInt(14)) {
                case 8 -> "SELECT * FROM (" + sql + ") q1";
                case 9 -> "SELECT count(*) FROM (" + next() + ") q2";
                case 10 -> "WITH q3 AS (" + next() + ") SELECT * FROM q3";
                case 11 -> alike(sql, pick(benign));
                case 12 -> alike(sql, pick(hostile));
                case 13 -> alike(alike(sql, sql), pick(benign));
                case 0 -> splice(sql, pick(fragments));
                case 1 -> splice(sql, piecesOf(pick(hostile)));
                case 2 -> splice(sql, piecesOf(pick(benign)));
                case 3 -> cross(sql, pick(benign));
                case 4 -> without(sql);
                case 5 -> swap(sql);
                case 6 -> replace(sql, pick(benign));
                default -> replace(sql, pick(hostile));
            };
        }

        private String pick(List<String> from) {
            return from.get(random.nextInt(from.size()));
        }

        private String splice(String sql, String fragment) {
            List<TestLexer.Piece> pieces = TestLexer.pieces(dialect, sql);
            int at = pieces.get(random.nextInt(pieces.size())).start();
            return sql.substring(0, at) + " " + fragment + " " + sql.substring(at);
        }

        private String piecesOf(String sql) {
            List<TestLexer.Piece> pieces = TestLexer.pieces(dialect, sql);
            if (pieces.isEmpty()) {
                return sql;
            }
            int from = random.nextInt(pieces.size());
            int to = Math.min(pieces.size(), from + 1 + random.nextInt(8));
            return sql.substring(pieces.get(from).start(), pieces.get(to - 1).end());
        }

        /** A token in the place of another of its kind. */
        private String alike(String sql, String other) {
            List<TestLexer.Piece> pieces = TestLexer.pieces(dialect, sql);
            TestLexer.Piece out = pieces.get(random.nextInt(pieces.size()));
            List<TestLexer.Piece> same =
                    TestLexer.pieces(dialect, other).stream()
                            .filter(piece -> piece.kind() == out.kind())
                            .toList();
            return same.isEmpty()
                    ? sql
                    : sql.substring(0, out.start())
                            + same.get(random.nextInt(same.size())).text()
                            + sql.substring(out.end());
        }

        /** A scalar subquery or a derived table of another statement in the place of a token. */
        private String cross(String sql, String other) {
            List<TestLexer.Piece> pieces = TestLexer.pieces(dialect, sql);
            TestLexer.Piece out = pieces.get(random.nextInt(pieces.size()));
            return sql.substring(0, out.start()) + "(" + other + ")" + sql.substring(out.end());
        }

        private String without(String sql) {
            List<TestLexer.Piece> pieces = TestLexer.pieces(dialect, sql);
            TestLexer.Piece out = pieces.get(random.nextInt(pieces.size()));
            return sql.substring(0, out.start()) + " " + sql.substring(out.end());
        }

        private String swap(String sql) {
            List<TestLexer.Piece> pieces = TestLexer.pieces(dialect, sql);
            int i = random.nextInt(pieces.size());
            int j = random.nextInt(pieces.size());
            TestLexer.Piece first = pieces.get(Math.min(i, j));
            TestLexer.Piece second = pieces.get(Math.max(i, j));
            return i == j
                    ? sql
                    : sql.substring(0, first.start())
                            + second.text()
                            + sql.substring(first.end(), second.start())
                            + first.text()
                            + sql.substring(second.end());
        }

        private String replace(String sql, String other) {
            List<TestLexer.Piece> pieces = TestLexer.pieces(dialect, sql);
            List<TestLexer.Piece> from = TestLexer.pieces(dialect, other);
            TestLexer.Piece out = pieces.get(random.nextInt(pieces.size()));
            String in = from.isEmpty() ? other : from.get(random.nextInt(from.size())).text();
            return sql.substring(0, out.start()) + in + sql.substring(out.end());
        }
    }
}
