package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A column that is denied can't be read, compared, sorted by, joined by or written, by its own name
 * or by any name for the whole row. A statement that begins with INSERT, UPDATE or DELETE goes
 * through the write tool.
 */
class ColumnRulesTest {
    private static final AllowList WITHOUT_PWD =
            new AllowList(
                    NameRules.ANY, NameRules.ANY, NameRules.ANY, NameRules.except(List.of("pwd")));

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            textBlock =
                    """
                    postgres | SELECT pwd FROM t
                    postgres | SELECT "pwd" FROM t
                    tsql     | SELECT [PWD] FROM t
                    mysql    | SELECT `t`.`pwd` FROM t
                    # everything of a table
                    postgres | SELECT * FROM t
                    postgres | SELECT x.* FROM t x
                    postgres | SELECT (x).* FROM t x
                    postgres | SELECT (x.*)::text FROM t x
                    postgres | TABLE t
                    mysql    | TABLE t
                    duckdb   | FROM t
                    duckdb   | SUMMARIZE t
                    duckdb   | SELECT * EXCLUDE (id) FROM t
                    duckdb   | SELECT * RENAME (pwd AS x) FROM t
                    duckdb   | SELECT COLUMNS('pw.*') FROM t
                    duckdb   | SELECT COLUMNS(*) FROM t
                    duckdb   | SELECT COLUMNS(lambda c : true) FROM t
                    duckdb   | SELECT COLUMNS(c -> true) FROM t
                    tsql     | SELECT CHECKSUM(*) FROM t
                    trino    | SELECT CAST(ROW(t.*) AS JSON) FROM t
                    # the row as a value
                    postgres | SELECT t FROM t
                    postgres | SELECT x FROM t x
                    postgres | SELECT (x).pwd FROM t x
                    postgres | SELECT x::text FROM t x
                    postgres | SELECT row_to_json(x) FROM t x
                    postgres | SELECT to_jsonb(x) ->> 'pwd' FROM t x
                    postgres | SELECT json_agg(x) FROM t x
                    postgres | SELECT max(x) FROM t x
                    postgres | SELECT x = y FROM t x, t y
                    postgres | SELECT 1 FROM t x ORDER BY x
                    postgres | SELECT v.a FROM t, LATERAL (VALUES (t)) v(a)
                    duckdb   | SELECT t FROM t
                    duckdb   | SELECT unnest(t) FROM t
                    trino    | SELECT x FROM t x
                    # PostgreSQL reads x.f as f(x) where there is no such column
                    postgres | SELECT x.row_to_json FROM t x
                    postgres | SELECT x.to_jsonb FROM t x
                    postgres | SELECT x.max FROM t x
                    postgres | SELECT x.jsonb_agg FROM t x
                    postgres | SELECT (x).row_to_json FROM t x
                    # a part of the column
                    duckdb   | SELECT pwd.x FROM t
                    duckdb   | SELECT t.pwd.x FROM t
                    trino    | SELECT pwd.x FROM t
                    trino    | SELECT t.pwd.x FROM t
                    oracle   | SELECT e.pwd.x FROM t e
                    postgres | SELECT (t.pwd).x FROM t
                    postgres | SELECT pwd[1] FROM t
                    tsql     | SELECT t.pwd.query('x') FROM t
                    tsql     | SELECT n.c FROM t CROSS APPLY t.pwd.nodes('x') n(c)
                    # to compare is to read
                    postgres | SELECT 1 FROM t WHERE pwd LIKE 'a%'
                    postgres | SELECT 1 FROM t ORDER BY pwd
                    postgres | SELECT 1 FROM t GROUP BY pwd
                    postgres | SELECT DISTINCT ON (pwd) 1 FROM t
                    postgres | SELECT sum(1) OVER (ORDER BY pwd) FROM t
                    postgres | SELECT 1 FROM t JOIN u USING (pwd)
                    postgres | SELECT 1 FROM t NATURAL JOIN u
                    postgres | SELECT 1 FROM t JOIN u ON t.pwd = u.a
                    duckdb   | SELECT 1 FROM t SEMI JOIN u USING (pwd)
                    mysql    | SELECT id FROM t HAVING pwd > 1
                    mysql    | SELECT MATCH (pwd) AGAINST ('x') FROM t
                    mysql    | SELECT GROUP_CONCAT(id ORDER BY pwd) FROM t
                    tsql     | SELECT 1 FROM t WHERE CONTAINS(pwd, 'x')
                    tsql     | SELECT 1 FROM t WHERE CONTAINS(*, 'x')
                    tsql     | SELECT 1 FROM t WHERE FREETEXT((a, pwd), 'x')
                    tsql     | SELECT 1 FROM CONTAINSTABLE(t, pwd, 'x') k
                    tsql     | SELECT 1 FROM CONTAINSTABLE(t, *, 'x') k
                    tsql     | SELECT a FROM t PIVOT (MAX(id) FOR pwd IN ([1])) p
                    tsql     | SELECT a FROM t PIVOT (MAX(pwd) FOR id IN ([1])) p
                    tsql     | SELECT v FROM t UNPIVOT (v FOR k IN (pwd)) u
                    oracle   | SELECT v FROM t UNPIVOT (v FOR k IN (pwd))
                    oracle   | SELECT id FROM t CONNECT BY PRIOR pwd = id
                    duckdb   | SELECT a FROM t PIVOT (max(id) FOR pwd IN (1))
                    duckdb   | PIVOT t ON id USING max(pwd)
                    duckdb   | UNPIVOT t ON pwd
                    sqlite   | SELECT 'x' IN t
                    # another name for it
                    postgres | SELECT a FROM t AS x(a, b)
                    postgres | SELECT y.c FROM (SELECT pwd AS c FROM t) y
                    postgres | WITH y(c) AS (TABLE t) SELECT c FROM y
                    postgres | SELECT v.a FROM t, LATERAL (VALUES (t.pwd)) v(a)
                    # writes
                    postgres | DELETE FROM t RETURNING *
                    postgres | DELETE FROM t RETURNING t
                    postgres | UPDATE t SET id = 1 RETURNING old
                    postgres | UPDATE t SET id = 1 RETURNING new
                    postgres | UPDATE t SET id = length(pwd)
                    postgres | UPDATE t SET pwd = 'x'
                    postgres | UPDATE t SET (pwd, a) = (1, 2)
                    postgres | INSERT INTO t (pwd) VALUES ('x')
                    postgres | INSERT INTO u SELECT * FROM t
                    postgres | INSERT INTO t (id) VALUES (1) ON CONFLICT (pwd) DO NOTHING
                    mysql    | INSERT INTO t SET pwd = 1
                    mysql    | INSERT INTO t (a) VALUES (1) ON DUPLICATE KEY UPDATE pwd = 1
                    tsql     | UPDATE t SET a = 1 OUTPUT deleted.pwd
                    tsql     | UPDATE t SET a = 1 OUTPUT deleted.*
                    """)
    void aDeniedColumnIsOutOfReach(String dialect, String sql) {
        assertThat(inspect(dialect, sql)).isInstanceOf(Verdict.Refused.class);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            textBlock =
                    """
                    postgres | SELECT id, count(*) FROM t GROUP BY id
                    postgres | SELECT x.id FROM t x JOIN u ON u.id = x.id WHERE u.a LIKE 'pwd'
                    tsql     | SELECT TOP (5) [id] AS [Id] FROM t ORDER BY id
                    mysql    | SELECT `id` FROM t WHERE a > 5 LIMIT 3
                    oracle   | SELECT id FROM t WHERE ROWNUM < 5
                    duckdb   | SELECT id FROM t GROUP BY ALL
                    postgres | UPDATE t SET a = 1 WHERE id = 2
                    postgres | INSERT INTO t (id, a) VALUES (1, 2) RETURNING id
                    """)
    void otherColumnsAreWithinReach(String dialect, String sql) {
        assertThat(inspect(dialect, sql)).isInstanceOf(Verdict.Allowed.class);
    }

    private static Verdict inspect(String dialect, String sql) {
        boolean write =
                sql.startsWith("INSERT") || sql.startsWith("UPDATE") || sql.startsWith("DELETE");
        return new SqlGuard(Dialects.named(dialect).orElseThrow(), WITHOUT_PWD)
                .inspect(
                        new SqlRequest(
                                sql,
                                write ? StatementAccess.WRITE : StatementAccess.READ,
                                SqlOrigin.AGENT,
                                Optional.of("shop")));
    }
}
