package dev.sallyport.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class Db2EngineTest {
    private final Db2Engine engine = new Db2Engine();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:db2://host:50000/SHOP",
                "jdbc:db2://[::1]:50000/SHOP",
                "jdbc:db2://host/SHOP:sslConnection=true;currentSchema=SALES;",
                "jdbc:db2://host:446/LOCDB:securityMechanism=9"
            })
    void urlIsInOrder(String url) {
        assertThat(engine.problems(url)).isEmpty();
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    jdbc:db2://h:1/d:traceFile=/tmp/x;                        | traceFile is not allowed
                    jdbc:db2://h:1/d:traceDirectory=/tmp;                     | traceDirectory is not allowed
                    jdbc:db2://h:1/d:clientRerouteServerListJNDIName=ldap;    | clientRerouteServerListJNDIName is not allowed
                    jdbc:db2://h:1/d:pluginName=x;                            | pluginName is not allowed
                    jdbc:db2://h:1/d:pluginClassName=x;                       | pluginClassName is not allowed
                    jdbc:db2://h:1/d:jdbcCollection=X;                        | jdbcCollection is not allowed
                    jdbc:db2://h:1/d:TRACEFILE=x;                             | TRACEFILE is not allowed
                    jdbc:db2://h:1/d:colour=red;                              | colour is not allowed
                    jdbc:db2://h:1/d:password=x;                              | a credential does not belong
                    jdbc:db2://h:1/d:securityMechanism=11;                    | securityMechanism is 3, 7 or 9
                    jdbc:db2://h:1/d:securityMechanism=3;securityMechanism=11 | securityMechanism is 3, 7 or 9
                    jdbc:db2://h:1,other:1/d                                  | with one host
                    jdbc:db2://x@h:1/d                                        | with one host
                    jdbc:db2:d                                                | with one host
                    jdbc:odbc:x                                               | begins with jdbc:db2:
                    """)
    void urlIsRefused(String url, String problem) {
        assertThat(engine.problems(url)).singleElement().asString().contains(problem);
    }

    @ParameterizedTest(name = "{0} {1} -> {2}")
    @CsvSource(
            textBlock =
                    """
                    57014, -952,   STOPPED
                    42501, -551,   NO_RIGHT
                    25006, -817,   NOT_READ_ONLY
                    07001, -313,   PARAMETERS
                    28000, -4214,  LOGIN
                    57030, -1040,  BUSY
                    08001, -4499,  CONNECTION_LOST
                    ,      -4499,  CONNECTION_LOST
                    55032, -1224,  CONNECTION_LOST
                    42703, -206,   STATEMENT
                    40001, -911,   STATEMENT
                    """)
    void errorHasItsMeaning(String state, int code, EngineError meaning) {
        assertThat(engine.meaning(new SQLException("x", state, code))).isEqualTo(meaning);
    }

    @ParameterizedTest(name = "{0} {1} -> {2}, rolled back: {3}")
    @CsvSource(
            textBlock =
                    """
                    23505, -803,   CONSTRAINT, false
                    23503, -530,   CONSTRAINT, false
                    44000, -161,   CONSTRAINT, false
                    40001, -911,   CONFLICT,   true
                    57033, -913,   CONFLICT,   false
                    40506, -1476,  CONFLICT,   true
                    40003, -4499,  CONFLICT,   false
                    08001, -4499,  OTHER,      false
                    08007, 0,      OTHER,      false
                    08506, -4498,  OTHER,      false
                    22003, -802,   OTHER,      false
                    ,      -30108, OTHER,      false
                    """)
    void errorOfAChangeHasItsMeaning(
            String state, int code, ChangeError meaning, boolean rolledBack) {
        SQLException error = new SQLException("x", state, code);
        assertThat(engine.changeError(error)).isEqualTo(meaning);
        assertThat(engine.provesRollback(error)).isEqualTo(rolledBack);
    }

    @Test
    void bracesAndSemicolonsBelongIntoQuotes() {
        assertThat(Db2Engine.splits("SELECT '{;}' FROM t")).isFalse();
        assertThat(Db2Engine.splits("SELECT '{;}' FROM t -- x")).isTrue();
        assertThat(Db2Engine.splits("SELECT {fn NOW()} FROM t")).isTrue();
    }
}
