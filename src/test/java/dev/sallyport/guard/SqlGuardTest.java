package dev.sallyport.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.guard.Verdict.Allowed;
import dev.sallyport.guard.Verdict.Position;
import dev.sallyport.guard.Verdict.Refused;
import dev.sallyport.sql.Dialect;
import dev.sallyport.sql.Dialects;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import dev.sallyport.sql.TableName;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlGuardTest {
    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    postgres | select * from orders                               | READ
                    postgres | select * from orders;                              | READ
                    postgres | select * from orders; select 1                     | MANY_STATEMENTS
                    postgres | select 1 -- ; drop table orders                    | READ
                    postgres | with d as (delete from orders) select 1            | NOT_READ_ONLY
                    postgres | vacuum                                             | NOT_UNDERSTOOD
                    postgres | drop table orders                                  | NOT_READ_ONLY
                    postgres | select pg_sleep(1)                                 | FUNCTION_NOT_LISTED
                    postgres | select * from pg_ls_dir('.')                       | TABLE_FUNCTION
                    postgres | select * from pg_authid                            | SYSTEM_OBJECT
                    postgres | select * from other.public.orders                  | DATABASE_NOT_ALLOWED
                    postgres | select * from orders for update                    | LOCK
                    postgres | select * into x from orders                        | INTO
                    postgres | select 1 @#@ 2                                     | OPERATOR_NOT_LISTED
                    postgres | select (1                                          | UNBALANCED
                    postgres | select 'a                                          | UNTERMINATED
                    postgres | select 1a                                          | AMBIGUOUS_TEXT
                    postgres | select $1                                          | PARAMETER
                    tsql     | select 1 delete from orders                        | NOT_READ_ONLY
                    tsql     | select next value for s                            | SEQUENCE
                    tsql     | select * from srv.shop.dbo.orders                  | LINK
                    tsql     | select * from orders with (tablockx)               | LOCK
                    tsql     | select * from orders o (tablockx)                  | LOCK
                    tsql     | select * from orders option (querytraceon 9481) | OPTION
                    tsql     | select * from #t                                   | VARIABLE
                    mysql    | select 1 /*! delete */                             | EXECUTABLE_COMMENT
                    duckdb   | select * from 'x.csv'                              | FILE
                    connx    | select * from t {nativesql}                        | ESCAPE
                    oracle   | select f from dual                                 | FUNCTION_NOT_LISTED
                    duckdb   | select * from t at (version => 1)                  | NOT_UNDERSTOOD
                    """)
    void inspect(String dialect, String sql, String expected) {
        assertThat(summary(inspect(dialect, sql, StatementAccess.READ))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0}: {1} -> {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    postgres | insert into orders (id) values (?)                 | INSERT
                    postgres | update orders set total = 0 where id = ?           | UPDATE
                    postgres | delete from orders where id = ?                    | DELETE
                    postgres | select * from orders                               | NOT_A_WRITE
                    postgres | merge into a using b on true when matched then delete | NOT_A_WRITE
                    postgres | with x as (delete from a returning *) insert into b select * from x | NOT_READ_ONLY
                    tsql     | update orders set total = 0 exec('x')              | NOT_READ_ONLY
                    mysql    | replace into orders values (1)                     | NOT_A_WRITE
                    """)
    void inspectForWriting(String dialect, String sql, String expected) {
        assertThat(summary(inspect(dialect, sql, StatementAccess.WRITE))).isEqualTo(expected);
    }

    @Test
    void tellsWhatAStatementTouches() {
        Allowed allowed =
                allowed(
                        "postgres",
                        "INSERT INTO Sales.Orders (id) SELECT c.id FROM \"Customers\" c WHERE"
                                + " lower(c.name) = ? AND c.n > abs(?)",
                        StatementAccess.WRITE);
        assertThat(allowed.reads())
                .containsExactly(new TableName(Optional.empty(), Optional.empty(), "Customers"));
        assertThat(allowed.writes())
                .containsExactly(new TableName(Optional.empty(), Optional.of("sales"), "orders"));
        assertThat(allowed.functions()).containsExactlyInAnyOrder("lower", "abs");
        assertThat(allowed.parameters()).isEqualTo(2);
    }

    @Test
    void theTableBehindAnAliasIsWhatIsWritten() {
        Allowed update =
                allowed(
                        "tsql",
                        "UPDATE allowed SET a = 1 FROM dbo.secret allowed",
                        StatementAccess.WRITE);
        assertThat(update.writes())
                .containsExactly(new TableName(Optional.empty(), Optional.of("dbo"), "secret"));
        Allowed delete =
                allowed(
                        "tsql",
                        "WITH allowed AS (SELECT * FROM dbo.secret) DELETE FROM allowed",
                        StatementAccess.WRITE);
        assertThat(delete.writes())
                .containsExactly(new TableName(Optional.empty(), Optional.of("dbo"), "secret"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "sqlite"})
    void theNumbersOfParametersAreNotSent(String dialect) {
        String sql = "SELECT a FROM t WHERE b = ?1 AND c IN (?2, ?3)";
        Allowed allowed = allowed(dialect, sql, StatementAccess.READ);
        assertThat(allowed.sql()).isEqualTo("SELECT a FROM t WHERE b = ? AND c IN (?, ?)");
        assertThat(allowed.parameters()).isEqualTo(3);
    }

    /** A collation that tells case apart takes the name for a table, and others for the alias. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE Payroll SET amount = 0 FROM orders payroll WHERE payroll.id = 7",
                "UPDATE [Payroll] SET amount = 0 FROM orders AS payroll WHERE payroll.id = 7",
                "DELETE Payroll FROM orders payroll WHERE payroll.id = 7",
                "WITH payroll AS (SELECT id, amount FROM orders) UPDATE Payroll SET amount = 0 WHERE id = 7"
            })
    void aNameThatIsAnAliasInAnotherCaseCountsAsATable(String sql) {
        assertThat(allowed("tsql", sql, StatementAccess.WRITE).writes())
                .extracting(TableName::name)
                .containsExactlyInAnyOrder("payroll", "orders");
        String same = sql.replace("Payroll", "payroll");
        assertThat(allowed("tsql", same, StatementAccess.WRITE).writes())
                .extracting(TableName::name)
                .containsExactly("orders");
    }

    @Test
    void allTablesOfAQueryInBracketsAreWritten() {
        String view = "(SELECT a.x FROM a JOIN s.b ON b.i = a.i WHERE a.y IN (SELECT y FROM c))";
        Allowed update =
                allowed(
                        "oracle",
                        "UPDATE " + view + " v SET x = (SELECT MAX(z) FROM d)",
                        StatementAccess.WRITE);
        assertThat(update.writes())
                .extracting(TableName::name)
                .containsExactlyInAnyOrder("A", "B", "C");
        assertThat(update.reads()).extracting(TableName::name).containsExactly("D");
        assertThat(update.everyRow()).isTrue();
        Allowed delete =
                allowed(
                        "oracle",
                        "DELETE " + view + " v WHERE v.x IN (SELECT z FROM d)",
                        StatementAccess.WRITE);
        assertThat(delete.writes())
                .extracting(TableName::name)
                .containsExactlyInAnyOrder("A", "B", "C");
        assertThat(delete.reads()).extracting(TableName::name).containsExactly("D");
    }

    @Test
    void aCommonTableIsNoTableAndATableOfItsNameElsewhereIs() {
        Allowed allowed =
                allowed(
                        "postgres",
                        "SELECT * FROM (WITH x AS (SELECT 1 AS a) SELECT a FROM x) y, x",
                        StatementAccess.READ);
        assertThat(allowed.reads())
                .containsExactly(new TableName(Optional.empty(), Optional.empty(), "x"));
    }

    @Test
    void whatRunsIsTheTokensWithoutComments() {
        assertThat(
                        allowed(
                                        "postgres",
                                        " SELECT/* x */1 ,\n\t'a'\n 'b' -- end\n",
                                        StatementAccess.READ)
                                .sql())
                .isEqualTo("SELECT 1 , 'a'\n'b'");
    }

    @Test
    void anOperatorThatIsAQuestionMarkIsDoubledForTheDriver() {
        Allowed allowed =
                allowed(
                        "postgres",
                        "SELECT payload ? 'a', payload ?| tags FROM t WHERE id = ?",
                        StatementAccess.READ);
        assertThat(allowed.sql())
                .isEqualTo("SELECT payload ?? 'a', payload ??| tags FROM t WHERE id = ?");
        assertThat(allowed.parameters()).isEqualTo(1);
    }

    @Test
    void tellsTheLineAndColumnOfWhatIsRefused() {
        assertThat(inspect("postgres", "SELECT 1,\n  pg_sleep(1)", StatementAccess.READ))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.position()).contains(new Position(2, 3)));
    }

    @Test
    void theHintNamesNothingAndTheTextOfAVerdictIsNotTheStatement() {
        Verdict verdict = inspect("postgres", "SELECT zebra(1)", StatementAccess.READ);
        assertThat(verdict.toString()).doesNotContain("zebra");
        assertThat(inspect("postgres", "SELECT zebra FROM t", StatementAccess.READ).toString())
                .doesNotContain("zebra");
    }

    @Test
    void aSemicolonAtTheEndMayBeRefusedByTheOwner() {
        SqlGuard guard =
                new SqlGuard(Dialects.POSTGRES, AllowList.ANY, new GuardSettings(false, Set.of()));
        assertThat(summary(guard.inspect(request("SELECT 1;", StatementAccess.READ))))
                .isEqualTo("MANY_STATEMENTS");
    }

    @Test
    void aReviewedFunctionPasses() {
        SqlGuard guard =
                new SqlGuard(
                        Dialects.POSTGRES,
                        AllowList.ANY,
                        new GuardSettings(true, Set.of("net_total", "fin.vat")));
        assertThat(
                        summary(
                                guard.inspect(
                                        request(
                                                "SELECT Net_Total(1), fin.vat(2)",
                                                StatementAccess.READ))))
                .isEqualTo("READ");
        assertThat(summary(guard.inspect(request("SELECT hr.vat(2)", StatementAccess.READ))))
                .isEqualTo("FUNCTION_NOT_LISTED");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    select id from sales.orders                        | READ
                    select id from SALES.ORDERS                        | READ
                    select id from "SALES".orders                      | SCHEMA_NOT_ALLOWED
                    select id from orders                              | SCHEMA_NOT_ALLOWED
                    select id from hr.orders                           | SCHEMA_NOT_ALLOWED
                    select id from sales.secret_pay                    | TABLE_NOT_ALLOWED
                    select salary from sales.staff                     | COLUMN_NOT_ALLOWED
                    select s.salary from sales.staff s                 | COLUMN_NOT_ALLOWED
                    select * from sales.staff                          | COLUMN_NOT_ALLOWED
                    select s from sales.staff s                        | COLUMN_NOT_ALLOWED
                    select count(*) from sales.staff                   | READ
                    select name from sales.staff natural join sales.x  | COLUMN_NOT_ALLOWED
                    """)
    void comparesNamesAsTheEngineDoes(String sql, String expected) {
        AllowList names =
                new AllowList(
                        NameRules.ANY,
                        NameRules.only(List.of("sales")),
                        NameRules.except(List.of("secret_*")),
                        NameRules.except(List.of("staff.salary")));
        SqlGuard guard = new SqlGuard(Dialects.POSTGRES, names);
        assertThat(summary(guard.inspect(request(sql, StatementAccess.READ)))).isEqualTo(expected);
    }

    @Test
    void unqualifiedNamesPassWhereTheDefaultDatabaseIsNotKnown() {
        SqlGuard guard = new SqlGuard(Dialects.TSQL, AllowList.ofDatabases(List.of("Sales")));
        assertThat(summary(guard.inspect(unknown("SELECT * FROM dbo.Orders")))).isEqualTo("READ");
        assertThat(summary(guard.inspect(unknown("SELECT * FROM SALES.dbo.Orders"))))
                .isEqualTo("READ");
        assertThat(summary(guard.inspect(unknown("SELECT * FROM Other.dbo.Orders"))))
                .isEqualTo("DATABASE_NOT_ALLOWED");
    }

    static List<Dialect> dialects() {
        return Dialects.all();
    }

    @ParameterizedTest
    @MethodSource("dialects")
    void eachKindOfBadInputHasItsCode(Dialect dialect) {
        assertThat(bad(dialect, "")).isEqualTo("EMPTY");
        assertThat(bad(dialect, " \n\t")).isEqualTo("EMPTY");
        assertThat(bad(dialect, "/* a */ -- b")).isEqualTo("ONLY_COMMENTS");
        assertThat(bad(dialect, "SELECT '" + "x".repeat(1_000_000) + "'")).isEqualTo("TOO_LONG");
        assertThat(bad(dialect, "SELECT " + "\u1faf".repeat(1_001))).isEqualTo("TOO_LONG");
        assertThat(bad(dialect, "\u0000\u0001\u0002\u00ff")).isEqualTo("CONTROL_CHARACTER");
        assertThat(bad(dialect, "SELECT '\ud800'")).isEqualTo("BROKEN_UNICODE");
        assertThat(bad(dialect, "SELECT \udc00")).isEqualTo("BROKEN_UNICODE");
        assertThat(bad(dialect, "SEL\u200bECT 1")).isEqualTo("INVISIBLE_CHARACTER");
        assertThat(bad(dialect, "SELECT " + "(".repeat(5_000) + "1" + ")".repeat(5_000)))
                .isEqualTo("TOO_DEEP");
        assertThat(bad(dialect, "SELECT 1 FROM t WHERE a IN (1" + ",1".repeat(50_000) + ")"))
                .isEqualTo("TOO_MANY_VALUES");
    }

    /** Its parser is shown other characters in the place of these, one for one. */
    @Test
    void trinoFindsTheTablesBehindAStringOfAnyCharacters() {
        String sql =
                "SELECT '\u6f22\ud83d\ude00''\u00e9', \"\u00e9\" FROM s.a, s.b WHERE c = '\u00e9'";
        Allowed allowed = allowed("trino", sql, StatementAccess.READ);
        assertThat(allowed.sql()).isEqualTo(sql);
        assertThat(allowed.reads()).extracting(TableName::name).containsExactlyInAnyOrder("a", "b");
        String name = "\"" + "\u00e9".repeat(909) + "\", ";
        String names = "SELECT " + name.repeat(11) + "'x' FROM a";
        assertThat(summary(inspect("trino", names, StatementAccess.READ))).isEqualTo("READ");
        String more = names.replace("'x'", "\"\u00e9\u00e9\", '" + "\u00e9".repeat(20_000) + "'");
        assertThat(summary(inspect("trino", more, StatementAccess.READ))).isEqualTo("TOO_LONG");
    }

    private static String bad(Dialect dialect, String sql) {
        long start = System.nanoTime();
        String summary =
                summary(
                        new SqlGuard(dialect, AllowList.ANY)
                                .inspect(request(sql, StatementAccess.READ)));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(20));
        return summary;
    }

    private static Verdict inspect(String dialect, String sql, StatementAccess access) {
        return new SqlGuard(
                        Dialects.named(dialect).orElseThrow(),
                        AllowList.ofDatabases(List.of("shop")))
                .inspect(request(sql, access));
    }

    private static Allowed allowed(String dialect, String sql, StatementAccess access) {
        Verdict verdict = inspect(dialect, sql, access);
        assertThat(verdict).isInstanceOf(Allowed.class);
        return (Allowed) verdict;
    }

    private static SqlRequest request(String sql, StatementAccess access) {
        return new SqlRequest(sql, access, SqlOrigin.AGENT, Optional.of("shop"));
    }

    private static SqlRequest unknown(String sql) {
        return new SqlRequest(sql, StatementAccess.READ, SqlOrigin.AGENT, Optional.empty());
    }

    private static String summary(Verdict verdict) {
        return switch (verdict) {
            case Allowed allowed -> allowed.statementClass().name();
            case Refused refused -> refused.reason().name();
        };
    }
}
