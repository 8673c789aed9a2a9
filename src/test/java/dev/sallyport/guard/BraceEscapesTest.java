package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BraceEscapesTest {
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    mysql   | SELECT {d '2026-01-02'} a             | SELECT DATE '2026-01-02' a
                    mysql   | SELECT{t'08:00:00'}AS a               | SELECT TIME '08:00:00' AS a
                    mariadb | SELECT 1>{ Ts "2026-01-02 08:00:00" } | SELECT 1> TIMESTAMP "2026-01-02 08:00:00"
                    mariadb | SELECT {d '2026' '-01-02'}            | SELECT {d '2026' '-01-02'}
                    mariadb | SELECT {d ?}                          | SELECT {d ?}
                    mysql   | SELECT {d f('x')}                     | SELECT {d f('x')}
                    mysql   | SELECT {x '2026-01-02'}               | SELECT {x '2026-01-02'}
                    mysql   | SELECT 1 FROM {OJ a JOIN b}           | SELECT 1 FROM ( a JOIN b)
                    mysql   | SELECT 1 FROM c, {oj a JOIN {oj b}}   | SELECT 1 FROM c, ( a JOIN {oj b})
                    mysql   | SELECT 1 FROM {oj {oj a} JOIN b}      | SELECT 1 FROM ( {oj a} JOIN b)
                    mysql   | SELECT 1 FROM {oj {x a} JOIN b}       | SELECT 1 FROM ( {x a} JOIN b)
                    mysql   | SELECT 1 FROM {oj a                   | SELECT 1 FROM ( a
                    mysql   | SELECT 1 FROM a}                      | SELECT 1 FROM a}
                    mysql   | SELECT f {oj 1}                       | SELECT f {oj 1}
                    mysql   | SELECT '{d ''x''}'                    | SELECT '{d ''x''}'
                    tsql    | SELECT {d '2026-01-02'}               | SELECT {d '2026-01-02'}
                    connx   | SELECT 1 FROM {oj a}                  | SELECT 1 FROM {oj a}
                    """)
    void writesWhatTheBracesStandFor(String dialect, String sql, String written) {
        Dialect spoken = Dialects.named(dialect).orElseThrow();
        assertThat(SqlGuard.render(BraceEscapes.written(SqlLexer.tokens(sql, spoken), spoken)))
                .isEqualTo(written);
    }

    /** The server is given the braces themselves, and what is written for them. */
    @Test
    @Tag("full")
    void mariadbReadsTheBracesAsWhatIsWritten() throws Exception {
        assertThat(MariaDbServer.isInstalled()).as("MariaDB's server, see .ci/run").isTrue();
        String sql =
                "SELECT {d '2026-01-02'} AS d, {t '08:00:01'} AS t, {ts '2026-01-02 08:00:01'} AS ts,"
                        + " o.id FROM {OJ customers c LEFT JOIN orders o ON o.customer_id = c.id AND"
                        + " o.ordered_at > {d '2026-02-01'}}";
        List<Token> tokens = SqlLexer.tokens(sql, Dialects.MARIADB);
        String written = SqlGuard.render(BraceEscapes.written(tokens, Dialects.MARIADB));
        assertThat(written).doesNotContain("{");
        try (LiveEngine engine = MariaDbServer.start(Dialects.MARIADB);
                Connection connection = engine.connect()) {
            assertThat(rows(connection, written)).isEqualTo(rows(connection, sql));
        }
    }

    private static List<String> rows(Connection connection, String sql) throws SQLException {
        List<String> rows = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            // Else the driver would rewrite the braces.
            statement.setEscapeProcessing(false);
            try (ResultSet answer = statement.executeQuery(sql)) {
                ResultSetMetaData columns = answer.getMetaData();
                for (int i = 1; i <= columns.getColumnCount(); i++) {
                    rows.add(columns.getColumnTypeName(i));
                }
                while (answer.next()) {
                    for (int i = 1; i <= columns.getColumnCount(); i++) {
                        rows.add(String.valueOf(answer.getObject(i)));
                    }
                }
            }
        }
        assertThat(rows).hasSizeGreaterThan(4);
        return rows;
    }
}
