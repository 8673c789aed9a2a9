package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.TestConnx;
import dev.sallyport.source.TestH2;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract through the stand-in for the CONNX driver, whose every later method fails. */
class ConnxExecutorTest extends H2BackedExecutorContract {
    @TempDir private Path folder;

    @Override
    protected SourceConfig prepared(List<String> statements) throws SQLException {
        return TestConnx.prepared(folder, "shop", statements.toArray(String[]::new));
    }

    /** The driver is loaded anew for each source, which takes longer than the shortest limits. */
    @BeforeEach
    void loadTheDriver() {
        assertThat(rows("SELECT 1 AS one").rows()).hasToString("[[1]]");
    }

    /** Of a copy: the stand-in's own H2 holds the file. */
    @Override
    protected Connection past() throws SQLException {
        try {
            Files.copy(
                    folder.resolve("shop.mv.db"),
                    folder.resolve("copy.mv.db"),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return TestH2.connectToRead(folder, "copy");
    }

    /** Escapes in braces are the engine's own here; what is not on the list is not sent. */
    @Override
    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT 1; SELECT 2",
                "SELECT 1;DELETE FROM orders WHERE id > 0",
                "SELECT ';' ; DELETE FROM orders",
                "SELECT 1 /* ; */ ; DELETE FROM orders",
                "SELECT id FROM orders {transactmode readwrite}",
                "SELECT id FROM orders {nomaxrows}",
                "{killstatement 1}",
                "SELECT id FROM orders {maxrows 1} {nativesql x}"
            })
    void sendsOneStatementOrNone(String sql) throws SQLException {
        String before = state();
        assertThat(failure(sql).reason())
                .isIn(FailureReason.NOT_SENDABLE, FailureReason.NOT_A_READ);
        assertThat(state()).isEqualTo(before);
    }

    /** The gateway itself knows the escapes that are harmless. */
    @Override
    protected List<String> changedByTheDriver() {
        return List.of("SELECT {nativesql x}");
    }

    @ParameterizedTest(name = "{0} -> {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    SELECT id FROM orders ORDER BY id {maxrows 2}              | [[1],[2]]
                    SELECT id FROM orders ORDER BY id {maxrows 2, 5}           | [[6],[7]]
                    SELECT '{nomaxrows}; x' AS t FROM orders WHERE id = 1      | [["{nomaxrows}; x"]]
                    SELECT {d '2024-02-29'} AS d FROM orders WHERE id = 1      | [["2024-02-29"]]
                    """)
    void readsWhatTheGatewayUnderstands(String sql, String rows) {
        assertThat(runAsItIs(sql, LIMITS))
                .isInstanceOfSatisfying(
                        ExecutionOutcome.Rows.class,
                        answer -> assertThat(answer.rows().rows()).hasToString(rows));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT TOP 5 id FROM orders",
                "SELECT id FROM orders LIMIT 5",
                "SELECT id FROM orders FETCH FIRST 5 ROWS ONLY",
                "SELECT id FROM orders OFFSET 5 ROWS"
            })
    void repeatsThatTheGatewayDoesNotKnowTheLimitsOfOtherEngines(String sql) {
        assertThat(failure(sql).hint()).startsWith("SQLSTATE 42000").contains("syntax error");
    }

    @Test
    void asksTheGatewayToBeReadOnly() throws SQLException {
        String before = state();
        assertThat(run("WITH x AS (SELECT 1) DELETE FROM orders", LIMITS))
                .isInstanceOf(ExecutionOutcome.Failed.class);
        assertThat(state()).isEqualTo(before);
    }

    /** Longer than the time in which the pool takes a connection for alive unasked. */
    @Test
    void asksAnIdleConnectionWhetherItIsAlive() throws Exception {
        assertThat(rows("SELECT 1 AS one FROM orders WHERE id = 1").rows()).hasToString("[[1]]");
        Thread.sleep(700);
        assertThat(rows("SELECT 2 AS two FROM orders WHERE id = 1").rows()).hasToString("[[2]]");
    }
}
