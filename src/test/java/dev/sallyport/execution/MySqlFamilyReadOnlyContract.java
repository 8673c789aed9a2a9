package dev.sallyport.execution;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestMySql;
import dev.sallyport.sql.Dialect;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * MySQL and MariaDB, logged in as an administrator who may do everything but shut the server down:
 * no transaction would stop that.
 */
abstract class MySqlFamilyReadOnlyContract extends ReadOnlyWithoutGuardContract {
    /** Those that the statements of the cases name. */
    private static final List<String> DATABASES = List.of("shop", "ref", "hr");

    private final TestMySql server;

    MySqlFamilyReadOnlyContract(TestMySql server) {
        this.server = server;
    }

    @Override
    protected Dialect dialect() {
        return server.dialect();
    }

    @Override
    protected List<String> schema() throws IOException {
        try (InputStream in =
                MySqlFamilyReadOnlyContract.class.getResourceAsStream(
                        "/guard/schema/mariadb.sql")) {
            if (in == null) {
                throw new IllegalStateException("no schema");
            }
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(script.split(";\n", -1))
                    .filter(s -> !s.isBlank())
                    .filter(s ->
                            server == TestMySql.MARIADB
                                    || !(s.startsWith("CREATE SEQUENCE")
                                            || s.contains("PERIOD FOR")))
                    // The server is 5.6: JSON came with 5.7.
                    .map(s -> server == TestMySql.MARIADB ? s : s.replace(" JSON", " TEXT"))
                    .toList();
        }
    }

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        List<String> all = new ArrayList<>();
        DATABASES.forEach(name -> all.add("DROP DATABASE IF EXISTS " + name));
        // What a statement that passes has changed.
        all.add("SET GLOBAL max_connections = 151");
        all.add("SET GLOBAL general_log = 0");
        all.add("CREATE DATABASE shop CHARACTER SET utf8mb4");
        all.add("CREATE DATABASE hr");
        all.add("CREATE TABLE hr.pay (id INT, salary INT, a INT)");
        all.add("USE shop");
        all.addAll(statements);
        server.run("", all.toArray(String[]::new));
        if (server.seen("", "SELECT COUNT(*) FROM mysql.user WHERE user = 'owner'").equals("0")) {
            server.run(
                    "",
                    "CREATE USER 'owner'@'%' IDENTIFIED BY 'o'",
                    "GRANT ALL ON *.* TO 'owner'@'%' WITH GRANT OPTION",
                    "REVOKE SHUTDOWN ON *.* FROM 'owner'@'%'");
        }
        return server.source("shop", server.url("shop"), "owner", "o", 1);
    }

    @Override
    protected String state() throws SQLException {
        StringBuilder state = new StringBuilder();
        try (Connection connection = server.connect("shop");
                Statement statement = connection.createStatement()) {
            List<String> queries =
                    new ArrayList<>(
                            List.of(
                                    "SHOW DATABASES",
                                    "SELECT table_schema, table_name, table_type, engine,"
                                            + " create_options, table_comment FROM"
                                            + " information_schema.tables",
                                    "SELECT * FROM information_schema.columns WHERE table_schema IN"
                                            + " ('shop', 'ref', 'hr')",
                                    "SELECT routine_schema, routine_name, routine_definition FROM"
                                            + " information_schema.routines",
                                    "SELECT * FROM information_schema.triggers",
                                    "SELECT * FROM information_schema.events",
                                    "SELECT table_name, partition_name, partition_description FROM"
                                            + " information_schema.partitions WHERE table_schema ="
                                            + " 'shop'",
                                    "SELECT user, host FROM mysql.user",
                                    "SELECT * FROM mysql.db",
                                    "SELECT name FROM mysql.plugin",
                                    "SELECT name FROM mysql.func",
                                    "SHOW BINARY LOGS",
                                    "SELECT user FROM information_schema.processlist WHERE user"
                                            + " NOT IN ('admin', 'owner', 'system user')",
                                    "SHOW GLOBAL VARIABLES WHERE variable_name NOT LIKE 'gtid%'"
                                            + " AND variable_name NOT IN ('timestamp')"));
            for (String table : tables(statement)) {
                queries.add("CHECKSUM TABLE " + table);
            }
            for (String query : queries) {
                append(state, statement, query);
            }
        }
        return state.toString();
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows =
                statement.executeQuery(
                        "SELECT CONCAT('`', table_schema, '`.`', REPLACE(table_name, '`', '``'),"
                                + " '`') FROM information_schema.tables WHERE table_schema IN"
                                + " ('shop', 'ref', 'hr') ORDER BY 1")) {
            while (rows.next()) {
                tables.add(rows.getString(1));
            }
        }
        return tables;
    }

    private static void append(StringBuilder state, Statement statement, String query) {
        try (ResultSet rows = statement.executeQuery(query)) {
            int columns = rows.getMetaData().getColumnCount();
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                StringBuilder line = new StringBuilder();
                for (int i = 1; i <= columns; i++) {
                    line.append(rows.getString(i)).append('|');
                }
                lines.add(line.toString());
            }
            lines.stream().sorted().forEach(line -> state.append(line).append('\n'));
        } catch (SQLException e) {
            state.append(e.getErrorCode()).append('\n');
        }
    }

    @Override
    protected void change() throws SQLException {
        server.run("shop", "DELETE FROM orders");
    }

    @Override
    protected String session() {
        return "SELECT @a, @b, @x, @id, LAST_INSERT_ID(), DATABASE(), CURRENT_USER(), @@autocommit,"
                + " @@tx_read_only, @@tx_isolation, @@sql_mode, @@time_zone, @@foreign_key_checks,"
                + " @@unique_checks, @@sql_safe_updates, @@sql_select_limit, @@big_tables,"
                + " @@character_set_client, @@character_set_connection, @@character_set_results,"
                + " @@collation_connection, @@sql_log_bin, @@sql_warnings, @@group_concat_max_len,"
                + " @@max_allowed_packet, @@max_join_size, @@tmp_table_size, @@lc_time_names,"
                + " @@session.wait_timeout, @@rand_seed1 IS NULL,"
                + " IS_USED_LOCK('a'), IS_USED_LOCK('x'), IS_USED_LOCK('l'), IS_USED_LOCK('lock')";
    }
}
