package dev.sallyport.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DemoDatabaseTest {
    @TempDir static Path folder;

    @BeforeAll
    static void makesTheFiles() throws Exception {
        DemoDatabase.create(folder);
    }

    private static String url(Path folder, String database) {
        return "jdbc:h2:file:" + folder.resolve(database) + DemoDatabase.READ_ONLY;
    }

    private static List<String> query(Path folder, String database, String sql)
            throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url(folder, database), "demo", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                List<String> values = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    values.add(String.valueOf(rows.getString(i)));
                }
                lines.add(String.join("|", values));
            }
            return lines;
        }
    }

    private static String shop(String sql) throws SQLException {
        return String.join("\n", query(folder, DemoDatabase.SHOP, sql));
    }

    private static String fleet(String sql) throws SQLException {
        return String.join("\n", query(folder, DemoDatabase.FLEET, sql));
    }

    /**
     * A line for each table: how many rows, a checksum over all of them, and the first two to look
     * at.
     */
    private static String summary(Path folder) throws Exception {
        StringBuilder text = new StringBuilder();
        for (String[] table :
                new String[][] {
                    {DemoDatabase.SHOP, "CUSTOMERS_VSAM"},
                    {DemoDatabase.SHOP, "PRODUCTS_VSAM"},
                    {DemoDatabase.SHOP, "ORDERS_VSAM"},
                    {DemoDatabase.FLEET, "EMPLOYEES"},
                    {DemoDatabase.FLEET, "VEHICLES"}
                }) {
            List<String> rows =
                    query(folder, table[0], "SELECT * FROM dbo." + table[1] + " ORDER BY 1");
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(String.join("\n", rows).getBytes(StandardCharsets.UTF_8));
            text.append(
                    "%s %d rows, sha256 %s\n"
                            .formatted(table[1], rows.size(), HexFormat.of().formatHex(digest)));
            text.append(rows.getFirst()).append('\n').append(rows.get(1)).append('\n');
        }
        return text.toString();
    }

    @Test
    void holdsTheRowsThatTheDocumentationQuotes() throws Exception {
        Golden.assertText("demo-data.txt", summary(folder));
    }

    @Test
    void holdsTheSameRowsWhenMadeAgain(@TempDir Path again) throws Exception {
        DemoDatabase.create(again);
        assertThat(summary(again)).isEqualTo(summary(folder));
        try (var files = Files.list(again)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("daea_Mainframe_VSAM.mv.db", "DAEA.mv.db");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CUSTOMERS_VSAM, 'CUSTOMERID 5, CUSTOMERNAME 31, CUSTOMERADDRESS 22, CUSTOMERCITY 14, CUSTOMERSTATE 10,"
                + " CUSTOMERZIP 8, CUSTOMERCOUNTRY 7, CUSTOMERPHONE 14'",
        "ORDERS_VSAM, 'ORDERID 6, CUSTOMERID 5, PRODUCTID 4, ORDERDATE 8, PRODUCTQUANTITY 3'",
        "PRODUCTS_VSAM, 'PRODUCTID 4, PRODUCTNAME 40, PRODUCTPRICE 7, PRODUCTKEYWORDS 48, PRODUCTGROUPID 2'"
    })
    void hasTheColumnsOfTheMainframe(String table, String expected) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url(folder, DemoDatabase.SHOP), "demo", "");
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
            ResultSetMetaData columns = rows.getMetaData();
            List<String> actual = new ArrayList<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                actual.add(columns.getColumnName(i) + " " + columns.getPrecision(i));
            }
            assertThat(String.join(", ", actual)).isEqualTo(expected);
        }
    }

    @Test
    void padsFixedWidthTextWithBlanks() throws SQLException {
        assertThat(
                        shop(
                                """
                                SELECT DISTINCT CHAR_LENGTH(CUSTOMERNAME), CHAR_LENGTH(CUSTOMERSTATE), CHAR_LENGTH(CUSTOMERPHONE)
                                FROM CUSTOMERS_VSAM
                                """))
                .isEqualTo("31|10|14");
        assertThat(shop("SELECT COUNT(*) > 100 FROM CUSTOMERS_VSAM WHERE CUSTOMERSTATE = 'CA'"))
                .isEqualTo("TRUE");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT COUNT(*) FROM daea_Mainframe_VSAM.dbo.CUSTOMERS_VSAM",
                "SELECT COUNT(*) FROM DAEA_MAINFRAME_VSAM.DBO.customers_vsam",
                "SELECT COUNT(*) FROM dbo.CUSTOMERS_VSAM",
                "SELECT COUNT(*) FROM customers_vsam"
            })
    void answersToEachFormOfATablesName(String sql) throws SQLException {
        assertThat(shop(sql)).isEqualTo("5000");
    }

    @Test
    void hasCustomersAsInLife() throws SQLException {
        assertThat(
                        shop(
                                "SELECT COUNT(*) BETWEEN 200 AND 400 FROM CUSTOMERS_VSAM WHERE CUSTOMERPHONE = ''"))
                .isEqualTo("TRUE");
        assertThat(
                        shop(
                                "SELECT COUNT(*) > 200 FROM CUSTOMERS_VSAM WHERE CUSTOMERID NOT IN"
                                        + " (SELECT CUSTOMERID FROM ORDERS_VSAM)"))
                .isEqualTo("TRUE");
        assertThat(
                        shop(
                                "SELECT DISTINCT CUSTOMERSTATE FROM CUSTOMERS_VSAM WHERE CUSTOMERCITY = 'San Francisco'"))
                .isEqualTo("CA        ");
        assertThat(
                        shop(
                                "SELECT COUNT(DISTINCT CUSTOMERSTATE) FROM CUSTOMERS_VSAM WHERE CUSTOMERCITY = 'Springfield'"))
                .isEqualTo("3");
        assertThat(
                        shop(
                                "SELECT CUSTOMERCOUNTRY, COUNT(DISTINCT CUSTOMERSTATE) FROM CUSTOMERS_VSAM"
                                        + " GROUP BY CUSTOMERCOUNTRY ORDER BY 1"))
                .isEqualTo("CANADA |6\nUSA    |51");
    }

    @Test
    void sellsMoreBeforeTheHolidaysAndMoreEachYear() throws SQLException {
        assertThat(
                        query(
                                folder,
                                DemoDatabase.SHOP,
                                """
                                SELECT FLOOR(ORDERDATE / 10000) AS ORDERYEAR FROM ORDERS_VSAM WHERE ORDERDATE < 20260101
                                GROUP BY ORDERYEAR ORDER BY COUNT(*)
                                """))
                .containsExactly("2022", "2023", "2024", "2025");
        assertThat(
                        shop(
                                """
                                SELECT MOD(FLOOR(ORDERDATE / 100), 100) AS ORDERMONTH FROM ORDERS_VSAM
                                WHERE ORDERDATE BETWEEN 20250101 AND 20251231 GROUP BY ORDERMONTH ORDER BY COUNT(*) DESC LIMIT 1
                                """))
                .isIn("11", "12");
    }

    @Test
    void datesOrdersWithRealDaysInOrder() throws SQLException {
        assertThat(
                        shop(
                                "SELECT COUNT(*), MIN(PARSEDATETIME(CAST(ORDERDATE AS VARCHAR), 'yyyyMMdd')) IS NOT NULL"
                                        + " FROM ORDERS_VSAM"))
                .isEqualTo("50000|TRUE");
        assertThat(
                        shop(
                                "SELECT COUNT(*) FROM ORDERS_VSAM A JOIN ORDERS_VSAM B ON B.ORDERID = A.ORDERID + 1"
                                        + " WHERE B.ORDERDATE < A.ORDERDATE"))
                .isEqualTo("0");
    }

    @Test
    void hasNoOrphans() throws SQLException {
        assertThat(
                        shop(
                                "SELECT COUNT(*) FROM ORDERS_VSAM WHERE CUSTOMERID NOT IN (SELECT CUSTOMERID FROM"
                                        + " CUSTOMERS_VSAM) OR PRODUCTID NOT IN (SELECT PRODUCTID FROM PRODUCTS_VSAM)"))
                .isEqualTo("0");
        assertThat(
                        fleet(
                                "SELECT COUNT(*), COUNT(PERSONNEL_ID) < 600 FROM VEHICLES WHERE PERSONNEL_ID IS NULL OR"
                                        + " PERSONNEL_ID IN (SELECT PERSONNEL_ID FROM EMPLOYEES)"))
                .isEqualTo("600|TRUE");
        assertThat(
                        fleet(
                                "SELECT COUNT(*) FROM VEHICLES V JOIN EMPLOYEES E ON E.PERSONNEL_ID = V.PERSONNEL_ID WHERE"
                                        + " V.CURR_CODE <> E.CURR_CODE"))
                .isEqualTo("0");
    }

    @Test
    void employsAdultsWhoTakeNoMoreLeaveThanTheirDue() throws SQLException {
        assertThat(
                        fleet(
                                "SELECT COUNT(*) FROM EMPLOYEES WHERE DATEDIFF(YEAR, BIRTH, HIRED) < 19 OR BIRTH <"
                                        + " DATE '1960-01-01' OR LEAVE_TAKEN > LEAVE_DUE OR SALARY NOT BETWEEN 20000 AND 250000"))
                .isEqualTo("0");
        assertThat(
                        fleet(
                                "SELECT COUNT(*), COUNT(DISTINCT DEPT), COUNT(DISTINCT COUNTRY) FROM EMPLOYEES"))
                .isEqualTo("1000|8|6");
    }

    @Test
    void explainsEveryTableAndColumn() throws SQLException {
        for (String database : List.of(DemoDatabase.SHOP, DemoDatabase.FLEET)) {
            assertThat(
                            query(
                                    folder,
                                    database,
                                    """
                                    SELECT TABLE_NAME, '' FROM INFORMATION_SCHEMA.TABLES
                                    WHERE TABLE_SCHEMA = 'DBO' AND REMARKS IS NULL
                                    UNION ALL
                                    SELECT TABLE_NAME, COLUMN_NAME FROM INFORMATION_SCHEMA.COLUMNS
                                    WHERE TABLE_SCHEMA = 'DBO' AND REMARKS IS NULL
                                    """))
                    .isEmpty();
        }
        assertThat(
                        shop(
                                "SELECT REMARKS FROM INFORMATION_SCHEMA.COLUMNS WHERE COLUMN_NAME = 'PRODUCTGROUPID'"))
                .contains("1 Kitchen, 2 Garden", "20 Winter Sports");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DELETE FROM ORDERS_VSAM",
                "INSERT INTO CUSTOMERS_VSAM SELECT * FROM CUSTOMERS_VSAM",
                "DROP TABLE ORDERS_VSAM",
                "CREATE TABLE MINE (ID INTEGER)",
                "CREATE ALIAS SHELL FOR 'java.lang.Runtime.getRuntime'",
                "SELECT FILE_READ('/etc/hostname')",
                "CALL CSVWRITE('/dev/null', 'SELECT 1')",
                "ALTER USER demo ADMIN TRUE",
                "SHUTDOWN"
            })
    void refusesWhatIsNotReading(String sql) throws SQLException {
        try (Connection connection =
                        DriverManager.getConnection(url(folder, DemoDatabase.SHOP), "demo", "");
                Statement statement = connection.createStatement()) {
            assertThatThrownBy(() -> statement.execute(sql)).isInstanceOf(SQLException.class);
        }
        assertThat(shop("SELECT COUNT(*) FROM ORDERS_VSAM")).isEqualTo("50000");
    }

    @Test
    void grantsTheReaderNothingButReading(@TempDir Path copy) throws Exception {
        Files.copy(
                folder.resolve("daea_Mainframe_VSAM.mv.db"),
                copy.resolve("daea_Mainframe_VSAM.mv.db"));
        String writable = "jdbc:h2:file:" + copy.resolve(DemoDatabase.SHOP);
        try (Connection connection = DriverManager.getConnection(writable, "demo", "");
                Statement statement = connection.createStatement()) {
            assertThat(connection.isReadOnly()).isFalse();
            assertThatThrownBy(() -> statement.execute("DELETE FROM dbo.ORDERS_VSAM"))
                    .hasMessageContaining("Not enough rights");
        }
        assertThatThrownBy(() -> DriverManager.getConnection(writable, "sa", "").close())
                .hasMessageContaining("Wrong user name or password");
    }

    @Test
    void opensInAFolderThatCannotBeWrittenAndTwiceAtATime(@TempDir Path copy) throws Exception {
        Path file = copy.resolve("DAEA.mv.db");
        Files.copy(folder.resolve("DAEA.mv.db"), file);
        assertThat(file.toFile().setReadOnly()).isTrue();
        assertThat(copy.toFile().setReadOnly()).isTrue();
        try {
            assertThat(query(copy, DemoDatabase.FLEET, "SELECT COUNT(*) FROM EMPLOYEES"))
                    .containsExactly("1000");
            Process other = openInAnotherProcess(copy);
            try (Connection here =
                    DriverManager.getConnection(url(copy, DemoDatabase.FLEET), "demo", "")) {
                assertThat(here.isValid(5)).isTrue();
                assertThat(
                                new String(
                                        other.getInputStream().readAllBytes(),
                                        StandardCharsets.UTF_8))
                        .contains("600");
            }
            assertThat(other.waitFor()).isZero();
        } finally {
            assertThat(copy.toFile().setWritable(true)).isTrue();
        }
    }

    private static Process openInAnotherProcess(Path folder) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElseThrow(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "org.h2.tools.Shell",
                        "-url",
                        url(folder, DemoDatabase.FLEET),
                        "-user",
                        "demo",
                        "-sql",
                        "SELECT COUNT(*) FROM VEHICLES")
                .redirectErrorStream(true)
                .start();
    }
}
