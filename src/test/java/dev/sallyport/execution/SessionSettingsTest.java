package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestH2;
import dev.sallyport.source.TestHsqldb;
import dev.sallyport.source.TestPostgres;
import dev.sallyport.source.TestSqlServer;
import dev.sallyport.sql.Dialects;
import dev.sallyport.testing.RewritingProxy;
import dev.sallyport.testing.tds.ScriptedBackend;
import dev.sallyport.testing.tds.TdsColumn;
import dev.sallyport.testing.tds.TdsServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A server that reads text otherwise than the guard's lexer gets no statement, and one whose
 * settings can be set is set. MariaDB and MySQL have tests of their own, for they take a server.
 */
class SessionSettingsTest extends SessionSettingsContract {
    @Test
    void postgresIsSetToStandardStringsAndUtf8() throws Exception {
        String database = TestPostgres.newDatabase();
        TestPostgres.run(
                database,
                "ALTER DATABASE " + database + " SET standard_conforming_strings = off",
                "ALTER DATABASE " + database + " SET client_encoding = 'LATIN1'");
        assertThat(
                        answer(
                                TestPostgres.source("shop", database),
                                "SELECT 'a\\', current_setting('client_encoding')"))
                .isEqualTo("[[\"a\\\\\",\"UTF8\"]]");
    }

    /** Settings of a login or a database, and of a proxy that the driver's words get lost in. */
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '§',
            textBlock =
                    """
                    a backslash that escapes | standard_conforming_strings=on | standard_conforming_strings=no
                    quotes in a second byte  | UTF8                           | SJIS
                    """)
    void postgresThatDoesNotKeepItIsRefused(String name, String sent, String arrives)
            throws Exception {
        String database = TestPostgres.newDatabase();
        SourceConfig config = TestPostgres.source("shop", database);
        String sql = "SELECT current_setting('standard_conforming_strings')";
        try (RewritingProxy other = new RewritingProxy(config.url(), "no such text", "")) {
            assertThat(answer(postgres(other.url(config.url())), sql)).isEqualTo("[[\"on\"]]");
        }
        try (RewritingProxy proxy = new RewritingProxy(config.url(), sent, arrives)) {
            assertThat(answer(postgres(proxy.url(config.url())), sql)).isEqualTo(REFUSED);
        }
    }

    private static SourceConfig postgres(String url) {
        return new SourceConfig(
                "shop",
                url,
                Optional.of("postgres"),
                Optional.empty(),
                Dialects.POSTGRES,
                false,
                1,
                Duration.ofSeconds(30));
    }

    @Test
    void postgresWhereOthersComeBeforeTheBuiltInFunctionsIsRefused() throws Exception {
        String database = TestPostgres.newDatabase();
        SourceConfig config = TestPostgres.source("shop", database);
        assertThat(answer(config, "SELECT 1")).isEqualTo("[[1]]");
        TestPostgres.run(
                database, "ALTER DATABASE " + database + " SET search_path = public, pg_catalog");
        assertThat(answer(config, "SELECT 1")).isEqualTo(REFUSED);
    }

    @Test
    void sqlServerThatDoesNotKeepItIsRefused() throws Exception {
        ScriptedBackend backend =
                new ScriptedBackend()
                        .on(
                                "SELECT 1 AS one",
                                (parameters, answer) -> {
                                    answer.columns(new TdsColumn("one", "int"));
                                    answer.row(1);
                                    answer.rowsDone(1);
                                });
        try (TdsServer server = new TdsServer(backend)) {
            SourceConfig config = TestSqlServer.source(server, "shop");
            assertThat(answer(config, "SELECT 1 AS one")).isEqualTo("[[1]]");
            backend.leadingTo("master");
            assertThat(answer(config, "SELECT 1 AS one")).isEqualTo(REFUSED);
            backend.leadingTo("SHOP");
            assertThat(answer(config, "SELECT 1 AS one")).isEqualTo("[[1]]");
            backend.keeping("QUOTED_IDENTIFIER", "OFF");
            assertThat(answer(config, "SELECT 1 AS one")).isEqualTo(REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MSSQLServer", "PostgreSQL", "Oracle", "DB2"})
    void h2InAModeThatReadsOtherwiseIsRefused(String mode) throws Exception {
        String url = "jdbc:h2:mem:settings" + mode;
        try (Connection owner = DriverManager.getConnection(url, "sa", "");
                Statement statement = owner.createStatement()) {
            assertThat(answer(TestH2.source(url, 1), "SELECT 1")).isEqualTo("[[1]]");
            statement.execute("SET MODE " + mode);
            assertThat(answer(TestH2.source(url, 1), "SELECT 1")).isEqualTo(REFUSED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"MODE=Oracle", "NON_KEYWORDS=VALUE,KEY"})
    void h2ThatIsToReadOtherwiseIsRefused(String setting) {
        String url = "jdbc:h2:mem:asked";
        assertThat(answer(TestH2.source(url, 1), "SELECT 1")).isEqualTo("[[1]]");
        assertThat(answer(TestH2.source(url + ";" + setting, 1), "SELECT 1")).isEqualTo(REFUSED);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SET DATABASE SQL SYNTAX MYS TRUE",
                "SET DATABASE SQL LOWER CASE IDENTIFIER TRUE"
            })
    void hsqldbThatReadsOtherwiseIsRefused(String forced) throws Exception {
        try (TestHsqldb server = new TestHsqldb()) {
            SourceConfig config = server.source("shop", false, 1);
            assertThat(answer(config, "VALUES 1")).isEqualTo("[[1]]");
            server.run(List.of(forced));
            assertThat(answer(config, "VALUES 1")).isEqualTo(REFUSED);
        }
    }

    /** To the engine a comment goes on past line feeds, to the next carriage return. */
    @ParameterizedTest
    @ValueSource(strings = {"VALUES 1 -- a\r, 2", "VALUES 1 // a\r, 2"})
    void hsqldbGetsNoCarriageReturnBesideAComment(String sql) {
        try (TestHsqldb server = new TestHsqldb()) {
            assertThat(answer(server.source("shop", false, 1), sql))
                    .isEqualTo(FailureReason.NOT_SENDABLE.code());
        }
    }
}
