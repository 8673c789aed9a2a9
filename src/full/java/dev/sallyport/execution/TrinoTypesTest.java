package dev.sallyport.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import dev.sallyport.source.Source;
import dev.sallyport.call.CallContext;
import dev.sallyport.call.Caller;
import dev.sallyport.call.Cancellation;
import dev.sallyport.call.Deadline;
import dev.sallyport.config.DataSize;
import dev.sallyport.result.Column;
import dev.sallyport.result.ResultRows;
import dev.sallyport.source.Sources;
import dev.sallyport.source.TestTrino;
import dev.sallyport.sql.StatementClass;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TimeZone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules of {@code docs/types.md} for Trino; {@code types/trino.txt} has an expression, its type
 * and what the agent reads a line.
 */
@Tag("full")
class TrinoTypesTest extends TypesContract {
    /** Values that one statement asks for: a statement is what costs time here. */
    private static final int TOGETHER = 20;

    private static final TimeZone ZONE = TimeZone.getDefault();
    private Sources sources;
    private StatementExecutor executor;

    /** A line of the file. */
    private record Value(String expression, String type, String json) {}

    @BeforeEach
    void open() {
        sources = new Sources(List.of(TestTrino.source("types", "memory/default")));
        executor = new StatementExecutor();
    }

    @AfterEach
    void close() {
        executor.close();
        sources.close();
        TimeZone.setDefault(ZONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Asia/Kolkata", "America/St_Johns"})
    void arrivesAsItIsStoredWhereverTheProcessRuns(String zone) throws IOException {
        TimeZone.setDefault(TimeZone.getTimeZone(zone));
        List<Value> values = values();
        assertThat(values).hasSizeGreaterThan(200);
        assertThat(values.stream().map(value -> value.type().replaceAll("\\(.*?\\)", "")).distinct())
                .hasSizeGreaterThan(30);
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < values.size(); i += TOGETHER) {
            List<Value> some = values.subList(i, Math.min(values.size(), i + TOGETHER));
            ResultRows rows =
                    rows("SELECT " + String.join(", ", some.stream().map(Value::expression).toList()));
            String expected =
                    "[[" + String.join(",", some.stream().map(Value::json).toList()) + "]]";
            List<String> types = rows.columns().stream().map(Column::type).toList();
            if (!rows.rows().toString().equals(expected)
                    || !types.equals(some.stream().map(Value::type).toList())) {
                some.forEach(value -> check(value, wrong));
            }
        }
        assertThat(wrong).isEmpty();
    }

    /** One value, for the person who reads a failure. */
    private void check(Value value, List<String> wrong) {
        ResultRows rows = rows("SELECT " + value.expression());
        String type = rows.columns().getFirst().type();
        String json = rows.rows().toString();
        if (!json.equals("[[" + value.json() + "]]") || !type.equals(value.type())) {
            wrong.add(value.expression() + " | " + type + " | " + json.substring(2, json.length() - 2));
        }
    }

    private static List<Value> values() throws IOException {
        try (InputStream in = TrinoTypesTest.class.getResourceAsStream("/types/trino.txt")) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank())
                    .map(line -> line.split(" \\| ", -1))
                    .map(parts -> new Value(parts[0].strip(), parts[1].strip(), parts[2].strip()))
                    .toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    9007199254740993                        | numbers that JSON readers round are strings
                    1                                       |
                    CAST('a' AS CHAR(3))                    | trailing blanks removed
                    CAST('abc' AS CHAR(3))                  |
                    X'01'                                   | base64
                    approx_set(1)                           | base64
                    ARRAY[DECIMAL '12345678901234567890']   | numbers that JSON readers round are strings
                    CAST(ROW(CAST('a' AS CHAR(2))) AS ROW(c CHAR(2))) | trailing blanks removed
                    """)
    void saysOfAColumnWhatIsNotPlain(String expression, String note) {
        Column column = rows("SELECT " + expression + " AS v").columns().getFirst();
        assertThat(column.note().orElse(null)).isEqualTo(note);
    }

    @Override
    Source source() {
        return sources.all().getFirst();
    }

    @Override
    StatementExecutor executor() {
        return executor;
    }

    @Override
    String sameValue(String one, String other) {
        return "CASE WHEN " + one + " IS NOT DISTINCT FROM " + other + " THEN 1 ELSE 0 END";
    }

    /** Beside those of {@code types/trino.txt}. */
    @Override
    EdgeValues edgeValues() {
        EdgeValues values = EdgeValues.standard();
        values.cast("TINYINT").signed(8);
        values.cast("SMALLINT").signed(16);
        values.cast("INTEGER").signed(32);
        values.cast("BIGINT").signed(64);
        values.cast("DECIMAL(38, 10)").decimals(38, 10);
        values.cast("DECIMAL(5, 2)").decimals(5, 2);
        values.cast("REAL").floats(true).negativeZero(-0.0F).notFinite("NaN", "Infinity");
        values.cast("DOUBLE").doubles(true).negativeZero(-0.0).notFinite("NaN", "Infinity");
        values.cast("BOOLEAN").booleans();
        values.cast("VARCHAR").texts();
        values.cast("CHAR(5)").padded();
        values.type("VARBINARY", "X'%s'").unbound().binary("").binaries();
        values.cast("DATE").dates(LocalDate.MIN);
        values.cast("TIME(12)").times(12);
        values.cast("TIMESTAMP(12)").timestamps(12, LocalDate.MIN);
        values.cast("TIMESTAMP(0)").timestamps(0, LocalDate.MIN);
        values.cast("UUID").uuids();
        return values;
    }
}
