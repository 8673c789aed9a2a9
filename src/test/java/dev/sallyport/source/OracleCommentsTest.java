package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.guard.AllowList;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.guard.Verdict;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import dev.sallyport.sql.StatementClass;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import org.junit.jupiter.api.Test;

/**
 * The question for comments, which no Oracle server was there to answer: read by the parser and by
 * the guard, and run by H2 in its mode for Oracle, over views with the columns of Oracle's.
 */
class OracleCommentsTest {
    private static final String COMMENTS = new OracleEngine().commentsQuery().orElseThrow();

    @Test
    void theParserReadsIt() throws Exception {
        assertThat(CCJSqlParserUtil.parse(COMMENTS).toString()).contains("all_col_comments");
    }

    @Test
    void theGuardForOracleTakesItForARead() {
        assertThat(
                        new SqlGuard(Dialects.ORACLE, AllowList.ANY)
                                .inspect(
                                        new SqlRequest(
                                                COMMENTS,
                                                StatementAccess.READ,
                                                SqlOrigin.AGENT,
                                                Optional.empty())))
                .isInstanceOfSatisfying(
                        Verdict.Allowed.class,
                        allowed ->
                                assertThat(allowed.statementClass())
                                        .isEqualTo(StatementClass.READ));
    }

    @Test
    void itAnswersTheCommentsOfTablesAndColumnsButNotTheServersOwn() throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(
                                "jdbc:h2:mem:comments;MODE=Oracle;DEFAULT_NULL_ORDERING=HIGH");
                Statement statement = connection.createStatement()) {
            for (String sql :
                    List.of(
                            "CREATE SCHEMA shop",
                            "CREATE SCHEMA mdsys",
                            "CREATE SCHEMA ordsys",
                            "CREATE TABLE ordsys.images (id NUMBER(9))",
                            "COMMENT ON TABLE ordsys.images IS 'of the server'",
                            "CREATE TABLE shop.orders (id NUMBER(9), total NUMBER(9, 2))",
                            "CREATE TABLE shop.plain (id NUMBER(9))",
                            "CREATE VIEW shop.open_orders AS SELECT id FROM shop.orders",
                            "CREATE TABLE mdsys.shapes (id NUMBER(9))",
                            "COMMENT ON TABLE shop.orders IS 'what was ordered'",
                            "COMMENT ON COLUMN shop.orders.total IS 'with tax'",
                            "COMMENT ON VIEW shop.open_orders IS 'not yet sent'",
                            "COMMENT ON TABLE mdsys.shapes IS 'of the server'",
                            "COMMENT ON COLUMN mdsys.shapes.id IS 'of the server'",
                            "CREATE VIEW all_tab_comments AS SELECT table_schema AS owner,"
                                    + " table_name, table_type, remarks AS comments FROM"
                                    + " INFORMATION_SCHEMA.TABLES",
                            "CREATE VIEW all_col_comments AS SELECT table_schema AS owner,"
                                    + " table_name, column_name, remarks AS comments FROM"
                                    + " INFORMATION_SCHEMA.COLUMNS")) {
                statement.execute(sql);
            }
            List<String> answers = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery(COMMENTS)) {
                assertThat(rows.getMetaData().getColumnCount()).isEqualTo(4);
                while (rows.next()) {
                    answers.add(
                            rows.getString(1)
                                    + "."
                                    + rows.getString(2)
                                    + "."
                                    + rows.getString(3)
                                    + ": "
                                    + rows.getString(4));
                }
            }
            assertThat(answers)
                    .containsExactlyInAnyOrder(
                            "SHOP.ORDERS.null: what was ordered",
                            "SHOP.OPEN_ORDERS.null: not yet sent",
                            "SHOP.ORDERS.TOTAL: with tax");
        }
    }
}
