package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sallyport.config.ConfigException;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.tool.ToolChecks;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statements as owners write them, against the engines that have to take them. */
class DeclaredStatementsTest {
    private static final String H2 = "jdbc:h2:mem:declared_statements;DB_CLOSE_DELAY=-1";

    private static String database = "";

    @TempDir Path state;

    @BeforeAll
    static void fill() throws SQLException {
        database =
                TestPostgres.newDatabase(
                        "CREATE TABLE t (id INT, name TEXT, data JSONB, a INT[])",
                        """
                        INSERT INTO t VALUES (1, 'x', '{"k": {"z": 1}, "u": 2}', '{1,2,3}'), (2, 'y', '{}', '{4,5}')
                        """);
        try (Connection connection = DriverManager.getConnection(H2, "sa", "");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (id INT, name VARCHAR(20))");
            statement.execute("INSERT INTO t VALUES (1, 'x'), (2, 'y')");
        }
    }

    /** What the engine says when it prepares it, and the rows of a call. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " | ",
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT id FROM t WHERE data ? :s                                  | [[1]]
                    SELECT id FROM t WHERE data ?? :s                                 | [[1]]
                    SELECT id FROM t WHERE data ?| ARRAY[:s, 'b']                     | [[1]]
                    SELECT id FROM t WHERE data ?& ARRAY[:s, 'u']                     | [[1]]
                    SELECT id FROM t WHERE data @? '$.k' AND name <> :s               | [[1]]
                    SELECT id FROM t WHERE data @@ '$.u == 2' AND name <> :s          | [[1]]
                    SELECT data->:s->>'z' AS v FROM t WHERE id=:n                     | [["1"]]
                    SELECT data#>>ARRAY[:s,'z'] AS v FROM t WHERE id=:n::int          | [["1"]]
                    SELECT a[:n] AS v, a[1:2] AS w, a[:n :2] AS x, a[1: :n] AS y FROM t WHERE id=:n AND :s='k' | [[1,[1,2],[1,2],[1]]]
                    SELECT (ARRAY[[1,2],[3,4]])[2][1] AS v, a[a[1]] AS w FROM t WHERE id = :n AND :s = 'k' | [[3,1]]
                    SELECT @:n AS v, -:n AS w, 5-:n AS x, :n|:m AS y, :n&:m AS z WHERE :s = 'k' | [[1,-1,4,3,0]]
                    SELECT 1 AS v WHERE TIME '12:30' > TIME '01:30' AND :s <> ':s [[ 12:30' AND 'x' <> $q$ :s ]] $q$ /* :s /* [[ */ ]] ? */ -- :s ? | [[1]]
                    SELECT 1 AS "a :b [[ c" WHERE :s = E'\\x6b' AND :s = U&'\\006b'     | [[1]]
                    SELECT :s || ':' || :n::text AS v, ':'||:s AS w                   | [["k:1",":k"]]
                    SELECT id FROM t WHERE id = ANY(ARRAY[:many]) ORDER BY id         | [[1],[2]]
                    SELECT id FROM t WHERE name = 'x' [[ AND data ? :absent ]] AND (data->>:s) IS NOT NULL | [[1]]
                    """)
    void postgresTakesThem(String sql, String rows) {
        try (ServedYaml server = postgres(sql)) {
            assertThat(server.gate().toolChecks(server.config().tools()))
                    .containsExactly(new ToolChecks.Check("t", Optional.empty()));
            assertThat(server.text("t", arguments(sql))).contains("\"rows\":" + rows + ",");
        }
    }

    private ServedYaml postgres(String sql) {
        return ServedYaml.open(
                state,
                "sources:\n  shop: {url: '"
                        + TestPostgres.url(database)
                        + "', user: postgres}\n"
                        + tool(sql));
    }

    private static String tool(String sql) {
        StringBuilder parameters = new StringBuilder();
        Map.of(
                        "s", "{}",
                        "n", "{type: integer}",
                        "m", "{type: integer}",
                        "many", "{type: integer, array: true, max-items: 5}",
                        "absent", "{required: false}",
                        "one", "{type: integer, array: true, max-items: 1}")
                .forEach((name, type) -> {
                    // Whether it is a parameter there, or only looks like one, is for the product.
                    if (sql.matches("(?s).*:" + name + "\\b.*")) {
                        parameters
                                .append("      ")
                                .append(name)
                                .append(": ")
                                .append(type)
                                .append('\n');
                    }
                });
        return "tools:\n  t:\n    description: T.\n"
                + (parameters.isEmpty() ? "" : "    parameters:\n" + parameters)
                + "    sql: |\n"
                + sql.indent(6);
    }

    private static String arguments(String sql) {
        StringBuilder arguments = new StringBuilder();
        Map.of("s", "\"k\"", "n", "1", "m", "2", "many", "[1,2,2]")
                .forEach((name, value) -> {
                    if (sql.matches("(?s).*:" + name + "\\b.*")) {
                        arguments.append(arguments.isEmpty() ? "" : ",");
                        arguments.append("\"").append(name).append("\":").append(value);
                    }
                });
        return "{" + arguments + "}";
    }

    /** What is right for one value only, and would be found by a call with two. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT id FROM t WHERE id = :many                    | stands for several values
                    SELECT id FROM t WHERE id IN :many                   | stands for several values
                    SELECT id FROM t ORDER BY id LIMIT :many             | stands for several values
                    SELECT id FROM t WHERE id IN (-:many)                | stands for several values
                    SELECT id FROM t WHERE id IN (CAST(:many AS INT))    | stands for several values
                    SELECT id FROM t WHERE id IN (:many + 1)             | stands for several values
                    SELECT id FROM t WHERE name = UPPER(:s)) OR (1 = 1   | SP-2
                    SELECT id FROM t WHERE id = :n OR id = ?             | none as a question mark
                    SELECT id FROM t WHERE id = :n [[ AND 1 = 1 ]]       | never drops out
                    SELECT id FROM t WHERE id = :n [[ AND name = :s ]]   | never drops out
                    SELECT id FROM t [[ WHERE 1 = 1 [[ AND name = :absent ]] ]] | begins inside another
                    SELECT id FROM t WHERE 1 = 1 [[ AND name = :absent   | has no ]]
                    SELECT id FROM t WHERE 1 = 1 AND name = :absent ]]   | ends no block
                    SELECT id FROM t WHERE 1 = 1 [[ OR name = :absent ]] AND id IN (:one) AND name = :absent | may be absent
                    SELECT id FROM t WHERE id = :other                   | :other is not declared
                    SELECT id FROM t WHERE name = ':s'                   | declared and not used
                    """)
    void whatACallCouldNotRunIsFoundAtTheStart(String sql, String problem) {
        assertThat(problems(tool(sql))).contains(problem);
    }

    @Test
    void anArrayOfOneValueAtMostIsInspectedWithOne() {
        try (ServedYaml server = h2(tool("SELECT id FROM t WHERE id IN (:one)"))) {
            assertThat(server.text("t", "{\"one\":[2]}")).contains("\"rows\":[[2]]");
        }
    }

    /** The guard takes one value for each column as well as two; the engine knows better. */
    @Test
    void whatAnEngineTakesWithOneValueOnlyIsFoundWhenItIsPrepared() {
        String yaml = tool("INSERT INTO t (id) VALUES (:many)");
        try (ServedYaml server =
                ServedYaml.open(
                        state,
                        "sources: {shop: {url: '" + H2 + "', user: sa, writes: true}}\n" + yaml)) {
            assertThat(server.gate().unpreparedTools(server.config().tools()))
                    .containsOnly(Map.entry("t", "SP-405"));
        }
    }

    /** A number is no text there, which a statement without values does not show. */
    @Test
    void statementsArePreparedWithTheTypesThatCallsBind() {
        try (ServedYaml server = postgres("SELECT id FROM t WHERE name = :n")) {
            assertThat(server.gate().unpreparedTools(server.config().tools()))
                    .containsOnly(Map.entry("t", "SP-405"));
            assertThat(server.text("t", "{\"n\":1}")).startsWith("SP-405");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    p: {type: integer, min: 5, max: 1}                         | p.max: is less than min
                    p: {type: decimal, min: 0.2, max: 0.1}                     | p.max: is less than min
                    p: {min-length: 5, max-length: 1}                          | p.max-length: is less than min-length
                    p: {enum: [a, b], default: c}                              | p.default: must be one of
                    p: {type: integer, min: 1, default: 0}                     | p.default: must be at least 1
                    p: {type: integer, limits-rows: true, default: 0}          | p.default: must be at least 1
                    p: {type: integer, enum: [1, 100], max: 10}                | p.enum: each value must be at most 10
                    p: {enum: [CA, California], max-length: 2}                 | p.enum: each value must have at most 2
                    p: {enum: [CA, ny], pattern: '^[A-Z]+$'}                   | p.enum: each value must match
                    p: {type: decimal, enum: [1, 2, 1]}                        | p.enum: lists a value twice
                    p: {type: date, enum: ['2026-01-31', someday]}             | p.enum: must be a date
                    p: {map: {Vienna: Wien}, enum: [Vienna]}                   | p.enum: holds for what is bound
                    p: {map: {Vienna: Wien}, enum: [Graz], map-unknown: refuse} | p.enum: holds for what is bound
                    p: {map: {A: x, a: y}}                                     | p.map: 'a' has two codes
                    p: {map: {Texas: TX}, map-of: states}                      | p.map-of: 'texas' has two codes
                    __proto__: {}                                              | lose an argument of this name
                    'é': {}                                                    | a parameter's name
                    """)
    void whatNoValueCouldPassIsAProblem(String parameter, String problem) {
        String name = parameter.substring(0, parameter.indexOf(':')).replace("'", "");
        String sql =
                parameter.contains("limits-rows")
                        ? "SELECT id FROM t"
                        : "SELECT id FROM t WHERE name = :" + name;
        assertThat(
                        problems(
                                "maps: {states: {texas: T}}\ntools:\n  t:\n    description: T.\n"
                                        + "    parameters:\n      "
                                        + parameter
                                        + "\n    sql: \""
                                        + sql
                                        + "\"\n"))
                .contains(problem);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    Query: {description: T., sql: SELECT 1 AS n}                                           | another tool has this name in other letters
                    execute_StoredProcedure: {description: T., sql: SELECT 1 AS n}                         | a built-in tool has this name
                    export: {description: T., sql: SELECT 1 AS n}                                          | a built-in tool has this name
                    't ü': {description: T., sql: SELECT 1 AS n}                                           | a tool's name
                    t: {description: T., sql: SELECT 1 AS n, legacy: {rows: x, count: x}}                  | two members have the name x
                    t: {description: T., sql: SELECT 1 AS n, legacy: {echo: [p]}}                          | there is no parameter p
                    t: {description: T., sql: SELECT 1 AS n, examples: {e: {rows: '{"a": 1}'}}}            | must be an array of rows
                    """)
    void whatWouldBeLostIsAProblem(String tool, String problem) {
        assertThat(problems("tools:\n  " + tool + "\n")).contains(problem);
    }

    /** An argument that is silently ignored would have the call come to more than it asks for. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"a": "x"}                    | a has no effect without b
                    {"b": "y"}                    | b has no effect without a
                    {"a": "x", "b": null}         | a has no effect without b
                    {"c": 2}                      | c has no effect without d
                    {"c": 1}                      | "rows":[[1],[2]]
                    {"c": 2, "d": "y"}            | "rows":[[2]]
                    {"a": "x", "b": "y"}          | "rows":[[1]]
                    {}                            | "rows":[[1],[2]]
                    """)
    void anArgumentWhoseBlockDropsOutIsRefused(String arguments, String holds) {
        String yaml =
                """
                tools:
                  t:
                    description: T.
                    parameters:
                      a: {required: false}
                      b: {required: false}
                      c: {type: integer, default: 1}
                      d: {required: false}
                    sql: |
                      SELECT id FROM t WHERE 1 = 1 [[ AND name = :a AND name <> :b ]] [[ AND id = :c AND name = :d ]]
                      ORDER BY id
                """;
        try (ServedYaml server = h2(yaml)) {
            assertThat(server.text("t", arguments)).contains(holds);
        }
    }

    private ServedYaml h2(String more) {
        return ServedYaml.open(state, "sources: {shop: {url: '" + H2 + "', user: sa}}\n" + more);
    }

    private String problems(String more) {
        return String.valueOf(
                catchThrowableOfType(ConfigException.class, () -> h2(more).close()).getMessage());
    }
}
