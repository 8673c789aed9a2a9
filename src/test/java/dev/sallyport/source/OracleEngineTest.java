package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sallyport.sql.Dialects;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OracleEngineTest {
    private final OracleEngine engine = new OracleEngine();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:oracle:thin:@//host:1521/SHOP",
                "jdbc:oracle:thin:@host:1521/shop.example.com",
                "jdbc:oracle:thin:@tcp://host/shop",
                "jdbc:oracle:thin:@tcps://host:2484/shop",
                "jdbc:oracle:thin:@tcps://[::1]:2484/shop?ssl_server_dn_match=true",
                "jdbc:oracle:thin:@tcps://host:2484/shop?wallet_location=/etc/wallet&SDU=8192"
            })
    void urlIsInOrder(String url) {
        assertThat(engine.problems(url)).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jdbc:oracle:thin:scott/tiger@//h:1521/s                  | a credential does not belong
                    jdbc:oracle:thin:scott@//h:1521/s                        | a credential does not belong
                    jdbc:oracle:thin:@//h:1521/s?password=x                  | a credential does not belong
                    jdbc:oracle:thin:@//h:1521/s?wallet_password=x           | a credential does not belong
                    jdbc:oracle:thin:@//h:1521/s?oracle.jdbc.accessToken=x   | a credential does not belong
                    jdbc:oracle:thin:@//h:1521/s?oracle.jdbc.config.file=/x  | is not allowed
                    jdbc:oracle:thin:@//h:1521/s?oracle.jdbc.sqlTranslationProfile=x | is not allowed
                    jdbc:oracle:thin:@//h:1521/s?oracle.jdbc.sqlErrorTranslationFile=/x | is not allowed
                    jdbc:oracle:thin:@//h:1521/s?oracle.jdbc.provider.json=x | is not allowed
                    jdbc:oracle:thin:@//h:1521/s?oracle.net.KerberosJaasLoginModule=x | is not allowed
                    jdbc:oracle:thin:@//h:1521/s?javax.net.ssl.trustStore=/x | is not allowed
                    jdbc:oracle:thin:@//h:1521/s?https_proxy=h               | https_proxy is not allowed
                    jdbc:oracle:thin:@//h:1521/s?token_auth=OAUTH            | a credential does not belong
                    jdbc:oracle:thin:@//h:1521/s?colour=red                  | colour is not allowed
                    jdbc:oracle:thin:@(DESCRIPTION=(ADDRESS=(HOST=h)(PORT=1)(PROTOCOL=tcp))) | no alias, SID or descriptor
                    jdbc:oracle:thin:@alias                                  | no alias, SID or descriptor
                    jdbc:oracle:thin:@alias?TNS_ADMIN=/tmp                   | TNS_ADMIN is not allowed
                    jdbc:oracle:thin:@h:1521:SID                             | no alias, SID or descriptor
                    jdbc:oracle:thin:@//h1:1521,h2:1521/s                    | no alias, SID or descriptor
                    jdbc:oracle:thin:@//h1:1521/s:dedicated                  | no alias, SID or descriptor
                    jdbc:oracle:thin:@ldap://h:389/cn=x                      | no alias, SID or descriptor
                    jdbc:oracle:thin:@config-https://h/x                     | no alias, SID or descriptor
                    jdbc:oracle:thin:@config-file:///etc/x.json              | no alias, SID or descriptor
                    jdbc:oracle:thin:@wss://h:443/s                          | no alias, SID or descriptor
                    jdbc:oracle:thin:@//h:1521/s?sdu=(x)                     | no alias, SID or descriptor
                    jdbc:oracle:oci:@//h:1521/s                              | no alias, SID or descriptor
                    jdbc:oracle:kprb:                                        | no alias, SID or descriptor
                    jdbc:odbc:x                                              | begins with jdbc:oracle:
                    """)
    void urlIsRefused(String url, String problem) {
        assertThat(engine.problems(url)).singleElement().asString().contains(problem);
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            textBlock =
                    """
                    72000, 1013,  STOPPED
                    72000, 1456,  NOT_READ_ONLY
                    72000, 16000, NOT_READ_ONLY
                    42000, 1031,  NO_RIGHT
                    99999, 17041, PARAMETERS
                    72000, 1017,  LOGIN
                    08006, 12514, DATABASE
                    66000, 12516, BUSY
                    08006, 17002, CONNECTION_LOST
                    08003, 17008, CONNECTION_LOST
                    61000, 28,    CONNECTION_LOST
                    08001, 99999, CONNECTION_LOST
                    42000, 942,   STATEMENT
                    ,      900,   STATEMENT
                    """)
    void errorHasItsMeaning(String state, int code, EngineError meaning) {
        assertThat(engine.meaning(new SQLException("x", state, code))).isEqualTo(meaning);
    }

    @ParameterizedTest(name = "ORA-{0} -> {1}, rolled back: {2}")
    @CsvSource(
            textBlock =
                    """
                    1,     CONSTRAINT, false
                    1400,  CONSTRAINT, false
                    2290,  CONSTRAINT, false
                    2291,  CONSTRAINT, false
                    2292,  CONSTRAINT, false
                    2091,  CONSTRAINT, true
                    54,    CONFLICT,   false
                    60,    CONFLICT,   false
                    8177,  CONFLICT,   false
                    3113,  OTHER,      false
                    17002, OTHER,      false
                    1013,  OTHER,      false
                    1456,  OTHER,      false
                    """)
    void errorOfAChangeHasItsMeaning(int code, ChangeError meaning, boolean rolledBack) {
        // The driver's own states must not count: 23000 and 40001 are among them.
        for (String state : List.of("23000", "40001", "08006", "72000")) {
            SQLException error = new SQLException("x", state, code);
            assertThat(engine.changeError(error)).isEqualTo(meaning);
            assertThat(engine.provesRollback(error)).isEqualTo(rolledBack);
        }
    }

    @Test
    void onlyTransactionsThatReadAreDeclaredToBeSo() {
        SourceConfig reads = source("jdbc:oracle:thin:@//h:1521/shop");
        SourceConfig writes =
                new SourceConfig(
                        "shop",
                        reads.url(),
                        reads.user(),
                        Optional.empty(),
                        Dialects.ORACLE,
                        true,
                        2,
                        Duration.ofSeconds(30));
        assertThat(OracleEngine.beginnings(reads)).containsExactly("SET TRANSACTION READ ONLY");
        assertThat(OracleEngine.beginnings(writes)).isEmpty();
        assertThat(OracleEngine.beginnings(engine.forReads(writes)))
                .containsExactly("SET TRANSACTION READ ONLY");
        assertThat(engine.readOnlyConnection(engine.forReads(writes))).isTrue();
        assertThat(engine.readOnlyConnection(writes)).isFalse();
    }

    @Test
    void bracesAndSemicolonsBelongIntoQuotes() {
        assertThat(OracleEngine.splits("SELECT '{;}' FROM dual")).isFalse();
        assertThat(OracleEngine.splits("SELECT '{;}' FROM dual -- x")).isTrue();
        assertThat(OracleEngine.splits("SELECT q'['; ]' FROM dual")).isTrue();
        assertThat(OracleEngine.splits("SELECT {fn NOW()} FROM dual")).isTrue();
        assertThat(OracleEngine.splits("SELECT 1 FROM dual; DELETE FROM t")).isTrue();
    }

    @Test
    void propertiesKeepTheTextAsItIsAndTheDriverQuiet() {
        Properties properties = engine.properties(source("jdbc:oracle:thin:@//h:1521/shop"));
        assertThat(properties)
                .containsEntry("processEscapes", "false")
                .containsEntry("oracle.jdbc.convertNcharLiterals", "false")
                .containsEntry("oracle.jdbc.ReadTimeout", "45000")
                .containsEntry("oracle.net.CONNECT_TIMEOUT", "10000")
                .containsEntry("oracle.jdbc.diagnostic.enableLogging", "false")
                .doesNotContainKey("password");
    }

    @Test
    void databaseIsTheService() {
        assertThat(engine.defaultDatabase(source("jdbc:oracle:thin:@tcps://h:1521/shop?sdu=1")))
                .contains("shop");
    }

    @Test
    void statementsOfItsOwnAreOracles() {
        for (String sql : List.of(OracleEngine.COMMENTS, OracleEngine.PINS.getFirst())) {
            assertThatCode(() -> CCJSqlParserUtil.parse(sql)).doesNotThrowAnyException();
        }
    }

    private static SourceConfig source(String url) {
        return new SourceConfig(
                "shop",
                url,
                Optional.of("reader"),
                Optional.empty(),
                Dialects.ORACLE,
                false,
                2,
                Duration.ofSeconds(30));
    }
}
