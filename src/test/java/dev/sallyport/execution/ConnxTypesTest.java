package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Source;
import dev.sallyport.source.SourceConfig;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestConnx;
import dev.sallyport.sql.SqlParameter;
import dev.sallyport.sql.StatementClass;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The rules of {@code docs/types.md} with the methods of JDBC 1.2 alone. */
class ConnxTypesTest extends TypesContract {
    @TempDir private Path folder;
    private final StatementExecutor executor = new StatementExecutor();
    private SourceConfig config;
    private Sources sources = new Sources(List.of());

    @BeforeEach
    void prepare() throws SQLException {
        config =
                TestConnx.prepared(
                        folder,
                        "types",
                        """
                        CREATE TABLE t (id INTEGER, c CHAR(8), v VARCHAR(8), packed NUMERIC(31, 6),
                          whole NUMERIC(18), small SMALLINT, big BIGINT, r REAL, f DOUBLE, d DATE,
                          tm TIME, ts TIMESTAMP(6), b VARBINARY(4))
                        """,
                        "CREATE TABLE one (id INTEGER)",
                        "CREATE TABLE two (id INTEGER)",
                        """
                        INSERT INTO t VALUES (1, 'AB', 'AB ', 1234567890123456789012345.678901,
                          999999999999999999, -7, 9007199254740993, 1.5, 0.1, DATE '2024-02-29',
                          TIME '23:59:58', TIMESTAMP '2024-03-31 02:30:00.123456', X'00FF'),
                          (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
                          (3, '', '', -0.000001, 0, 0, 0, 0, 0, DATE '0001-01-01', TIME '00:00:00',
                          TIMESTAMP '9999-12-31 23:59:59.999999', X'')
                        """);
    }

    @AfterEach
    void close() {
        executor.close();
        sources.close();
    }

    @Override
    Source source() {
        if (sources.all().isEmpty()) {
            sources = new Sources(List.of(config));
        }
        return sources.all().getFirst();
    }

    @Override
    StatementExecutor executor() {
        return executor;
    }

    @Override
    Optional<String> twoTables() {
        return Optional.of("SELECT one.id, two.id FROM one JOIN two ON one.id = two.id");
    }

    @Override
    EdgeValues edgeValues() {
        EdgeValues values = EdgeValues.standard();
        values.cast("SMALLINT").signed(16);
        values.cast("INTEGER").signed(32);
        values.cast("BIGINT").signed(64);
        values.cast("NUMERIC(31, 6)").decimals(31, 6);
        values.cast("NUMERIC(18)").decimals(18, 0);
        values.cast("REAL").floats(true).notFinite("NaN", "Infinity");
        values.cast("DOUBLE PRECISION").doubles(true).notFinite("NaN", "Infinity");
        values.cast("VARCHAR(99)").texts();
        values.cast("CHAR(5)").padded();
        values.type("VARBINARY(99)", "X'%s'").unbound().binary("").binaries();
        values.cast("DATE").dates(LocalDate.MIN);
        values.cast("TIME(0)").times(0);
        values.cast("TIMESTAMP(6)").timestamps(6, LocalDate.MIN);
        return values;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    c      | [["AB"],[null],[""]]
                    v      | [["AB "],[null],[""]]
                    packed | [["1234567890123456789012345.678901"],[null],[-0.000001]]
                    whole  | [["999999999999999999"],[null],[0]]
                    small  | [[-7],[null],[0]]
                    big    | [["9007199254740993"],[null],[0]]
                    r      | [[1.5],[null],[0.0]]
                    f      | [[0.1],[null],[0.0]]
                    d      | [["2024-02-29"],[null],["0001-01-01"]]
                    tm     | [["23:59:58"],[null],["00:00:00"]]
                    ts     | [["2024-03-31 02:30:00.123456"],[null],["9999-12-31 23:59:59.999999"]]
                    b      | [["AP8="],[null],[""]]
                    """)
    void arrivesAsItIsStored(String column, String rows) {
        assertThat(rows(config, "SELECT " + column + " FROM t ORDER BY id").rows())
                .hasToString(rows);
    }

    @Test
    void decimalsOfExpressionsKeepTheirDigits() {
        assertThat(rows(config, "SELECT packed * 1.25 AS x FROM t WHERE id = 1").rows())
                .hasToString("[[\"1543209862654320986265432.09862625\"]]");
    }

    @Test
    void saysThatBlanksWereRemovedAndKeepsThemWhereTheOwnerWantsThem() {
        ResultRows trimmed = rows(config, "SELECT c FROM t WHERE id = 1");
        assertThat(trimmed.columns().getFirst().note()).contains("trailing blanks removed");
        SourceConfig kept = config.withTrimChar(false);
        ResultRows padded = rows(kept, "SELECT c FROM t WHERE id = 1");
        assertThat(padded.rows()).hasToString("[[\"AB      \"]]");
        assertThat(padded.columns().getFirst().note()).isEmpty();
    }

    @Test
    void bindsDatesWithoutTheTypesOfLaterReleases() {
        assertThat(
                        rows(
                                        config,
                                        "SELECT id FROM t WHERE d = ? AND ts = ?",
                                        new SqlParameter.Date(LocalDate.of(2024, 2, 29)),
                                        new SqlParameter.Timestamp(
                                                LocalDateTime.parse("2024-03-31T02:30:00.123456")))
                                .rows())
                .hasToString("[[1]]");
    }

    private static ResultRows rows(SourceConfig config, String sql, SqlParameter... parameters) {
        try (Sources sources = new Sources(List.of(config));
                StatementExecutor executor = new StatementExecutor()) {
            ExecutionOutcome outcome =
                    executor.execute(
                            sources.all().getFirst(),
                            new BoundStatement(sql, StatementClass.READ, List.of(parameters)),
                            new ExecutionLimits(100, new DataSize(10_000), Duration.ofSeconds(20)),
                            new CallContext(
                                    Caller.LOCAL,
                                    Deadline.after(Duration.ofSeconds(20)),
                                    new Cancellation()));
            assertThat(outcome).isInstanceOf(ExecutionOutcome.Rows.class);
            return ((ExecutionOutcome.Rows) outcome).rows();
        }
    }
}
