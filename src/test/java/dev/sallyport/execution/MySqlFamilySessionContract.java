package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestMySql;
import dev.sallyport.testing.RewritingProxy;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What the guard's lexer relies on is set in every session of MySQL and MariaDB, whatever the
 * server's own settings are, and a session that does not keep it gets no statement.
 */
abstract class MySqlFamilySessionContract extends SessionSettingsContract {
    private static final String MODES =
            "'STRICT_TRANS_TABLES,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION'";

    private final TestMySql server;
    private String database = "";

    /** Two that differ in a letter. */
    private String other = "";

    MySqlFamilySessionContract(TestMySql server) {
        this.server = server;
    }

    @BeforeEach
    void prepare() throws SQLException {
        server.run(
                "",
                "DROP DATABASE IF EXISTS settings_a",
                "DROP DATABASE IF EXISTS settings_b",
                "CREATE DATABASE settings_a",
                "CREATE DATABASE settings_b",
                "GRANT SELECT ON settings_a.* TO 'plain'@'%' IDENTIFIED BY 'plain'",
                "GRANT SELECT ON settings_b.* TO 'plain'@'%' IDENTIFIED BY 'plain'");
        database = "settings_a";
        other = "settings_b";
    }

    /** The server is one for all tests of a run. */
    @AfterEach
    void takeBack() throws SQLException {
        server.run(
                "",
                "SET GLOBAL init_connect = ''",
                "SET GLOBAL sql_mode = DEFAULT",
                "DROP USER 'plain'@'%'");
    }

    /** {@code init_connect} runs for those who are no administrators. */
    private SourceConfig source(String url) {
        return server.source("shop", url, "plain", "plain", 1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET GLOBAL sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'",
                "SET GLOBAL init_connect = 'SET SESSION sql_mode = \"ANSI,NO_BACKSLASH_ESCAPES\"'",
                "SET GLOBAL init_connect = 'SET NAMES latin1'"
            })
    void theServersOwnSettingsAreSetOtherwise(String forced) throws SQLException {
        server.run("", forced);
        assertThat(answer(source(server.url(database)), "SELECT \"a\\'\", @@character_set_client"))
                .isEqualTo("[[\"a'\",\"utf8mb4\"]]");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            textBlock =
                    """
                    a mode that makes quotes of names   | sql_mode = %1$s | sql_mode = 'ANSI_QUOTES'
                    a mode that implies another         | sql_mode = %1$s | sql_mode = 'ANSI'
                    a mode without backslashes          | sql_mode = %1$s | sql_mode = 'NO_BACKSLASH_ESCAPES'
                    operators of another meaning        | sql_mode = %1$s | sql_mode = 'PIPES_AS_CONCAT'
                    a character set that hides quotes   | NAMES utf8mb4   | NAMES gbk
                    another one                         | NAMES utf8mb4   | NAMES sjis
                    transactions that end by themselves | autocommit = 0  | autocommit = 1
                    another database                    | settings_a      | settings_b
                    """)
    void aSessionThatDoesNotKeepItIsRefused(String name, String sent, String arrives)
            throws Exception {
        String url = server.url(database);
        String pinned = sent.formatted(modes());
        String sql = "SELECT DATABASE(), @@sql_mode";
        try (RewritingProxy other = new RewritingProxy(url, "no such text", "")) {
            assertThat(answer(source(other.url(url)), sql)).startsWith("[[\"settings_a\"");
        }
        try (RewritingProxy proxy = new RewritingProxy(url, pinned, arrives)) {
            assertThat(answer(source(proxy.url(url)), sql)).isEqualTo(REFUSED);
        }
    }

    /** As the driver sends them. */
    String modes() {
        return MODES;
    }

    @Test
    void bothDatabasesAreThereForTheOneWhoAsksForThem() {
        assertThat(answer(source(server.url(other)), "SELECT DATABASE()"))
                .isEqualTo("[[\"settings_b\"]]");
    }
}
