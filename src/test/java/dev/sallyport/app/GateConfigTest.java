package dev.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sallyport.config.ConfigException;
import dev.sallyport.config.Configuration;
import dev.sallyport.config.Environment;
import dev.sallyport.guard.RefusalReason;
import dev.sallyport.guard.SqlGuard;
import dev.sallyport.guard.Verdict;
import dev.sallyport.sql.SqlOrigin;
import dev.sallyport.sql.SqlRequest;
import dev.sallyport.sql.StatementAccess;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the keys for changes come to. */
class GateConfigTest {
    private static final Environment ENVIRONMENT = Environment.of(Map.of());

    @Test
    void changesAreOffAndBoundedWhereNothingIsConfigured() {
        GateConfig config = read("");
        assertThat(config.sourcesWithWrites()).isEmpty();
        assertThat(config.sourcesWithoutWhere()).isEmpty();
        assertThat(config.governed().getFirst().writes().maxAffectedRows()).isEqualTo(1_000);
        assertThat(config.governed().getFirst().writes().idempotencyTable()).isEmpty();
    }

    @Test
    void theOwnerWidensThem() {
        GateConfig config =
                read(
                        """
                            writes: true
                            writes-without-where: true
                            limits: {max-affected-rows: 5}
                        """);
        assertThat(config.sourcesWithWrites()).containsExactly("shop");
        assertThat(config.sourcesWithoutWhere()).containsExactly("shop");
        assertThat(config.governed().getFirst().writes().maxAffectedRows()).isEqualTo(5);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    READ  | SELECT * FROM sallyport_keys
                    READ  | SELECT * FROM elsewhere.SALLYPORT_KEYS
                    WRITE | DELETE FROM audit.sallyport_keys WHERE caller = 'ada'
                    WRITE | INSERT INTO orders SELECT 1 FROM "SALLYPORT_KEYS"
                    """)
    void agentsDoNotGetAtTheTableOfKeys(StatementAccess access, String sql) {
        SqlGuard guard =
                read("""
                    writes: true
                    idempotency-table: audit.sallyport_keys
                """)
                        .governed()
                        .getFirst()
                        .guard();
        assertThat(guard.inspect(request(sql, access)))
                .isInstanceOfSatisfying(
                        Verdict.Refused.class,
                        refused ->
                                assertThat(refused.reason())
                                        .isEqualTo(RefusalReason.TABLE_NOT_ALLOWED));
        assertThat(guard.inspect(request("DELETE FROM orders WHERE id = 1", StatementAccess.WRITE)))
                .isInstanceOf(Verdict.Allowed.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"keys; DROP TABLE x", "a.b.c.d", "'\"keys\"'", "my keys", "9keys"})
    void aNameThatWouldHaveToBeQuotedIsAProblem(String name) {
        assertThatThrownBy(() -> read("    writes: true\n    idempotency-table: " + name + "\n"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("idempotency-table");
    }

    private static SqlRequest request(String sql, StatementAccess access) {
        return new SqlRequest(sql, access, SqlOrigin.AGENT, Optional.empty());
    }

    private static GateConfig read(String keys) {
        GateConfig config =
                GateConfig.read(
                        Configuration.read(
                                "sallyport.yaml",
                                "sources:\n  shop:\n    url: jdbc:h2:mem:gate\n" + keys,
                                ENVIRONMENT),
                        ENVIRONMENT);
        config.sources().close();
        return config;
    }
}
